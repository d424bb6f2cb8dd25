"""How far two labellers of the same texts agree: the first labels against `corpus/second/`.

Kappa is Cohen's (1960): agreement beyond what the two would reach by their frequencies alone.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from consult.evaluate.corpus import DEFAULT_CORPUS, CorpusError, LabelledPassage, Round, read_yaml

DEFAULT_SECOND = DEFAULT_CORPUS.parent / "second"

#: What the first and the second labeller say of one thing.
Pair = tuple[str, str]


def agreement_report(rounds: Sequence[Round], folder: Path = DEFAULT_SECOND) -> dict[str, Any]:
    """Agreement on theme and stance over the passages in `folder`'s files.

    Raises CorpusError where a second label speaks of what the corpus does not hold.
    """
    passages = {r.id: r.passages for round_ in rounds for r in round_.responses}
    themes: list[tuple[Pair, bool]] = []
    stances: list[Pair] = []
    sure: list[Pair] = []
    for response, raw in _second(folder):
        first = _found(passages, response, raw)
        themes.append(_theme(first, raw))
        for pair, both_sure in _stances(first, raw, response):
            stances.append(pair)
            if both_sure:
                sure.append(pair)
    return {
        "passages": len(themes),
        "theme": {
            **_agreement([pair for pair, _ in themes]),
            "first_or_second": round(sum(ok for _, ok in themes) / max(1, len(themes)), 4),
        },
        "stance": {
            **_agreement(stances),
            "both_sure": _agreement(sure),
            "confusion": _confusion(stances),
        },
    }


def _second(folder: Path) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The id of the response and the second labels of each passage."""
    for path in sorted(folder.glob("labels-*.yaml")):
        for response in read_yaml(path):
            for passage in response["passages"]:
                yield response["response"], passage


def _found(
    passages: Mapping[str, Sequence[LabelledPassage]], response: str, raw: Mapping[str, Any]
) -> LabelledPassage:
    known = passages.get(response, ())
    index = int(raw["index"])
    if index >= len(known) or known[index].theme is None:
        raise CorpusError(f"{response}: passage {index} findes ikke i korpus – ret filen.")
    return known[index]


def _theme(first: LabelledPassage, raw: Mapping[str, Any]) -> tuple[Pair, bool]:
    """Both dominant themes, and whether any theme of the one is among those of the other."""
    own = {first.theme, first.theme2} - {None}
    other = {raw["theme"], raw.get("theme2")} - {None}
    return (str(first.theme), raw["theme"]), bool(own & other)


def _stances(
    first: LabelledPassage, raw: Mapping[str, Any], response: str
) -> Iterator[tuple[Pair, bool]]:
    """Both stances towards each proposal, and whether both were sure."""
    own = {a.proposal or "-": a for a in first.about if a.stance is not None}
    for entry in raw["stances"]:
        about = own.get(entry["proposal"])
        if about is None or about.stance is None:
            raise CorpusError(
                f"{response}: passage {raw['index']} taler ikke om {entry['proposal']} – ret filen."
            )
        both = about.sure == "high" and entry["sure"] == "high"
        yield (about.stance.value, entry["stance"]), both


def _agreement(pairs: Sequence[Pair]) -> dict[str, float]:
    """Share of equal pairs, and kappa; 0 where there are none."""
    count = len(pairs)
    if not count:
        return {"n": 0, "agreement": 0.0, "kappa": 0.0}
    equal = sum(a == b for a, b in pairs) / count
    first, second = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    chance = sum(first[label] * second[label] for label in first) / count**2
    kappa = (equal - chance) / (1 - chance) if chance < 1 else 1.0
    return {"n": count, "agreement": round(equal, 4), "kappa": round(kappa, 4)}


def _confusion(pairs: Sequence[Pair]) -> dict[str, dict[str, int]]:
    """First label -> second label -> how often."""
    labels = sorted({label for pair in pairs for label in pair})
    counts = Counter(pairs)
    return {a: {b: counts[a, b] for b in labels if counts[a, b]} for a in labels}
