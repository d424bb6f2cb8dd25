"""The catalogue of a round: what another one would change, and putting it in place."""

from collections.abc import Mapping
from dataclasses import dataclass

from consult.domain.access import Action
from consult.domain.catalogue_changes import Difference, difference, doubled
from consult.domain.errors import StoreError
from consult.domain.proposals import Catalogue
from consult.services.desk import Desk, of_round
from consult.services.lining import all_in_line
from consult.services.names import storable
from consult.store import links, responses, rounds

#: Numbers that a line of the log names of each kind; the sums are always told.
_NAMED = 12


@dataclass(frozen=True, slots=True)
class CataloguePreview:
    """What another catalogue would change, before it does.

    `links` counts, by number, the links to proposals that would be gone; `responses` is the
    number of responses that would be analysed again.
    """

    difference: Difference
    links: Mapping[str, int]
    responses: int

    @property
    def loose(self) -> int:
        """How many links point at proposals that would be gone."""
        return sum(self.links.values())


def preview(desk: Desk, slug: str, catalogue: Catalogue) -> CataloguePreview:
    """What it would change to give the round this catalogue; nothing is stored.

    Raises:
        DeniedError: the actor may not do that to the round.
        NotFoundError: there is no such round.
        StoreError: the catalogue is not one, see `check`.
    """
    check(catalogue)
    with desk.read() as connection:
        key = desk.round(connection, slug, Action.EDIT).id
        found = difference(rounds.catalogue_of(connection, key), catalogue)
        gone = [p.number for p in found.gone]
        current = responses.count(connection, responses.is_current(key))
        return CataloguePreview(
            found, links.to_proposals(connection, key, gone), current if found else 0
        )


def replace(desk: Desk, slug: str, catalogue: Catalogue, before: Catalogue) -> int:
    """Give the round this catalogue and put its files in line; how many files that is.

    `before` is the catalogue that the changes were made to. One transaction: whoever stops in
    the middle leaves the old catalogue, and no response is judged by a mix of both.

    Raises:
        DeniedError: the actor may not do that to the round.
        NotFoundError: there is no such round.
        StoreError: the catalogue is not one, or another has changed it meanwhile.
    """
    check(catalogue)
    with desk.write() as connection:
        key = desk.round(connection, slug, Action.EDIT, lock=True).id
        stored = rounds.catalogue_of(connection, key)
        if difference(stored, before):
            raise StoreError(
                "Kataloget er ændret af en anden, siden du åbnede det – genindlæs siden, og ret "
                "det igen."
            )
        found = difference(stored, catalogue)
        if not found:
            return 0
        rounds.replace_catalogue(connection, key, catalogue)
        desk.log(connection, "round.catalogue", of_round(slug), _told(found), key)
        return all_in_line(connection, key, desk.now())


def check(catalogue: Catalogue) -> None:
    """Go on only with a catalogue that can be stored.

    Raises:
        StoreError: a number or a title is missing, or two proposals bear one number.
    """
    if twice := doubled(catalogue):
        raise StoreError(
            f"Kataloget har to forslag med samme nummer ({', '.join(twice)}) – ret det ene."
        )
    unnamed = [i for i, p in enumerate(catalogue, 1) if not p.number.strip()]
    if unnamed:
        raise StoreError(f"Forslag nr. {unnamed[0]} i rækken mangler et nummer – skriv det.")
    untitled = [p.number for p in catalogue if not p.title.strip()]
    if untitled:
        raise StoreError(f"Forslag {untitled[0]} mangler en titel – skriv den.")
    for p in catalogue:
        for words in (p.number, p.title, p.text, p.committee or ""):
            if storable(words) != words:
                raise StoreError(
                    f"Forslag {p.number} har tegn, der ikke kan gemmes – skriv det om."
                )


def _told(found: Difference) -> str:
    parts = (
        ("nye", [p.number for p in found.new]),
        ("ændrede", [f"{c.after.number} ({', '.join(c.fields)})" for c in found.changed]),
        ("fjernede", [p.number for p in found.gone]),
    )
    told = (f"{len(names)} {called}: {_some(names)}" for called, names in parts if names)
    return "; ".join(told) or "rækkefølgen er ændret"


def _some(names: list[str]) -> str:
    return ", ".join(names[:_NAMED]) + (" …" if len(names) > _NAMED else "")
