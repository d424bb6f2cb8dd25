"""Responses one by one and in lists, and the sources that they came from."""

from collections.abc import Mapping
from dataclasses import dataclass

from consult.domain.documents import Document
from consult.domain.findings import Analysis
from consult.services.desk import Desk
from consult.store import analyses, responses, sources
from consult.store.records import (
    Consultation,
    ResponseFilter,
    ResponseLine,
    SourceLine,
    SourceState,
)


@dataclass(frozen=True, slots=True)
class ResponsePage:
    """One response, whole. `analysis` is None until it has been analysed.

    `previous` and `following` are the ids of its neighbours among the responses that count,
    `superseded_by` that of a newer version (`response.supersedes` points the other way).
    """

    consultation: Consultation
    response: ResponseLine
    source: SourceLine
    document: Document
    analysis: Analysis | None
    previous: int | None
    following: int | None
    superseded_by: int | None


@dataclass(frozen=True, slots=True)
class ResponseList:
    """A page of responses in the order taken in; `total` is the number on all pages."""

    consultation: Consultation
    total: int
    items: tuple[ResponseLine, ...]


@dataclass(frozen=True, slots=True)
class SourceList:
    """A page of sources in the order taken in; nothing that was handed in is missing.

    `states` counts those that no newer source of the same name replaces, `superseded` the
    others; together they are all sources of the round. `to_confirm` of them a person must see
    to.
    """

    consultation: Consultation
    states: Mapping[SourceState, int]
    superseded: int
    items: tuple[SourceLine, ...]
    to_confirm: int = 0

    @property
    def total(self) -> int:
        """All sources of the round, on whichever page."""
        return sum(self.states.values()) + self.superseded


def response_page(desk: Desk, slug: str, response_id: int) -> ResponsePage:
    """A response with all its findings; also one that no longer counts.

    Raises:
        NotFoundError: there is no such round, or no such response in it.
    """
    with desk.view(slug) as (connection, consultation):
        line = responses.line(connection, consultation.id, response_id)
        found = dict(analyses.load(connection, [response_id])).get(response_id)
        document = responses.documents(connection, [response_id])[response_id]
        previous, following = responses.neighbours(connection, consultation.id, response_id)
        return ResponsePage(
            consultation,
            line,
            sources.one(connection, line.source_id),
            document,
            found,
            previous,
            following,
            responses.superseded_by(connection, response_id),
        )


def list_responses(
    desk: Desk,
    slug: str,
    filters: ResponseFilter | None = None,
    limit: int = 50,
    offset: int = 0,
) -> ResponseList:
    """The responses that the filters let through.

    Raises:
        NotFoundError: there is no such round.
    """
    with desk.view(slug) as (connection, consultation):
        where = responses.matching(consultation.id, filters or ResponseFilter())
        return ResponseList(
            consultation,
            responses.count(connection, where),
            responses.lines(connection, where, limit, offset),
        )


def list_sources(
    desk: Desk,
    slug: str,
    state: SourceState | None = None,
    limit: int | None = None,
    offset: int = 0,
    *,
    urgent: bool = False,
) -> SourceList:
    """What was handed in, and what became of each; `state` chooses among `items` alone.

    With `urgent` what a person must do something about comes first, else the oldest does.

    Raises:
        NotFoundError: there is no such round.
    """
    with desk.view(slug) as (connection, consultation):
        key = consultation.id
        return SourceList(
            consultation,
            sources.states(connection, key),
            sources.superseded(connection, key),
            sources.listed(connection, key, state, limit, offset, urgent=urgent),
            sources.to_confirm(connection, key),
        )
