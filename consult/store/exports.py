"""All that a round holds, to be taken out: walked through piece by piece, never as a whole."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from consult.domain.documents import Document
from consult.domain.findings import Analysis
from consult.domain.proposals import Proposal
from consult.domain.taxonomy import Taxonomy
from consult.store import analyses, responses, rounds, sources, tallies, totals
from consult.store.corrections import Correction, corrections
from consult.store.records import (
    Consultation,
    ResponseLine,
    ResponseState,
    SourceLine,
    SourceState,
)
from consult.store.release_records import Release
from consult.store.tables import response
from consult.store.tallies import Tally
from consult.store.totals import ResponseSums

#: Responses or sources fetched at a time; with all their findings some megabytes.
CHUNK = 100


@dataclass(frozen=True, slots=True)
class ProposalResult:
    """What one proposal met; `proposal` is None for what names none.

    `undecided` of the responses score below the export's threshold.
    """

    proposal: Proposal | None
    tally: Tally
    undecided: int


@dataclass(frozen=True, slots=True)
class OneResponse:
    """A response; `document` is None where it does not count, `analysis` until it has one."""

    line: ResponseLine
    document: Document | None
    analysis: Analysis | None


@dataclass(frozen=True, slots=True)
class RoundExport:
    """A round of one moment, with the `taxonomy` that names its themes.

    `version` is the one that was released, None for the round as it is now. `named`: private
    senders too may be told by name. `states` counts the sources that no newer one replaces,
    `replaced` the others.
    """

    connection: sa.Connection
    consultation: Consultation
    version: Release | None
    proposals: tuple[ProposalResult, ...]
    sums: ResponseSums
    states: Mapping[SourceState, int]
    replaced: int
    threshold: float
    named: bool
    taxonomy: Taxonomy

    def responses(self) -> Iterator[OneResponse]:
        """Every response, also those that no longer count, in the order taken in."""
        last = 0
        while lines := self._lines(last):
            current = [line.id for line in lines if line.state is ResponseState.CURRENT]
            texts = responses.documents(self.connection, current)
            found = dict(analyses.load(self.connection, current))
            for line in lines:
                yield OneResponse(line, texts.get(line.id), found.get(line.id))
            last = lines[-1].id

    def sources(self) -> Iterator[SourceLine]:
        """Every file, in the order taken in."""
        offset = 0
        while found := sources.listed(
            self.connection, self.consultation.id, limit=CHUNK, offset=offset
        ):
            yield from found
            offset += CHUNK

    def corrections(self) -> Iterator[Correction]:
        """Every correction, the earliest first; a released version holds none."""
        return corrections(self.connection, self.consultation.id)

    def _lines(self, after: int) -> tuple[ResponseLine, ...]:
        here = response.c.consultation_id == self.consultation.id
        return responses.lines(self.connection, sa.and_(here, response.c.id > after), CHUNK)


def of_round(
    connection: sa.Connection,
    consultation: Consultation,
    version: Release | None,
    threshold: float,
    named: bool,
    taxonomy: Taxonomy,
) -> RoundExport:
    """What there is to take out of a round; read on while the connection is open."""
    key = consultation.id
    return RoundExport(
        connection,
        consultation,
        version,
        _results(connection, key, threshold),
        totals.of_responses(connection, key),
        sources.states(connection, key),
        sources.superseded(connection, key),
        threshold,
        named,
        taxonomy,
    )


def _results(
    connection: sa.Connection, consultation_id: int, threshold: float
) -> tuple[ProposalResult, ...]:
    found = tallies.every(connection, consultation_id)
    unsure = tallies.undecided(connection, consultation_id, threshold)
    named = {p.number: p for p in rounds.catalogue_of(connection, consultation_id)}
    return tuple(
        ProposalResult(proposal, found.get(number, Tally()), unsure.get(number, 0))
        for number, proposal in (*named.items(), (None, None))
    )
