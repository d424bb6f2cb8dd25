"""What writers say outright: the formulas of `rules/declarations.yaml` and when they hold."""

import pytest

from consult.domain.findings import Stance
from consult.domain.proposals import Direction
from consult.evaluate.corpus import load_corpus
from consult.language.declared import announced, declared, trust
from consult.rules.loader import Rule, load_rules

RULES = load_rules("declarations").rules


@pytest.mark.parametrize(
    ("rule", "text"), [(r, e.text) for r in RULES for e in r.match], ids=lambda v: str(v)[:40]
)
def test_each_formula_finds_its_examples(rule: Rule, text: str) -> None:
    if "says" in rule.data:
        found = declared(text)
        assert found is not None
        assert found.stance == Stance(rule.data["says"])
    else:
        assert announced(text) == Stance(rule.data["announces"])


@pytest.mark.parametrize(
    ("rule", "text"), [(r, t) for r in RULES for t in r.no_match], ids=lambda v: str(v)[:40]
)
def test_each_formula_leaves_its_counterexamples(rule: Rule, text: str) -> None:
    if "says" in rule.data:
        found = declared(text)
        assert found is None or found.stance != Stance(rule.data["says"])
    else:
        assert announced(text) != Stance(rule.data["announces"])


@pytest.mark.parametrize(
    "text",
    [
        "Vi støtter forslaget, hvis hallen får en sti.",
        "Jeg er imod planen, men kan leve med en lavere mast.",
        "Vi hilser udvidelsen velkommen. Lukningen bør droppes.",
        "Kan vi støtte forslaget?",
        "Kirken ringer klokken fem.",
        "",
    ],
)
def test_reservations_questions_and_both_ways_declare_nothing(text: str) -> None:
    assert declared(text) is None


def test_the_words_are_shown_and_where_they_may_mean_the_opposite() -> None:
    text = "Borgerne har set planen. Nej tak til flere møller."
    found = declared(text)
    assert found is not None
    assert found.span.slice(text) == "Nej tak til"
    assert found.but_not == {Direction.REVERSAL}


def test_it_is_right_on_the_labelled_corpus_as_often_as_it_is_trusted() -> None:
    right = said = 0
    for consultation in load_corpus():
        direction = {p.number: p.direction for p in consultation.catalogue}
        for passage in (p for r in consultation.responses for p in r.passages):
            found = declared(passage.text) if passage.kind.is_judged else None
            for about in passage.about if found else ():
                if about.stance and found and direction.get(about.proposal) not in found.but_not:
                    said += 1
                    right += about.stance is found.stance
    assert said > 50
    assert right / said >= trust("declared")
