"""Senders that are organisations, by name. Private persons have no lines here."""

from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa

from consult.domain.findings import Stance
from consult.domain.people import Respondent, RespondentKind
from consult.store.responses import is_current
from consult.store.tables import response, voice


@dataclass(frozen=True, slots=True)
class SenderLine:
    """An organisation: `sender` is the key of all its responses."""

    sender: str
    respondent: Respondent
    responses: int


def listed(
    connection: sa.Connection,
    consultation_id: int,
    kinds: Collection[RespondentKind],
    words: str = "",
    limit: int | None = None,
    offset: int = 0,
) -> tuple[SenderLine, ...]:
    """The senders of these kinds by name, those without one last."""
    c = response.c
    query = (
        sa.select(c.sender, sa.func.min(c.respondent_name), c.respondent_kind, sa.func.count())
        .where(*_chosen(consultation_id, kinds, words))
        .group_by(c.sender, c.respondent_kind)
        .order_by(sa.func.min(c.respondent_name).is_(None), _name(), c.sender)
        .limit(limit)
        .offset(offset)
    )
    return tuple(
        SenderLine(sender, Respondent(name, RespondentKind(kind)), n)
        for sender, name, kind, n in connection.execute(query)
    )


def count(
    connection: sa.Connection,
    consultation_id: int,
    kinds: Collection[RespondentKind],
    words: str = "",
) -> int:
    """How many `listed` would give without a limit."""
    n = sa.func.count(sa.distinct(response.c.sender))
    return connection.execute(
        sa.select(n).where(*_chosen(consultation_id, kinds, words))
    ).scalar_one()


def stances(
    connection: sa.Connection, consultation_id: int, senders: Collection[str]
) -> dict[str, dict[Stance, int]]:
    """On how many proposals each sender has which stance; a proposal counts for each response."""
    query = (
        sa.select(response.c.sender, voice.c.label, sa.func.count())
        .join(voice, voice.c.response_id == response.c.id)
        .where(is_current(consultation_id), response.c.sender.in_(list(senders)))
        .where(voice.c.proposal.is_not(None))
        .group_by(response.c.sender, voice.c.label)
    )
    found: dict[str, dict[Stance, int]] = {}
    for sender, label, n in connection.execute(query):
        found.setdefault(sender, {})[Stance(label)] = n
    return found


def private(
    connection: sa.Connection,
    consultation_id: int,
    proposal: str | None,
    kinds: Collection[RespondentKind],
) -> dict[Stance, int]:
    """How many responses from senders of these kinds have which stance on a proposal."""
    query = (
        sa.select(voice.c.label, sa.func.count())
        .join(response, response.c.id == voice.c.response_id)
        .where(voice.c.consultation_id == consultation_id, is_current(consultation_id))
        .where(voice.c.proposal == proposal, response.c.respondent_kind.in_(list(kinds)))
        .group_by(voice.c.label)
    )
    return {Stance(label): n for label, n in connection.execute(query)}


def _chosen(
    consultation_id: int, kinds: Collection[RespondentKind], words: str
) -> list[sa.ColumnElement[bool]]:
    wanted = [is_current(consultation_id), response.c.respondent_kind.in_(list(kinds))]
    return wanted + [_name().contains(w, autoescape=True) for w in words.casefold().split()]


def _name() -> sa.ColumnElement[str]:
    """The name in the key, which is casefolded: databases do not agree on how to fold letters."""
    return sa.func.substr(response.c.sender, sa.func.length(response.c.respondent_kind) + 2)
