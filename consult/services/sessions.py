"""Sign-ins: how long they last, who may see and end them, and why they ended."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from consult.domain.access import Action
from consult.domain.errors import DeniedError
from consult.services.desk import Desk, of_account
from consult.services.names import name_of
from consult.store import accounts
from consult.store import sessions as stored
from consult.store.account_records import SessionLine
from consult.store.database import Connection

#: Why a sign-in ended, as it is kept, and as the person is told when they come back with it.
SIGNED_OUT, REPLACED, ENDED, CLOSED, PASSWORD = (
    "signed_out", "replaced", "ended", "closed", "password",
)  # fmt: skip
ENDINGS = {
    SIGNED_OUT: "Du er logget ud.",
    REPLACED: "Du har logget ind igen et andet sted i samme browser.",
    ENDED: "Din session er lukket – log ind igen.",
    CLOSED: "Din konto er lukket – tal med en administrator.",
    PASSWORD: "Din adgangskode er ændret – log ind med den nye.",
}
UNKNOWN = "Du er ikke logget ind – log ind for at gå videre."
TOO_OLD = "Du er logget ud, fordi det er længe siden, du loggede ind – log ind igen."
IDLE = "Du er logget ud, fordi du ikke har brugt systemet et stykke tid – log ind igen."
#: Seconds between the writings that a session was seen; more often would cost, and tell nothing.
SEEN_EVERY = 60
#: Days that a sign-in is kept after its end, and a device after it was last seen.
KEPT = 90


@dataclass(frozen=True, slots=True)
class Lifetime:
    """Seconds that a sign-in lasts without use, and in all."""

    idle: float = 3_600
    longest: float = 36_000

    def problem(self, session: SessionLine, now: datetime) -> str | None:
        """Why a session counts no more, as a Danish sentence; None where it does."""
        if session.ended is not None:
            return ENDINGS.get(session.ended_why or "", UNKNOWN)
        if now >= session.ends or now >= session.created + timedelta(seconds=self.longest):
            return TOO_OLD
        if now >= session.seen + timedelta(seconds=self.idle):
            return IDLE
        return None

    def is_stale(self, session: SessionLine, now: datetime) -> bool:
        """Whether it should be written down that the session is in use."""
        return now >= session.seen + timedelta(seconds=min(SEEN_EVERY, self.idle / 4))


def hash_of(token: str) -> str:
    """What is kept of a token; it is random, so a plain hash cannot be turned round."""
    return sha256(token.encode(errors="replace")).hexdigest()


def living(desk: Desk, lifetime: Lifetime, name: str | None = None) -> tuple[SessionLine, ...]:
    """The sign-ins that count: of one user, or of all (None); anyone may see their own.

    Raises:
        DeniedError: the actor may not.
        NotFoundError: there is no such user.
    """
    with desk.read() as connection:
        key = None if name is None else _account_id(desk, connection, name)
        if name is None:
            desk.need(Action.ACCOUNTS)
        now = desk.now()
        return stored.living(connection, now, now - timedelta(seconds=lifetime.idle), key)


def own(desk: Desk, lifetime: Lifetime) -> tuple[SessionLine, ...]:
    """The actor's own sign-ins that count, the last seen first.

    Raises:
        DeniedError: the actor has no account, or must do something else first.
    """
    with desk.read() as connection:
        now = desk.now()
        seen_after = now - timedelta(seconds=lifetime.idle)
        return stored.living(connection, now, seen_after, own_id(desk))


def end_others(desk: Desk, keep: int | None) -> int:
    """End the actor's own sign-ins but the one of that number; how many they were.

    Raises:
        DeniedError: the actor has no account, or must do something else first.
    """
    with desk.write() as connection:
        account = accounts.by_id(connection, own_id(desk))
        count = stored.end_all(connection, account.id, desk.now(), ENDED, keep)
        desk.log(connection, "session.end", of_account(account.name), f"de andre ({count})")
        return count


def own_id(desk: Desk) -> int:
    """The number of the actor's own account.

    Raises:
        DeniedError: the actor has none, or must do something else first.
    """
    desk.go_on()
    if desk.actor.account_id is None:
        raise DeniedError("Kun en bruger, der er logget ind, har en konto.")
    return desk.actor.account_id


def end(desk: Desk, session_id: int) -> bool:
    """End one sign-in; whether it still counted. Anyone may end their own.

    Raises:
        DeniedError: the actor may not, or there is none of that number and they may not see all.
    """
    with desk.write() as connection:
        found = stored.one(connection, session_id)
        if found is None or not _is_own(desk, found.account_id):
            desk.need(Action.ACCOUNTS)
        if found is None or not stored.end(connection, [session_id], desk.now(), ENDED):
            return False
        desk.log(connection, "session.end", of_account(found.account), f"nr. {session_id}")
        return True


def end_all(desk: Desk, name: str) -> int:
    """End all sign-ins of a user; how many they were. Anyone may end their own.

    Raises:
        DeniedError: the actor may not.
        NotFoundError: there is no such user.
    """
    with desk.write() as connection:
        key = _account_id(desk, connection, name)
        count = stored.end_all(connection, key, desk.now(), ENDED)
        desk.log(connection, "session.end", of_account(name_of(name)), f"alle ({count})")
        return count


def end_all_of(
    connection: Connection, account_id: int, now: datetime, why: str, but: int | None = None
) -> int:
    """End all sign-ins of an account but one, in a transaction that changes the account."""
    return stored.end_all(connection, account_id, now, why, but)


def _account_id(desk: Desk, connection: Connection, name: str) -> int:
    """The account, for its owner and for one who may see to accounts."""
    found = accounts.named(connection, name_of(name))
    if found is None or not _is_own(desk, found.id):
        desk.need(Action.ACCOUNTS)
        found = accounts.find(connection, name_of(name))
    return found.id


def _is_own(desk: Desk, account_id: int) -> bool:
    """Whether the account is the actor's own; one who is stopped may do nothing with it."""
    desk.go_on()
    return desk.actor.account_id == account_id
