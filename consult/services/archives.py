"""Archives and mails on their way in: what lies in them is judged with them.

A file in an archive is a source of its own, called by its way in ("svar.zip/mappe/svar.docx").
A new version of the archive says what is in it: a file that was there and is not counts no more.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from consult.domain.access import Action
from consult.services.desk import Desk
from consult.store import sources, taking
from consult.store.database import Connection


@dataclass(slots=True)
class _Archive:
    """An archive that was taken in anew. `whole` says that all in it could be taken out."""

    source_id: int
    met: set[str] = field(default_factory=set)
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Left:
    """What a new version of `archive` no longer holds: `files`, and the `responses` in them."""

    archive: str
    files: int
    responses: int

    @property
    def reason(self) -> str:
        """The same as one Danish sentence."""
        gone = "1 fil, der var" if self.files == 1 else f"{self.files} filer, der var"
        return f"{self.archive}: {gone} i den før, er væk – {self.responses} svar trukket tilbage."


@dataclass(slots=True)
class Archives:
    """The archives and mails that were taken in anew in one go, by name."""

    _anew: dict[str, _Archive] = field(default_factory=dict)

    def add(self, name: str, source_id: int) -> None:
        """The archive of that name was taken in; what lies in it comes next."""
        self._anew[name] = _Archive(source_id)

    def meet(self, name: str, *, opened: bool) -> None:
        """A source came by; one that lies in an archive and cannot be opened may hide others."""
        for archive in self._around(name):
            archive.met.add(name)
            archive.whole = archive.whole and opened

    def renews(self, name: str) -> bool:
        """Whether the source lies in an archive that is newer than any other of its name."""
        return any(True for _ in self._around(name))

    def _around(self, name: str) -> Iterator[_Archive]:
        at = name.find("/")
        while at >= 0:
            if name[:at] in self._anew:
                yield self._anew[name[:at]]
            at = name.find("/", at + 1)

    def leave(self, desk: Desk, slug: str) -> Iterator[Left]:
        """Withdraw what was in earlier versions of the archives and is not in these."""
        for name, archive in self._anew.items():
            if archive.whole:
                with desk.write() as connection:
                    key = desk.round(connection, slug, Action.FILL, lock=True).id
                    left = leave(connection, key, name, archive.source_id, archive.met)
                if left.files:
                    yield left


def leave(
    connection: Connection, consultation_id: int, name: str, source_id: int, met: Collection[str]
) -> Left:
    """Withdraw what was in earlier versions of an archive and is not among the names `met`."""
    gone = sources.inside(connection, consultation_id, name, met)
    withdrawn = sum(taking.withdraw(connection, line.id) for line in gone)
    for line in gone:
        sources.leave(connection, line.id, source_id)
    return Left(name, len(gone), withdrawn)
