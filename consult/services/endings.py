"""How sources end: each as taken, same, superseding, failed or skipped; the sums add up."""

from dataclasses import dataclass, field
from enum import StrEnum

from consult.store.taking import Taken


class Outcome(StrEnum):
    """How a source ended."""

    TAKEN = "taken"
    SAME = "same"
    SUPERSEDING = "superseding"
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Ending:
    """How one source ended; `reason` is a Danish sentence where there is something to say.

    `enclosed` files lay in it, each with an ending of its own. `confirm` is a Danish sentence
    where a person must see to what was made of it. `source_id` is where it was written down.
    """

    source: str
    outcome: Outcome
    responses: Taken = field(default_factory=Taken)
    reason: str | None = None
    enclosed: int = 0
    confirm: str | None = None
    source_id: int | None = None


@dataclass(frozen=True, slots=True)
class IntakeReport:
    """What became of every source, and of the responses in them."""

    endings: tuple[Ending, ...]

    @property
    def sources(self) -> int:
        """All sources that were met; the sum of the five outcomes."""
        return len(self.endings)

    def count(self, outcome: Outcome) -> int:
        """How many sources ended that way."""
        return sum(e.outcome is outcome for e in self.endings)

    @property
    def responses(self) -> Taken:
        """The responses of all sources together."""
        each = [e.responses for e in self.endings]
        return Taken(
            sum(t.new for t in each),
            sum(t.same for t in each),
            sum(t.superseding for t in each),
            sum(t.withdrawn for t in each),
        )

    @property
    def enclosed(self) -> int:
        """How many of the sources lay in others of them."""
        return sum(e.enclosed for e in self.endings)

    @property
    def to_confirm(self) -> tuple[Ending, ...]:
        """The endings that a person must see to."""
        return tuple(e for e in self.endings if e.confirm is not None)

    @property
    def notes(self) -> tuple[Ending, ...]:
        """The endings that say why."""
        return tuple(e for e in self.endings if e.reason is not None)
