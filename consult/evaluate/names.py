"""What the name finder is worth: on the treebank, on hearings, and against simpler ones."""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from consult.domain.documents import Span
from consult.domain.names import Name, NameFinder, NameKind
from consult.evaluate.corpus import read_yaml
from consult.evaluate.language_report import Counts
from consult.evaluate.name_data import (
    DEFAULT_NAMES,
    TREEBANK_TEST,
    TREEBANK_TRAIN,
    NamedSentence,
    own_sentences,
    treebank_sentences,
)
from consult.evaluate.name_training import NAME, fit, sentences
from consult.inference.names import NameModel
from consult.language.nlp import blank_danish


class ListFinder:
    """Rules alone: capitalised words that the lists know, and what stands beside them."""

    def __init__(self, lists: Mapping[str, Sequence[str]]) -> None:
        self._first_names = frozenset(lists["first_names"])
        self._organisations = tuple(lists["organisation_words"])
        self._places = tuple(lists["place_words"])

    def find(self, texts: Sequence[str]) -> list[tuple[Name, ...]]:
        """The names of each text, in reading order and without overlap."""
        return [tuple(self._names(text)) for text in texts]

    def _names(self, text: str) -> list[Name]:
        names = []
        run: list[Any] = []
        for token in [*blank_danish().make_doc(text), None]:
            if token is not None and token.text[0].isupper():
                run.append(token)
                continue
            kind = self._kind([t.text for t in run])
            if kind is not None:
                names.append(Name(kind, Span(run[0].idx, run[-1].idx + len(run[-1].text))))
            run = []
        return names

    def _kind(self, words: Sequence[str]) -> NameKind | None:
        low = [word.lower() for word in words]
        if not low:
            return None
        if words[0] in self._first_names:
            return NameKind.PERSON
        if any(w in self._organisations for w in low) or low[-1].endswith(self._organisations):
            return NameKind.ORGANISATION
        return NameKind.PLACE if low[-1].endswith(self._places) else None


def names_report(models: Path, data: Path) -> dict[str, Any]:
    """The shipped finder, rules alone, and what the own sentences and lists add.

    The last is left out, with a word, where the treebank is not at hand: it trains anew.
    """
    tests = {"hearing": own_sentences("test")}
    if (data / TREEBANK_TEST).is_file():
        tests["treebank"] = treebank_sentences(data / TREEBANK_TEST)
    rules = ListFinder(read_yaml(DEFAULT_NAMES / "lists.yaml"))
    finders: dict[str, NameFinder] = {
        "shipped": NameModel(models / NAME, blank_danish),
        "rules_only": rules,
    }
    report: dict[str, Any] = {name: _scores(f, tests) for name, f in finders.items()}
    if not (data / TREEBANK_TRAIN).is_file():
        return report | {"trained": f"{TREEBANK_TRAIN} mangler: sæt CONSULT_NER_DATA"}
    for name, own in (("treebank_only", False), ("with_sentences", True)):
        weights = fit(sentences(data, own=own, lists=False))
        report[name] = _scores(NameModel.of(weights, blank_danish), tests)
    return report


def _scores(finder: NameFinder, tests: Mapping[str, Sequence[NamedSentence]]) -> dict[str, Any]:
    return {name: score(finder, test) for name, test in tests.items()}


def score(finder: NameFinder, test: Sequence[NamedSentence]) -> dict[str, Any]:
    """Precision, recall and F1 of whole names with their kind, in all and by kind."""
    total = Counter[tuple[str, NameKind]]()
    for sentence, names in zip(test, finder.find([s.text for s in test]), strict=True):
        found, true = set(names), set(sentence.names)
        total.update(("hits", n.kind) for n in found & true)
        total.update(("false", n.kind) for n in found - true)
        total.update(("missed", n.kind) for n in true - found)
    return _counts(total, *NameKind).report | {k.value: _counts(total, k).report for k in NameKind}


def _counts(total: Counter[tuple[str, NameKind]], *kinds: NameKind) -> Counts:
    return Counts(*(sum(total[what, k] for k in kinds) for what in ("hits", "false", "missed")))
