"""Which column of a table is which, told from its name in Danish or English."""

import re
from collections.abc import Collection, Mapping, Sequence

# Names as they are after `plain_name`, best first. Source: contract.md (Inputs), and the
# exports of Danish hearing portals.
RESPONSE_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "id": (
        "id", "svarnummer", "svarnr", "svarid", "høringssvarid", "høringssvarnr", "responseid",
        "løbenummer", "løbenr", "nummer", "nr",
    ),
    "text": (
        "text", "svar", "høringssvar", "besvarelse", "tekst", "svartekst", "høringssvartekst",
        "bemærkning", "bemærkninger", "kommentar", "kommentarer", "indhold", "response", "comment",
        "dithøringssvar", "ditsvar", "dinebemærkninger", "answer", "message", "besked",
    ),
    "respondent": (
        "respondent", "navn", "afsender", "name", "sender", "høringspart", "fuldenavn", "from",
        "afsendernavn", "indsender",
    ),
    "organisation": (
        "organisation", "organization", "virksomhed", "forening", "myndighed", "firma",
        "organisationsnavn", "påvegneaf", "repræsenterer", "company",
    ),
    "date": (
        "dato", "date", "modtaget", "svardato", "indsendt", "oprettet", "modtagetdato", "afgivet",
        "tidspunkt", "submitted", "created",
    ),
    "given": (
        "punkt", "forslag", "proposal", "forslagnr", "forslagsnr", "forslagsnummer", "punktnr",
        "punkter", "item", "proposals", "vedrørerpunkt", "vedrørerforslag", "dagsordenspunkt",
    ),
    "subject": ("emne", "subject", "høring", "consultation", "høringstitel", "titel", "title"),
}  # fmt: skip
_NOT_LETTERS = re.compile(r"[\W_]+")
# What stands behind a name: "Høringssvar (skriv her)", "Beløb, 1.000 kr.".
_ASIDE = re.compile(r"[(\[].*", re.DOTALL)


def plain_name(header: str) -> str:
    """A column name without case, punctuation and spaces."""
    return _NOT_LETTERS.sub("", header.casefold())


def match_columns(header: Sequence[str], names: Mapping[str, tuple[str, ...]]) -> dict[str, int]:
    """Role -> index of its column; a role without a column is left out.

    Where several columns fit a role the name listed first wins; a column has one role. What
    stands in brackets behind a name does not count, unless it is part of the name.
    """
    known_names = {name for many in names.values() for name in many}
    plain = [_known(cell, known_names) for cell in header]
    found: dict[str, int] = {}
    for role, known in names.items():
        free = {name: i for i, name in reversed(list(enumerate(plain))) if i not in found.values()}
        best = next((free[name] for name in known if name in free), None)
        if best is not None:
            found[role] = best
    return found


def _known(cell: str, known: Collection[str]) -> str:
    whole = plain_name(cell)
    return whole if whole in known else plain_name(_ASIDE.sub("", cell))
