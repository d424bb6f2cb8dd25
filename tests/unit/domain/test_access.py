"""Rights: default deny, a reason for every answer, and roles that grow."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.domain.access import (
    EVERYWHERE,
    LEAST,
    Action,
    Actor,
    Role,
    decide,
    guest,
    local,
    role_in,
    strongest,
    worker,
)
from consult.domain.errors import DeniedError

#: What each role in one consultation may do there. Written out: a change must be meant.
EDITS = {
    Action.VIEW, Action.FILL, Action.ANALYSE, Action.EDIT, Action.REVIEW, Action.RELEASE,
    Action.ORIGINAL,
}  # fmt: skip
THERE = {
    None: set(),
    Role.READER: {Action.VIEW},
    Role.EDITOR: EDITS,
    Role.ADMINISTRATOR: EDITS | {Action.GRANT},
}
#: What each role in all consultations may do beside that.
EVERYWHERE_TOO = {
    None: set(),
    Role.READER: set(),
    Role.EDITOR: {Action.CREATE},
    Role.ADMINISTRATOR: {Action.CREATE, Action.ACCOUNTS, Action.LOG, Action.TAXONOMY},
}
ROLES = st.sampled_from([None, *Role])


def allowed(actor: Actor, consultation_id: int) -> set[Action]:
    return {a for a in Action if decide(actor, a, None if a in EVERYWHERE else consultation_id)}


@pytest.mark.parametrize("role", [None, *Role])
def test_a_role_in_one_consultation_holds_there_and_nowhere_else(role: Role | None) -> None:
    actor = Actor("Anna", 1, roles={7: role} if role else {})
    assert allowed(actor, 7) == THERE[role]
    assert allowed(actor, 8) == set()


@pytest.mark.parametrize("role", [None, *Role])
def test_a_role_in_all_holds_in_each(role: Role | None) -> None:
    actor = Actor("Anna", 1, role)
    assert allowed(actor, 7) == allowed(actor, 8) == THERE[role] | EVERYWHERE_TOO[role]


def test_every_action_has_a_least_role() -> None:
    assert set(LEAST) == set(Action)


@given(ROLES, ROLES, st.sampled_from(Action), st.booleans(), st.none() | st.text(min_size=1))
def test_every_answer_has_a_reason_and_only_a_role_allows(
    everywhere: Role | None, here: Role | None, action: Action, whole: bool, stop: str | None
) -> None:
    actor = Actor("A", 1, everywhere, {7: here} if here else {}, stop=stop)
    decision = decide(actor, action, None if whole else 7)
    assert decision.reason
    if decision:
        assert stop is None
        assert whole == (action in EVERYWHERE)
        assert role_in(actor, None if whole else 7) is not None
    else:
        with pytest.raises(DeniedError) as error:
            decision.enforce()
        assert str(error.value) == decision.reason


def test_a_denial_says_what_is_missing() -> None:
    said = decide(Actor("A", 1, Role.READER), Action.FILL, 7).reason
    assert "læser" in said
    assert "redaktør" in said
    assert decide(Actor("A", 1), Action.VIEW, 7).reason.startswith("Du har ingen rolle her")


def test_who_is_stopped_may_do_nothing_whatever_the_role() -> None:
    stopped = Actor("A", 1, Role.ADMINISTRATOR, {7: Role.ADMINISTRATOR}, stop="Skift kode.")
    assert allowed(stopped, 7) == set()
    assert decide(stopped, Action.VIEW, 7).reason == "Skift kode."


def test_the_three_without_an_account() -> None:
    assert allowed(local(), 7) == set(Action)
    assert allowed(worker(), 7) == THERE[Role.EDITOR] | EVERYWHERE_TOO[Role.EDITOR]
    assert allowed(guest(), 7) == set()


@given(st.lists(ROLES))
def test_the_strongest_role_may_do_all_that_any_may(roles: list[Role | None]) -> None:
    best = strongest(roles)
    for role in roles:
        assert THERE[role] <= THERE[best]
