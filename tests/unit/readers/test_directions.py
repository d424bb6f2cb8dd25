"""Which way a proposal goes; every example of the rule file is tried."""

import re

import pytest

from consult.domain.proposals import Direction
from consult.readers.directions import infer_direction, read_direction
from consult.readers.drafts import Draft, catalogue_of
from consult.rules import Rule, load_rules

RULES = load_rules("directions").rules
WHERE = {"column", "title", "text"}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_rule_matches_its_examples_and_not_the_others(rule: Rule) -> None:
    pattern = re.compile(rule.data["pattern"], re.IGNORECASE)
    assert [e.text for e in rule.match if not pattern.search(e.text)] == []
    assert [text for text in rule.no_match if pattern.search(text)] == []
    assert rule.data["where"] in WHERE
    assert Direction(rule.data["direction"])


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_examples_give_the_direction_of_their_rule(rule: Rule) -> None:
    for example in rule.match:
        if rule.data["where"] == "column":
            found = read_direction(example.text)
        elif rule.data["where"] == "title":
            found = infer_direction(example.text, "", {})
        else:
            found = infer_direction("Skovtrolden", example.text, {})
        assert found == rule.data["direction"], example.text


@pytest.mark.parametrize(
    ("words", "direction"),
    [
        ("Annullering af besparelse", Direction.REVERSAL),
        ("Effektivisering", Direction.CUT),
        ("ØNSKE", Direction.INVESTMENT),
        ("Ny struktur", Direction.REORGANISATION),
        ("cut", Direction.CUT),
        ("", Direction.UNKNOWN),
        ("Blå", Direction.UNKNOWN),
    ],
)
def test_read_direction(words: str, direction: Direction) -> None:
    assert read_direction(words) is direction


@pytest.mark.parametrize(
    ("title", "text", "amounts", "direction"),
    [
        ("Skovtrolden", "", {"2027": -5.0}, Direction.CUT),
        ("Skovtrolden", "", {"2027": 5.0, "2028": 0.0}, Direction.INVESTMENT),
        ("Skovtrolden", "", {"2027": 5.0, "2028": -5.0}, Direction.UNKNOWN),
        ("Skovtrolden", "Børnehaven lukkes.", {"2027": 5.0}, Direction.CUT),
        ("Lukning af Skovtrolden", "Der oprettes pladser.", {"2027": 5.0}, Direction.CUT),
        ("Rengøring", "Ændringen rulles tilbage.", {"2027": -5.0}, Direction.REVERSAL),
        ("Lukning i weekenden rulles tilbage", "", {}, Direction.REVERSAL),
        ("Ekstra rengøring udgår ikke", "", {}, Direction.INVESTMENT),
        (
            "Ét Børnecenter",
            "PPR samles under fælles ledelse. Stillinger bortfalder.",
            {},
            Direction.REORGANISATION,
        ),
    ],
)
def test_infer_direction(
    title: str, text: str, amounts: dict[str, float], direction: Direction
) -> None:
    assert infer_direction(title, text, amounts) is direction


def _directions(*items: tuple[str, str, float]) -> list[Direction]:
    drafts = [
        Draft(str(number), title, text, amounts={"2027": value})
        for number, (title, text, value) in enumerate(items, 1)
    ]
    return [proposal.direction for proposal in catalogue_of(drafts)]


def test_where_both_signs_are_used_an_expense_is_no_cut_by_its_title_alone() -> None:
    closing = ("Lukning af Skovtrolden", "", -5.0)
    assert _directions(closing, ("Afvikling af pukkel", "", 3.0)) == ["cut", "investment"]
    assert _directions(closing, ("Afvikling af hal", "Hallen lukkes.", 3.0)) == ["cut", "cut"]
    # One sign for all says nothing: savings are positive here.
    assert _directions(("Lukning af bus", "", 5.0), ("Afvikling af hal", "", 3.0)) == ["cut"] * 2


def test_a_catalogue_may_write_savings_as_what_they_bring_in() -> None:
    closing = (("Lukning af Skovtrolden", "", 5.0), ("Afvikling af hal", "", 3.0))
    assert _directions(*closing, ("Udvidelse af bus", "", -2.0)) == ["cut", "cut", "investment"]
