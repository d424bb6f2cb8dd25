"""Themes across the proposals of a round, counted by the database."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from consult.domain.counts import Count
from consult.domain.findings import Stance
from consult.store.codec import LABELS
from consult.store.responses import is_current
from consult.store.tables import passage, response, stance, voice


@dataclass(frozen=True, slots=True)
class ThemeSum:
    """How much there is of a theme: responses that dwell on it, and the passages that do."""

    theme: str
    responses: int
    passages: int


def sums(connection: sa.Connection, consultation_id: int) -> tuple[ThemeSum, ...]:
    """The themes that passages have as their dominant one, the commonest first."""
    n = sa.func.count(sa.distinct(passage.c.response_id))
    query = (
        sa.select(passage.c.theme, n, sa.func.count())
        .join(response, response.c.id == passage.c.response_id)
        .where(is_current(consultation_id), passage.c.theme.is_not(None))
        .group_by(passage.c.theme)
        .order_by(n.desc(), passage.c.theme)
    )
    return tuple(ThemeSum(*row) for row in connection.execute(query))


def stances(
    connection: sa.Connection, consultation_id: int, theme: str
) -> dict[str | None, dict[Stance, Count]]:
    """The stance on each proposal of the responses that dwell on the theme when they speak of it.

    Each response counts once per proposal, with its one voice; key None: names no proposal.
    """
    spoken = _spoken(consultation_id, theme)
    same = sa.and_(
        voice.c.response_id == spoken.c.response_id,
        # Two missing numbers are the same here, and are not to a database.
        sa.func.coalesce(voice.c.proposal, "") == sa.func.coalesce(spoken.c.proposal, ""),
    )
    query = (
        sa.select(voice.c.proposal, voice.c.label, sa.func.count())
        .select_from(spoken)
        .join(voice, same)
        .group_by(voice.c.proposal, voice.c.label)
    )
    return _counted(connection.execute(query).all())


def _spoken(consultation_id: int, theme: str) -> sa.Subquery:
    """The responses and proposals between which a passage of the theme stands, once each."""
    place = sa.and_(
        stance.c.response_id == passage.c.response_id, stance.c.passage == passage.c.index
    )
    return (
        sa.select(stance.c.response_id, stance.c.proposal)
        .join(passage, place)
        .join(response, response.c.id == stance.c.response_id)
        .where(is_current(consultation_id), stance.c.consultation_id == consultation_id)
        .where(passage.c.theme == theme)
        .distinct()
        .subquery()
    )


def _counted(rows: Sequence[sa.Row[str | None, str, int]]) -> dict[str | None, dict[Stance, Count]]:
    found: dict[str | None, dict[Stance, Count]] = {}
    for proposal, label, n in rows:
        nothing = {s: Count(0, 0, 0) for s in LABELS}
        found.setdefault(proposal, nothing)[Stance(label)] = Count(n, n, n)
    return found
