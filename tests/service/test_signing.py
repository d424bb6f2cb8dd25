"""Signing in: who gets in, what others learn, and what a token is worth."""

import secrets
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consult.domain.access import Role, local
from consult.domain.throttle import Slowdown
from consult.services import accounts, credentials, sessions, signing
from consult.services.desk import Desk
from consult.services.hashing import Hasher
from consult.services.sessions import Lifetime
from consult.services.signing import (
    Door,
    Refused,
    SignedIn,
    session_id,
    sign_in,
    sign_out,
    visitor,
)
from consult.store.account_tables import attempt, audit, device, session
from consult.store.database import Store
from tests.service.doors import (
    BETTER,
    ELSEWHERE,
    GOOD,
    HOME,
    Clock,
    CountingHasher,
    add,
    come_in,
    desk_of,
    door,
    who,
)

WRONG = "en helt anden kode"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def at(store: Store, clock: Clock) -> Door:
    """A door to a store with an administrator and Anna, who reads everywhere."""
    made = door(store, clock)
    add(store, "chef", Role.ADMINISTRATOR)
    add(store, "anna", Role.READER)
    return made


def refused(at: Door, name: str, password: str, origin: str = HOME, **more: str) -> Refused:
    done = sign_in(at, name, password, origin, **more)
    assert isinstance(done, Refused)
    return done


def rows(at: Door, table: sa.Table) -> list[dict[str, object]]:
    with at.store.read() as connection:
        return [dict(row) for row in connection.execute(sa.select(table)).mappings()]


def test_the_right_password_gives_a_session_with_the_rights_of_now(at: Door) -> None:
    done = come_in(at, " Anna ")
    actor = who(at, done.token)
    assert (actor.name, actor.role, actor.stop) == ("anna", Role.READER, None)
    accounts.set_role(Desk(at.store, local()), "anna", Role.EDITOR)
    assert who(at, done.token).role is Role.EDITOR
    assert session_id(at, done.token) == 1


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("anna", WRONG),
        ("anna", ""),
        ("anna", GOOD.upper()),
        ("ukendt", GOOD),
        ("", ""),
        ("anna\0", GOOD),
        ("' OR 1=1 --", GOOD),
        ("\ud800", "\ud800" * 20),
        ("x" * 100_000, "y" * 100_000),
    ],
)
def test_all_that_is_wrong_is_answered_alike(at: Door, name: str, password: str) -> None:
    assert refused(at, name, password) == Refused(signing.WRONG)
    assert rows(at, session) == []


def test_time_does_not_tell_who_has_an_account(at: Door) -> None:
    """Whoever is named, one hash of the same cost is tried and one line is logged."""
    accounts.close(Desk(at.store, local()), "anna")
    hasher = at.hasher
    assert isinstance(hasher, CountingHasher)
    with at.store.write() as connection:
        connection.execute(
            sa.delete(audit.metadata.tables["password"]).where(sa.text("account_id = 1"))
        )
    lines = len(rows(at, audit))
    for n, name in enumerate(("anna", "chef", "ukendt"), 1):
        assert refused(at, name, WRONG).reason == signing.WRONG
        assert len(hasher.verified) == n
        assert len(rows(at, audit)) == lines + n
    assert hasher.verified[0] is not None
    assert hasher.verified[1:] == [None, None]


def test_an_unknown_name_is_kept_nowhere_for_it_may_be_a_password(at: Door) -> None:
    refused(at, "hemmeligt kodeord", "x")
    kept = repr([rows(at, audit), rows(at, attempt), rows(at, session)])
    assert "hemmeligt" not in kept
    (place,) = [r["place"] for r in rows(at, attempt) if str(r["place"]).startswith("account:")]
    assert len(str(place)) == len("account:") + 5


def test_a_closed_account_is_told_only_to_its_owner(at: Door) -> None:
    done = come_in(at, "anna")
    accounts.close(Desk(at.store, local()), "anna")
    assert "lukket" in refused(at, "anna", GOOD).reason
    assert refused(at, "anna", WRONG).reason == signing.WRONG
    assert who(at, done.token).stop == sessions.ENDINGS[sessions.CLOSED]
    accounts.reopen(Desk(at.store, local()), "anna")
    assert who(at, done.token).stop is not None, "an ended session does not come back"
    assert come_in(at, "anna")


