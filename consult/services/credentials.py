"""Passwords put in the place of others: by an administrator, and by their owners."""

from datetime import datetime, timedelta

from consult.domain.access import Action
from consult.domain.errors import AccountError, DeniedError
from consult.domain.throttle import Slowdown
from consult.services import guessing, passwords, sessions
from consult.services.desk import Desk, of_account
from consult.services.hashing import Hasher
from consult.services.names import name_of
from consult.store import accounts
from consult.store import sessions as stored_sessions
from consult.store.account_records import Account, Password
from consult.store.database import Connection

#: How long a one-time password can be used, in hours: a weekend, and the days around it.
ONE_TIME_HOURS = 96


def reset_password(desk: Desk, hasher: Hasher, name: str) -> str:
    """A one-time password in the place of the user's own; all their sign-ins end.

    Raises:
        DeniedError: the actor may not.
        NotFoundError: there is no such user.
        AccountError: the user signs in elsewhere.
    """
    made = passwords.one_time()
    _put(desk, hasher, name, made, one_time=True, must_change=True)
    return made


def set_password(
    desk: Desk, hasher: Hasher, name: str, password: str, *, must_change: bool = True
) -> None:
    """This password in the place of the user's own; all their sign-ins end.

    Raises:
        DeniedError: the actor may not.
        NotFoundError: there is no such user.
        AccountError: the password is too weak, or the user signs in elsewhere.
    """
    passwords.check(password, name_of(name))
    _put(desk, hasher, name, password, one_time=False, must_change=must_change)


def change_own_password(
    desk: Desk,
    hasher: Hasher,
    slowdown: Slowdown,
    old: str,
    new: str,
    keep_session: int | None = None,
) -> None:
    """The actor's own password, by one who knows it; their sign-ins end, but for the one kept.

    Raises:
        DeniedError: the actor has no account, or does not know the password.
        AccountError: the new password is too weak or the old one, or the user signs in elsewhere.
    """
    key = desk.actor.account_id
    if key is None:
        raise DeniedError("Kun en bruger, der er logget ind, har en adgangskode at skifte.")
    account = _proven(desk, hasher, slowdown, key, old)
    passwords.check(new, account.name, account.display)
    if passwords.plain(new) == passwords.plain(old):
        raise AccountError("Den nye adgangskode er den samme som den gamle – vælg en anden.")
    hashed = hasher.hash(new)
    with desk.write() as connection:
        now = desk.now()
        accounts.put_password(connection, key, Password(hashed, False, None), now)
        sessions.end_all_of(connection, key, now, sessions.PASSWORD, but=keep_session)
        desk.log(connection, "password.change", of_account(account.name))


def _proven(
    desk: Desk, hasher: Hasher, slowdown: Slowdown, account_id: int, password: str
) -> Account:
    """The account, for one who knows its password; guessing is slowed down as at the door."""
    with desk.write() as connection:
        account = accounts.by_id(connection, account_id)
        _check_local(account)
        known = accounts.password_of(connection, account_id)
        where = guessing.places_of_change(account.name)
        wait = guessing.reserve(connection, where, slowdown, desk.now())
    if wait:
        raise AccountError(guessing.told(wait))
    right = hasher.verify(known.hash if known else None, password)
    with desk.write() as connection:
        if not right:
            raise DeniedError("Den nuværende adgangskode er forkert.", of_account(account.name))
        guessing.settle(connection, where)
    return account


def _put(
    desk: Desk, hasher: Hasher, name: str, password: str, *, one_time: bool, must_change: bool
) -> None:
    hashed = hasher.hash(password) if desk.may(Action.ACCOUNTS) else ""
    with desk.write() as connection:
        account = account_of(desk, connection, name)
        _check_local(account)
        now = desk.now()
        chosen = password_record(hashed, now, one_time=one_time, must_change=must_change)
        accounts.put_password(connection, account.id, chosen, now)
        sessions.end_all_of(connection, account.id, now, sessions.PASSWORD)
        stored_sessions.forget_devices(connection, account.id)
        guessing.forgive(connection, account.name)
        desk.log(connection, "password.reset", of_account(account.name))


def account_of(desk: Desk, connection: Connection, name: str) -> Account:
    """The account, locked, for one who may see to accounts.

    Raises:
        DeniedError: the actor may not.
        NotFoundError: there is no such user.
    """
    desk.need(Action.ACCOUNTS)
    return accounts.find(connection, name_of(name), lock=True)


def password_record(hashed: str, now: datetime, *, one_time: bool, must_change: bool) -> Password:
    """What is kept of a password that an administrator gives."""
    ends = now + timedelta(hours=ONE_TIME_HOURS) if one_time else None
    return Password(hashed, one_time or must_change, ends)


def _check_local(account: Account) -> None:
    if account.issuer is not None:
        raise AccountError(
            f"»{account.name}« logger ind hos {account.issuer} og har ingen adgangskode her."
        )
