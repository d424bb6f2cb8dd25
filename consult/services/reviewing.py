"""Correcting what the machine found: one correction at a time, its undoing, and its history.

Nothing here changes what the machine found; see decision 0064.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from consult.domain.access import Action
from consult.domain.anchoring import anchor_at
from consult.domain.documents import Span
from consult.domain.errors import ConflictError, ReviewError
from consult.domain.findings import Analysis, PassageFindings
from consult.domain.reviews import (
    Borders,
    Change,
    Judgement,
    Review,
    Sender,
    Withdrawal,
    withdrawn,
)
from consult.services import checking
from consult.services.analysing import add_up
from consult.services.desk import Desk, of_round
from consult.services.names import storable
from consult.store import findings, responses, reviewed, reviews
from consult.store.database import Connection
from consult.store.records import ResponseState

#: Longest reason, in characters.
LONGEST_REASON = 500


class ReviewState(StrEnum):
    """What has become of a correction."""

    STANDING = "standing"
    WITHDRAWN = "withdrawn"
    UNFITTING = "unfitting"


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """A correction and what became of it; `undone_by` and `undone_at` where it was taken back.

    `place` is where its words stand in the response now, None where they stand nowhere. `last`
    is the id of the last correction of the response, withdrawals among them: what a person who
    looks at the history has seen.
    """

    review: Review
    state: ReviewState
    place: Span | None
    last: int
    undone_by: str | None = None
    undone_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Unfitting:
    """A correction that fits nowhere any more, and the response that it was carried to."""

    response_id: int
    document: str
    review: Review


@dataclass(frozen=True, slots=True)
class UnfittingList:
    """A page of them; `total` is the number on all pages."""

    total: int
    items: tuple[Unfitting, ...]


def correct(
    desk: Desk,
    slug: str,
    response_id: int,
    change: Change,
    span: Span | None = None,
    reason: str = "",
    seen: int | None = None,
) -> int:
    """Correct a response; the id of the correction.

    `span` is the stretch of the text that the change is about, in code points; None for its
    sender. `seen` is the last correction that the person had on screen (`latest`).

    Raises:
        NotFoundError: there is no such round, or no such response in it.
        DeniedError: the actor may not.
        ConflictError: another person has corrected the same since `seen`.
        ReviewError: the change makes no sense there, or the response counts no more.
        StoreError: the response has not been analysed.
    """
    with desk.write() as connection:
        key = desk.round(connection, slug, Action.REVIEW).id
        check_counts(connection, key, response_id)
        made = write(desk, connection, key, response_id, change, span, reason, seen)
        desk.log(connection, "review.correct", of_round(slug), f"svar {response_id}", key)
    add_up(desk, key)
    return made


def write(
    desk: Desk,
    connection: Connection,
    consultation_id: int,
    response_id: int,
    change: Change,
    span: Span | None,
    reason: str = "",
    seen: int | None = None,
    batch: str | None = None,
) -> int:
    """Add a correction and show it, in the caller's transaction, which has checked the right."""
    findings.lock(connection, response_id)
    shown = reviewed.current(connection, response_id).analysis
    checking.check(connection, consultation_id, shown, change, span)
    if seen is not None:
        every = reviews.of_response(connection, response_id)
        checking.no_conflict(desk.actor, every, change, span, seen)
    text = shown.document.text
    new = replace(
        _new(desk, response_id, _fitted(change, text, span), reason),
        anchor=anchor_at(text, span) if span is not None else None,
        was=was(shown, change, span),
        batch=batch,
    )
    key = reviews.add(connection, consultation_id, new)
    reviewed.apply(connection, response_id)
    return key


def undo(desk: Desk, slug: str, review_id: int, reason: str = "") -> int:
    """Take a correction back; all others stay. The id of the withdrawal, which can be undone too.

    Raises:
        NotFoundError: there is no such round, or no such correction in it.
        DeniedError: the actor may not.
        ConflictError: somebody has taken it back already.
    """
    with desk.write() as connection:
        key = desk.round(connection, slug, Action.REVIEW).id
        made = take_back(desk, connection, key, reviews.one(connection, key, review_id), reason)
        desk.log(connection, "review.undo", of_round(slug), f"rettelse {review_id}", key)
    add_up(desk, key)
    return made


