"""The page of one proposal: who says what about it, in their own words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from consult.domain.errors import NotFoundError
from consult.domain.findings import Stance
from consult.domain.people import PRIVATE, RespondentKind
from consult.domain.proposals import Proposal
from consult.domain.summaries import QUOTE_LENGTH, QUOTES_PER_STANCE, bare_words
from consult.domain.voices import is_heard
from consult.services.desk import Desk
from consult.services.overview import THRESHOLD, ProposalRow, proposal_row
from consult.store import organisations, passages, rounds, tallies, visits
from consult.store.database import Connection
from consult.store.records import Consultation, PassageFilter, SpokenPassage, VoiceLine

#: Senders that are shown by name; of private persons, and of the unknown, only the number.
ORGANISATIONS = tuple(k for k in RespondentKind if k not in PRIVATE)
ANY_LENGTH = (1, 4_000)
#: The stances that are quoted, in the order shown.
QUOTED = (Stance.AGAINST, Stance.FAVOR, Stance.CONDITIONAL)


@dataclass(frozen=True, slots=True)
class PassageList:
    """A page of passages in reading order; `total` is the number on all pages."""

    total: int
    items: tuple[SpokenPassage, ...]


@dataclass(frozen=True, slots=True)
class ProposalPage:
    """What is said of one proposal, its passages apart; `row.proposal` is None for "Uden punkt".

    `is_whole`: the round has no catalogue, so that what names no proposal is all there is.

    `organisations` has a line for each response of an organisation; citizens and unknown
    senders are only counted, in `row.senders` and, by stance, in `private`. `quotes` holds the
    surest passages of each stance, one from each sender and none said twice.
    """

    consultation: Consultation
    row: ProposalRow
    organisations: tuple[VoiceLine, ...]
    private: Mapping[Stance, int]
    quotes: Mapping[Stance, tuple[SpokenPassage, ...]]
    is_whole: bool


def proposal_page(
    desk: Desk,
    slug: str,
    number: str | None,
    threshold: float = THRESHOLD,
    since: datetime | None = None,
    quotes: int = QUOTES_PER_STANCE,
) -> ProposalPage:
    """The page of the proposal of that number, None for what names no proposal.

    Responses taken in after `since` are told as new. `quotes` is the most of each stance.

    Raises:
        NotFoundError: there is no such round, or no such proposal in it.
    """
    with desk.view(slug) as (connection, consultation):
        key = consultation.id
        proposal = _proposal(connection, consultation, number)
        tally = tallies.one(connection, key, number)
        undecided = tallies.undecided(connection, key, threshold, [number])
        fresh = visits.fresh(connection, key, since) if since is not None else {}
        return ProposalPage(
            consultation,
            proposal_row(proposal, tally, undecided.get(number, 0), fresh.get(number, 0)),
            tuple(tallies.voices(connection, key, [number], ORGANISATIONS)),
            organisations.private(connection, key, number, PRIVATE),
            {label: _quotes(connection, key, number, label, quotes) for label in QUOTED},
            number is None and not rounds.proposal_count(connection, key),
        )


def proposal_passages(
    desk: Desk,
    slug: str,
    number: str | None,
    filters: PassageFilter | None = None,
    limit: int = 20,
    offset: int = 0,
) -> PassageList:
    """The passages about the proposal of that number, None for those that name none.

    Raises:
        NotFoundError: there is no such round, or no such proposal in it.
    """
    with desk.view(slug) as (connection, consultation):
        _proposal(connection, consultation, number)
        key, chosen = consultation.id, filters or PassageFilter()
        if chosen == PassageFilter():
            total = tallies.one(connection, key, number).passages
        else:
            total = passages.spoken_count(connection, key, number, chosen)
        found = passages.spoken(connection, key, number, chosen, limit, offset)
        return PassageList(total, found)


def _proposal(
    connection: Connection, consultation: Consultation, number: str | None
) -> Proposal | None:
    if number is None:
        return None
    found = rounds.catalogue_of(connection, consultation.id).get(number)
    if found is None:
        raise NotFoundError(f"Punkt {number} findes ikke i »{consultation.name}«.")
    return found


def _quotes(
    connection: Connection, consultation_id: int, number: str | None, label: Stance, most: int
) -> tuple[SpokenPassage, ...]:
    for length in (QUOTE_LENGTH, ANY_LENGTH):
        candidates = passages.surest(connection, consultation_id, number, label, length)
        heard = (p for p in candidates if is_heard(p.model, p.link.score if p.link else None))
        # The only one of its stance is heard, however short or long its words are.
        if found := _distinct(heard, most):
            return found
    # Nor is it left out where nothing surer speaks for the stance.
    return _distinct(passages.surest(connection, consultation_id, number, label, ANY_LENGTH), most)


def _distinct(candidates: Iterable[SpokenPassage], most: int) -> tuple[SpokenPassage, ...]:
    """The first ones that are from different senders and in different words."""
    kept: list[SpokenPassage] = []
    heard: set[tuple[str, str]] = set()
    for candidate in candidates:
        marks = {("sender", candidate.sender), ("words", bare_words(candidate.text))}
        if marks & heard:
            continue
        heard |= marks
        kept.append(candidate)
        if len(kept) == most:
            break
    return tuple(kept)
