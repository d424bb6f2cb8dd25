"""Themes across the proposals of a round."""

from collections.abc import Mapping
from dataclasses import dataclass

from consult.domain.counts import Count
from consult.domain.errors import NotFoundError
from consult.domain.findings import Stance
from consult.domain.proposals import Proposal
from consult.inference.taxonomy import theme_ids
from consult.services.desk import Desk
from consult.services.overview import rows
from consult.store import rounds
from consult.store import themes as stored
from consult.store.records import Consultation
from consult.store.themes import ThemeSum


@dataclass(frozen=True, slots=True)
class ThemeMap:
    """All themes that the responses dwell on, the commonest first, and where.

    `cells` is the number of responses by (theme, number of the proposal, None for none).
    """

    consultation: Consultation
    themes: tuple[ThemeSum, ...]
    proposals: tuple[Proposal, ...]
    cells: Mapping[tuple[str, str | None], int]

    @property
    def is_whole(self) -> bool:
        """Whether the round has no catalogue to tell the themes' places by."""
        return not self.proposals


@dataclass(frozen=True, slots=True)
class ThemeLine:
    """What those who dwell on the theme say of one proposal (None: of none); one voice each."""

    proposal: Proposal | None
    stance: Mapping[Stance, Count]

    @property
    def responses(self) -> int:
        """Responses that dwell on the theme when they speak of the proposal."""
        return sum(count.n for count in self.stance.values())


@dataclass(frozen=True, slots=True)
class ThemePage:
    """One theme; `lines` begin with the proposal that most speak of.

    `is_whole`: the round has no catalogue, so that there is at most one line.
    """

    consultation: Consultation
    sum: ThemeSum
    lines: tuple[ThemeLine, ...]
    is_whole: bool


def theme_map(desk: Desk, slug: str) -> ThemeMap:
    """The themes of a round by proposal.

    Raises:
        NotFoundError: there is no such round.
    """
    with desk.view(slug) as (connection, consultation):
        found = rows(connection, consultation.id, 0)
        cells = {
            (t.theme, row.proposal.number if row.proposal else None): t.responses
            for row in found
            for t in row.themes
        }
        proposals = tuple(row.proposal for row in found if row.proposal is not None)
        sums = stored.sums(connection, consultation.id)
        return ThemeMap(consultation, sums, proposals, cells)


def theme_page(desk: Desk, slug: str, theme: str) -> ThemePage:
    """One theme across the proposals.

    Raises:
        NotFoundError: there is no such round, or no such theme.
    """
    with desk.view(slug) as (connection, consultation):
        sums = {s.theme: s for s in stored.sums(connection, consultation.id)}
        if theme not in sums and theme not in theme_ids():
            raise NotFoundError(f"Emnet »{theme[:80]}« findes ikke – vælg et på siden »Emner«.")
        found = stored.stances(connection, consultation.id, theme)
        catalogue = rounds.catalogue_of(connection, consultation.id)
    lines = [ThemeLine(p, found[p.number]) for p in catalogue if p.number in found]
    lines.sort(key=lambda line: -line.responses)
    lines += [ThemeLine(None, found[None])] if None in found else []
    found_sum = sums.get(theme, ThemeSum(theme, 0, 0))
    return ThemePage(consultation, found_sum, tuple(lines), is_whole=not catalogue)
