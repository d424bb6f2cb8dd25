"""The account of a run: what became of every file, on stderr."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import click

from consult.domain.documents import Document
from consult.run.local import Reading

FILES = click.Path(exists=True, path_type=Path)
OUTPUT = click.Path(dir_okay=False, path_type=Path, allow_dash=True)


@dataclass(slots=True)
class Account:
    """Counts that add up: `files == read + skipped + failed`."""

    read: int = 0
    skipped: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    responses: int = 0
    passages: int = 0
    warnings: int = 0

    @property
    def files(self) -> int:
        """All files that were met."""
        return self.read + len(self.skipped) + len(self.failed)

    def documents(self, readings: Iterable[Reading]) -> Iterator[Document]:
        """The documents of the readings; what gave none is told at once on stderr."""
        for reading in readings:
            if reading.error is not None:
                self.failed.append(str(reading.error))
                click.echo(str(reading.error), err=True)
            elif reading.skipped is not None:
                line = f"{reading.source.name}: sprunget over – {reading.skipped}."
                self.skipped.append(line)
                click.echo(line, err=True)
            else:
                self.read += 1
                self.responses += len(reading.documents)
                yield from reading.documents

    def line(self) -> str:
        """The whole account in one Danish sentence."""
        return (
            f"{self.files} filer: {self.read} læst, {len(self.skipped)} sprunget over, "
            f"{len(self.failed)} fejlede. {self.responses} svar, {self.passages} passager."
        )
