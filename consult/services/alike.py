"""A correction applied to all passages like the one that was corrected, as far as a person says.

Alike are passages with the same words (signs, blanks and capitals aside), and those with nearly
the same: their runs of three words are shared to at least `LIKE` (resemblance, Broder 1997).
Candidates are those that share most of the rarest stems, from the search index.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from consult.domain.access import Action
from consult.domain.errors import ConsultError, ReviewError
from consult.domain.findings import Stance
from consult.domain.reviews import Judgement, Review, withdrawn
from consult.services.analysing import add_up
from consult.services.desk import Desk, of_round
from consult.services.reviewing import take_back, write
from consult.store import hits, likeness, responses, reviews
from consult.store.analyses import load
from consult.store.codec import alike_of
from consult.store.database import Connection
from consult.store.index import Ranked
from consult.store.records import ResponseState, SearchHit
from consult.store.stems import stems

#: Shared runs of three words, of all that either has, from which on passages are nearly alike.
LIKE = 0.6
#: Words in a run, and the fewest words of a passage that is compared by runs.
RUN, FEWEST = 3, 8
#: Rarest stems that candidates are looked for by, and how many of them they must share.
RAREST, SHARED = 8, 5
#: Most passages in a preview; a person does not look through more.
MOST = 500
#: Responses corrected in one transaction: others must not wait long.
AT_ONCE = 25


@dataclass(frozen=True, slots=True)
class Like:
    """A passage like the one that was corrected. `likeness` is 1 for the same words.

    `as_found` says that it bears the findings that were corrected; where it does not, a person
    has to choose it themselves.
    """

    hit: SearchHit
    likeness: float
    as_found: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """What a correction could be applied to, the most alike first; `review` is the correction.

    `more` says that there are more than are listed.
    """

    review: Review
    items: tuple[Like, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class Applied:
    """What became of the passages chosen; `left` were changed meanwhile, and left as they are."""

    batch: str
    done: int
    left: int


def preview(desk: Desk, slug: str, review_id: int) -> Preview:
    """The passages that a correction of a passage's judgement could be applied to as well.

    Raises:
        NotFoundError: there is no such round, or no such correction in it.
        DeniedError: the actor may not.
        ReviewError: it is not a correction of what a passage says.
    """
    with desk.read() as connection:
        key = desk.round(connection, slug, Action.REVIEW).id
        origin = reviews.one(connection, key, review_id)
        quote = _judged(origin)[1]
        same = likeness.same_words(connection, key, alike_of(quote) or "", MOST + 1)
        near = _near(connection, key, quote, set(same)) if len(same) <= MOST else {}
        found = [*((k, 1.0) for k in same), *near.items()]
        shown = hits.hits(connection, [Ranked(*k, score) for k, score in found[:MOST]], ())
    items = tuple(
        Like(hit, score, _as_found(hit, origin))
        for hit, (_, score) in zip(shown, found, strict=False)
    )
    return Preview(origin, items, len(found) > MOST)


def apply_to(
    desk: Desk, slug: str, review_id: int, chosen: Sequence[tuple[int, int]], reason: str = ""
) -> Applied:
    """Make the same correction of other passages, each (response, start of the passage).

    Every one of them is a correction of its own; they have one batch, which `undo_batch` takes
    back. Passages that somebody has decided meanwhile are left.

    Raises:
        NotFoundError: there is no such round, or no such correction in it.
        DeniedError: the actor may not.
        ReviewError: it is not a correction of what a passage says, or it was taken back.
    """
    with desk.write() as connection:
        key = desk.round(connection, slug, Action.REVIEW).id
        origin = reviews.one(connection, key, review_id)
        change = _judged(origin)[0]
        if review_id in withdrawn(reviews.of_response(connection, origin.response_id)):
            raise ReviewError("Rettelsen er fortrudt og kan ikke anvendes på andre.")
        batch = f"{review_id}-{reviews.newest(connection, key)}"
        desk.log(connection, "review.batch", of_round(slug), f"{batch}: {len(chosen)}", key)
    done = 0
    for i in range(0, len(chosen), AT_ONCE):
        with desk.write() as connection:
            desk.round(connection, slug, Action.REVIEW)
            for response_id, start in chosen[i : i + AT_ONCE]:
                done += _apply(desk, connection, key, change, response_id, start, reason, batch)
    add_up(desk, key)
    return Applied(batch, done, len(chosen) - done)


def undo_batch(desk: Desk, slug: str, batch: str) -> int:
    """Take back all corrections of one go that still stand; how many those were.

    Raises:
        NotFoundError: there is no such round.
        DeniedError: the actor may not.
    """
    with desk.write() as connection:
        key = desk.round(connection, slug, Action.REVIEW).id
        every = reviews.of_batch(connection, key, batch)
        gone = withdrawn(every)
        standing = [r for r in every if r.batch == batch and r.id not in gone]
        desk.log(connection, "review.undo_batch", of_round(slug), f"{batch}: {len(standing)}", key)
    for i in range(0, len(standing), AT_ONCE):
        with desk.write() as connection:
            desk.round(connection, slug, Action.REVIEW)
            for review in standing[i : i + AT_ONCE]:
                take_back(desk, connection, key, review)
    add_up(desk, key)
    return len(standing)


def resemblance(one: str, other: str) -> float:
    """How much of their runs of three words two texts share, 0 to 1."""
    a, b = set(_runs(one)), set(_runs(other))
    return len(a & b) / len(a | b) if a and b else 0.0


def _runs(text: str) -> Iterator[tuple[str, ...]]:
    found = stems(text)
    for i in range(len(found) - RUN + 1):
        yield found[i : i + RUN]


def _near(
    connection: Connection, consultation_id: int, quote: str, known: set[tuple[int, int]]
) -> dict[tuple[int, int], float]:
    """The passages with nearly the same words, the most alike first."""
    telling = set(stems(quote))
    if len(telling) < FEWEST:
        return {}
    common = likeness.commonness(connection, consultation_id, telling)
    rarest = sorted(common, key=lambda stem: (common[stem], stem))[:RAREST]
    keys = likeness.sharing(connection, consultation_id, rarest, SHARED, 4 * MOST)
    ranked = [Ranked(*key, 0.0) for key in keys if key not in known]
    alike = {
        (r.response_id, r.passage): resemblance(quote, text)
        for r, text in hits.texts(connection, ranked)
    }
    order = sorted((k for k in alike if alike[k] >= LIKE), key=lambda k: (-alike[k], k))
    return {k: round(alike[k], 4) for k in order}


def _judged(origin: Review) -> tuple[Judgement, str]:
    """What a correction says of which words."""
    if not isinstance(origin.change, Judgement) or origin.anchor is None:
        raise ReviewError("Kun en rettelse af, hvad en passage siger, kan anvendes på andre.")
    return origin.change, origin.anchor.quote


def _as_found(hit: SearchHit, origin: Review) -> bool:
    """Whether the passage says what the corrected one was found to say."""
    before = origin.was
    if not isinstance(before, Judgement):
        return False
    said: set[tuple[str | None, Stance]] = set(before.stances)
    return set(hit.proposals) == set(before.links or ()) and set(hit.stances) == said


def _apply(
    desk: Desk,
    connection: Connection,
    consultation_id: int,
    change: Judgement,
    response_id: int,
    start: int,
    reason: str,
    batch: str,
) -> bool:
    """Whether the passage could be corrected: it counts, and nobody has decided it."""
    line = responses.line(connection, consultation_id, response_id)
    analysis = dict(load(connection, [response_id])).get(response_id)
    if line.state is not ResponseState.CURRENT or analysis is None:
        return False
    found = next((f for f in analysis.findings if f.passage.start == start), None)
    if found is None or found.is_judged_by_person:
        return False
    span = found.passage.span
    try:
        # What was begun before it went wrong must not stay written.
        with connection.begin_nested():
            write(desk, connection, consultation_id, response_id, change, span, reason, None, batch)
    except ConsultError:
        return False
    return True
