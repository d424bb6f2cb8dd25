"""Councils that must be heard by statute: every example of the rule; the kind decides first."""

import pytest

from consult.domain.people import Respondent, RespondentKind
from consult.language.standing import Standing, standing
from consult.rules.loader import load_rules

(RULE,) = load_rules("councils").rules


@pytest.mark.parametrize("name", [example.text for example in RULE.match])
def test_what_must_be_heard_is_known(name: str) -> None:
    assert standing(Respondent(name, RespondentKind.COUNCIL)) is Standing.STATUTORY
    assert standing(Respondent(name, RespondentKind.ASSOCIATION)) is None


@pytest.mark.parametrize("name", RULE.no_match)
def test_other_councils_are_not(name: str) -> None:
    assert standing(Respondent(name, RespondentKind.COUNCIL)) is None


def test_a_med_committee_is_told_by_its_kind() -> None:
    assert standing(Respondent("HMU", RespondentKind.MED_COMMITTEE)) is Standing.MED
    assert standing(Respondent("HMU", RespondentKind.UNION)) is None
