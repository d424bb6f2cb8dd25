"""A proposal while it is put together, and how a list of them becomes a Catalogue."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from types import MappingProxyType

from consult.domain.proposals import Catalogue, Direction, Proposal
from consult.readers.directions import infer_direction, read_direction


@dataclass(slots=True)
class Draft:
    """What has been read of one proposal; `direction` is the catalogue's own word for it."""

    number: str
    title: str = ""
    text: str = ""
    committee: str | None = None
    case_number: str | None = None
    direction: str = ""
    amounts: dict[str, float] = field(default_factory=dict)

    def fill_from(self, other: "Draft") -> None:
        """Take from `other` what is missing here."""
        self.title = self.title or other.title
        self.text = self.text or other.text
        self.committee = self.committee or other.committee
        self.case_number = self.case_number or other.case_number
        self.direction = self.direction or other.direction
        self.amounts = self.amounts or other.amounts

    def proposal(self) -> Proposal:
        """The finished value; a direction that is not read is inferred."""
        direction = read_direction(self.direction)
        if direction is Direction.UNKNOWN:
            direction = infer_direction(self.title, self.text, self.amounts)
        return Proposal(
            number=self.number,
            title=self.title,
            text=self.text,
            committee=self.committee,
            case_number=self.case_number,
            direction=direction,
            amounts=MappingProxyType(dict(self.amounts)),
        )


def catalogue_of(drafts: Iterable[Draft], warnings: Iterable[str] = ()) -> Catalogue:
    """The catalogue; of proposals with the same number the first stays, and a warning says so."""
    kept: dict[str, Draft] = {}
    doubled: dict[str, int] = {}
    for draft in drafts:
        if draft.number in kept:
            doubled[draft.number] = doubled.get(draft.number, 1) + 1
        else:
            kept[draft.number] = draft
    repeats = tuple(
        f"Nummer {number} står {times} gange i kataloget; kun det første er brugt "
        f"(»{kept[number].title}«)."
        for number, times in doubled.items()
    )
    return Catalogue(tuple(d.proposal() for d in kept.values()), (*warnings, *repeats))
