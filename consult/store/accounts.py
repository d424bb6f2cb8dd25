"""Accounts, their passwords, and their roles in single consultations."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime

import sqlalchemy as sa

from consult.domain.access import Role, strongest
from consult.domain.errors import NotFoundError
from consult.store.account_records import BY_HAND, Account, AccountLine, Member, Password
from consult.store.account_tables import account, membership, password
from consult.store.columns import holds
from consult.store.tables import consultation


def add(
    connection: sa.Connection,
    name: str,
    display: str,
    role: Role | None,
    created: datetime,
    issuer: str | None = None,
    subject: str | None = None,
) -> Account:
    """A new account. The name must be free, see `taken_names`."""
    row = {
        "name": name,
        "display": display,
        "role": role.value if role is not None else None,
        "issuer": issuer,
        "subject": subject,
        "created": created,
    }
    key = connection.execute(sa.insert(account).returning(account.c.id), row).scalar_one()
    return Account(key, name, display, role, issuer, subject, created, None)


def exist(connection: sa.Connection) -> bool:
    """Whether there has ever been an account."""
    return connection.scalar(sa.select(account.c.id).limit(1)) is not None


def taken_names(connection: sa.Connection, stem: str) -> set[str]:
    """The names in use that begin with `stem`."""
    query = sa.select(account.c.name).where(account.c.name.startswith(stem, autoescape=True))
    return set(connection.scalars(query))


def named(connection: sa.Connection, name: str) -> Account | None:
    """The account of that name, None where there is none."""
    return _one(connection, account.c.name == name)


def find(connection: sa.Connection, name: str, lock: bool = False) -> Account:
    """The account of that name; with `lock` nobody else can lock it until the transaction ends.

    Raises:
        NotFoundError: there is none.
    """
    found = _one(connection, account.c.name == name, lock)
    if found is None:
        raise NotFoundError(f"Brugeren »{name}« findes ikke – se listen over brugere.")
    return found


def by_id(connection: sa.Connection, account_id: int) -> Account:
    """The account of that number.

    Raises:
        NotFoundError: there is none.
    """
    found = _one(connection, account.c.id == account_id)
    if found is None:
        raise NotFoundError("Brugeren findes ikke længere.")
    return found


def by_subject(connection: sa.Connection, issuer: str, subject: str) -> Account | None:
    """The account that this provider calls so, None where there is none."""
    return _one(
        connection, sa.and_(account.c.issuer == issuer, account.c.subject == subject), lock=True
    )


def every(
    connection: sa.Connection, limit: int, offset: int, find: str = ""
) -> tuple[AccountLine, ...]:
    """A page of accounts by name whose names hold `find`, with their roles in single rounds."""
    query = sa.select(account).where(_holds(find)).order_by(account.c.name)
    rows = connection.execute(query.limit(limit).offset(offset)).mappings()
    return with_roles(connection, [_account(row) for row in rows])


def count(connection: sa.Connection, find: str = "") -> int:
    """How many accounts have names that hold `find`."""
    query = sa.select(sa.func.count()).select_from(account).where(_holds(find))
    return int(connection.scalar(query) or 0)


def with_roles(connection: sa.Connection, found: Sequence[Account]) -> tuple[AccountLine, ...]:
    """These accounts, each with its roles in single consultations."""
    roles = _roles_by_slug(connection, [a.id for a in found])
    return tuple(AccountLine(a, roles.get(a.id, {})) for a in found)


def _holds(words: str) -> sa.ColumnElement[bool]:
    return sa.or_(*(holds(c, words) for c in (account.c.name, account.c.display)))


def other_administrators(connection: sa.Connection, account_id: int) -> int:
    """How many open accounts but this one may do everything."""
    where = (
        account.c.role == Role.ADMINISTRATOR.value,
        account.c.closed.is_(None),
        account.c.id != account_id,
    )
    # Two who close each other's account at once must wait in line.
    return len(connection.scalars(sa.select(account.c.id).where(*where).with_for_update()).all())


def change(
    connection: sa.Connection,
    account_id: int,
    *,
    role: Role | None,
    display: str,
    closed: datetime | None,
) -> None:
    """Put these in the place of what the account had."""
    values = {"role": role.value if role else None, "display": display, "closed": closed}
    connection.execute(sa.update(account).where(account.c.id == account_id).values(values))


def password_of(connection: sa.Connection, account_id: int) -> Password | None:
    """The account's password, None where it has none."""
    query = sa.select(password.c.hash, password.c.must_change, password.c.ends)
    row = connection.execute(query.where(password.c.account_id == account_id)).mappings().first()
    return None if row is None else Password(**row)


