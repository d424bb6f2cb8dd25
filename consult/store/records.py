"""What the store hands out beside the types of `consult.domain`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from consult.domain.documents import Span
from consult.domain.findings import ItemLink, PassageKind, Stance
from consult.domain.people import Respondent, RespondentKind
from consult.domain.rounds import Details


class SourceState(StrEnum):
    """How far a source has come; every source ends as read, failed or skipped.

    A person may withdraw one that was read; handed in again it is read again.
    """

    WAITING = "waiting"
    READ = "read"
    FAILED = "failed"
    SKIPPED = "skipped"
    WITHDRAWN = "withdrawn"


class ResponseState(StrEnum):
    """Whether a response counts; the others are kept, and shown as what they are."""

    CURRENT = "current"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Consultation:
    """A round of responses to one catalogue; `slug` names it in addresses and commands.

    `made_by` is what the log called whoever made it, "" where nobody wrote it down.
    """

    id: int
    slug: str
    name: str
    subject: str
    created: datetime
    made_by: str = ""
    details: Details = field(default_factory=Details)


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A file that was taken in. `reason` is Danish, and says why it gave no responses.

    `responses` of it count; `replaced` are superseded or withdrawn. `superseded_by` is the id
    of a newer source of the same name, or of the archive it is no longer in. `enclosed` files
    lay in it. `confirm` is a Danish sentence where a person must see to what was made of it.
    """

    id: int
    name: str
    path: str
    sha256: str
    size: int
    state: SourceState
    reason: str | None
    read_at: datetime
    superseded_by: int | None
    responses: int = 0
    replaced: int = 0
    enclosed: int = 0
    confirm: str | None = None


@dataclass(frozen=True, slots=True)
class ResponseLine:
    """A response without its text.

    `document` is its name, unique among the responses that count; `row` is what its source
    calls it. `respondent` and `sender` (the key of all responses from that one) are None until it
    has been analysed; `failure` and `confirm` (what a
    person must see to) are Danish sentences.
    """

    id: int
    document: str
    source_id: int
    source: str
    row: str
    state: ResponseState
    supersedes: int | None
    respondent: Respondent | None
    failure: str | None
    passages: int
    to_review: int
    unresolved: int
    taken_at: datetime
    confirm: str | None = None
    sender: str | None = None


#: What a filter calls "names no proposal" (Uden punkt); no proposal has an empty number.
NO_PROPOSAL = ""


@dataclass(frozen=True, slots=True)
class PassageFilter:
    """Which passages to show; None lets all through. `theme` is the dominant one.

    `sender` is one sender's key; `unsure` tells those in which a person should look from others.
    """

    kind: RespondentKind | None = None
    stance: Stance | None = None
    theme: str | None = None
    sender: str | None = None
    unsure: bool | None = None


@dataclass(frozen=True, slots=True)
class ResponseFilter:
    """Which responses to list; None lets all through.

    `stance` and `proposal` are one voice's: with both, the stance on that proposal.
    `proposal` may be `NO_PROPOSAL`. `respondent` is a part of the sender's name.
    `sender` is one sender's key. `to_review` lets only those through in which a person should
    look.
    """

    kind: RespondentKind | None = None
    stance: Stance | None = None
    proposal: str | None = None
    respondent: str | None = None
    sender: str | None = None
    source_id: int | None = None
    state: ResponseState | None = ResponseState.CURRENT
    to_review: bool = False


@dataclass(frozen=True, slots=True)
class SearchFilter:
    """Which passages to search; None lets all through.

    `theme` is the dominant one, `stance` and `proposal` are one finding's: with both, the
    stance on that proposal. `proposal` may be `NO_PROPOSAL`. `committee` is that of a proposal
    the passage speaks of; `unsure` as in `PassageFilter`.
    """

    theme: str | None = None
    kind: RespondentKind | None = None
    stance: Stance | None = None
    proposal: str | None = None
    passage_kind: PassageKind | None = None
    committee: str | None = None
    unsure: bool | None = None


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A passage that was found. All spans are offsets in the document.

    `text` is the slice [start, end); `spans` are the words that matched. `stances` are on
    proposals by number, None for the consultation as a whole. A higher `score` ranks first.
    """

    response_id: int
    document: str
    respondent: Respondent
    passage: int
    start: int
    end: int
    text: str
    kind: PassageKind
    page: int | None
    theme: str | None
    spans: tuple[Span, ...]
    proposals: tuple[str, ...]
    stances: tuple[tuple[str | None, Stance], ...]
    score: float


@dataclass(frozen=True, slots=True)
class SpokenPassage:
    """A passage that takes a stance on a proposal, with the way back to its place.

    `text` is the slice [start, end) of the document; all spans are offsets in the document.
    `link` ties it to the proposal (None where it names none), the strongest one. `sender` is
    equal for two responses of one sender. `probabilities` are those of the four labels, empty
    where there are none; `model` is what gave them.
    """

    response_id: int
    document: str
    respondent: Respondent
    passage: int
    start: int
    end: int
    text: str
    kind: PassageKind
    page: int | None
    label: Stance
    score: float
    evidence: tuple[Span, ...]
    theme: str | None
    review: bool
    link: ItemLink | None
    sender: str
    proposal: str | None = None
    probabilities: Mapping[Stance, float] = field(default_factory=dict)
    model: str = ""


@dataclass(frozen=True, slots=True)
class VoiceLine:
    """What one response says about one proposal, and who says it.

    `sender` is equal for two responses of one sender; `passages` is the number of those that
    speak, `themes` are their dominant ones; `probabilities` are those of against, conditional,
    neutral, favor.
    """

    proposal: str | None
    response_id: int
    respondent: Respondent
    sender: str
    label: Stance
    score: float
    probabilities: tuple[float, float, float, float]
    passages: int
    themes: tuple[str, ...]
