"""One function for each thing that is fuzzed: bytes in, an exception where something is wrong."""

from collections.abc import Callable

from consult.domain.errors import ReadError
from consult.domain.proposals import Catalogue, Proposal
from consult.language.references import ReferenceFinder
from consult.readers import (
    archive,
    bundle,
    docx,
    eml,
    html,
    msg,
    odt,
    pdf,
    rtf,
    table,
    text,
)
from consult.readers.building import Builder, Part
from consult.readers.source import SourceFile
from fuzz import invariants
from tests.integration.readers import hostile_files as make

# The parts of packages that are read; the fuzzer changes them before they are packed.
_PACKAGES = {
    "docx": (make.docx(""), "word/document.xml"),
    "odt": (make.odt(""), "content.xml"),
    "xlsx": (make.xlsx([]), "xl/worksheets/sheet1.xml"),
}
_READERS = {
    "text": text.read, "html": html.read, "csv": table.read, "xlsx": table.read, "rtf": rtf.read,
    "docx": docx.read, "odt": odt.read, "pdf": pdf.read,
}  # fmt: skip
_CONTAINERS = {"zip": archive.unpack, "eml": eml.unpack, "msg": msg.unpack}
_SUFFIXES = {"text": "txt"}
_NUMBERS = (*map(str, range(1, 120)), "BU-02", "SI/UD03", "A", "Lokalplan 148")
_FINDER = ReferenceFinder(
    Catalogue(tuple(Proposal(n, f"Ophør af ordning {n} i Tornby") for n in _NUMBERS))
)


def read(target: str, data: bytes) -> None:
    """Read `data` as a file of the format; only ReadError may come out."""
    if target in _PACKAGES:
        whole, member = _PACKAGES[target]
        data = make.with_member(whole, member, data)
    source = SourceFile(f"svar.{_SUFFIXES.get(target, target)}", data)
    try:
        if target in _CONTAINERS:
            contents = _CONTAINERS[target](source)
            documents = contents.documents
            for enclosure in contents.enclosures:
                _check_name(enclosure.name)
        else:
            documents = _READERS[target](source)
        for document in documents:
            for part in bundle.split_bundle(document):
                invariants.check_document(part)
    except ReadError as error:
        str(error)


def _check_name(name: str) -> None:
    if name.startswith("/") or ".." in name.split("/") or not name:
        raise invariants.BrokenError(f"{name!r} leads out")


def references(data: bytes) -> None:
    """Look for references in the text."""
    invariants.check_references(_FINDER, data.decode("utf-8", "ignore"))


def segment(data: bytes) -> None:
    """Lay out the text and cut it into passages."""
    builder = Builder("svar")
    builder.add(Part(data.decode("utf-8", "ignore")))
    invariants.check_document(builder.document())


def clean(data: bytes) -> None:
    """Clean the text, lone surrogates and all."""
    invariants.check_clean(data.decode("utf-8", "surrogatepass" if len(data) % 2 else "ignore"))


def target(name: str) -> Callable[[bytes], None]:
    """The function to fuzz."""
    own = {"references": references, "segment": segment, "clean": _clean_or_nothing}
    return own[name] if name in own else lambda data: read(name, data)


def _clean_or_nothing(data: bytes) -> None:
    try:
        clean(data)
    except UnicodeDecodeError:
        return
