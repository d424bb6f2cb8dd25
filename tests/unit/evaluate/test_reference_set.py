"""The hand-made sentences: what must be found, what must not, and that the set is a hard one."""

import re

import pytest

from consult.evaluate.corpus import load_corpus
from consult.evaluate.language_report import reference_report
from consult.evaluate.reference_set import (
    Sentence,
    catalogues,
    forms,
    known,
    look_alikes,
    named_passages,
    numbers_in,
    sentence_report,
)
from consult.language.codes import Numbering
from consult.language.references import ReferenceFinder

FINDERS = {name: ReferenceFinder(catalogue) for name, catalogue in catalogues().items()}
LEAST = 150  # sentences of either kind
# A look-alike without a number of its catalogue could not be linked by anybody.
EASY = 10


def test_look_alikes_are_left_alone_and_forms_are_found() -> None:
    report = sentence_report()
    assert report["look_alikes"]["n"] >= LEAST
    assert report["forms"]["n"] >= LEAST
    assert report["look_alikes"]["linked"] <= report["look_alikes"]["n"] // 100
    assert report["sentences"]["f1"] >= 0.98
    assert report["forms"]["found"] >= 0.98 * report["forms"]["n"]


def test_numbers_outside_the_catalogue_are_told_apart() -> None:
    sentence = Sentence("x", "budget", "Punkt 79 og punkt 999", frozenset({"79", "!998"}))
    found = numbers_in(sentence, FINDERS["budget"])
    assert found == {"79", "!999"}
    assert known(found) == {"79"}


@pytest.mark.parametrize("name", sorted({s.catalogue for s in look_alikes()}))
def test_look_alikes_hold_numbers_of_their_catalogue(name: str) -> None:
    numbering = Numbering(catalogues()[name])
    bare = [
        s.text
        for s in look_alikes()
        if s.catalogue == name and not any(_is_known(numbering, word) for word in _words(s.text))
    ]
    assert len(bare) < EASY


def _is_known(numbering: Numbering, word: str) -> bool:
    return numbering.resolve(word) is not None or word.casefold() in numbering.prefixes


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+(?=\W|$)|\d+(?:\.\d+)*", text)


def test_forms_name_numbers_of_their_catalogue() -> None:
    wrong = [
        (sentence.text, number)
        for sentence in forms()
        for number in sentence.gives
        if (number.lstrip("!") in catalogues()[sentence.catalogue].numbers) == (number[0] == "!")
    ]
    assert wrong == []


def test_no_sentence_stands_among_the_rules_examples() -> None:
    from consult.rules.loader import load_rules

    examples = {
        text
        for rule in load_rules("references").rules
        for text in (*(e.text for e in rule.match), *rule.no_match)
    }
    longer = {s.text for s in (*look_alikes(), *forms()) if len(s.text.split()) > 2}
    assert not longer & examples


def test_named_passages_are_there_and_count_as_named() -> None:
    rounds = [r for r in load_corpus() if r.id == "oesterhavn-budget-2028"]
    (place,) = (p for p in named_passages() if p[0].startswith("oesterhavn"))
    labels, named = reference_report(rounds), reference_report(rounds, named_passages())
    assert named["n"] - labels["n"] == len(named_passages()[place])
    assert named["precision"] > labels["precision"]
