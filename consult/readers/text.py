"""Plain text and Markdown -> one Document; the layout is read from the lines."""

from consult.domain.documents import Document
from consult.domain.errors import ReadError
from consult.readers.building import Builder, Part
from consult.readers.source import SourceFile


def read(source: SourceFile) -> tuple[Document, ...]:
    """The one response in the file; ReadError where it holds no word."""
    builder = Builder(source.name)
    builder.add(Part(source.text))
    document = builder.document(warnings=_unread(source.text))
    if not document.text.strip():
        raise ReadError(source.name, "filen har ingen tekst", "bed afsenderen om at sende den igen")
    return (document,)


def _unread(text: str) -> tuple[str, ...]:
    """A sentence where bytes stand for no letter in the file's encoding."""
    count = text.count("\ufffd")
    return (f"{count} tegn kunne ikke læses og står som \ufffd.",) if count else ()
