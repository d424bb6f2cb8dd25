"""Organisations: what each says about every proposal. Private persons have no page."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from consult.domain.errors import NotFoundError
from consult.domain.findings import Stance
from consult.domain.people import Respondent, RespondentKind
from consult.domain.proposals import Proposal
from consult.services.desk import Desk
from consult.services.proposals import ORGANISATIONS
from consult.store import organisations as stored
from consult.store import passages, responses, rounds, tallies
from consult.store.organisations import SenderLine
from consult.store.records import (
    Consultation,
    ResponseFilter,
    ResponseLine,
    SpokenPassage,
    VoiceLine,
)

#: Passages of one sender that are looked at; the longest real responses have some three hundred.
MOST = 1000


@dataclass(frozen=True, slots=True)
class OrganisationLine:
    """An organisation and on how many proposals it has which stance."""

    line: SenderLine
    stances: Mapping[Stance, int]


@dataclass(frozen=True, slots=True)
class OrganisationList:
    """A page of organisations by name; `total` is the number on all pages."""

    consultation: Consultation
    total: int
    items: tuple[OrganisationLine, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """What an organisation says about one proposal (None: about none), a voice per response."""

    proposal: Proposal | None
    voices: tuple[VoiceLine, ...]
    passages: tuple[SpokenPassage, ...]


@dataclass(frozen=True, slots=True)
class OrganisationPage:
    """One organisation, all its responses, and what it says in the order of the catalogue."""

    consultation: Consultation
    sender: str
    respondent: Respondent
    responses: tuple[ResponseLine, ...]
    said: tuple[Said, ...]


def organisations(
    desk: Desk,
    slug: str,
    words: str = "",
    kind: RespondentKind | None = None,
    limit: int | None = 50,
    offset: int = 0,
) -> OrganisationList:
    """The organisations that answered, by name; `words` must stand in it.

    Raises:
        NotFoundError: there is no such round.
    """
    kinds = _allowed(kind)
    with desk.view(slug) as (connection, consultation):
        key = consultation.id
        found = stored.listed(connection, key, kinds, words, limit, offset)
        stances = stored.stances(connection, key, [line.sender for line in found])
        return OrganisationList(
            consultation,
            stored.count(connection, key, kinds, words),
            tuple(OrganisationLine(line, stances.get(line.sender, {})) for line in found),
        )


def organisation(desk: Desk, slug: str, sender: str) -> OrganisationPage:
    """What the organisation of that key says about every proposal.

    Raises:
        NotFoundError: there is no such round, or no such organisation; a private person and an
            unknown sender are none.
    """
    with desk.view(slug) as (connection, consultation):
        key = consultation.id
        where = responses.matching(key, ResponseFilter(sender=sender or "-"))
        lines = responses.lines(connection, where)
        who = lines[0].respondent if lines else None
        if who is None or who.kind not in ORGANISATIONS:
            raise NotFoundError("Organisationen findes ikke i denne runde – vælg en på listen.")
        ids = {line.id for line in lines}
        voices = [v for v in tallies.of_sender(connection, key, sender) if v.response_id in ids]
        spoken = passages.of_sender(connection, key, sender, MOST)
        catalogue = rounds.catalogue_of(connection, key)
    said = tuple(_said(p, voices, spoken) for p in (*catalogue, None))
    return OrganisationPage(consultation, sender, who, lines, tuple(s for s in said if s.voices))


def _said(
    proposal: Proposal | None, voices: Collection[VoiceLine], spoken: Collection[SpokenPassage]
) -> Said:
    number = proposal.number if proposal else None
    return Said(
        proposal,
        tuple(v for v in voices if v.proposal == number),
        tuple(p for p in spoken if p.proposal == number),
    )


def _allowed(kind: RespondentKind | None) -> tuple[RespondentKind, ...]:
    return ORGANISATIONS if kind is None else tuple(k for k in ORGANISATIONS if k is kind)
