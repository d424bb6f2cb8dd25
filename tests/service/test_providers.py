"""Signing in through a provider: what it says is who one is, and what one may do."""

from dataclasses import replace

import pytest
import sqlalchemy as sa

from consult.domain.access import Role, local
from consult.domain.claims import ClaimRule
from consult.domain.errors import AccountError
from consult.services import accounts, credentials, memberships, rounds, sessions
from consult.services.desk import Desk
from consult.services.providers import NO_ROLE, NOBODY, sign_in_with_claims
from consult.services.signing import WRONG, Door, Refused, SignedIn, sign_in
from consult.store.account_tables import password
from consult.store.database import Store
from tests.service.doors import GOOD, HOME, Clock, add, desk_of, door, who
from tests.store.builders import CATALOGUE

ISSUER = "https://login.example.dk"
RULES = (
    ClaimRule("groups", "byraad", Role.READER),
    ClaimRule("groups", "drift", Role.ADMINISTRATOR),
    ClaimRule("groups", "budget", Role.EDITOR, "budget"),
    ClaimRule("groups", "fremtid", Role.EDITOR, "findes-ikke-endnu"),
)


@pytest.fixture
def at(store: Store) -> Door:
    return door(store, Clock(), rules=RULES, open_house=True)


def claims(*groups: str, sub: str = "a1", **more: object) -> dict[str, object]:
    return {"iss": ISSUER, "sub": sub, "groups": list(groups), "name": "Anna Holm", **more}


def come(at: Door, said: dict[str, object]) -> SignedIn:
    done = sign_in_with_claims(at, said, HOME)
    assert isinstance(done, SignedIn), done
    return done


def test_an_account_is_made_the_first_time_and_found_the_next(at: Door) -> None:
    first = come(at, claims("byraad", preferred_username="Anna.Holm"))
    again = come(at, claims("byraad", preferred_username="gift.nu", name="Anna Ny"))
    assert first.actor.account_id == again.actor.account_id
    assert again.actor.name == "Anna Ny"
    (line,) = accounts.every(Desk(at.store, local()))
    assert (line.account.name, line.account.issuer) == ("anna.holm", ISSUER)


def test_roles_are_those_of_the_newest_claims(at: Door) -> None:
    desk = Desk(at.store, local())
    slug = rounds.create(desk, "Budget", "", CATALOGUE).slug
    other = rounds.create(desk, "Andet", "", CATALOGUE).slug
    actor = come(at, claims("drift", "budget", "fremtid")).actor
    assert (actor.role, list(actor.roles.values())) == (Role.ADMINISTRATOR, [Role.EDITOR])
    memberships.grant(desk, _name(desk), other, Role.READER)
    done = come(at, claims("budget"))
    assert done.actor.role is None
    assert [r.slug for r in rounds.every(desk_of(at, done))] == [other, slug]
    done = come(at, claims())
    assert [r.slug for r in rounds.every(desk_of(at, done))] == [other], (
        "given by hand, so it stays"
    )


def _name(desk: Desk) -> str:
    return accounts.every(desk)[-1].account.name


def test_who_has_no_role_is_not_let_in_and_gets_no_account(at: Door) -> None:
    assert sign_in_with_claims(at, claims("andet"), HOME) == Refused(NO_ROLE)
    assert accounts.every(Desk(at.store, local())) == ()


def test_who_loses_all_roles_loses_the_sessions_too(at: Door) -> None:
    before = come(at, claims("byraad"))
    assert sign_in_with_claims(at, claims(), HOME) == Refused(NO_ROLE)
    assert who(at, before.token).stop == sessions.ENDINGS[sessions.ENDED]
    assert who(at, before.token).role is None


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"groups": ["drift"]},
        {"iss": ISSUER, "groups": ["drift"]},
        {"sub": "a1", "groups": ["drift"]},
        {"iss": ISSUER, "sub": "", "groups": ["drift"]},
        {"iss": ISSUER, "sub": 17, "groups": ["drift"]},
        {"iss": ISSUER, "sub": "a\0b", "groups": ["drift"]},
        {"iss": ISSUER, "sub": "x" * 501, "groups": ["drift"]},
    ],
)
def test_claims_that_say_nobody_let_nobody_in(at: Door, said: dict[str, object]) -> None:
    assert sign_in_with_claims(at, said, HOME) == Refused(NOBODY)


def test_one_name_from_two_is_two_accounts_and_never_a_local_one(at: Door) -> None:
    chef = add(at.store, "chef", Role.ADMINISTRATOR)
    ids = {
        come(
            at, claims("byraad", sub=sub, preferred_username="chef") | {"iss": issuer}
        ).actor.account_id
        for sub, issuer in (("1", ISSUER), ("2", ISSUER), ("1", "https://other.example"))
    }
    assert len(ids) == 3
    assert chef not in ids
    names = [line.account.name for line in accounts.every(Desk(at.store, local()))]
    assert names == ["chef", "chef-2", "chef-3", "chef-4"]


def test_there_is_never_a_password_here(at: Door) -> None:
    come(at, claims("drift", preferred_username="anna"))
    desk = Desk(at.store, local())
    for change in (
        lambda: credentials.reset_password(desk, at.hasher, "anna"),
        lambda: credentials.set_password(desk, at.hasher, "anna", GOOD),
        lambda: credentials.change_own_password(
            desk_of(at, come(at, claims("drift"))), at.hasher, at.slowdown, GOOD, GOOD
        ),
    ):
        with pytest.raises(AccountError, match="har ingen adgangskode her"):
            change()
    with at.store.write() as connection:
        row = {"account_id": 1, "hash": at.hasher.hash(GOOD), "changed": at.store.now()}
        connection.execute(sa.insert(password).values(must_change=False, **row))
    assert sign_in(at, "anna", GOOD, HOME) == Refused(WRONG), "not even with one in the table"


def test_a_role_from_claims_is_not_changed_here_but_the_account_can_be_closed(at: Door) -> None:
    desk = Desk(at.store, local())
    come(at, claims("byraad", preferred_username="anna"))
    with pytest.raises(AccountError, match="ændres dér"):
        accounts.set_role(desk, "anna", Role.ADMINISTRATOR)
    accounts.close(desk, "anna")
    refused = sign_in_with_claims(at, claims("drift"), HOME)
    assert refused == Refused(sessions.ENDINGS[sessions.CLOSED])


def test_with_a_provider_the_house_is_never_open(at: Door) -> None:
    assert who(at, None).role is None
    assert who(replace(at, rules=()), None).role is Role.ADMINISTRATOR


def test_a_sign_in_gets_a_new_token_each_time(at: Door) -> None:
    first = come(at, claims("byraad"))
    second = sign_in_with_claims(at, claims("byraad"), HOME, first.device, first.token)
    assert isinstance(second, SignedIn)
    assert second.token != first.token
    assert second.device == first.device
    assert who(at, first.token).stop == sessions.ENDINGS[sessions.REPLACED]
