"""What taking in needs to know of the files that were read; see `consult.run.reading`."""

from pathlib import Path
from typing import Protocol

from consult.domain.documents import Document
from consult.domain.errors import ReadError


class Source(Protocol):
    """What intake needs to know of a source; see `consult.readers.discover.Source`."""

    @property
    def place(self) -> Path:
        """Where a person finds the file; for one in an archive its path and the way in."""

    @property
    def name(self) -> str:
        """What the file is called within the round; part of its identity."""


class Reading(Protocol):
    """What intake needs to know of a reading; see `consult.run.reading.Reading`."""

    @property
    def source(self) -> Source:
        """Where it came from."""

    @property
    def documents(self) -> tuple[Document, ...]:
        """Its documents; for a table one for each row."""

    @property
    def empty(self) -> tuple[Document, ...]:
        """Rows of a table that hold no response, each with its `skip_reason`."""

    @property
    def error(self) -> ReadError | None:
        """Why it could not be read."""

    @property
    def skipped(self) -> str | None:
        """Why it was not read, in Danish."""

    @property
    def enclosed(self) -> int:
        """How many files lay in this one; each comes as a reading of its own."""

    @property
    def sha256(self) -> str:
        """Of the file, in hexadecimal."""

    @property
    def size(self) -> int:
        """Of the file, in bytes."""
