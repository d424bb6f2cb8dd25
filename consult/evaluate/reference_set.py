"""The hand-made sentences of `corpus/references`: what names a proposal, what only looks so."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from consult.domain.proposals import Catalogue, Proposal
from consult.evaluate.corpus import DEFAULT_CORPUS, read_yaml
from consult.evaluate.language_report import Counts, Named
from consult.language.references import ReferenceFinder

DEFAULT_SET = DEFAULT_CORPUS.parent / "references"
_UNKNOWN = "!"  # before a number that looks like a proposal's and is not in the catalogue


@dataclass(frozen=True, slots=True)
class Sentence:
    """A text, the catalogue it is read beside, and the numbers that it names.

    Numbers that look like a proposal's and are not in the catalogue begin with "!".
    """

    kind: str
    catalogue: str
    text: str
    gives: frozenset[str]
    heading: bool = False


def catalogues(folder: Path = DEFAULT_SET) -> dict[str, Catalogue]:
    """The catalogues of the set, by name."""
    return {
        name: Catalogue(tuple(Proposal(number, title) for number, title in proposals.items()))
        for name, proposals in read_yaml(folder / "catalogues.yaml").items()
    }


def look_alikes(folder: Path = DEFAULT_SET) -> list[Sentence]:
    """The sentences whose numbers name no proposal."""
    return [
        Sentence(group["kind"], group["catalogue"], text, frozenset())
        for group in read_yaml(folder / "look_alikes.yaml")
        for text in group["texts"]
    ]


def forms(folder: Path = DEFAULT_SET) -> list[Sentence]:
    """The sentences that name proposals."""
    return [
        Sentence(
            group["kind"],
            group["catalogue"],
            case["text"],
            frozenset(case["gives"]),
            case.get("heading") == "true",
        )
        for group in read_yaml(folder / "forms.yaml")
        for case in group["cases"]
    ]


def named_passages(folder: Path = DEFAULT_SET) -> Named:
    """What passages of the corpus name without speaking of it, by response and place."""
    return {
        (entry["response"], int(entry["passage"])): frozenset(entry["numbers"])
        for entry in read_yaml(folder / "named.yaml")
    }


def sentence_report(folder: Path = DEFAULT_SET) -> dict[str, Any]:
    """How many look-alikes are linked, and how many forms are read without a slip.

    Precision and recall count the catalogue's numbers in all sentences, look-alikes included.
    """
    finders = {name: ReferenceFinder(c) for name, c in catalogues(folder).items()}
    alike = [numbers_in(s, finders[s.catalogue]) for s in look_alikes(folder)]
    named = [(s.gives, numbers_in(s, finders[s.catalogue])) for s in forms(folder)]
    total = Counter[str]()
    for gives, found in [*((frozenset[str](), found) for found in alike), *named]:
        total["hits"] += len(known(found & gives))
        total["false"] += len(known(found - gives))
        total["missed"] += len(known(gives - found))
    return {
        "look_alikes": {"n": len(alike), "linked": sum(bool(known(found)) for found in alike)},
        "forms": {"n": len(named), "found": sum(gives == found for gives, found in named)},
        "sentences": Counts(total["hits"], total["false"], total["missed"]).report,
    }


def numbers_in(sentence: Sentence, finder: ReferenceFinder) -> frozenset[str]:
    """The numbers found in a sentence, those outside the catalogue with "!"."""
    references = finder.find(sentence.text, in_heading=sentence.heading)
    unknown = (_UNKNOWN + n for r in references for n in r.unresolved)
    return frozenset((*(n for r in references for n in r.resolved), *unknown))


def known(numbers: frozenset[str]) -> frozenset[str]:
    """Those of the numbers that are in the catalogue."""
    return frozenset(n for n in numbers if not n.startswith(_UNKNOWN))
