"""Accounts: made, changed, closed; every change is told in the log."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from consult.domain.access import Actor, Role, local
from consult.domain.errors import AccountError, DeniedError, NotFoundError, StoreError
from consult.services import accounts, auditing, credentials, memberships, rounds, sessions
from consult.services.auditing import EntryFilter
from consult.services.desk import Desk
from consult.services.signing import CHANGE, ENDED, WRONG, Door, Refused, sign_in
from consult.store.account_tables import account, audit, membership, password
from consult.store.database import Store
from tests.service.doors import BETTER, GOOD, HOME, Clock, add, come_in, desk_of, door, who
from tests.store.builders import CATALOGUE


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def at(store: Store, clock: Clock) -> Door:
    """A door to a store with one administrator."""
    made = door(store, clock)
    add(store, "chef", Role.ADMINISTRATOR)
    return made


@pytest.fixture
def chef(at: Door) -> Desk:
    return desk_of(at, come_in(at, "chef"))


def log(at: Door, count: int = 1) -> list[tuple[str, str, str]]:
    found = auditing.entries(Desk(at.store, local()), limit=count).items
    return [(e.actor, e.action, e.subject) for e in found]


def test_the_first_user_must_be_administrator(desk: Desk, clock: Clock, store: Store) -> None:
    at = door(store, clock)
    for role in (None, Role.READER, Role.EDITOR):
        with pytest.raises(AccountError, match="consult users add NAVN --role administrator"):
            accounts.create(desk, at.hasher, "anna", role, password=GOOD)
    assert accounts.every(desk) == ()


def test_users_are_listed_with_their_roles(at: Door, chef: Desk) -> None:
    accounts.create(chef, at.hasher, "Åse.Holm", None, "Åse Holm", GOOD)
    slug = rounds.create(chef, "Budget", "", CATALOGUE).slug
    memberships.grant(chef, "åse.holm", slug, Role.EDITOR)
    found = {line.account.name: line for line in accounts.every(chef)}
    assert found["chef"].account.role is Role.ADMINISTRATOR
    assert found["åse.holm"].account.display == "Åse Holm"
    assert found["åse.holm"].roles == {slug: Role.EDITOR}
    (member,) = memberships.members(chef, slug)
    assert (member.account, member.role, member.given) == ("åse.holm", Role.EDITOR, "hand")
    memberships.grant(chef, "åse.holm", slug, Role.READER)
    assert [m.role for m in memberships.members(chef, slug)] == [Role.READER]
    memberships.grant(chef, "åse.holm", slug, None)
    assert memberships.members(chef, slug) == ()


def test_a_name_is_given_once_however_it_is_written(at: Door, chef: Desk) -> None:
    accounts.create(chef, at.hasher, "åse", None, password=GOOD)
    with pytest.raises(AccountError, match="allerede"):
        accounts.create(chef, at.hasher, "A\u030aSE", None, password=GOOD)


@pytest.mark.parametrize("weak", ["kort", "anna.holm1234", "Sommer2027!!"])
def test_a_weak_password_makes_no_user(at: Door, chef: Desk, weak: str) -> None:
    with pytest.raises(AccountError, match="Adgangskoden"):
        accounts.create(chef, at.hasher, "anna.holm", None, password=weak)
    assert len(accounts.every(chef)) == 1


def test_a_one_time_password_must_be_changed_before_anything_else(at: Door, chef: Desk) -> None:
    _, given = accounts.create(chef, at.hasher, "anna", Role.EDITOR)
    assert given is not None
    done = come_in(at, "anna", given)
    assert done.actor.stop == CHANGE
    mine = desk_of(at, done)
    with pytest.raises(DeniedError, match="engangsadgangskode"):
        rounds.every(mine)
    with pytest.raises(AccountError, match="for kort"):
        credentials.change_own_password(mine, at.hasher, at.slowdown, given, "kort")
    middle = "to heste i regnvejr"
    credentials.change_own_password(mine, at.hasher, at.slowdown, given, middle)
    with pytest.raises(AccountError, match="samme"):
        credentials.change_own_password(mine, at.hasher, at.slowdown, middle, middle)
    credentials.change_own_password(mine, at.hasher, at.slowdown, middle, BETTER)
    assert come_in(at, "anna", BETTER).actor.stop is None
    assert rounds.every(desk_of(at, come_in(at, "anna", BETTER))) == ()


def test_a_one_time_password_is_good_for_some_days(at: Door, chef: Desk, clock: Clock) -> None:
    _, given = accounts.create(chef, at.hasher, "anna", Role.EDITOR)
    clock.forward(hours=credentials.ONE_TIME_HOURS)
    assert sign_in(at, "anna", given or "", HOME) == Refused(ENDED)
    assert sign_in(at, "anna", "en anden kode", HOME) == Refused(WRONG)


def test_a_password_set_by_another_must_be_changed(at: Door, chef: Desk) -> None:
    add(at.store, "anna", Role.READER)
    credentials.set_password(chef, at.hasher, "anna", BETTER)
    assert come_in(at, "anna", BETTER).actor.stop == CHANGE
    with pytest.raises(AccountError, match="for kort"):
        credentials.set_password(chef, at.hasher, "anna", "kort")


def test_a_reset_ends_all_that_the_user_is_signed_in_with(at: Door, chef: Desk) -> None:
    add(at.store, "anna", Role.READER)
    before = come_in(at, "anna")
    given = credentials.reset_password(chef, at.hasher, "anna")
    assert who(at, before.token).stop == sessions.ENDINGS[sessions.PASSWORD]
    assert sign_in(at, "anna", GOOD, HOME) == Refused(WRONG)
    assert come_in(at, "anna", given).device != before.device
    assert log(at, 3)[2] == ("chef", "password.reset", "bruger:anna")


def test_changing_ones_own_password_needs_the_old_one_and_guessing_it_waits(
    at: Door, clock: Clock
) -> None:
    add(at.store, "anna", Role.READER)
    mine = desk_of(at, come_in(at, "anna"))
    for _ in range(6):
        with pytest.raises(DeniedError, match="nuværende"):
            credentials.change_own_password(mine, at.hasher, at.slowdown, "gættet kode", BETTER)
    with pytest.raises(AccountError, match="vent 1 sekund,"):
        credentials.change_own_password(mine, at.hasher, at.slowdown, GOOD, BETTER)
    clock.forward(seconds=1)
    with pytest.raises(AccountError, match="for kort"):
        credentials.change_own_password(mine, at.hasher, at.slowdown, GOOD, "kort")
    credentials.change_own_password(mine, at.hasher, at.slowdown, GOOD, BETTER)
    assert log(at) == [("anna", "password.change", "bruger:anna")]


def test_who_has_no_account_has_no_password(at: Door) -> None:
    for actor in (local(), Actor("x")):
        with pytest.raises(DeniedError, match="logget ind"):
            credentials.change_own_password(
                Desk(at.store, actor), at.hasher, at.slowdown, GOOD, BETTER
            )


def test_the_last_administrator_stays(at: Door, chef: Desk) -> None:
    for change in (
        lambda: accounts.close(chef, "chef"),
        lambda: accounts.set_role(chef, "chef", Role.EDITOR),
        lambda: accounts.set_role(chef, "chef", None),
    ):
        with pytest.raises(AccountError, match="eneste administrator"):
            change()
    add(at.store, "to", Role.ADMINISTRATOR)
    assert accounts.close(chef, "to") == 0
    with pytest.raises(AccountError, match="eneste administrator"):
        accounts.close(chef, "chef")
    accounts.reopen(chef, "to")
    assert accounts.close(chef, "chef") == 1


def test_what_is_not_there_is_told(at: Door, chef: Desk) -> None:
    for call in (
        lambda: accounts.close(chef, "ingen"),
        lambda: accounts.reopen(chef, "ingen"),
        lambda: accounts.set_role(chef, "ingen", None),
        lambda: credentials.reset_password(chef, at.hasher, "ingen"),
        lambda: sessions.end_all(chef, "ingen"),
    ):
        with pytest.raises(NotFoundError, match="»ingen«"):
            call()


@pytest.mark.parametrize("words", ["åge", "ÅGE", "Øst", "søren øst", "ær", "AAGE"])
def test_users_are_found_by_danish_letters_of_any_size(at: Door, chef: Desk, words: str) -> None:
    accounts.create(chef, at.hasher, "aage", Role.READER, "Åge Ærø Søren Østergård", password=GOOD)
    assert [line.account.name for line in accounts.every(chef, find=words)] == ["aage"]


def test_an_administrator_of_one_round_gives_access_to_that_one(at: Door, chef: Desk) -> None:
    here, there = (rounds.create(chef, name, "", CATALOGUE).slug for name in ("Her", "Der"))
    add(at.store, "leder")
    add(at.store, "anna")
    memberships.grant(chef, "leder", here, Role.ADMINISTRATOR)
    desk = desk_of(at, come_in(at, "leder"))
    memberships.grant(desk, "anna", here, Role.READER)
    assert [r.slug for r in rounds.every(desk_of(at, come_in(at, "anna")))] == [here]
    with pytest.raises(DeniedError, match="»der« findes ikke, eller"):
        memberships.grant(desk, "anna", there, Role.READER)
    with pytest.raises(DeniedError, match="se og ændre brugere"):
        accounts.every(desk)


def test_every_change_and_every_denial_is_a_line_in_the_log(at: Door, chef: Desk) -> None:
    accounts.create(chef, at.hasher, "anna", Role.READER, password=GOOD)
    accounts.set_role(chef, "anna", Role.EDITOR)
    accounts.close(chef, "anna")
    accounts.reopen(chef, "anna")
    assert [action for _, action, _ in log(at, 4)[::-1]] == [
        *("account.create", "account.role", "account.close", "account.reopen")
    ]
    anna = desk_of(at, come_in(at, "anna"))
    with pytest.raises(DeniedError):
        accounts.every(anna)
    (entry,) = auditing.entries(chef, EntryFilter(action="denied")).items
    assert (entry.actor, entry.origin, entry.allowed) == ("anna", HOME, False)
    assert "det kræver rollen som administrator" in entry.detail


def test_what_is_typed_into_an_address_is_a_short_line_in_the_log(at: Door) -> None:
    add(at.store, "anna")
    mine = desk_of(at, come_in(at, "anna"))
    with pytest.raises(DeniedError):
        rounds.get(mine, "x" * 5_000)
    chef = Desk(at.store, local())
    (entry,) = auditing.entries(chef, EntryFilter(action="denied")).items
    assert entry.subject.startswith("høringsrunde:xxx")
    assert len(entry.subject) <= 500 >= len(entry.detail)


def test_the_log_cannot_be_changed(at: Door) -> None:
    come_in(at, "chef")
    before = log(at, 50)
    for change in (sa.update(audit).values(actor="en anden"), sa.delete(audit)):
        with pytest.raises(StoreError, match="append-only"), at.store.write() as connection:
            connection.execute(change)
    assert log(at, 50) == before


def test_a_password_and_a_role_go_with_their_account_and_a_role_with_its_round(
    at: Door, chef: Desk
) -> None:
    key = add(at.store, "anna")
    slug = rounds.create(chef, "Her", "", CATALOGUE).slug
    memberships.grant(chef, "anna", slug, Role.READER)
    with at.store.write() as connection:
        connection.execute(sa.delete(account).where(account.c.id == key))
        found = [
            connection.execute(sa.select(t).where(t.c.account_id == key)).all()
            for t in (password, membership)
        ]
    assert found == [[], []]


def test_moments_come_back_as_they_were(chef: Desk, clock: Clock) -> None:
    (line,) = accounts.every(chef)
    assert line.account.created == clock.now
    assert clock.now.utcoffset() == timedelta(0)
