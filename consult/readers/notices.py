"""What was taken out of a document, told in Danish."""

from collections import Counter
from collections.abc import Sequence

from consult.domain.documents import Removal, RemovalKind

# Singular and plural, as they follow the number.
_WORDS = {
    RemovalKind.WORD_LEFTOVER: ("rest fra Word er fjernet", "rester fra Word er fjernet"),
    RemovalKind.SOFT_HYPHEN: ("blød bindestreg er fjernet", "bløde bindestreger er fjernet"),
    RemovalKind.LINE_HYPHENATION: (
        "orddeling ved linjeskift er samlet",
        "orddelinger ved linjeskift er samlet",
    ),
    RemovalKind.RUNNING_HEADER: (
        "gentaget sidehoved er udeladt",
        "gentagne sidehoveder er udeladt",
    ),
    RemovalKind.RUNNING_FOOTER: (
        "sidefod eller sidetal er udeladt",
        "sidefødder og sidetal er udeladt",
    ),
    RemovalKind.MARKUP: ("formateringskode er fjernet", "formateringskoder er fjernet"),
    RemovalKind.CONTROL_CHARACTER: ("usynligt tegn er fjernet", "usynlige tegn er fjernet"),
    RemovalKind.DELETED_TEXT: (
        "slettet passage (sporede ændringer) er ikke læst",
        "slettede passager (sporede ændringer) er ikke læst",
    ),
    RemovalKind.HIDDEN_TEXT: ("skjult passage er ikke læst", "skjulte passager er ikke læst"),
    RemovalKind.PLACEHOLDER: (
        "felt er ikke udfyldt; vejledningen i det er ikke læst",
        "felter er ikke udfyldt; vejledningen i dem er ikke læst",
    ),
    RemovalKind.OCR_SLIP: (
        "fejllæst tal eller tegn i scanningen er rettet",
        "fejllæste tal eller tegn i scanningen er rettet",
    ),
    RemovalKind.UNREADABLE: (
        "sted i scanningen kan ikke tydes og er udeladt (håndskrift, stempel eller streg)",
        "steder i scanningen kan ikke tydes og er udeladt (håndskrift, stempler eller streger)",
    ),
}


def notices(removals: Sequence[Removal]) -> tuple[str, ...]:
    """One sentence per kind of removal, with the number; in the order of `RemovalKind`."""
    counts: Counter[RemovalKind] = Counter()
    for removal in removals:
        counts[removal.kind] += removal.count
    return tuple(
        f"{counts[kind]} {words[counts[kind] != 1]}."
        for kind, words in _WORDS.items()
        if counts[kind]
    )
