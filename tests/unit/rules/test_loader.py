"""The rule loader: what it accepts, what it refuses and in which words."""

import pickle
from textwrap import dedent

import pytest

from consult.domain.errors import ConsultError
from consult.rules import Example, RuleError, load_rules
from consult.rules.loader import parse_rules

GOOD = dedent(
    """
    version: 2
    about: En prøve.
    words: [a, b]
    rules:
      - id: one
        why: because
        match: [ja, {text: nej, gives: ['1']}]
        no_match: [måske]
        pattern: x+
    """
)


def test_a_rule_file_is_read_whole() -> None:
    rules = parse_rules("prøve", GOOD)
    assert (rules.version, rules.about, dict(rules.data)) == (2, "En prøve.", {"words": ["a", "b"]})
    (rule,) = rules.rules
    assert rule.match == (Example("ja"), Example("nej", ("1",)))
    assert rule.no_match == ("måske",)
    assert dict(rule.data) == {"pattern": "x+"}


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (("version: 2", "version: to"), "'version' skal være et heltal"),
        (("about: En prøve.", "about: ''"), "'about' skal være en sætning"),
        (("id: one", "name: one"), "hver regel skal have et 'id'"),
        (("why: because", "why: ''"), "reglen 'one' mangler 'why'"),
        (("no_match: [måske]", "no_match: []"), "reglen 'one' mangler 'no_match'"),
        (("match: [ja,", "match: [7,"), "reglen 'one' har et eksempel, der ikke er en tekst"),
        (("gives: ['1']", "gives: '1'"), "'gives' ikke er en liste"),
        (("version: 2", "version: ["), "indholdet er ikke gyldig YAML"),
    ],
)
def test_a_bad_file_is_refused_with_the_reason(change: tuple[str, str], complaint: str) -> None:
    with pytest.raises(RuleError, match=complaint) as caught:
        parse_rules("prøve", GOOD.replace(*change))
    assert isinstance(caught.value, ConsultError)
    assert str(caught.value).startswith("Regelfilen prøve.yaml: ")


def test_two_rules_of_one_name_are_refused() -> None:
    doubled = GOOD + GOOD.split("rules:\n")[1]
    with pytest.raises(RuleError, match="reglen 'one' står der to gange"):
        parse_rules("prøve", doubled)


def test_a_missing_file_is_named() -> None:
    with pytest.raises(RuleError, match=r"Regelfilen findes_ikke\.yaml: filen findes ikke"):
        load_rules("findes_ikke")


def test_rules_are_read_once() -> None:
    assert load_rules("references") is load_rules("references")


def test_the_error_crosses_processes() -> None:
    error = RuleError("prøve", "filen findes ikke")
    assert str(pickle.loads(pickle.dumps(error))) == str(error)  # noqa: S301 - our own bytes
