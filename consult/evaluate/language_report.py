"""What the rules of `consult.language` are worth on the corpus: cutting, naming, senders."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from consult.domain.findings import LinkMethod, PassageKind, Reference
from consult.evaluate.corpus import LabelledPassage, LabelledResponse, Round, held_out
from consult.language.passages import segment
from consult.language.references import ReferenceFinder
from consult.language.respondents import find_respondent
from consult.language.titles import TitleFinder

# What passages name without speaking of it, by response and place among its passages.
Named = Mapping[tuple[str, int], frozenset[str]]
_NOTHING: Named = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Counts:
    """Found and right, found and wrong, not found."""

    hits: int
    false: int
    missed: int

    @property
    def report(self) -> dict[str, float]:
        """Precision, recall and F1, rounded to four digits; 0 where there is nothing."""
        precision = self.hits / max(1, self.hits + self.false)
        recall = self.hits / max(1, self.hits + self.missed)
        f1 = 2 * self.hits / max(1, 2 * self.hits + self.false + self.missed)
        return {
            "n": self.hits + self.missed,
            "precision": round(precision, 4),
            "recall": round(recall, 4),
            "f1": round(f1, 4),
        }


def reference_report(rounds: Sequence[Round], named: Named = _NOTHING) -> dict[str, Any]:
    """Numbers named in passages (labels `via: reference`) against those found.

    As in the pipeline a judged passage is read within its response, a heading alone. A number
    of a proposal that the passage is about in another way is not held to be wrong. `named` adds
    what passages name without being about it ("no remarks to 1-8"), to be found as well.
    """
    total = Counter[str]()
    for round_ in rounds:
        finder = ReferenceFinder(round_.catalogue)
        for response in round_.responses:
            found = finder.find(response.text)
            for place, passage in enumerate(response.passages):
                if not _may_name(passage):
                    continue
                near = _in_passage(finder, found, passage)
                numbers = {n for reference in near for n in reference.resolved}
                true = _labelled(passage, LinkMethod.REFERENCE)
                true |= named.get((response.id, place), frozenset())
                _count(total, numbers - (_about(passage) - true), true)
    return Counts(total["hits"], total["false"], total["missed"]).report


def _in_passage(
    finder: ReferenceFinder, found: Sequence[Reference], passage: LabelledPassage
) -> Sequence[Reference]:
    if passage.kind is PassageKind.HEADING:
        return finder.find(passage.text, in_heading=True)
    return [r for r in found if passage.span.start <= r.start < passage.span.end]


def title_report(rounds: Sequence[Round], least: float) -> dict[str, Any]:
    """Titles mentioned (labels `via: title`) against those found with a score from `least` on.

    A mention of a proposal that the passage is about in another way is not held to be wrong.
    """
    total = Counter[str]()
    for round_ in rounds:
        finder = TitleFinder(round_.catalogue)
        for passage in (p for r in round_.responses for p in r.passages if _may_name(p)):
            found = {m.proposal for m in finder.find(passage.text) if m.score >= least}
            true = _labelled(passage, LinkMethod.TITLE)
            _count(total, found - (_about(passage) - true), true)
    return Counts(total["hits"], total["false"], total["missed"]).report


def segmentation_report(rounds: Sequence[Round]) -> dict[str, Any]:
    """Where passages begin, and the share of characters given the right kind."""
    total, right, characters = Counter[str](), 0, 0
    for response in _responses(rounds):
        found = segment(response.document)
        _count(total, {p.start for p in found}, {p.span.start for p in response.passages})
        kinds: list[PassageKind | None] = [None] * len(response.text)
        for passage in found:
            kinds[passage.start : passage.end] = [passage.kind] * (passage.end - passage.start)
        for labelled in response.passages:
            stretch = kinds[labelled.span.start : labelled.span.end]
            right += stretch.count(labelled.kind)
            characters += len(stretch)
    counts = Counts(total["hits"], total["false"], total["missed"])
    return {"starts": counts.report, "kind_of_characters": round(right / max(1, characters), 4)}


def respondent_report(rounds: Sequence[Round]) -> dict[str, Any]:
    """The share of senders whose kind is found, in all and by kind; held-out rounds apart."""
    away = held_out("respondents")
    return _senders(rounds) | {"held_out": _senders([r for r in rounds if r.id in away])}


def _senders(rounds: Sequence[Round]) -> dict[str, Any]:
    seen, right = Counter[str](), Counter[str]()
    for response in _responses(rounds):
        document = response.document
        found = find_respondent(document, segment(document))
        seen[response.kind.value] += 1
        right[response.kind.value] += found.kind is response.kind
    return {
        "n": seen.total(),
        "accuracy": round(right.total() / max(1, seen.total()), 4),
        "by_kind": {k: round(right[k] / n, 4) for k, n in sorted(seen.items())},
    }


def _may_name(passage: LabelledPassage) -> bool:
    """Whether a passage of this kind may name a proposal."""
    return passage.kind.is_judged or passage.kind is PassageKind.HEADING


def _about(passage: LabelledPassage) -> set[str]:
    return {a.proposal for a in passage.about if a.proposal}


def _labelled(passage: LabelledPassage, method: LinkMethod) -> set[str]:
    return {a.proposal for a in passage.about if a.via is method and a.proposal}


def _count(total: Counter[str], found: set[Any], true: set[Any]) -> None:
    total["hits"] += len(found & true)
    total["false"] += len(found - true)
    total["missed"] += len(true - found)


def _responses(rounds: Sequence[Round]) -> Iterator[LabelledResponse]:
    for round_ in rounds:
        yield from round_.responses
