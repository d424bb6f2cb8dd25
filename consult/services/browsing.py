"""Looking at a stored round: everything that a page or a report asks for."""

from collections.abc import Iterator

from consult.domain.findings import Analysis
from consult.domain.summaries import ProposalSummary, summarise
from consult.services.desk import Desk
from consult.services.overview import (
    THRESHOLD,
    ProposalRow,
    RoundOverview,
    Totals,
    overview,
)
from consult.services.proposals import (
    PassageList,
    ProposalPage,
    proposal_page,
    proposal_passages,
)
from consult.services.reader import (
    ResponseList,
    ResponsePage,
    SourceList,
    list_responses,
    list_sources,
    response_page,
)
from consult.store import responses, rounds
from consult.store.analyses import load
from consult.store.records import (
    NO_PROPOSAL,
    Consultation,
    PassageFilter,
    ResponseFilter,
    ResponseLine,
    ResponseState,
    SourceLine,
    SourceState,
    SpokenPassage,
    VoiceLine,
)
from consult.store.totals import ResponseSums

__all__ = [
    "NO_PROPOSAL",
    "THRESHOLD",
    "Consultation",
    "PassageFilter",
    "PassageList",
    "ProposalPage",
    "ProposalRow",
    "ResponseFilter",
    "ResponseLine",
    "ResponseList",
    "ResponsePage",
    "ResponseState",
    "ResponseSums",
    "RoundOverview",
    "SourceLine",
    "SourceList",
    "SourceState",
    "SpokenPassage",
    "Totals",
    "VoiceLine",
    "analyses",
    "list_responses",
    "list_sources",
    "overview",
    "proposal_page",
    "proposal_passages",
    "response_page",
    "summaries",
]


def analyses(desk: Desk, slug: str) -> Iterator[Analysis]:
    """The analyses of all responses that count, in the order taken in, in constant memory.

    They are of one moment, that of the first; those still waiting are left out.

    Raises:
        NotFoundError: there is no such round.
    """
    with desk.view(slug) as (connection, consultation):
        key = consultation.id
        for _, analysis in load(connection, responses.current_ids(connection, key)):
            yield analysis


def summaries(desk: Desk, slug: str, threshold: float = THRESHOLD) -> tuple[ProposalSummary, ...]:
    """The results per proposal for a report or a file; a page asks for `overview` instead.

    Reads the whole round. Equal to `consult.domain.summaries.summarise` on the same analyses.

    Raises:
        NotFoundError: there is no such round.
    """
    with desk.view(slug) as (connection, consultation):
        key = consultation.id
        catalogue = rounds.catalogue_of(connection, key)
    return summarise(analyses(desk, slug), catalogue, threshold)
