"""What a PDF carries beside its pages: scripts, files, forms of another sort; told, never run."""

import re
import zlib
from collections.abc import Iterator, Sequence

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from consult.domain.errors import ReadError
from consult.readers.pdf_lines import PdfLine
from consult.readers.source import SourceFile

_MOST_NAMES = 20
# Objects packed in streams are looked at up to so many streams and bytes each.
_MOST_STREAMS = 1_000
_MOST_UNPACKED = 1_000_000
_LAUNCH = re.compile(rb"/S\s*/Launch\b")
_COLLECTION = re.compile(rb"/Collection\b\s*(?:<<|\d)")
_PACKED = re.compile(rb"/ObjStm\b.{0,300}?stream\r?\n", re.DOTALL)
# The page that stands in for such a form says in English that the reader is too old.
_COVER = 700
_XFA = (pdfium_c.FORMTYPE_XFA_FULL, pdfium_c.FORMTYPE_XFA_FOREGROUND)


class Extras:
    """Looks at the file as a whole; `launches` may be set while its pages are read."""

    def __init__(self, source: SourceFile, pdf: pdfium.PdfDocument) -> None:
        scripts = pdfium_c.FPDFDoc_GetJavaScriptActionCount(pdf.raw) > 0
        self.scripts = self.launches = self.is_portfolio = False
        for data in (source.data, *_unpacked(source.data)):
            self.scripts |= scripts or b"/JavaScript" in data
            self.launches |= b"/Launch" in data and bool(_LAUNCH.search(data))
            self.is_portfolio |= b"/Collection" in data and bool(_COLLECTION.search(data))
        self.files = tuple(_files(pdf))
        self.is_xfa = pdfium_c.FPDF_GetFormType(pdf.raw) in _XFA

    def check(self, source: SourceFile, pages: Sequence[Sequence[PdfLine]]) -> None:
        """ReadError where the pages are only a cover and the contents lie elsewhere."""
        if self.files and self.is_portfolio and len(pages) == 1:
            raise ReadError(
                source.name,
                f"PDF'en er en mappe (portefølje) med filer i: {self._named()}",
                "gem filerne hver for sig, og send dem ind",
            )
        if self.is_xfa and sum(len(line.text) for page in pages for line in page) < _COVER:
            raise ReadError(
                source.name,
                "PDF'en er en XFA-formular, som kun Adobe Reader kan vise",
                "åbn den i Adobe Reader, og udskriv den til en ny PDF",
            )

    def warnings(self) -> Iterator[str]:
        """What there is to tell of a file that was read."""
        if self.scripts:
            yield "Filen rummer JavaScript; det er ikke kørt."
        if self.launches:
            yield "Filen vil starte et andet program; det er ikke gjort."
        if self.files:
            yield f"PDF'en rummer vedhæftede filer, som ikke er læst: {self._named()}."
        if self.is_xfa:
            yield "PDF'en er en XFA-formular; det er ikke sikkert, at alle felter er læst."

    def _named(self) -> str:
        more = len(self.files) - _MOST_NAMES
        names = ", ".join(self.files[:_MOST_NAMES])
        return names if more <= 0 else f"{names} og {more} til"


def _files(pdf: pdfium.PdfDocument) -> Iterator[str]:
    """The names of the embedded files, without what could change how a message reads."""
    for index in range(min(pdf.count_attachments(), 10 * _MOST_NAMES)):
        try:
            name = pdf.get_attachment(index).get_name()
        except pdfium.PdfiumError:
            name = ""
        if name.startswith("\u00fe\u00ff"):  # Some programs leave the mark of UTF-16 in a name.
            name = name.encode("latin-1", "replace").decode("utf-16", "replace")
        shown = "".join(c for c in name if c.isprintable())[:100].strip()
        yield shown or "uden navn"


def _unpacked(data: bytes) -> Iterator[bytes]:
    """Packed objects, where names of actions may stand; the beginning of each stream."""
    for count, match in enumerate(_PACKED.finditer(data)):
        if count >= _MOST_STREAMS:
            return
        try:
            yield zlib.decompressobj().decompress(
                data[match.end() : match.end() + _MOST_UNPACKED], _MOST_UNPACKED
            )
        except zlib.error:
            continue
