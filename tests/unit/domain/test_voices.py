"""One voice per response and proposal."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.domain.documents import Document
from consult.domain.findings import (
    PERSON,
    Analysis,
    ItemLink,
    LinkMethod,
    Passage,
    PassageFindings,
    PassageKind,
    Stance,
    StanceFinding,
)
from consult.domain.people import Respondent
from consult.domain.voices import LABELS, join_stances, voices


def said(label: Stance, score: float) -> StanceFinding:
    rest = (1 - score) / 3
    return StanceFinding("79", label, score, {s: score if s is label else rest for s in LABELS})


def label_of(*findings: StanceFinding) -> Stance:
    joined = join_stances(findings)
    return max(joined, key=lambda s: joined[s])


def test_a_side_speaks_louder_than_retelling() -> None:
    assert label_of(*[said(Stance.NEUTRAL, 0.9)] * 4, said(Stance.AGAINST, 0.7)) is Stance.AGAINST


def test_only_neutral_stays_neutral() -> None:
    assert label_of(said(Stance.NEUTRAL, 0.6), said(Stance.NEUTRAL, 0.8)) is Stance.NEUTRAL


def test_both_sides_alike_are_conditional() -> None:
    assert label_of(said(Stance.FAVOR, 0.9), said(Stance.AGAINST, 0.9)) is Stance.CONDITIONAL


def test_one_aside_does_not_turn_five_passages() -> None:
    assert label_of(*[said(Stance.AGAINST, 0.9)] * 5, said(Stance.FAVOR, 0.6)) is Stance.AGAINST


def test_doubt_is_not_taken_for_both_sides() -> None:
    doubtful = StanceFinding(
        "79",
        Stance.AGAINST,
        0.45,
        {
            Stance.AGAINST: 0.45,
            Stance.FAVOR: 0.4,
            Stance.CONDITIONAL: 0.1,
            Stance.NEUTRAL: 0.05,
        },
    )
    assert label_of(doubtful) is Stance.AGAINST


def test_a_bare_label_counts_with_its_score() -> None:
    assert join_stances([StanceFinding(None, Stance.FAVOR, 1.0)])[Stance.FAVOR] == pytest.approx(1)


def test_no_passage_no_voice() -> None:
    with pytest.raises(ValueError, match="at least one"):
        join_stances([])


@given(
    st.lists(
        st.tuples(st.sampled_from(LABELS), st.floats(0.25, 1)).map(lambda x: said(*x)), min_size=1
    )
)
def test_the_joined_voice_is_a_distribution_whatever_the_order(found: list[StanceFinding]) -> None:
    joined = join_stances(found)
    assert sum(joined.values()) == pytest.approx(1)
    assert min(joined.values()) >= 0
    turned = join_stances(found[::-1])
    assert all(turned[s] == pytest.approx(joined[s]) for s in LABELS)


def letter(*passages: tuple[float, StanceFinding]) -> Analysis:
    """A letter whose passages are tied to one proposal as surely as the numbers say."""
    found = tuple(
        PassageFindings(
            Passage(i, i, i + 1, PassageKind.BODY, i),
            links=(ItemLink("79", LinkMethod.HEADING, score),),
            stances=(stance,),
        )
        for i, (score, stance) in enumerate(passages)
    )
    return Analysis(Document("svar.txt", "x" * len(found), ()), Respondent(), found)


def test_what_hardly_speaks_of_the_proposal_does_not_speak_for_the_letter() -> None:
    beside, own = said(Stance.AGAINST, 0.9), said(Stance.FAVOR, 0.7)
    (voice,) = voices(letter((0.21, beside), (0.95, own)))
    assert voice.label is Stance.FAVOR
    assert voice.passages == (0, 1), "both are shown"
    (alone,) = voices(letter((0.21, beside)))
    assert alone.label is Stance.AGAINST


def test_what_a_person_judged_speaks_however_it_was_linked() -> None:
    judged = replace(said(Stance.AGAINST, 0.9), model=PERSON)
    (voice,) = voices(letter((0.21, judged), (0.95, said(Stance.FAVOR, 0.9))))
    assert voice.label is Stance.CONDITIONAL
