"""Files -> Documents. `read` is the one door; a module per format stands behind it."""

from pathlib import Path

from consult.domain.documents import Document
from consult.readers.formats import SUPPORTED, reader_of
from consult.readers.source import load

__all__ = ["SUPPORTED", "read"]


def read(path: Path, name: str | None = None) -> tuple[Document, ...]:
    """The responses that the file at `path` holds: one, or one per row of a table.

    `name` is what the file is called in messages and results; its own name where None.
    A table row without text gives a Document with `skip_reason` set and no text.
    Raises ReadError with one Danish sentence where the file cannot be read.
    """
    source = load(path, name)
    return reader_of(source).read(source)
