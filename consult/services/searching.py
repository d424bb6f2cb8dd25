"""Searching a round in Danish: all words must be there, in any of their forms."""

import re
from dataclasses import dataclass

from consult.services.desk import Desk
from consult.store import hits, index
from consult.store.database import Connection
from consult.store.index import Ranked
from consult.store.records import NO_PROPOSAL, Consultation, SearchFilter, SearchHit
from consult.store.stems import stems as stems_of

__all__ = ["NO_PROPOSAL", "SearchFilter", "SearchHit", "SearchPage", "search"]

#: Words in any of these marks must stand together and in that order.
_PHRASE = re.compile(r"[\"»«“”„]([^\"»«“”„]*)[\"»«“”„]")


@dataclass(frozen=True, slots=True)
class SearchPage:
    """A page of passages, the most telling first; `total` is the number on all pages."""

    consultation: Consultation
    query: str
    total: int
    hits: tuple[SearchHit, ...]


@dataclass(frozen=True, slots=True)
class _Query:
    """What was asked for, as stems; each phrase's stems are also among `stems`."""

    stems: tuple[str, ...]
    phrases: tuple[tuple[str, ...], ...]


def search(
    desk: Desk,
    slug: str,
    query: str,
    filters: SearchFilter | None = None,
    limit: int = 20,
    offset: int = 0,
) -> SearchPage:
    """The passages of a round that hold all words of the query.

    »skolen« finds also »skole« and »skolerne«; words in quotation marks must stand together.
    A blank query gives all that the filters let through, in reading order; one without a
    letter or digit finds nothing.

    Raises:
        NotFoundError: there is no such round.
    """
    asked = _parse(query)
    chosen = filters or SearchFilter()
    with desk.view(slug) as (connection, consultation):
        if query.strip() and not asked.stems:
            return SearchPage(consultation, query, 0, ())
        total, found = _find(connection, consultation.id, asked, chosen, limit, offset)
        shown = hits.hits(connection, found, frozenset(asked.stems))
        return SearchPage(consultation, query, total, shown)


def _parse(query: str) -> _Query:
    phrases = tuple(stems_of(match.group(1)) for match in _PHRASE.finditer(query))
    return _Query(tuple(dict.fromkeys(stems_of(query))), tuple(p for p in phrases if len(p) > 1))


def _find(
    connection: Connection,
    consultation_id: int,
    asked: _Query,
    filters: SearchFilter,
    limit: int,
    offset: int,
) -> tuple[int, tuple[Ranked, ...]]:
    """How many passages match, and those of the page."""
    if asked.phrases:
        every = index.matches(connection, consultation_id, asked.stems, filters)
        whole = [r for r, text in hits.texts(connection, every) if _holds(text, asked.phrases)]
        return len(whole), tuple(whole[offset : offset + limit])
    return index.page(connection, consultation_id, asked.stems, filters, limit, offset)


def _holds(text: str, phrases: tuple[tuple[str, ...], ...]) -> bool:
    """Whether the stems of each phrase stand side by side somewhere in the text."""
    stems = stems_of(text)
    return all(
        any(stems[i : i + len(p)] == p for i in range(len(stems) - len(p) + 1)) for p in phrases
    )
