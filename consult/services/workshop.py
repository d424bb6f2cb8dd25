"""A workshop: the store, the kept files, and who reads and who judges."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from consult.domain.documents import Document
from consult.domain.findings import Analysis
from consult.readers.discover import Source
from consult.readers.limits import Limits
from consult.readers.wire import Spooled
from consult.run.reading import Reading
from consult.store.database import Store
from consult.store.kept import KeptFiles


@dataclass(frozen=True, slots=True)
class Judge:
    """Who analyses the responses of a round; another `version` may find other things."""

    version: str
    analyse: Callable[[Document], Analysis]


@dataclass(frozen=True, slots=True)
class Rules:
    """How long work may take.

    A row is kept for `lease` from the last sign of life, and for `stuck` at most without one
    response read or analysed. After `attempts` that none came back from, a file is failed.
    """

    lease: timedelta = timedelta(seconds=60)
    stuck: timedelta = timedelta(minutes=30)
    attempts: int = 3

    @classmethod
    def of(cls, limits: Limits, lease: float, attempts: int) -> "Rules":
        """The rules where reading has these limits; `lease` in seconds."""
        longest = max(limits.wall_seconds, limits.scan_seconds)
        return cls(
            timedelta(seconds=lease), max(cls().stuck, timedelta(seconds=2 * longest)), attempts
        )


@dataclass(frozen=True, slots=True)
class Workshop:
    """The parts that work is done with. `read` gives what lay in a file as files in a folder."""

    store: Store
    kept: KeptFiles
    limits: Limits
    read: Callable[[Source, Path], tuple[Reading, tuple[Spooled, ...]]]
    judge: Callable[[str], Judge]
    rules: Rules = Rules()