def test_an_address_may_be_anything(at: Door) -> None:
    for origin in ("", "x" * 10_000, "a\0b", "\ud800", "192.0.2.7, 10.0.0.1", "<b>"):
        refused(at, "anna", WRONG, origin)
        assert come_in(at, "anna", origin=origin or " ")


def test_tokens_are_not_in_the_database(at: Door) -> None:
    done = come_in(at, "anna")
    kept = repr([rows(at, t) for t in (session, device, audit, attempt)])
    assert done.token not in kept
    assert done.device not in kept
    assert len(done.token) >= 43


@given(st.text(max_size=300))
@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_made_up_token_is_worth_nothing(sqlite: Store, token: str) -> None:
    at = door(sqlite, Clock())
    assert who(at, token).stop == sessions.UNKNOWN
    assert not sign_out(at, token)
    assert session_id(at, token) is None


def test_a_forged_token_is_worth_nothing(at: Door) -> None:
    token = come_in(at, "anna").token
    (kept,) = rows(at, session)
    forged = [
        str(kept["token_hash"]), str(kept["id"]), token[:-1], token + "A", token.swapcase(),
        f" {token}", f"{token}\0", secrets.token_urlsafe(32), "", "%", "_" * 43, "x" * 1_000_000,
    ]  # fmt: skip
    for other in forged:
        assert who(at, other).stop == sessions.UNKNOWN
        assert who(at, other).role is None
        assert not sign_out(at, other)
    assert who(at, token).stop is None


def test_a_session_ends_when_it_is_not_used(at: Door, clock: Clock) -> None:
    token = come_in(at, "anna").token
    for _ in range(5):
        clock.forward(minutes=59)
        assert who(at, token).stop is None
    clock.forward(minutes=60)
    assert who(at, token).stop == sessions.IDLE
    clock.forward(minutes=-30)
    assert who(at, token).stop is None, "time alone decides"


def test_what_nobody_asked_for_is_no_use_of_a_session(at: Door, clock: Clock) -> None:
    token = come_in(at, "anna").token
    for _ in range(5):
        clock.forward(minutes=11)
        assert visitor(at, token, HOME, in_use=False).stop is None
    clock.forward(minutes=5)
    assert visitor(at, token, HOME, in_use=False).stop == sessions.IDLE
    assert visitor(at, token, HOME).stop == sessions.IDLE


def test_a_session_ends_however_much_it_is_used(at: Door, clock: Clock) -> None:
    done = come_in(at, "anna")
    for _ in range(19):
        clock.forward(minutes=30)
        assert who(at, done.token).stop is None
    clock.forward(minutes=30)
    assert clock.now == done.ends
    assert who(at, done.token).stop == sessions.TOO_OLD


def test_shorter_times_hold_for_sessions_that_are_there(at: Door, clock: Clock) -> None:
    token = come_in(at, "anna").token
    clock.forward(minutes=10)
    assert who(replace(at, lifetime=Lifetime(idle=300)), token).stop == sessions.IDLE
    assert who(replace(at, lifetime=Lifetime(longest=300)), token).stop == sessions.TOO_OLD


def test_that_a_session_was_seen_is_written_once_a_minute(at: Door, clock: Clock) -> None:
    token, seen = come_in(at, "anna").token, []
    for _ in range(12):
        clock.forward(seconds=15)
        who(at, token)
        seen.append(rows(at, session)[0]["seen"])
    assert len(set(seen)) == 4


def test_signing_out_ends_that_session_alone(at: Door) -> None:
    first, second = come_in(at, "anna"), come_in(at, "anna", origin=ELSEWHERE)
    assert sign_out(at, first.token)
    assert not sign_out(at, first.token)
    assert who(at, first.token).stop == sessions.ENDINGS[sessions.SIGNED_OUT]
    assert who(at, second.token).stop is None


def test_a_session_can_be_ended_by_its_owner_and_by_an_administrator(at: Door) -> None:
    chef, anna, too = come_in(at, "chef"), come_in(at, "anna"), come_in(at, "anna")
    mine = desk_of(at, anna)
    assert [s.account for s in sessions.living(mine, at.lifetime, "anna")] == ["anna", "anna"]
    assert sessions.end(mine, session_id(at, too.token) or 0)
    assert who(at, too.token).stop == sessions.ENDINGS[sessions.ENDED]
    theirs = desk_of(at, chef)
    assert {s.account for s in sessions.living(theirs, at.lifetime)} == {"anna", "chef"}
    assert sessions.end_all(theirs, "anna") == 1
    assert who(at, anna.token).stop == sessions.ENDINGS[sessions.ENDED]
    assert not sessions.end(theirs, 9_999)


