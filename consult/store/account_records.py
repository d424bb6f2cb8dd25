"""What the store hands out about accounts, sessions and the log."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from consult.domain.access import Role

#: How a role in one consultation came about.
BY_HAND = "hand"
BY_CLAIMS = "claims"


@dataclass(frozen=True, slots=True)
class Account:
    """A person who may sign in, or once might. `name` is typed, `display` is shown.

    `issuer` is the address of the provider that vouches for the person, None for one with a
    password here; `subject` is what that provider calls them.
    """

    id: int
    name: str
    display: str
    role: Role | None
    issuer: str | None
    subject: str | None
    created: datetime
    closed: datetime | None


@dataclass(frozen=True, slots=True)
class Member:
    """What a person is to one consultation; `given` is `BY_HAND` or `BY_CLAIMS`."""

    account: str
    display: str
    slug: str
    role: Role
    given: str


@dataclass(frozen=True, slots=True)
class Password:
    """A password's hash. A one-time one must be changed, and is worth nothing after `ends`."""

    hash: str
    must_change: bool
    ends: datetime | None


@dataclass(frozen=True, slots=True)
class SessionLine:
    """A sign-in without its token. `ended_why` is a code of `consult.services.sessions`."""

    id: int
    account_id: int
    account: str
    origin: str
    created: datetime
    seen: datetime
    ends: datetime
    ended: datetime | None
    ended_why: str | None


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the log: who did what, on what, when, from where, and whether it was allowed.

    `subject` names what it was done to, as `bruger:anna`; `detail` is Danish.
    """

    at: datetime
    actor: str
    account_id: int | None
    origin: str
    action: str
    subject: str
    consultation_id: int | None
    allowed: bool = True
    detail: str = ""


@dataclass(frozen=True, slots=True)
class EntryFilter:
    """Which lines of the log to show; None lets all through."""

    account_id: int | None = None
    consultation_id: int | None = None
    action: str | None = None
    allowed: bool | None = None


@dataclass(frozen=True, slots=True)
class AccountLine:
    """An account with its roles in single consultations, by slug."""

    account: Account
    roles: Mapping[str, Role]
