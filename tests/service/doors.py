"""What tests of signing in share: a clock that is turned by hand, a door, cheap hashing."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from consult.domain.access import Actor, Role, local
from consult.services import accounts
from consult.services.desk import Desk
from consult.services.hashing import Hasher
from consult.services.signing import Door, SignedIn, sign_in, visitor
from consult.store.database import Store

GOOD = "fire små heste i regn"
BETTER = "tolv blå cykler i kø"
HOME, ELSEWHERE = "192.0.2.7", "198.51.100.9"


class Clock:
    """A clock that stands still until it is turned."""

    def __init__(self) -> None:
        self.now = datetime(2027, 3, 1, 8, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **spans: float) -> None:
        self.now += timedelta(**spans)


@dataclass(frozen=True)
class CountingHasher(Hasher):
    """Real hashing with the least memory, that tells what it was asked to verify."""

    rounds: int = 1
    memory: int = 8
    lanes: int = 1
    verified: list[str | None] = field(default_factory=list)

    def verify(self, known: str | None, password: str) -> bool:
        self.verified.append(known)
        return super().verify(known, password)


def door(store: Store, clock: Clock, **parts: object) -> Door:
    store.now = clock
    return Door(store, CountingHasher(), **parts)  # type: ignore[arg-type]


def add(store: Store, name: str, role: Role | None = None, password: str = GOOD) -> int:
    """A user; the first must be an administrator."""
    made, _ = accounts.create(Desk(store, local()), CountingHasher(), name, role, "", password)
    return made.id


def come_in(at: Door, name: str, password: str = GOOD, **parts: str | None) -> SignedIn:
    """Sign in, where it must succeed."""
    done = sign_in(at, name, password, parts.pop("origin", None) or HOME, **parts)
    assert isinstance(done, SignedIn), done
    return done


def desk_of(at: Door, signed_in: SignedIn) -> Desk:
    return Desk(at.store, who(at, signed_in.token))


def who(at: Door, token: str | None) -> Actor:
    return visitor(at, token, HOME)
