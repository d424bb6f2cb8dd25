"""Passages that speak to a proposal, a page at a time, and the surest of them."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from consult.domain.findings import ItemLink, PassageKind, Stance
from consult.domain.people import Respondent, RespondentKind
from consult.store.analyses import link_of
from consult.store.codec import LABELS, alike_of, probabilities_of, spans_in
from consult.store.records import PassageFilter, SpokenPassage
from consult.store.responses import is_current
from consult.store.tables import document, link, passage, response, stance

#: The words of a passage: the slice of its document's text.
SLICE = sa.func.substr(document.c.text, passage.c.start + 1, passage.c.end - passage.c.start).label(
    "text"
)
#: The columns of a stance's distribution.
PROBABILITIES = tuple(f"p_{label}" for label in LABELS)
#: What a row and a passage call by one name.
_SAME = (
    "response_id", "start", "end", "text", "page", "score", "theme", "review", "sender",
    "proposal", "model",
)  # fmt: skip
_Key = tuple[int, int, str | None]
#: Candidates for quotation fetched first; where senders are the same there follow more.
CHUNK = 10

_IN_PASSAGE = sa.and_(
    passage.c.response_id == stance.c.response_id, passage.c.index == stance.c.passage
)


def spoken(
    connection: sa.Connection,
    consultation_id: int,
    proposal: str | None,
    filters: PassageFilter,
    limit: int,
    offset: int,
) -> tuple[SpokenPassage, ...]:
    """The passages that take a stance on the proposal, in reading order."""
    keys = _keys(consultation_id, proposal, filters)
    keys = keys.order_by(stance.c.response_id, stance.c.passage, stance.c.position)
    return _fetch(connection, keys.limit(limit).offset(offset))


def of_sender(
    connection: sa.Connection, consultation_id: int, sender: str, limit: int
) -> tuple[SpokenPassage, ...]:
    """What one sender says, on whatever proposal, in reading order; the first `limit` of it."""
    keys = _filtered(consultation_id, PassageFilter(sender=sender))
    keys = keys.order_by(stance.c.response_id, stance.c.passage, stance.c.position)
    return _fetch(connection, keys.limit(limit))


def spoken_count(
    connection: sa.Connection, consultation_id: int, proposal: str | None, filters: PassageFilter
) -> int:
    """How many there are of them."""
    keys = _keys(consultation_id, proposal, filters).subquery()
    return connection.execute(sa.select(sa.func.count()).select_from(keys)).scalar_one()


def surest(
    connection: sa.Connection,
    consultation_id: int,
    proposal: str | None,
    label: Stance,
    length: tuple[int, int],
) -> Iterator[SpokenPassage]:
    """Passages of that stance, the surest first; `length` is their least and most characters.

    Of those in the same words only some are among them.
    """
    every = _keys(consultation_id, proposal, PassageFilter(stance=label)).order_by(
        stance.c.score.desc(), stance.c.response_id, stance.c.passage
    )
    keys, limit, heard = every, CHUNK, set[str | None]()
    while found := _fetch(connection, keys.limit(limit)):
        found = tuple(sorted(found, key=lambda p: (-p.score, p.response_id, p.passage)))
        # Asked in SQL, the length misleads PostgreSQL to read all passages before it sorts.
        yield from (p for p in found if length[0] <= p.end - p.start <= length[1])
        heard |= {alike_of(p.text) for p in found}
        # In a campaign thousands say the same: they need not be fetched to be left out.
        keys = every.where(_after(found[-1])).join(passage, _IN_PASSAGE).where(_unlike(heard))
        limit *= 2


def _after(last: SpokenPassage) -> sa.ColumnElement[bool]:
    """The condition that a stance comes after this one where the surest come first."""
    place = sa.tuple_(stance.c.response_id, stance.c.passage)
    later = place > sa.tuple_(sa.literal(last.response_id), sa.literal(last.passage))
    return sa.or_(stance.c.score < last.score, sa.and_(stance.c.score == last.score, later))


def _unlike(heard: Collection[str | None]) -> sa.ColumnElement[bool]:
    """The condition that a passage is in other words than these."""
    return sa.or_(passage.c.alike.is_(None), passage.c.alike.not_in(sorted(filter(None, heard))))


def _keys(
    consultation_id: int, proposal: str | None, filters: PassageFilter
) -> sa.Select[int, int, int]:
    """The keys of the stances on a proposal that the filters let through."""
    on_it = (stance.c.consultation_id == consultation_id, stance.c.proposal == proposal)
    return _filtered(consultation_id, filters).where(*on_it)


def _filtered(consultation_id: int, filters: PassageFilter) -> sa.Select[int, int, int]:
    query = (
        sa.select(stance.c.response_id, stance.c.passage, stance.c.position)
        .join(response, response.c.id == stance.c.response_id)
        .where(is_current(consultation_id))
    )
    if filters.kind is not None:
        query = query.where(response.c.respondent_kind == filters.kind)
    if filters.stance is not None:
        query = query.where(stance.c.label == filters.stance)
    if filters.sender is not None:
        query = query.where(response.c.sender == filters.sender)
    if (filters.theme, filters.unsure) != (None, None):
        query = query.join(passage, _IN_PASSAGE)
    if filters.theme is not None:
        query = query.where(passage.c.theme == filters.theme)
    if filters.unsure is not None:
        query = query.where(passage.c.review == filters.unsure)
    return query


def _fetch(connection: sa.Connection, keys: sa.Select[int, int, int]) -> tuple[SpokenPassage, ...]:
    """The passages behind the keys. Texts are cut only now, from those few that are shown."""
    page = keys.subquery()
    query = (
        sa.select(
            stance.c.label,
            stance.c.score,
            stance.c.evidence,
            stance.c.proposal,
            stance.c.model,
            *(stance.c[name] for name in PROBABILITIES),
            passage,
            response.c.name,
            response.c.sender,
            response.c.respondent_name,
            response.c.respondent_kind,
            SLICE,
        )
        .select_from(page)
        .join(
            stance,
            sa.and_(
                stance.c.response_id == page.c.response_id,
                stance.c.passage == page.c.passage,
                stance.c.position == page.c.position,
            ),
        )
        .join(passage, _IN_PASSAGE)
        .join(response, response.c.id == page.c.response_id)
        .join(document, document.c.response_id == page.c.response_id)
        .order_by(page.c.response_id, page.c.passage, page.c.position)
    )
    rows = connection.execute(query).mappings().all()
    links = _links(connection, rows)
    return tuple(_spoken(row, links.get(_key(row, "index"))) for row in rows)


def _links(connection: sa.Connection, spoken: Sequence[sa.RowMapping]) -> dict[_Key, ItemLink]:
    """The strongest link of each passage to each proposal that it speaks of."""
    proposals = {row["proposal"] for row in spoken} - {None}
    if not proposals:
        return {}
    query = (
        sa.select(link)
        .where(link.c.response_id.in_({row["response_id"] for row in spoken}))
        .where(link.c.proposal.in_(proposals))
        .order_by(link.c.position.desc())
    )
    rows = connection.execute(query).mappings()
    return {_key(row, "passage"): link_of(row) for row in rows}


def _key(row: sa.RowMapping, passage_column: str) -> _Key:
    return row["response_id"], row[passage_column], row["proposal"]


def _spoken(row: sa.RowMapping, found: ItemLink | None) -> SpokenPassage:
    values: dict[str, Any] = {
        "passage": row["index"],
        "document": row["name"],
        "respondent": Respondent(row["respondent_name"], RespondentKind(row["respondent_kind"])),
        "kind": PassageKind(row["kind"]),
        "label": Stance(row["label"]),
        "evidence": spans_in(row["evidence"]),
        "link": found,
        "probabilities": probabilities_of(row),
    }
    return SpokenPassage(**values, **{name: row[name] for name in _SAME})
