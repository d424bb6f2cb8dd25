"""Accounts as administrators see to them: make, list, close, roles."""

from datetime import datetime

from consult.domain.access import ROLE_NAMES, Action, Role
from consult.domain.errors import AccountError
from consult.services import passwords, sessions
from consult.services.credentials import account_of, password_record
from consult.services.desk import Desk, of_account
from consult.services.hashing import Hasher
from consult.services.names import name_of, new_name, shown, storable
from consult.services.sessions import own_id
from consult.store import accounts
from consult.store.account_records import Account, AccountLine
from consult.store.database import Connection

__all__ = ["Account", "AccountLine"]


def create(
    desk: Desk,
    hasher: Hasher,
    name: str,
    role: Role | None = None,
    display: str = "",
    password: str | None = None,
    *,
    must_change: bool = False,
) -> tuple[Account, str | None]:
    """A new user, and their one-time password where none is given.

    `role` holds in all consultations; without one the user sees what `grant` gives.

    Raises:
        DeniedError: the actor may not.
        AccountError: the name or the password may not be, or the first user is no administrator.
    """
    wanted, hashed, given = new_name(name), "", ""
    if desk.may(Action.ACCOUNTS):  # hashing is slow, and holds no transaction open
        given = _good(password, wanted, display) if password is not None else passwords.one_time()
        hashed = hasher.hash(given)
    with desk.write() as connection:
        desk.need(Action.ACCOUNTS)
        _check_first(connection, role)
        if accounts.named(connection, wanted) is not None:
            raise AccountError(f"Der er allerede en bruger, der hedder »{wanted}«.")
        now = desk.now()
        made = accounts.add(connection, wanted, shown(display, wanted), role, now)
        chosen = password_record(hashed, now, one_time=password is None, must_change=must_change)
        accounts.put_password(connection, made.id, chosen, now)
        desk.log(connection, "account.create", of_account(wanted), role_name(role))
    return made, None if password is not None else given


def every(
    desk: Desk, limit: int = 1_000, offset: int = 0, find: str = ""
) -> tuple[AccountLine, ...]:
    """A page of users by name, closed accounts included, with their roles.

    With `find` those whose names, typed or shown, hold these letters.

    Raises:
        DeniedError: the actor may not.
    """
    with desk.read() as connection:
        desk.need(Action.ACCOUNTS)
        return accounts.every(connection, limit, offset, storable(find))


def count(desk: Desk, find: str = "") -> int:
    """How many users `every` has on all pages.

    Raises:
        DeniedError: the actor may not.
    """
    with desk.read() as connection:
        desk.need(Action.ACCOUNTS)
        return accounts.count(connection, storable(find))


def get(desk: Desk, name: str) -> AccountLine:
    """The user of that name.

    Raises:
        DeniedError: the actor may not.
        NotFoundError: there is no such user.
    """
    with desk.read() as connection:
        desk.need(Action.ACCOUNTS)
        return accounts.with_roles(connection, [accounts.find(connection, name_of(name))])[0]


def own(desk: Desk) -> AccountLine:
    """The actor's own account, with their roles.

    Raises:
        DeniedError: the actor has none, or must do something else first.
    """
    with desk.read() as connection:
        found = accounts.by_id(connection, own_id(desk))
        return accounts.with_roles(connection, [found])[0]


def close(desk: Desk, name: str) -> int:
    """Let the user sign in no more, and end all that they are signed in with; how many those were.

    Raises:
        DeniedError: the actor may not.
        NotFoundError: there is no such user.
        AccountError: it is the last administrator.
    """
    with desk.write() as connection:
        account = account_of(desk, connection, name)
        _keep_an_administrator(connection, account, None)
        now = desk.now()
        _change(connection, account, role=account.role, closed=account.closed or now)
        desk.log(connection, "account.close", of_account(account.name))
        return sessions.end_all_of(connection, account.id, now, sessions.CLOSED)


def reopen(desk: Desk, name: str) -> None:
    """Let the user sign in again, with the roles and the password they had.

    Raises:
        DeniedError: the actor may not.
        NotFoundError: there is no such user.
    """
    with desk.write() as connection:
        account = account_of(desk, connection, name)
        _change(connection, account, role=account.role, closed=None)
        desk.log(connection, "account.reopen", of_account(account.name))


def set_role(desk: Desk, name: str, role: Role | None) -> None:
    """What the user is to all consultations, None for nothing; it holds from their next click on.

    Raises:
        DeniedError: the actor may not.
        NotFoundError: there is no such user.
        AccountError: it is the last administrator, or their roles come from elsewhere.
    """
    with desk.write() as connection:
        account = account_of(desk, connection, name)
        if account.issuer is not None:
            raise AccountError(
                f"Rollen for »{account.name}« kommer fra {account.issuer} og ændres dér; "
                "en rolle i en enkelt høringsrunde kan gives her."
            )
        _keep_an_administrator(connection, account, role)
        _change(connection, account, role=role, closed=account.closed)
        desk.log(connection, "account.role", of_account(account.name), role_name(role))


def _change(
    connection: Connection, account: Account, *, role: Role | None, closed: datetime | None
) -> None:
    accounts.change(connection, account.id, role=role, display=account.display, closed=closed)


def _good(password: str, name: str, display: str) -> str:
    passwords.check(password, name, display)
    return password


def _check_first(connection: Connection, role: Role | None) -> None:
    if role is not Role.ADMINISTRATOR and not accounts.exist(connection):
        raise AccountError(
            "Den første bruger skal være administrator – "
            "opret den med: consult users add NAVN --role administrator"
        )


def _keep_an_administrator(connection: Connection, account: Account, role: Role | None) -> None:
    was = account.role is Role.ADMINISTRATOR and account.closed is None
    if (
        was
        and role is not Role.ADMINISTRATOR
        and not accounts.other_administrators(connection, account.id)
    ):
        raise AccountError(
            f"»{account.name}« er den eneste administrator – gør først en anden til det."
        )


def role_name(role: Role | None) -> str:
    """What the log calls a role."""
    return ROLE_NAMES[role] if role is not None else "ingen rolle"
