"""Rounds: make one, list them, find one."""

import re
import unicodedata
from dataclasses import replace

from consult.domain.access import Action
from consult.domain.errors import StoreError
from consult.domain.proposals import Catalogue
from consult.services.desk import Desk, of_round
from consult.services.masking import bare
from consult.store import releases, rounds
from consult.store.records import Consultation

#: Danish letters as they are commonly written in addresses; other marks are dropped.
_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ß": "ss"})
#: Longest slug made from a name, in characters; it is typed on command lines.
SLUG_LENGTH = 60


def create(desk: Desk, name: str, subject: str, catalogue: Catalogue) -> Consultation:
    """A new round with its catalogue; its slug is made from the name.

    Raises:
        DeniedError: the actor may not make rounds.
        StoreError: the name is empty, or two proposals bear one number.
    """
    if not name.strip():
        raise StoreError("Høringsrunden mangler et navn – giv den ét, fx »Budget 2027«.")
    doubled = sorted({n for n in catalogue.numbers if catalogue.numbers.count(n) > 1})
    if doubled:
        raise StoreError(f"Kataloget har to forslag med samme nummer ({', '.join(doubled)}).")
    with desk.write() as connection:
        desk.need(Action.CREATE)
        slug = free_slug(name, rounds.taken_slugs(connection, slug_of(name)))
        made = rounds.add(connection, slug, name.strip(), subject.strip(), desk.now(), catalogue)
        desk.log(connection, "round.create", of_round(slug), made.name, made.id)
        return made


def every(desk: Desk) -> tuple[Consultation, ...]:
    """All rounds that the actor may see, the newest first.

    Readers are told of each what it is called in the version that they see; before there is
    one, numbers like CPR numbers are masked in its name.

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
    return replace(made, name=released or bare(made.name), subject="")


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


def slug_of(name: str) -> str:
    """A name as it may stand in an address: a-z, 0-9 and single hyphens, never empty."""
    plain = unicodedata.normalize("NFKD", name.casefold().translate(_LETTERS))
    kept = "".join(c for c in plain if not unicodedata.combining(c))
    slug = re.sub(r"[^a-z0-9]+", "-", kept).strip("-")[:SLUG_LENGTH].strip("-")
    return slug or "runde"


def free_slug(name: str, taken: set[str]) -> str:
    """The slug of a name, with a number after it when that one is taken."""
    slug, n = slug_of(name), 1
    candidate = slug
    while candidate in taken:
        n += 1
        candidate = f"{slug}-{n}"
    return candidate