def put_password(
    connection: sa.Connection, account_id: int, chosen: Password, changed: datetime
) -> None:
    """Put the password in the place of the one the account had."""
    connection.execute(sa.delete(password).where(password.c.account_id == account_id))
    row = {"account_id": account_id, "changed": changed, **asdict(chosen)}
    connection.execute(sa.insert(password), row)


def rehash(connection: sa.Connection, account_id: int, before: str, after: str) -> None:
    """The same password hashed anew; nothing happens where it has been changed meanwhile."""
    where = (password.c.account_id == account_id, password.c.hash == before)
    connection.execute(sa.update(password).where(*where).values(hash=after))


def roles_of(connection: sa.Connection, account_id: int) -> dict[int, Role]:
    """The account's roles in single consultations, by id, the strongest of each."""
    c = membership.c
    found: dict[int, list[Role]] = {}
    query = sa.select(c.consultation_id, c.role).where(c.account_id == account_id)
    for consultation_id, role in connection.execute(query):
        found.setdefault(consultation_id, []).append(Role(role))
    return {key: strongest(roles) or roles[0] for key, roles in found.items()}


def grant(
    connection: sa.Connection,
    account_id: int,
    consultation_id: int,
    role: Role | None,
    given: str = BY_HAND,
) -> None:
    """Put the role in the place of the one given in the same way; None takes it away."""
    key = {"account_id": account_id, "consultation_id": consultation_id, "given": given}
    where = [membership.c[name] == value for name, value in key.items()]
    connection.execute(sa.delete(membership).where(*where))
    if role is not None:
        connection.execute(sa.insert(membership), {**key, "role": role.value})


def forget_roles(connection: sa.Connection, account_id: int, given: str) -> None:
    """Take away all roles in single consultations that were given in that way."""
    where = (membership.c.account_id == account_id, membership.c.given == given)
    connection.execute(sa.delete(membership).where(*where))


def members(connection: sa.Connection, consultation_id: int) -> tuple[Member, ...]:
    """Who has a role in that one consultation, by name."""
    query = (
        sa.select(
            account.c.name, account.c.display, consultation.c.slug, membership.c.role,
            membership.c.given,
        )
        .join_from(membership, account)
        .join(consultation)
        .where(membership.c.consultation_id == consultation_id)
        .order_by(account.c.name, membership.c.given)
    )  # fmt: skip
    found = connection.execute(query)
    return tuple(Member(n, d, s, Role(role), given) for n, d, s, role, given in found)


def _roles_by_slug(
    connection: sa.Connection, account_ids: Iterable[int]
) -> Mapping[int, dict[str, Role]]:
    query = (
        sa.select(membership.c.account_id, consultation.c.slug, membership.c.role)
        .join_from(membership, consultation)
        .where(membership.c.account_id.in_(list(account_ids)))
        .order_by(consultation.c.slug)
    )
    found: dict[int, dict[str, Role]] = {}
    for key, slug, role in connection.execute(query):
        roles = found.setdefault(key, {})
        roles[slug] = strongest((roles.get(slug), Role(role))) or Role(role)
    return found


def _one(
    connection: sa.Connection, where: sa.ColumnElement[bool], lock: bool = False
) -> Account | None:
    query = sa.select(account).where(where)
    row = connection.execute(query.with_for_update() if lock else query).mappings().first()
    return None if row is None else _account(row)


def _account(row: sa.RowMapping) -> Account:
    role = None if row["role"] is None else Role(row["role"])
    return Account(**{**row, "role": role})
