"""At the door: signing in and out, and who comes with a token. See decision 0060."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from consult.domain.access import SIGN_IN, Actor, guest, local
from consult.domain.claims import ClaimRule
from consult.domain.throttle import Slowdown
from consult.services import guessing, sessions
from consult.services.desk import of_account
from consult.services.hashing import Hasher
from consult.services.names import name_of, storable
from consult.services.sessions import Lifetime, hash_of
from consult.store import accounts, audit
from consult.store import sessions as stored
from consult.store.account_records import Account, Entry, Password, SessionLine
from consult.store.database import Connection, Store

WRONG = "Brugernavnet eller adgangskoden er forkert."
CHANGE = "Skift din engangsadgangskode, før du går videre."
ENDED = "Engangsadgangskoden er for gammel – bed en administrator om en ny."
#: Longest token that is looked at; ours have 43 characters.
_LONGEST = 200
#: Characters of an address that are kept.
_ORIGIN = 100


@dataclass(frozen=True)
class Door:
    """All that signing in needs; made by `consult.bootstrap`.

    `open_house` says that only this machine can reach the app: there everyone is let in until
    the first account is made. Where `rules` say whom a provider's people are, nobody is.
    """

    store: Store
    hasher: Hasher = field(default_factory=Hasher)
    slowdown: Slowdown = field(default_factory=Slowdown)
    lifetime: Lifetime = field(default_factory=Lifetime)
    rules: tuple[ClaimRule, ...] = ()
    open_house: bool = False


@dataclass(frozen=True, slots=True)
class SignedIn:
    """`token` is the session's, `device` that of a browser which has signed in: keep both secret.

    `ends` is when the session ends at the latest.
    """

    actor: Actor
    token: str
    device: str
    ends: datetime


@dataclass(frozen=True, slots=True)
class Refused:
    """Nobody was signed in; `reason` is a Danish sentence, `wait` the seconds to wait."""

    reason: str
    wait: float = 0.0


def sign_in(
    door: Door,
    name: str,
    password: str,
    origin: str,
    device: str | None = None,
    replaced: str | None = None,
) -> SignedIn | Refused:
    """Sign in with name and password, from an address.

    `device` is what an earlier sign-in of this browser gave, `replaced` the token that it had:
    a new sign-in always gets a new token, and the old one ends.
    """
    wanted, origin = name_of(name), origin_of(origin)
    with door.store.write() as connection:
        account = accounts.named(connection, wanted)
        known = _password(connection, account)
        where = _places(connection, account, wanted, origin, device)
        wait = guessing.reserve(connection, where, door.slowdown, door.store.now())
    if wait:
        return Refused(guessing.told(wait), wait)
    if not door.hasher.verify(known.hash if known else None, password) or account is None:
        _log_wrong(door, account, origin)
        return Refused(WRONG)
    fresh = _rehashed(door, known, password)
    with door.store.write() as connection:
        guessing.settle(connection, where)
        # Accounts and passwords may have changed while the password was hashed.
        current, latest = accounts.by_id(connection, account.id), _password(connection, account)
        problem = _problem(current, latest, known, door.store.now())
        if problem is not None:
            audit.add(connection, entry_of(current, "signin", origin, door.store.now(), problem))
            return Refused(problem)
        if known is not None and fresh is not None:
            accounts.rehash(connection, account.id, known.hash, fresh)
        return admit(door, connection, current, origin, device, replaced)


def admit(
    door: Door,
    connection: Connection,
    account: Account,
    origin: str,
    device: str | None,
    replaced: str | None,
) -> SignedIn:
    """A new session for an account whose owner has proven to be who they say."""
    now, token = door.store.now(), secrets.token_urlsafe(32)
    ends = now + timedelta(seconds=door.lifetime.longest)
    if replaced is not None:
        _end(connection, replaced, now, sessions.REPLACED)
    stored.add(connection, account.id, hash_of(token), origin, now, ends)
    keep = device
    if keep is None or not stored.knows_device(connection, account.id, hash_of(keep)):
        keep = secrets.token_urlsafe(32)
    stored.put_device(connection, account.id, hash_of(keep), now)
    before = now - timedelta(days=sessions.KEPT)
    stored.forget(connection, before)
    guessing.clean(connection, door.slowdown, now)
    audit.add(connection, entry_of(account, "signin", origin, now))
    return SignedIn(_actor(connection, account, origin), token, keep, ends)


def visitor(door: Door, token: str | None, origin: str = "", in_use: bool = True) -> Actor:
    """Who comes with that token (None for none), with the rights they have now.

    `in_use` is False where no person asked, but a page that looks by itself: else one that is
    left open would keep its session alive.

    Where it is worth nothing they are a guest, and `stop` says why. In an open house that has
    no account yet everyone is the local administrator.
    """
    origin = origin_of(origin)
    if token is None:
        with door.store.read() as connection:
            if door.open_house and not door.rules and not accounts.exist(connection):
                return local(origin)
        return guest(SIGN_IN, origin)
    with door.store.read() as connection:
        found = _living(door, connection, token)
        if isinstance(found, str):
            return guest(found, origin)
        account = accounts.by_id(connection, found.account_id)
        if account.closed is not None:
            return guest(sessions.ENDINGS[sessions.CLOSED], origin)
        actor = _actor(connection, account, origin)
    now = door.store.now()
    if in_use and door.lifetime.is_stale(found, now):
        with door.store.write() as connection:
            stored.touch(connection, found.id, now)
    return actor


def session_id(door: Door, token: str) -> int | None:
    """The number of the session with that token, None where it counts no more."""
    with door.store.read() as connection:
        found = _living(door, connection, token)
    return None if isinstance(found, str) else found.id


def sign_out(door: Door, token: str, origin: str = "") -> bool:
    """End the session with that token; whether it still counted."""
    with door.store.write() as connection:
        found = stored.by_token(connection, hash_of(token[:_LONGEST]))
        now = door.store.now()
        if found is None or not _end(connection, token, now, sessions.SIGNED_OUT):
            return False
        account = accounts.by_id(connection, found.account_id)
        audit.add(connection, entry_of(account, "signout", origin_of(origin), now))
        return True


def _living(door: Door, connection: Connection, token: str) -> SessionLine | str:
    """The session with that token, or why there is none that counts."""
    if len(token) > _LONGEST:
        return sessions.UNKNOWN
    found = stored.by_token(connection, hash_of(token))
    if found is None:
        return sessions.UNKNOWN
    return door.lifetime.problem(found, door.store.now()) or found


def _end(connection: Connection, token: str, now: datetime, why: str) -> bool:
    found = stored.by_token(connection, hash_of(token[:_LONGEST]))
    return found is not None and stored.end(connection, [found.id], now, why) > 0


def _password(connection: Connection, account: Account | None) -> Password | None:
    """The password that the account can be opened with; none where its owner signs in elsewhere."""
    if account is None or account.issuer is not None:
        return None
    return accounts.password_of(connection, account.id)


def _places(
    connection: Connection, account: Account | None, name: str, origin: str, device: str | None
) -> guessing.Places:
    hashed = hash_of(device) if device is not None and len(device) <= _LONGEST else None
    known = (
        account is not None
        and hashed is not None
        and stored.knows_device(connection, account.id, hashed)
    )
    return guessing.places(name, origin, hashed if known else None)


def _rehashed(door: Door, known: Password | None, password: str) -> str | None:
    """The password hashed as it is done now, None where it is already."""
    if known is None or not door.hasher.is_outdated(known.hash):
        return None
    return door.hasher.hash(password)


def _problem(
    account: Account, latest: Password | None, known: Password | None, now: datetime
) -> str | None:
    """Why one who knows the password is not let in, None where they are."""
    if latest is None or known is None or latest.hash != known.hash:
        return WRONG
    if account.closed is not None:
        return sessions.ENDINGS[sessions.CLOSED]
    return ENDED if latest.ends is not None and now >= latest.ends else None


def _log_wrong(door: Door, account: Account | None, origin: str) -> None:
    """Write down a wrong password; an unknown name is not kept, for it may be a password.

    There is a line for it all the same, or the time that it takes would tell who has an account.
    """
    subject = of_account(account.name if account is not None else "?")
    with door.store.write() as connection:
        now = door.store.now()
        audit.add(
            connection, Entry(now, "ukendt", None, origin, "signin", subject, None, False, WRONG)
        )


def origin_of(address: str) -> str:
    """An address as it is kept; it may come from a header that anyone can write."""
    return storable(address[:_ORIGIN])


def entry_of(account: Account, action: str, origin: str, now: datetime, refused: str = "") -> Entry:
    """A line of the log on one at the door; `refused` says why they were not let in."""
    return Entry(
        now, account.display, account.id, origin, action, of_account(account.name), None,
        not refused, refused,
    )  # fmt: skip


def _actor(connection: Connection, account: Account, origin: str) -> Actor:
    known = _password(connection, account)
    stop = CHANGE if known is not None and known.must_change else None
    roles = accounts.roles_of(connection, account.id)
    return Actor(account.display, account.id, account.role, roles, origin, stop)