def test_a_new_sign_in_never_takes_over_a_token(at: Door) -> None:
    """Session fixation: what an attacker has put into the browser is never worth anything."""
    planted = secrets.token_urlsafe(32)
    done = come_in(at, "anna", replaced=planted, device=planted)
    assert planted not in (done.token, done.device)
    assert who(at, planted).stop == sessions.UNKNOWN
    again = come_in(at, "anna", replaced=done.token)
    assert again.token != done.token
    assert who(at, done.token).stop == sessions.ENDINGS[sessions.REPLACED]
    assert who(at, again.token).stop is None


def test_a_failed_sign_in_leaves_the_old_session(at: Door) -> None:
    done = come_in(at, "anna")
    refused(at, "anna", WRONG, replaced=done.token)
    assert who(at, done.token).stop is None


def test_a_new_password_ends_the_other_sessions(at: Door) -> None:
    here, there = come_in(at, "anna"), come_in(at, "anna")
    number = session_id(at, here.token)
    credentials.change_own_password(desk_of(at, here), at.hasher, at.slowdown, GOOD, BETTER, number)
    assert who(at, here.token).stop is None
    assert who(at, there.token).stop == sessions.ENDINGS[sessions.PASSWORD]
    assert refused(at, "anna", GOOD).reason == signing.WRONG
    assert come_in(at, "anna", BETTER)


def test_a_password_is_hashed_anew_when_the_parameters_change(at: Door) -> None:
    table = audit.metadata.tables["password"]
    before = {r["account_id"]: r["hash"] for r in rows(at, table)}
    stronger = replace(at, hasher=Hasher(2, 16, 1))
    refused(stronger, "anna", WRONG)
    assert {r["account_id"]: r["hash"] for r in rows(at, table)} == before
    come_in(stronger, "anna")
    after = {r["account_id"]: str(r["hash"]) for r in rows(at, table)}
    assert after[1] == before[1]
    assert after[2].startswith("$argon2id$v=19$m=16,t=2,p=1$")
    assert come_in(stronger, "anna")


def test_guessing_waits_longer_and_longer_and_the_right_password_too(
    at: Door, clock: Clock
) -> None:
    waits = []
    for _ in range(12):
        waits.append(refused(at, "anna", WRONG).wait)
        if waits[-1]:
            clock.forward(seconds=waits[-1])
    assert waits == [0] * 6 + [1, 0, 2, 0, 4, 0]
    done = refused(at, "anna", GOOD)
    assert done.wait == 8
    assert done.reason == "Der er forsøgt for mange gange – vent 8 sekunder, og prøv igen."
    clock.forward(seconds=8)
    assert come_in(at, "anna")
    assert refused(at, "anna", WRONG).wait == 0, "having come in, one begins anew"


def test_waiting_costs_no_hash_and_no_failure(at: Door, clock: Clock) -> None:
    hasher = at.hasher
    assert isinstance(hasher, CountingHasher)
    for _ in range(100):
        refused(at, "anna", WRONG)
    assert len(hasher.verified) == 6
    clock.forward(seconds=1)
    assert come_in(at, "anna")


def test_a_thousand_guesses_at_once_are_a_thousand(store: Store, clock: Clock) -> None:
    at = door(store, clock)
    add(store, "chef", Role.ADMINISTRATOR)
    hasher = at.hasher
    assert isinstance(hasher, CountingHasher)
    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(lambda _: sign_in(at, "chef", WRONG, HOME), range(60)))
    assert not any(isinstance(d, SignedIn) for d in done)
    assert len(hasher.verified) == 6


def test_guessing_at_many_names_from_one_address_waits(at: Door) -> None:
    waits = [refused(at, f"navn{n}", WRONG).wait for n in range(40)]
    assert waits[:21] == [0] * 21
    assert all(0 < wait <= 30 for wait in waits[21:])
    assert come_in(at, "anna", origin=ELSEWHERE)


def test_addresses_of_one_line_are_one(at: Door) -> None:
    for n in range(6):
        refused(at, "anna", WRONG, f"2001:db8:1:2::{n}")
    assert refused(at, "anna", WRONG, "2001:db8:1:2:ffff::9").wait > 0
    assert refused(at, "anna", WRONG, "2001:db8:1:3::1").wait == 0
    for n in range(6):
        refused(at, "chef", WRONG, "::ffff:192.0.2.7" if n % 2 else HOME)
    assert refused(at, "chef", WRONG).wait > 0


