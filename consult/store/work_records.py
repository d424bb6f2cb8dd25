"""What the store hands out about work."""

from dataclasses import dataclass, field
from datetime import datetime

from consult.domain.documents import Metadata
from consult.domain.work import ENDED, WorkState


@dataclass(frozen=True, slots=True)
class NewWork:
    """A file that is handed in: what it is called, where a person finds it, and its bytes.

    `lane` is what keeps files in order that would otherwise race for one name; `encloses` says
    that other files may lie in it. `sha256` is "" where there are no bytes to read.
    """

    name: str
    place: str
    lane: str
    encloses: bool
    sha256: str = ""
    size: int = 0
    depth: int = 0
    metadata: Metadata = field(default_factory=Metadata)
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WorkLine:
    """One file that was handed in, and how far it has come.

    `reason` is a Danish sentence where there is something to say. `depth` files stand around
    it. `source_id` is what it became. `broken` of its responses could not be analysed. `owner`
    has it in hand until `lease_until`, or had it before that ran out.
    """

    id: int
    consultation_id: int
    position: str
    root: str
    state: WorkState
    file: NewWork
    outcome: str | None
    reason: str | None
    source_id: int | None
    opened: bool
    anew: bool
    broken: tuple[int, ...]
    attempts: int
    fence: int
    owner: str | None
    lease_until: datetime | None
    added_at: datetime
    added_by: str | None
    finished_at: datetime | None

    @property
    def name(self) -> str:
        """What the file is called in the round; with its way in where it lay in another."""
        return self.file.name

    @property
    def ended(self) -> bool:
        """Whether nothing is left to do for it."""
        return self.state in ENDED


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to a row, taken at `claimed_at`: whoever knows the newest `fence` has it."""

    row: WorkLine
    fence: int
    claimed_at: datetime | None = None
