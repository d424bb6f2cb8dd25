"""Files -> Documents. `read` is the one door; a module per format stands behind it."""

from pathlib import Path

from consult.domain.documents import Contents, Document
from consult.readers.bundle import split_bundle
from consult.readers.formats import SUPPORTED
from consult.readers.formats import unpack as _unpack
from consult.readers.limits import Limits
from consult.readers.source import load

__all__ = ["SUPPORTED", "Limits", "read", "unpack"]


def unpack(path: Path, name: str | None = None, limits: Limits | None = None) -> Contents:
    """All that the file at `path` holds: responses, and for an archive or a mail other files.

    `name` is what the file is called in messages and results; its own name where None.
    A table row without text gives a Document with `skip_reason` set and no text.
    Raises ReadError with one Danish sentence where the file cannot be read.
    """
    contents = _unpack(load(path, name, limits))
    documents = tuple(one for many in contents.documents for one in split_bundle(many))
    return Contents(documents, contents.enclosures)


def read(path: Path, name: str | None = None, limits: Limits | None = None) -> tuple[Document, ...]:
    """The responses of the file itself, as `unpack` gives them; files inside it are left out."""
    return unpack(path, name, limits).documents
