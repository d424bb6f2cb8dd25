"""What persons decide about a response: corrections that are only ever added to.

A correction never changes what the machine found; it is kept beside it, and what is shown is
`consult.domain.effective.effective`. Undoing one is one more: a `Withdrawal`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from consult.domain.findings import Stance
from consult.domain.people import RespondentKind


@dataclass(frozen=True, slots=True)
class Anchor:
    """The words that a correction is about, with a little text before and after.

    `start` is where they stood, in code points of the text in which the person saw them; it
    tells the same words in the same surroundings apart.
    """

    quote: str
    before: str
    after: str
    start: int


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends the response; it holds for the whole of it and needs no anchor."""

    name: str | None
    kind: RespondentKind


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a passage says. What is None, or not among `stances`, is left to the machine.

    `links` are all proposals that it speaks of, () for none. A stance on a proposal (None: on
    the consultation as a whole) says that the passage speaks of it. The first of `themes` is
    the dominant one.
    """

    links: tuple[str, ...] | None = None
    stances: tuple[tuple[str | None, Stance], ...] = ()
    themes: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Borders:
    """How the words are cut into passages: at these offsets in the quotation, () for not at all."""

    cuts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """Takes back the correction of that id, which may be a withdrawal itself."""

    review_id: int


Change = Sender | Judgement | Borders | Withdrawal


@dataclass(frozen=True, slots=True)
class Review:
    """One correction. A higher `id` came later; `at` is when.

    `by` is who, as the log names them, `account_id` None for who has no account. `was` is what
    was shown before. Corrections made in one go have one `batch`.
    """

    id: int
    response_id: int
    by: str
    at: datetime
    change: Change
    anchor: Anchor | None = None
    was: Change | None = None
    reason: str = ""
    batch: str | None = None
    account_id: int | None = None


def withdrawn(reviews: Iterable[Review]) -> frozenset[int]:
    """The ids of the corrections that were taken back and not brought back again."""
    gone: set[int] = set()
    for review in sorted(reviews, key=lambda r: r.id, reverse=True):
        if isinstance(review.change, Withdrawal) and review.id not in gone:
            gone.add(review.change.review_id)
    return frozenset(gone)


def standing(reviews: Iterable[Review]) -> tuple[Review, ...]:
    """The corrections that hold, the earliest first; withdrawals themselves left out."""
    every = sorted({r.id: r for r in reviews}.values(), key=lambda r: r.id)
    gone = withdrawn(every)
    return tuple(r for r in every if r.id not in gone and not isinstance(r.change, Withdrawal))
