"""The registry: which suffix and content belong together, and which module reads them.

A new format is one module with `read(source) -> tuple[Document, ...]` and one line here. One
that holds files (an archive, a mail) has `unpack(source) -> Contents` in its place.
"""

import zipfile
from dataclasses import dataclass
from importlib import import_module
from io import BytesIO
from pathlib import PurePosixPath
from typing import Protocol, cast

from consult.domain.documents import Contents, Document
from consult.domain.errors import ReadError
from consult.readers.sniff import NAMES, Content
from consult.readers.source import SourceFile


@dataclass(frozen=True, slots=True)
class Format:
    """A file format: how it is recognised, what users call it, and its module.

    `encloses` says that files of this format hold others.
    """

    suffixes: tuple[str, ...]
    content: Content
    called: str
    module: str
    encloses: bool = False


class FormatReader(Protocol):
    """What a format's module offers."""

    def read(self, source: SourceFile) -> tuple[Document, ...]:
        """The responses in the file; ReadError where it cannot be read."""


class ContainerReader(Protocol):
    """What the module of a format that holds files offers."""

    def unpack(self, source: SourceFile) -> Contents:
        """The responses and the files in the file; ReadError where it cannot be opened."""


FORMATS = (
    Format((".txt", ".md"), Content.TEXT, "en tekstfil", "consult.readers.text"),
    Format((".docx", ".docm", ".dotx"), Content.DOCX, "et Word-dokument", "consult.readers.docx"),
    Format((".pdf",), Content.PDF, "en PDF", "consult.readers.pdf"),
    Format((".html", ".htm"), Content.TEXT, "en webside", "consult.readers.html"),
    Format((".csv",), Content.TEXT, "en CSV-fil", "consult.readers.table"),
    Format((".xlsx", ".xlsm"), Content.XLSX, "et Excel-regneark", "consult.readers.table"),
    Format((".ods",), Content.ODS, "et OpenDocument-regneark", "consult.readers.table"),
    Format((".odt",), Content.ODT, "et OpenDocument-dokument", "consult.readers.odt"),
    Format((".rtf",), Content.RTF, "et RTF-dokument", "consult.readers.rtf"),
    Format((".doc",), Content.OLD_WORD, "et ældre Word-dokument", "consult.readers.doc"),
    Format((".png",), Content.IMAGE, "et billede", "consult.readers.image"),
    Format((".jpg", ".jpeg"), Content.IMAGE, "et billede", "consult.readers.image"),
    Format((".tif", ".tiff"), Content.IMAGE, "et billede", "consult.readers.image"),
    Format((".eml",), Content.TEXT, "en mail", "consult.readers.eml", encloses=True),
    Format((".msg",), Content.OUTLOOK, "en Outlook-mail", "consult.readers.msg", encloses=True),
    Format((".zip",), Content.ZIP, "et zip-arkiv", "consult.readers.archive", encloses=True),
)
SUPPORTED = tuple(suffix for form in FORMATS for suffix in form.suffixes)
# What to do with formats that are met but not read.
_ADVICE = {
    **dict.fromkeys(
        (".7z", ".rar", ".gz", ".tgz", ".tar", ".bz2", ".xz"), "pak den ud, og pak den som .zip"
    ),
    **dict.fromkeys((".docm", ".dotx", ".dot", ".pages", ".wps", ".wpd"), "gem den som .docx"),
    **dict.fromkeys((".xls", ".xlsm", ".xlsb", ".ods", ".numbers"), "gem regnearket som .xlsx"),
    **dict.fromkeys((".heic", ".heif", ".webp", ".gif", ".bmp", ".svg"), "gem billedet som .png"),
    **dict.fromkeys((".ppt", ".pptx", ".odp", ".key"), "gem præsentationen som .pdf"),
    **dict.fromkeys((".mht", ".mhtml", ".xml", ".xhtml"), "gem siden som .html eller .pdf"),
    **dict.fromkeys((".mbox", ".pst", ".ost"), "gem mailene enkeltvis som .eml eller .msg"),
    **dict.fromkeys((".exe", ".com", ".bat", ".js", ".vbs", ".scr"), "det er et program: slet den"),
}
# Formats that are zip archives within; one cut short is no archive either.
_PACKED = (Content.DOCX, Content.XLSX, Content.ODT, Content.ODS)
_BY_SUFFIX = {suffix: form for form in FORMATS for suffix in form.suffixes}


def format_of(source: SourceFile) -> Format:
    """The format of the file; ReadError where it is unknown or name and content disagree."""
    form = _BY_SUFFIX.get(source.suffix)
    if form is None:
        raise _unsupported(source)
    if source.content is not form.content:
        raise _mislabelled(source, form)
    return form


def unpack(source: SourceFile) -> Contents:
    """All that the file holds; its module is imported only when a file needs it."""
    form = format_of(source)
    module = import_module(form.module)
    if form.encloses:
        return cast(ContainerReader, module).unpack(source)
    return Contents(cast(FormatReader, module).read(source))


def may_enclose(name: str) -> bool:
    """Whether a file of this name may hold others."""
    form = _BY_SUFFIX.get(PurePosixPath(name).suffix.lower())
    return form is not None and form.encloses


def _unsupported(source: SourceFile) -> ReadError:
    if not source.suffix:
        problem = "filen har ingen endelse"
    else:
        problem = f"filtypen {source.suffix} kan ikke læses"
    known = f"gem den som en af disse: {', '.join(SUPPORTED)}"
    return ReadError(source.name, problem, _ADVICE.get(source.suffix, known))


def _mislabelled(source: SourceFile, form: Format) -> ReadError:
    """The one sentence for a file that is not what its name says."""
    if source.content is Content.ENCRYPTED_OFFICE:
        return ReadError(
            source.name,
            "filen er beskyttet med adgangskode",
            "gem den uden adgangskode, og prøv igen",
        )
    if source.content is Content.ZIP and form.content in _PACKED and not _is_archive(source):
        return ReadError(
            source.name,
            "filen er beskadiget eller kun hentet delvist og kan ikke åbnes",
            "hent den igen, eller bed afsenderen om en ny",
        )
    problem = f"filen hedder {source.suffix}, men indholdet er {NAMES[source.content]}"
    right = next((f for f in FORMATS if f.content is source.content), None)
    if source.content is Content.TEXT or right is None:
        advice = f"bed afsenderen om {form.called}"
    else:
        advice = f"omdøb filen til {right.suffixes[0]}, hvis det er meningen"
    return ReadError(source.name, problem, advice)


def _is_archive(source: SourceFile) -> bool:
    """Whether the file has the list of contents that ends a zip archive."""
    return zipfile.is_zipfile(BytesIO(source.data))
