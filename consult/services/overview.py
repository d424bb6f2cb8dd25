"""The front of a round: its sums, and one row for each proposal and for what names none."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from consult.domain.counts import Count
from consult.domain.findings import Stance
from consult.domain.people import RespondentKind
from consult.domain.proposals import Proposal
from consult.domain.summaries import ThemeCount
from consult.services.desk import Desk
from consult.store import redactions, rounds, sources, tallies, totals, visits
from consult.store.database import Connection
from consult.store.records import Consultation, SourceState
from consult.store.tallies import Tally
from consult.store.totals import ResponseSums

#: Score below which a voice is shown as undecided, where the caller gives no threshold of its
#: own (the stance head's calibrated one): the likeliest label is then less likely than not.
THRESHOLD = 0.5


@dataclass(frozen=True, slots=True)
class Totals:
    """The sums of a round. `sources` counts by state those that no newer one replaces."""

    sources: Mapping[SourceState, int]
    responses: ResponseSums


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """What one proposal met; `proposal` is None for all that names no proposal.

    Each response counts once: the `n` of `stance` sum to `responses`. `senders` are distinct
    ones by kind, `passages` all that speak to it. `themes` are in order of the number of
    responses. `fresh` responses are new to the one who looks.
    """

    proposal: Proposal | None
    responses: int
    senders: Mapping[RespondentKind, int]
    stance: Mapping[Stance, Count]
    undecided: int
    passages: int
    themes: tuple[ThemeCount, ...]
    fresh: int = 0


@dataclass(frozen=True, slots=True)
class RoundOverview:
    """A round at a glance; `rows` follow the catalogue, the last is the one without proposal.

    `fresh` responses are new to the one who looks.
    """

    consultation: Consultation
    totals: Totals
    rows: tuple[ProposalRow, ...]
    fresh: int = 0

    @property
    def is_whole(self) -> bool:
        """Whether the round has no catalogue, so that what names no proposal is all there is."""
        return len(self.rows) == 1


def overview(
    desk: Desk, slug: str, threshold: float = THRESHOLD, since: datetime | None = None
) -> RoundOverview:
    """The sums of a round and its results per proposal, all of one moment.

    Responses taken in after `since` are told as new.

    Raises:
        NotFoundError: there is no such round.
    """
    with desk.view(slug) as (connection, consultation):
        key = consultation.id
        return RoundOverview(
            consultation,
            Totals(sources.states(connection, key), totals.of_responses(connection, key)),
            rows(connection, key, threshold, since),
            redactions.taken_since(connection, key, since) if since is not None else 0,
        )


def rows(
    connection: Connection,
    consultation_id: int,
    threshold: float,
    since: datetime | None = None,
) -> tuple[ProposalRow, ...]:
    """A row for each proposal in the order of the catalogue, and one for what names none."""
    found = tallies.every(connection, consultation_id)
    undecided = tallies.undecided(connection, consultation_id, threshold)
    fresh = visits.fresh(connection, consultation_id, since) if since is not None else {}
    named = {p.number: p for p in rounds.catalogue_of(connection, consultation_id)}
    return tuple(
        proposal_row(p, found.get(number, Tally()), undecided.get(number, 0), fresh.get(number, 0))
        for number, p in (*named.items(), (None, None))
    )


def proposal_row(
    proposal: Proposal | None, tally: Tally, undecided: int, fresh: int = 0
) -> ProposalRow:
    """A row from its tally."""
    return ProposalRow(
        proposal,
        tally.responses,
        tally.senders,
        tally.stance,
        undecided,
        tally.passages,
        tally.themes,
        fresh,
    )
