"""Rounds: make one, list them, find one, change what is said of it."""

from dataclasses import replace

from consult.domain.access import Action
from consult.domain.errors import StoreError
from consult.domain.proposals import Catalogue
from consult.domain.rounds import Details, Invitation, answers, parties
from consult.services.catalogues import check
from consult.services.desk import Desk, of_round
from consult.services.lining import all_in_line
from consult.services.masking import bare
from consult.services.names import one_line, plain_letters, storable
from consult.store import releases, responses, rounds
from consult.store.records import Consultation

#: Longest slug made from a name, in characters; it is typed on command lines.
SLUG_LENGTH = 60
#: Longest name, in characters; it is the headline of every page.
LONGEST_NAME = 200


def create(
    desk: Desk, name: str, subject: str, catalogue: Catalogue, details: Details | None = None
) -> Consultation:
    """A new round with its catalogue; its slug is made from the name.

    Raises:
        DeniedError: the actor may not make rounds.
        StoreError: the name is empty, the catalogue is not one, or the details are not right.
    """
    name, subject, said = _checked(name, subject, details or Details())
    check(catalogue)
    with desk.write() as connection:
        desk.need(Action.CREATE)
        slug = free_slug(name, rounds.taken_slugs(connection, slug_of(name)))
        by = storable(desk.actor.name)
        made = rounds.add(connection, slug, name, subject, desk.now(), catalogue, by, said)
        desk.log(connection, "round.create", of_round(slug), made.name, made.id)
        return made


def edit(desk: Desk, slug: str, name: str, subject: str, details: Details) -> int:
    """Change what is said of a round; how many files must be analysed again for it.

    Its slug stays, for links name it. The subject is part of what responses are judged by.

    Raises:
        DeniedError: the actor may not do that to the round.
        NotFoundError: there is no such round.
        StoreError: the name is empty, or the details are not right.
    """
    name, subject, said = _checked(name, subject, details)
    with desk.write() as connection:
        before = desk.round(connection, slug, Action.EDIT, lock=True)
        changed = _changes(before, name, subject, said)
        if not changed:
            return 0
        rounds.change(connection, before.id, name, subject, said)
        desk.log(connection, "round.edit", of_round(slug), "; ".join(changed), before.id)
        if subject == before.subject:
            return 0
        return all_in_line(connection, before.id, desk.now())


def invitations(desk: Desk, slug: str) -> tuple[Invitation, ...]:
    """The invited parties of a round, each with the senders that it is taken for.

    Private persons are left out: nobody is told by name whether they have answered.

    Raises:
        NotFoundError: there is no such round.
    """
    with desk.view(slug) as (connection, consultation):
        if not consultation.details.invited:
            return ()
        senders = responses.sender_names(connection, consultation.id)
    return answers(consultation.details.invited, senders)


def every(desk: Desk) -> tuple[Consultation, ...]:
    """All rounds that the actor may see, the newest first.

    Readers are told of each what it is called in the version that they see, and nothing more;
    before there is one, numbers like CPR numbers are masked in its name.

    Raises:
        DeniedError: the actor may see nothing at all before they have done something else.
    """
    with desk.read() as connection:
        desk.go_on()
        found = rounds.every(connection)
        released = releases.names(connection)
    seen = (made for made in found if desk.may(Action.VIEW, made.id))
    return tuple(m if desk.sees_working(m.id) else _outside(m, released.get(m.id)) for m in seen)


def _outside(made: Consultation, released: str | None) -> Consultation:
    """A round as readers know it before they open it."""
    name = released or bare(made.name)
    return replace(made, name=name, subject="", made_by="", details=Details())


def get(desk: Desk, slug: str) -> Consultation:
    """The round of that slug.

    Raises:
        NotFoundError: there is none.
    """
    with desk.view(slug) as (_, consultation):
        return consultation


def catalogue(desk: Desk, slug: str) -> Catalogue:
    """The proposals of a round, in catalogue order.

    Raises:
        NotFoundError: there is no such round.
    """
    with desk.view(slug) as (connection, consultation):
        return rounds.catalogue_of(connection, consultation.id)


def _checked(name: str, subject: str, details: Details) -> tuple[str, str, Details]:
    """The same as they are stored."""
    name, subject = one_line(name), one_line(subject)
    if not name:
        raise StoreError("Høringsrunden mangler et navn – giv den ét, fx »Budget 2027«.")
    if len(name) > LONGEST_NAME:
        raise StoreError(f"Navnet er for langt – brug højst {LONGEST_NAME} tegn.")
    if details.starts and details.ends and details.ends < details.starts:
        raise StoreError("Høringen slutter, før den begynder – ret den ene af de to datoer.")
    invited = parties("\n".join(one_line(party) for party in details.invited))
    said = replace(details, journal_number=one_line(details.journal_number), invited=invited)
    return name, subject, said


def _changes(before: Consultation, name: str, subject: str, details: Details) -> list[str]:
    """What is another than before, as the log tells it."""
    old, new = before.details, details
    pairs = (
        ("navn", before.name, name),
        ("emne", before.subject, subject),
        ("fra", old.starts, new.starts),
        ("til", old.ends, new.ends),
        ("journalnummer", old.journal_number, new.journal_number),
    )
    told = [f"{called}: {a or 'tom'} → {b or 'tom'}" for called, a, b in pairs if a != b]
    if old.invited != new.invited:
        told.append(f"inviterede: {len(old.invited)} → {len(new.invited)}")
    return told


def slug_of(name: str) -> str:
    """A name as it may stand in an address: a-z, 0-9 and single hyphens, never empty."""
    return plain_letters(name, "-")[:SLUG_LENGTH].strip("-") or "runde"


def free_slug(name: str, taken: set[str]) -> str:
    """The slug of a name, with a number after it when that one is taken."""
    slug, n = slug_of(name), 1
    candidate = slug
    while candidate in taken:
        n += 1
        candidate = f"{slug}-{n}"
    return candidate
