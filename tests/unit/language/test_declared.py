"""What writers say outright: the formulas of `rules/declarations.yaml` and when they hold."""

import re

import pytest

from consult.domain.documents import Span
from consult.domain.findings import Stance
from consult.domain.proposals import Direction
from consult.evaluate.corpus import load_corpus
from consult.language.declared import (
    Declaration,
    announced,
    declared,
    declared_on,
    told_in_cell,
    trust,
)
from consult.rules.loader import Rule, load_rules

RULES = load_rules("declarations").rules


def on_mark(text: str) -> Declaration | None:
    """What is declared on the proposal that § stands for, beside those that ¤ stands for."""
    one = Span(text.index("§"), text.index("§") + 1)
    return declared_on(text, one, tuple(Span(*m.span()) for m in re.finditer("¤", text)))


def fitting(rule: Rule) -> Direction:
    """A direction of proposals that the rule is read against."""
    kept_from = rule.data.get("but_not", ())
    return next(d for d in (Direction.CUT, Direction.INVESTMENT) if d.value not in kept_from)


@pytest.mark.parametrize(
    ("rule", "text"), [(r, e.text) for r in RULES for e in r.match], ids=lambda v: str(v)[:40]
)
def test_each_formula_finds_its_examples(rule: Rule, text: str) -> None:
    if "on_number" in rule.data:
        found = on_mark(text)
        assert found is not None
        assert found.stance == Stance(rule.data["on_number"])
    elif "in_cell" in rule.data:
        found = told_in_cell(f"BU-01 Lukning\t {text} \tDet er sådan.")
        assert found is not None
        assert found.stance == Stance(rule.data["in_cell"])
        assert found.span.slice(f"BU-01 Lukning\t {text} \t") == text
    elif "says" in rule.data:
        found = declared(text, direction=fitting(rule))
        assert found is not None
        assert found.stance == Stance(rule.data["says"])
    else:
        assert announced(text) == Stance(rule.data["announces"])


@pytest.mark.parametrize(
    ("rule", "text"), [(r, t) for r in RULES for t in r.no_match], ids=lambda v: str(v)[:40]
)
def test_each_formula_leaves_its_counterexamples(rule: Rule, text: str) -> None:
    if "on_number" in rule.data:
        found = on_mark(text)
        assert found is None or found.stance != Stance(rule.data["on_number"])
    elif "in_cell" in rule.data:
        found = told_in_cell(f"BU-01\t{text}\tDet er sådan.")
        assert found is None or found.stance != Stance(rule.data["in_cell"])
    elif "says" in rule.data:
        found = declared(text, direction=fitting(rule))
        assert found is None or found.stance != Stance(rule.data["says"])
    else:
        assert announced(text) != Stance(rule.data["announces"])


@pytest.mark.parametrize(
    "text",
    [
        "Vi støtter forslaget. Det kræver dog, at hallen får en sti.",
        "Jeg er imod planen, men kan leve med en lavere mast.",
        "Vi hilser udvidelsen velkommen. Lukningen bør droppes.",
        "Kan vi støtte forslaget?",
        "Kirken ringer klokken fem.",
        "",
    ],
)
def test_reservations_questions_and_both_ways_declare_nothing(text: str) -> None:
    assert declared(text) is None


def test_who_weighs_first_and_then_says_it_declares() -> None:
    found = declared("Jeg ved godt, at der skal spares, men alligevel. Vi er imod forslaget.")
    assert found is not None
    assert found.stance is Stance.AGAINST
    assert declared("Vi anerkender planen. Behold 30 pladser på værkstedet.") is None


def test_support_of_what_a_cut_would_take_is_no_declaration() -> None:
    text = "Vi bakker op om biblioteket. Vi er imod lukningen."
    found = declared(text, direction=Direction.CUT)
    assert found is not None
    assert found.stance is Stance.AGAINST
    assert declared("Vi bakker op om biblioteket.", direction=Direction.CUT) is None


def test_a_row_with_both_says_neither() -> None:
    assert told_in_cell("BU-01\tFor\tImod") is None
    assert told_in_cell("BU-01 Lukning af skolen") is None


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
            for about in passage.about if passage.kind.is_judged else ():
                found = declared(passage.text, direction=direction.get(about.proposal))
                if about.stance and found:
                    said += 1
                    right += about.stance is found.stance

    assert said > 50
    assert right / said >= trust("declared")


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("Vi har ingen bemærkninger til SU-01, men støtter forslag TM-03.", Stance.FAVOR),
        ("Vi støtter SU-01, men er imod TM-03.", Stance.AGAINST),
        ("Vi er imod SU-01. TM-03 bør vedtages.", Stance.FAVOR),
        ("Vi støtter TM-03, hvis der kommer en cykelsti.", None),
        ("Vi støtter TM-03, men foreslår, at stien forlænges.", None),
        ("Vi støtter TM-03. Det forudsætter dog, at foreningerne får banen.", None),
        ("Vi støtter TM-03. SU-01 kan vi dog ikke se fornuften i.", Stance.FAVOR),
        ("TM-03 er en dårlig løsning, men vi kan leve med den.", None),
        ("Hvem støtter TM-03?", None),
        ("Støtter I TM-03, er I selv ude om det? Vi drøftede TM-03.", None),
    ],
)
def test_on_a_number_only_its_own_clause_counts(text: str, stance: Stance | None) -> None:
    own = [Span(m.start(), m.end()) for m in re.finditer("TM-03", text)]
    others = [Span(m.start(), m.end()) for m in re.finditer("SU-01", text)]
    found = [declared_on(text, span, (*own, *others)) for span in own]
    assert {d.stance for d in found if d} == ({stance} if stance else set())


def test_so_it_is_on_a_number() -> None:
    right = said = 0
    for consultation in load_corpus():
        for passage in (p for r in consultation.responses for p in r.passages):
            if not passage.kind.is_judged:
                continue
            spans = {
                Span(m.start(), m.end()): proposal.number
                for proposal in consultation.catalogue
                for m in re.finditer(rf"\b{re.escape(proposal.number)}\b", passage.text)
            }
            truth = {a.proposal: a.stance for a in passage.about}
            for span, number in spans.items():
                found = declared_on(passage.text, span, tuple(spans))
                if found is not None and truth.get(number) is not None:
                    said += 1
                    right += truth[number] is found.stance

    assert said >= 5, "few: the corpus's writers name a number and argue"
    assert right / said >= trust("declared")
