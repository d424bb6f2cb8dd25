"""A proposal while it is put together, and how a list of them becomes a Catalogue."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from consult.domain.proposals import Catalogue, Direction, Proposal
from consult.readers.amounts import tells_savings
from consult.readers.committees import shortened
from consult.readers.directions import agreement, infer_direction, read_direction

# Characters of two titles that must be the same; lists of contents cut long ones.
SAME_TITLE = 25


@dataclass(slots=True)
class Draft:
    """What has been read of one proposal; `direction` is the catalogue's own word for it.

    `section` is the part of the catalogue that it stands in; `is_saving` says that its amounts
    are headed as savings, whatever their sign.
    """

    number: str
    title: str = ""
    text: str = ""
    committee: str | None = None
    case_number: str | None = None
    direction: str = ""
    amounts: dict[str, float] = field(default_factory=dict)
    section: str | None = None
    is_saving: bool = False

    def fill_from(self, other: "Draft") -> None:
        """Take from `other` what is missing here."""
        self.title = self.title or other.title
        self.text = self.text or other.text
        self.committee = self.committee or other.committee
        self.case_number = self.case_number or other.case_number
        self.direction = self.direction or other.direction
        self.amounts = self.amounts or other.amounts
        self.is_saving = self.is_saving or other.is_saving

    def proposal(self, *, savings: bool = False, signed: bool = False) -> Proposal:
        """The finished value; a direction that is not read is inferred.

        `savings`: the whole catalogue is one of savings. `signed`: its savings are negative and
        its expenses positive.
        """
        direction = read_direction(self.direction)
        if direction is Direction.UNKNOWN:
            saving = savings or self.is_saving or tells_savings(self.text)
            lean = Direction.CUT if saving else None
            # What a plan is says more than its title: "Lokalplan 148" neither gives nor takes.
            title = f"{self.number} {self.title}" if "plan" in self.number else self.title
            signed = signed and not self.is_saving
            direction = infer_direction(title, self.text, self.amounts, lean, signed=signed)
        return Proposal(
            number=self.number,
            title=self.title,
            text=self.text,
            committee=self.committee,
            case_number=self.case_number,
            direction=direction,
            amounts=MappingProxyType(dict(self.amounts)),
        )


def same_title(one: str, other: str) -> bool:
    """Whether two titles begin alike."""
    start = min(len(one), len(other), SAME_TITLE)
    return one[:start].casefold() == other[:start].casefold()


def catalogue_of(
    drafts: Iterable[Draft], warnings: Iterable[str] = (), *, savings: bool = False
) -> Catalogue:
    """The catalogue; every proposal is in it once, each under a number of its own.

    A number that comes again with the same title is the same proposal. With another title it
    is another: numbers that begin anew in each part of the catalogue get the part before them,
    others a figure behind them. Either way a warning says so. `savings` says that the
    catalogue calls itself one of savings: then what the words of a proposal leave open is a cut.
    """
    kept = _without_repeats(list(drafts))
    told = [*_by_section(kept), *_apart(kept)]
    one_sign = len({value > 0 for d in kept for value in d.amounts.values() if value}) < 2
    # Some catalogues write what a saving brings in as a positive amount; their titles tell.
    signed = not one_sign and sum(agreement(d.title, d.amounts) for d in kept) >= 0
    proposals = (d.proposal(savings=savings and one_sign, signed=signed) for d in kept)
    return Catalogue(tuple(proposals), (*warnings, *told))


def _without_repeats(drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts; one that repeats another's number and title fills in what that one lacks."""
    kept: list[Draft] = []
    by_number: dict[str, list[Draft]] = {}
    for draft in drafts:
        known = by_number.setdefault(draft.number, [])
        same = next((one for one in known if _is_same(one, draft)), None)
        if same:
            same.fill_from(draft)
        else:
            known.append(draft)
            kept.append(draft)
    return kept


def _is_same(one: Draft, other: Draft) -> bool:
    """Whether two drafts with one number are one proposal: told twice, in the same words."""
    sections = {shortened(draft.section) for draft in (one, other) if draft.section}
    differ = len(sections) > 1 and one.amounts and other.amounts and one.amounts != other.amounts
    return same_title(one.title, other.title) and not differ


def _by_section(drafts: Sequence[Draft]) -> list[str]:
    """Write the part of the catalogue before its numbers where they begin anew in each part."""
    first = [draft for draft in drafts if draft.number == drafts[0].number]
    if len(first) < 2 or len({draft.section or "" for draft in first}) < len(first):
        return []
    named = {draft.section for draft in drafts if draft.section}
    short = {section: shortened(section) for section in named}
    if len(set(short.values())) < len(short):
        short = {section: section for section in named}
    example = ""
    for draft in drafts:
        if draft.section and draft.number[:1].isdigit():
            before = short[draft.section]
            draft.number = f"{before}{'-' if before.isupper() else ' '}{draft.number}"
            example = example or draft.number
    return [
        "Numrene begynder forfra i hver del af kataloget; delens navn er skrevet foran, "
        f"fx »{example}«."
    ]


def _apart(drafts: Sequence[Draft]) -> list[str]:
    """Give proposals that bear a number already taken one of their own."""
    taken = {draft.number for draft in drafts}
    seen: set[str] = set()
    told = []
    for draft in drafts:
        number = draft.number
        if number in seen:
            draft.number = next(
                f"{number} ({again})"
                for again in range(2, len(drafts) + 2)
                if f"{number} ({again})" not in taken
            )
            taken.add(draft.number)
            told.append(
                f"Nummer {number} står flere gange i kataloget; »{draft.title}« hedder her "
                f"»{draft.number}« – ret nummeret."
            )
        seen.add(number)
    return told
