"""Slowing down who guesses: each attempt is counted before it is looked at.

So a thousand attempts at once are a thousand, and not one. The rule for waiting is
`consult.domain.throttle`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from ipaddress import IPv6Address, ip_address, ip_network
from math import ceil

from consult.domain.throttle import Slowdown, Tries
from consult.domain.wording import counted
from consult.store import attempts
from consult.store.database import Connection

#: Hexadecimal digits kept of the hash of a name. People type passwords into the field for names,
#: so what is kept must not tell what was typed: a million names share each of a million places.
_BUCKET = 5


@dataclass(frozen=True, slots=True)
class Places:
    """Where an attempt is counted. `own` is that of the person at this address or device."""

    own: str
    account: str
    address: str | None

    @property
    def all(self) -> Sequence[str]:
        """All of them."""
        return [p for p in (self.own, self.account, self.address) if p is not None]


def places(name: str, address: str, device: str | None) -> Places:
    """The places of an attempt; `device` is the hash of one that is known to the account.

    Such a device is held back by its own failures alone, for its address may be its neighbours'.
    """
    account = f"account:{_bucket(name)}"
    if device is not None:
        return Places(f"device:{device}", account, None)
    network = network_of(address)
    return Places(f"pair:{_bucket(name)}:{network}", account, f"address:{network}")


def places_of_change(name: str) -> Places:
    """The places of an attempt to change a password by one who is signed in already."""
    return Places(f"change:{_bucket(name)}", f"account:{_bucket(name)}", None)


def told(wait: float) -> str:
    """The seconds to wait as a Danish sentence."""
    seconds = ceil(wait)
    much = counted(seconds, "sekund", "sekunder")
    if seconds >= 120:
        much = f"{ceil(seconds / 60)} minutter"
    return f"Der er forsøgt for mange gange – vent {much}, og prøv igen."


def network_of(address: str) -> str:
    """The address, of IPv6 the /64 that one line has; what is none is shortened."""
    try:
        found = ip_address(address)
    except ValueError:
        return sha256(address.encode(errors="replace")).hexdigest()[:16]
    if not isinstance(found, IPv6Address):
        return str(found)
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(ip_network((found.packed, 64), strict=False))


def reserve(connection: Connection, where: Places, slowdown: Slowdown, now: datetime) -> float:
    """Count an attempt as failed, or the seconds to wait before it may be made: then none is."""
    known = attempts.lock(connection, where.all, now)
    if where.address is None:
        wait = slowdown.pair_wait(known[where.own], Tries(), now)
    else:
        wait = slowdown.pair_wait(known[where.own], known[where.account], now)
        wait = max(wait, slowdown.address_wait(known[where.address], now))
    if wait > 0:
        attempts.forget_empty(connection, where.all)  # or refused guesses would fill the table
        return wait
    for place in where.all:
        before = slowdown.remembered(known[place], now)
        attempts.put(connection, place, Tries(before.failures + 1, now))
    return 0.0


def settle(connection: Connection, where: Places) -> None:
    """The attempt was right after all."""
    # One's own place comes last here as in `lock`, so that no two wait for each other.
    attempts.take_back(connection, [p for p in where.all if p != where.own])
    attempts.clear(connection, [where.own])
    attempts.forget_empty(connection, where.all)


def forgive(connection: Connection, name: str) -> None:
    """Whoever tries this account next need not wait; for when an administrator says so."""
    attempts.clear(connection, [f"account:{_bucket(name)}"])
    attempts.clear(connection, [f"change:{_bucket(name)}"])
    attempts.clear_beginning(connection, f"pair:{_bucket(name)}:")


def clean(connection: Connection, slowdown: Slowdown, now: datetime) -> None:
    """Take away what counts no more."""
    attempts.forget(connection, now - timedelta(seconds=slowdown.forget))


def _bucket(name: str) -> str:
    return sha256(name.encode(errors="replace")).hexdigest()[:_BUCKET]
