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
    """Counts that add up: `files == read + len(skipped) + len(failed)`.

    `responses` are those in the files read; `broken` of them could not be analysed. `empty`
    rows of tables hold no response.
    """

    read: int = 0
    skipped: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    responses: int = 0
    empty: int = 0
    broken: int = 0
    passages: int = 0

    @property
    def files(self) -> int:
        """All files that were met."""
        return self.read + len(self.skipped) + len(self.failed)

    def documents(self, readings: Iterable[Reading]) -> Iterator[tuple[str, Document]]:
        """Documents with the name of their source; what gave none is told on stderr at once."""
        for reading in readings:
            if reading.error is not None:
                self.fail(str(reading.error))
            elif reading.skipped is not None:
                line = f"{reading.source.name}: {reading.skipped}"
                self.skipped.append(line)
                click.echo(line, err=True)
            else:
                self.read += 1
                for row in reading.empty:
                    self.skip_row(f"{reading.source.name}, {row.name}: {row.skip_reason}")
                self.responses += len(reading.documents)
                yield from ((reading.source.name, d) for d in reading.documents)

    def fail(self, reason: str) -> None:
        """A file could not be read; `reason` is a Danish sentence."""
        self.failed.append(reason)
        click.echo(reason, err=True)

    def skip_row(self, reason: str) -> None:
        """A row of a table holds no response; `reason` is a Danish sentence."""
        self.empty += 1
        click.echo(reason, err=True)

    def break_down(self, reason: str) -> None:
        """A response could not be analysed; `reason` is a Danish sentence."""
        self.broken += 1
        click.echo(reason, err=True)

    @property
    def exit_code(self) -> int:
        """1 where something failed, else 0."""
        return 1 if self.failed or self.broken else 0

    def line(self) -> str:
        """The whole account in one Danish sentence."""
        broken = f", {self.broken} kunne ikke analyseres" if self.broken else ""
        empty = f", {self.empty} rækker uden svar" if self.empty else ""
        return (
            f"{self.files} filer: {self.read} læst, {len(self.skipped)} sprunget over, "
            f"{len(self.failed)} fejlede. {self.responses} svar{broken}{empty}, "
            f"{self.passages} passager."
        )
