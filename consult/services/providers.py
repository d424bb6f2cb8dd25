"""Signing in through an identity provider: who people are and what they may do, it says."""

from collections.abc import Mapping
from datetime import datetime

from consult.domain.claims import Rights, rights
from consult.domain.errors import NotFoundError
from consult.services import sessions
from consult.services.names import free_name, shown
from consult.services.signing import Door, Refused, SignedIn, admit, entry_of, origin_of
from consult.store import accounts, audit, rounds
from consult.store.account_records import BY_CLAIMS, Account
from consult.store.database import Connection

NOBODY = "Loginudbyderen har ikke sagt, hvem du er – prøv igen, eller tal med en administrator."
NO_ROLE = "Din konto har ingen rolle i systemet – bed en administrator om adgang."
#: Characters of an address or a subject that a provider may send.
_LONGEST = 500
#: Claims that may say what a person is called, the best first.
_NAMES = ("preferred_username", "email", "sub")
_DISPLAYS = ("name", "preferred_username", "email", "sub")


def sign_in_with_claims(
    door: Door,
    claims: Mapping[str, object],
    origin: str,
    device: str | None = None,
    replaced: str | None = None,
) -> SignedIn | Refused:
    """Sign in one whom a provider vouches for; the caller has checked that the claims are its.

    The account is found by issuer and subject alone and made the first time. Its role, and its
    roles by claims in single consultations, are those of these claims; what was given by hand
    in single consultations stays. Who has no role at all is not let in.
    """
    issuer, subject, origin = _text(claims, "iss"), _text(claims, "sub"), origin_of(origin)
    if not issuer or not subject:
        return Refused(NOBODY)
    found = rights(claims, door.rules)
    with door.store.write() as connection:
        now = door.store.now()
        account = accounts.by_subject(connection, issuer, subject)
        if account is None and not found:
            return Refused(NO_ROLE)
        if account is None:
            account = _make(connection, claims, found, now)
        if account.closed is not None:
            return _refuse(connection, account, sessions.ENDINGS[sessions.CLOSED], origin, now)
        account = _renew(connection, account, claims, found)
        if account.role is None and not accounts.roles_of(connection, account.id):
            sessions.end_all_of(connection, account.id, now, sessions.ENDED)
            return _refuse(connection, account, NO_ROLE, origin, now)
        return admit(door, connection, account, origin, device, replaced)


def _make(
    connection: Connection, claims: Mapping[str, object], found: Rights, now: datetime
) -> Account:
    wanted = next(filter(None, (_text(claims, name) for name in _NAMES)), "")
    # The name is for lists and commands; who it is, issuer and subject say.
    name = free_name(wanted, accounts.taken_names(connection, free_name(wanted, set())))
    return accounts.add(
        connection, name, _display(claims, name), found.role, now,
        _text(claims, "iss"), _text(claims, "sub"),
    )  # fmt: skip


def _renew(
    connection: Connection, account: Account, claims: Mapping[str, object], found: Rights
) -> Account:
    """The account as the provider describes it now."""
    display = _display(claims, account.name)
    accounts.change(connection, account.id, role=found.role, display=display, closed=None)
    accounts.forget_roles(connection, account.id, BY_CLAIMS)
    for slug, role in found.rounds.items():
        try:
            key = rounds.find(connection, slug).id
        except NotFoundError:
            continue  # a rule for a round that is not made yet
        accounts.grant(connection, account.id, key, role, BY_CLAIMS)
    return accounts.by_id(connection, account.id)


def _refuse(
    connection: Connection, account: Account, reason: str, origin: str, now: datetime
) -> Refused:
    audit.add(connection, entry_of(account, "signin", origin, now, reason))
    return Refused(reason)


def _display(claims: Mapping[str, object], name: str) -> str:
    return shown(next(filter(None, (_text(claims, key) for key in _DISPLAYS)), ""), name)


def _text(claims: Mapping[str, object], name: str) -> str:
    """A claim that is a text of sensible length and can be stored, else ""."""
    found = claims.get(name)
    if not isinstance(found, str) or len(found) > _LONGEST or not found.isprintable():
        return ""
    return found.strip()
