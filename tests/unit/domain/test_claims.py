"""Roles from claims."""

import pytest

from consult.domain.access import Role
from consult.domain.claims import ClaimRule, rights

RULES = (
    ClaimRule("groups", "byraad", Role.READER),
    ClaimRule("groups", "drift", Role.ADMINISTRATOR),
    ClaimRule("groups", "budget-red", Role.EDITOR, "budget-2027"),
    ClaimRule("groups", "budget-laes", Role.READER, "budget-2027"),
    ClaimRule("realm_access.roles", "skole", Role.READER, "skole"),
)


@pytest.mark.parametrize(
    ("claims", "role", "rounds"),
    [
        ({"groups": ["byraad", "andet"]}, Role.READER, {}),
        ({"groups": "drift"}, Role.ADMINISTRATOR, {}),
        ({"groups": ["byraad", "drift"]}, Role.ADMINISTRATOR, {}),
        ({"groups": ["budget-laes", "budget-red"]}, None, {"budget-2027": Role.EDITOR}),
        ({"realm_access": {"roles": ["skole"]}}, None, {"skole": Role.READER}),
        ({"realm_access.roles": ["skole"]}, None, {"skole": Role.READER}),
    ],
)
def test_rules_that_fit_give_their_role(
    claims: dict[str, object], role: Role | None, rounds: dict[str, Role]
) -> None:
    found = rights(claims, RULES)
    assert (found.role, found.rounds) == (role, rounds)
    assert found


@pytest.mark.parametrize(
    "claims",
    [
        {},
        {"groups": []},
        {"groups": "driftx"},
        {"groups": "byraad drift"},
        {"groups": ["Drift"]},
        {"groups": {"drift": True}},
        {"groups": [["drift"]]},
        {"groups": None},
        {"other": ["drift"]},
        {"realm_access": ["skole"]},
        {"realm_access": "roles"},
    ],
)
def test_what_no_rule_names_gives_nothing(claims: dict[str, object]) -> None:
    found = rights(claims, RULES)
    assert (found.role, found.rounds) == (None, {})
    assert not found


def test_without_rules_nobody_is_anything() -> None:
    assert not rights({"groups": ["drift"]}, ())