def test_no_one_shuts_another_out(at: Door, clock: Clock) -> None:
    """Guessing from elsewhere never makes Anna wait at home, not even for her first mistake."""
    for n in range(60):
        refused(at, "anna", WRONG, f"203.0.113.{n}")
    assert come_in(at, "anna")
    assert refused(at, "anna", WRONG).wait == 0
    assert refused(at, "anna", GOOD).wait == 1, "but an account that many try has no free tries"
    clock.forward(seconds=1)
    assert come_in(at, "anna")


def test_a_neighbour_behind_the_same_address_shuts_no_known_device_out(
    at: Door, clock: Clock
) -> None:
    known = come_in(at, "anna").device
    clock.forward(hours=1)
    for n in range(60):
        sign_in(at, "anna" if n % 2 else f"navn{n}", WRONG, HOME)
    assert refused(at, "anna", GOOD).wait > 0
    assert come_in(at, "anna", device=known).device == known
    for _ in range(6):
        refused(at, "anna", WRONG, device=known)
    assert refused(at, "anna", GOOD, device=known).wait > 0, "a stolen device guesses no faster"


def test_a_device_is_known_to_its_own_account_alone(at: Door) -> None:
    known = come_in(at, "anna").device
    for _ in range(6):
        refused(at, "chef", WRONG)
    assert refused(at, "chef", GOOD, device=known).wait > 0
    assert come_in(at, "chef", device=known, origin=ELSEWHERE).device != known


def test_a_reset_lets_the_user_try_at_once(at: Door) -> None:
    for _ in range(8):
        refused(at, "anna", WRONG)
    assert refused(at, "anna", GOOD).wait > 0
    given = credentials.reset_password(Desk(at.store, local()), at.hasher, "anna")
    assert come_in(at, "anna", given)


ATTEMPTS = st.lists(
    st.tuples(
        st.sampled_from(["anna", "chef", "x"]), st.integers(1, 4), st.floats(0, 40), st.booleans()
    ),
    max_size=40,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ATTEMPTS)
def test_whatever_others_do_elsewhere_the_owner_comes_in(
    sqlite: Store, attempts: list[tuple[str, int, float, bool]]
) -> None:
    clock = Clock()
    at = door(sqlite, clock, slowdown=Slowdown(free=1, hot=3))
    with sqlite.read() as connection:
        made = connection.scalar(
            sa.select(sa.func.count()).select_from(session.metadata.tables["account"])
        )
    if not made:
        add(sqlite, "chef", Role.ADMINISTRATOR)
        add(sqlite, "anna", Role.READER)
    for name, place, pause, right in attempts:
        clock.forward(seconds=pause)
        sign_in(at, name, GOOD if right else WRONG, f"203.0.113.{place}")
    assert isinstance(sign_in(at, "anna", GOOD, HOME), SignedIn)


def test_an_open_house_closes_with_the_first_account(store: Store, clock: Clock) -> None:
    at = door(store, clock, open_house=True)
    assert who(at, None).role is Role.ADMINISTRATOR
    assert who(at, "forged").role is None
    assert who(replace(at, open_house=False), None).stop == "Log ind for at gå videre."
    add(store, "chef", Role.ADMINISTRATOR)
    assert who(at, None).role is None
    with pytest.raises(accounts.AccountError):
        accounts.close(Desk(store, local()), "chef")


def test_what_is_long_gone_is_taken_away(at: Door, clock: Clock) -> None:
    come_in(at, "anna")
    refused(at, "x", WRONG, ELSEWHERE)
    clock.forward(days=200)
    come_in(at, "chef")
    assert len(rows(at, session)) == len(rows(at, device)) == 1
    assert all(r["last"] == clock.now for r in rows(at, attempt))


def test_coming_and_going_is_logged_with_the_address(at: Door) -> None:
    refused(at, "anna", WRONG, ELSEWHERE)
    sign_out(at, come_in(at, "anna").token, HOME)
    last = [
        (r["actor"], r["action"], r["subject"], r["origin"], r["allowed"]) for r in rows(at, audit)
    ]
    assert last[-3:] == [
        ("ukendt", "signin", "bruger:anna", ELSEWHERE, False),
        ("anna", "signin", "bruger:anna", HOME, True),
        ("anna", "signout", "bruger:anna", HOME, True),
    ]
