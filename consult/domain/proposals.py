"""The catalogue that a consultation is about."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType


class Direction(StrEnum):
    """What a proposal does to the service it concerns; the sign of a stance depends on it."""

    CUT = "cut"
    INVESTMENT = "investment"
    REORGANISATION = "reorganisation"
    REVERSAL = "reversal"
    OTHER = "other"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Proposal:
    """One numbered item of a catalogue.

    `number` is written as in the catalogue ("79", "BU-02", "006"). `amounts` maps a year
    to a value as the catalogue writes it (unit and sign are the catalogue's own).
    """

    number: str
    title: str
    text: str = ""
    committee: str | None = None
    case_number: str | None = None
    direction: Direction = Direction.UNKNOWN
    amounts: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The proposals of one consultation in the order of the source; numbers are unique.

    `warnings` are Danish sentences on what the source had and the catalogue has not.
    """

    proposals: tuple[Proposal, ...] = ()
    warnings: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[Proposal]:
        return iter(self.proposals)

    def __len__(self) -> int:
        return len(self.proposals)

    def get(self, number: str) -> Proposal | None:
        """The proposal with exactly that number, or None."""
        return next((p for p in self.proposals if p.number == number), None)

    @property
    def numbers(self) -> tuple[str, ...]:
        """All numbers, in catalogue order."""
        return tuple(p.number for p in self.proposals)