def take_back(
    desk: Desk, connection: Connection, consultation_id: int, review: Review, reason: str = ""
) -> int:
    """Withdraw a correction in the caller's transaction, which has checked the right."""
    findings.lock(connection, review.response_id)
    if review.id in withdrawn(reviews.of_response(connection, review.response_id)):
        raise ConflictError("Rettelsen er allerede fortrudt – genindlæs siden for at se det.")
    new = _new(desk, review.response_id, Withdrawal(review.id), reason)
    key = reviews.add(connection, consultation_id, new)
    for response_id in reviews.newer_versions(connection, review.response_id):
        if responses.is_analysed(connection, response_id):
            reviewed.apply(connection, response_id)
    return key


def history(desk: Desk, slug: str, response_id: int) -> tuple[HistoryLine, ...]:
    """Who corrected what when in a response, and in the versions that it supersedes; newest first.

    Raises:
        NotFoundError: there is no such round, or no such response in it.
        DeniedError: the actor may not.
    """
    with desk.read() as connection:
        key = desk.round(connection, slug, Action.REVIEW).id
        responses.line(connection, key, response_id)
        every = reviews.of_response(connection, response_id)
        if not every:
            return ()
        if not responses.is_analysed(connection, response_id):
            places, unfitting = {}, frozenset[int]()
        else:
            shown = reviewed.current(connection, response_id)
            places, unfitting = shown.places, frozenset(r.id for r in shown.unfitting)
    return tuple(_lines(every, places, unfitting))


def unfitting(desk: Desk, slug: str, limit: int = 20, offset: int = 0) -> UnfittingList:
    """The corrections that hold but fit nowhere any more, in the responses that count.

    `limit` and `offset` are of responses.

    Raises:
        NotFoundError: there is no such round.
        DeniedError: the actor may not.
    """
    with desk.read() as connection:
        key = desk.round(connection, slug, Action.REVIEW).id
        among = responses.is_current(key)
        ids = reviews.unfitting_ids(connection, among, limit, offset)
        every = reviews.by_ids(connection, [i for found in ids.values() for i in found])
        items = tuple(
            Unfitting(response, responses.line(connection, key, response).document, every[i])
            for response, found in ids.items()
            for i in found
        )
        return UnfittingList(reviews.unfitting_count(connection, among), items)


def judgement_of(found: PassageFindings) -> Judgement:
    """What is shown of a passage, as a judgement: what one who agrees with it would say."""
    return Judgement(
        tuple(link.proposal for link in found.links),
        tuple((s.proposal, s.label) for s in found.stances),
        tuple(theme.theme for theme in found.themes),
    )


def was(shown: Analysis, change: Change, span: Span | None) -> Change | None:
    """What is shown in the place of which a change is put."""
    if isinstance(change, Sender):
        return Sender(shown.respondent.name, shown.respondent.kind)
    if not isinstance(change, Judgement):
        return None
    found = next((f for f in shown.findings if f.passage.span == span), None)
    return judgement_of(found) if found is not None else None


def check_counts(connection: Connection, consultation_id: int, response_id: int) -> None:
    """Only a response that counts can be corrected."""
    if responses.line(connection, consultation_id, response_id).state is not ResponseState.CURRENT:
        raise ReviewError(
            "Svaret tæller ikke med længere og kan ikke rettes – ret i stedet den nyeste udgave."
        )


def _new(desk: Desk, response_id: int, change: Change, reason: str) -> Review:
    actor, told = desk.actor, storable(" ".join(reason.split()))[:LONGEST_REASON]
    return Review(
        0, response_id, actor.name, desk.now(), change, reason=told, account_id=actor.account_id
    )


def _fitted(change: Change, text: str, span: Span | None) -> Change:
    """Cuts as offsets in the quotation; the caller counts them from the start of the span."""
    if not isinstance(change, Borders) or span is None:
        return change
    words = span.slice(text)
    blank = len(words) - len(words.lstrip())
    return Borders(tuple(cut - blank for cut in change.cuts))


def _lines(
    every: Sequence[Review], places: dict[int, Span], unfitting: frozenset[int]
) -> list[HistoryLine]:
    gone = withdrawn(every)
    undoing = {
        r.change.review_id: r
        for r in every
        if isinstance(r.change, Withdrawal) and r.id not in gone
    }
    lines = []
    for review in reversed(every):
        if isinstance(review.change, Withdrawal):
            continue
        by = undoing.get(review.id)
        state = ReviewState.UNFITTING if review.id in unfitting else ReviewState.STANDING
        if by is not None:
            state = ReviewState.WITHDRAWN
        undone = (by.by, by.at) if by is not None else (None, None)
        lines.append(HistoryLine(review, state, places.get(review.id), every[-1].id, *undone))
    return lines
