"""The account of a run: what became of every file, on stderr; and words that commands share."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import click

from consult.domain.documents import Document
from consult.domain.proposals import Catalogue
from consult.domain.wording import counted, files
from consult.run.reading import Reading

FILES = click.Path(exists=True, path_type=Path)
OUTPUT = click.Path(dir_okay=False, path_type=Path, allow_dash=True)


@dataclass(slots=True)
class Account:
    """Counts that add up: `files == read + len(skipped) + len(failed)`.

    `responses` are those in the files read; `broken` of them could not be analysed. `empty`
    rows of tables hold no response. `enclosed` of the files lay in others of them, and
    `to_confirm` are those that a person must see to.
    """

    read: int = 0
    skipped: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    responses: int = 0
    empty: int = 0
    broken: int = 0
    passages: int = 0
    enclosed: int = 0
    to_confirm: int = 0

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
                self.enclosed += reading.enclosed
                self._tell_of(reading)
                self.responses += len(reading.documents)
                yield from ((reading.source.name, d) for d in reading.documents)

    def fail(self, reason: str) -> None:
        """A file could not be read; `reason` is a Danish sentence."""
        self.failed.append(reason)
        click.echo(reason, err=True)

    def _tell_of(self, reading: Reading) -> None:
        """What is no response in a file, and whether a person must see to the file."""
        for part in reading.empty:
            self.empty += not part.text
            inner = "" if reading.source.name.endswith(part.name) else f", {part.name}"
            click.echo(f"{reading.source.name}{inner}: {part.skip_reason}", err=True)
        confirm = next((d.confirm for d in reading.documents if d.confirm), None)
        if confirm is not None:
            self.to_confirm += 1
            click.echo(f"{reading.source.name}: {confirm}", err=True)

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
        empty = f", {counted(self.empty, 'række', 'rækker')} uden svar" if self.empty else ""
        return (
            f"{files(self.files)}{inside(self.enclosed)}: {self.read} læst, "
            f"{len(self.skipped)} sprunget over, {len(self.failed)} fejlede. "
            f"{self.responses} svar{broken}{empty}, "
            f"{counted(self.passages, 'passage', 'passager')}{confirmed(self.to_confirm)}."
        )


def moment(at: datetime) -> str:
    """A moment on this machine's clock, as lists write it."""
    return at.astimezone().isoformat(" ", "seconds")


def inside(enclosed: int) -> str:
    """How many of the files lay in archives and mails, where any did."""
    return f" ({enclosed} af dem i arkiver og mails)" if enclosed else ""


def confirmed(count: int) -> str:
    """How many files a person must see to, where there are any."""
    return f", {files(count)} skal bekræftes" if count else ""


def tell_warnings(catalogue: Catalogue) -> None:
    """Say on stderr what the file of the catalogue had that the catalogue has otherwise."""
    for warning in catalogue.warnings:
        click.echo(warning, err=True)
