"""What the machine finds in a response; every finding says how it was found and where."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from consult.domain.documents import Document, Span
from consult.domain.people import Respondent


class PassageKind(StrEnum):
    """What a passage is; only `body` and `table` carry themes and stances."""

    BODY = "body"
    HEADING = "heading"
    GREETING = "greeting"
    SIGNATURE = "signature"
    BOILERPLATE = "boilerplate"
    QUOTED = "quoted"
    TABLE = "table"

    @property
    def is_judged(self) -> bool:
        """Whether passages of this kind carry themes and stances."""
        return self in (PassageKind.BODY, PassageKind.TABLE)


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a document that makes one point: `document.text[start:end]`.

    `index` is 0-based in reading order. `governed_by` holds the indices of the heading
    passages that govern this one, outermost first; the headings of one joint list of
    sub-headings are all in it. `paragraph` numbers the paragraph, list item or table row
    the passage was cut from (a reference carries through it). `lead_in` is the index of
    the passage that introduces the list this item belongs to. `page` is 1-based.
    """

    index: int
    start: int
    end: int
    kind: PassageKind
    paragraph: int
    governed_by: tuple[int, ...] = ()
    lead_in: int | None = None
    page: int | None = None

    @property
    def span(self) -> Span:
        """Where the passage stands in the document's text."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Reference:
    """Words that name one or more proposals: `text[start:end]`.

    `raw` are the numbers as read from the words, ranges spelt out only by resolution.
    `resolved` are catalogue numbers, in the order named; `unresolved` what looks like a
    proposal but is not in the catalogue. `rule` is the id of the pattern that matched.
    """

    start: int
    end: int
    rule: str
    resolved: tuple[str, ...] = ()
    unresolved: tuple[str, ...] = ()

    @property
    def span(self) -> Span:
        """Where the words stand in the text."""
        return Span(self.start, self.end)


class LinkMethod(StrEnum):
    """How a passage was tied to a proposal."""

    REFERENCE = "reference"
    HEADING = "heading"
    CARRIED = "carried"
    TITLE = "title"
    SIMILARITY = "similarity"
    GIVEN = "given"
    PERSON = "person"


#: The ways in which the machine ties a passage to a proposal.
MACHINE_METHODS = tuple(m for m in LinkMethod if m is not LinkMethod.PERSON)


@dataclass(frozen=True, slots=True)
class ItemLink:
    """Passage -> proposal, with the probability that it is right and the words it rests on."""

    proposal: str
    method: LinkMethod
    score: float
    evidence: tuple[Span, ...] = ()
    rule: str = ""


@dataclass(frozen=True, slots=True)
class ThemeScore:
    """One theme of the taxonomy and its calibrated probability."""

    theme: str
    score: float


class Stance(StrEnum):
    """The author's position on a proposal, not the mood of the words."""

    FAVOR = "favor"
    AGAINST = "against"
    CONDITIONAL = "conditional"
    NEUTRAL = "neutral"


#: The `model` of a stance that a person has decided.
PERSON = "person"


@dataclass(frozen=True, slots=True)
class StanceFinding:
    """The stance of a passage on one proposal (None: on the consultation as a whole).

    `probabilities` is the calibrated distribution over the four labels; `label` is its
    largest entry and `score` that entry's value.
    """

    proposal: str | None
    label: Stance
    score: float
    probabilities: Mapping[Stance, float] = field(default_factory=dict)
    evidence: tuple[Span, ...] = ()
    model: str = ""


class Matter(StrEnum):
    """What of a passage a person can decide."""

    BORDERS = "borders"
    LINKS = "links"
    STANCE = "stance"
    THEMES = "themes"


@dataclass(frozen=True, slots=True)
class PassageFindings:
    """A passage and all that was found in it; `review` says a person should look.

    `decided` is what a person has decided of it, in the order of `Matter`.
    """

    passage: Passage
    references: tuple[Reference, ...] = ()
    links: tuple[ItemLink, ...] = ()
    themes: tuple[ThemeScore, ...] = ()
    stances: tuple[StanceFinding, ...] = ()
    review: bool = False
    decided: tuple[Matter, ...] = ()

    @property
    def is_judged_by_person(self) -> bool:
        """Whether a person has decided what the passage says, and not only where it ends."""
        return any(matter is not Matter.BORDERS for matter in self.decided)

    @property
    def unresolved(self) -> tuple[str, ...]:
        """References that look like proposals but are not in the catalogue, once each."""
        return tuple(dict.fromkeys(n for r in self.references for n in r.unresolved))


@dataclass(frozen=True, slots=True)
class Analysis:
    """All findings for one response, in reading order."""

    document: Document
    respondent: Respondent
    findings: tuple[PassageFindings, ...]

    def headings(self, passage: Passage) -> tuple[str, ...]:
        """The texts of the headings that govern `passage`, outermost first."""
        text = self.document.text
        return tuple(self.findings[i].passage.span.slice(text) for i in passage.governed_by)
