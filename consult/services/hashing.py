"""Passwords hashed with argon2id; the only file that knows the library."""

from dataclasses import dataclass
from functools import cached_property
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from consult.services.passwords import LONGEST, plain

#: Hashings at a time; each takes its whole memory, and more than the cores gain nothing.
AT_ONCE = 2
#: Characters that one letter may be typed as: itself and the marks on it.
_MARKS = 4
_gate = BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True)
class Hasher:
    """argon2id with the parameters of this installation: rounds, KiB of memory, lanes.

    The defaults are the first that OWASP names (Password Storage Cheat Sheet), a tenth of a
    second of one core.
    """

    rounds: int = 1
    memory: int = 47_104
    lanes: int = 1

    @cached_property
    def _argon2(self) -> PasswordHasher:
        return PasswordHasher(self.rounds, self.memory, self.lanes)

    @cached_property
    def _nobodys(self) -> str:
        """The hash of a password that no one has, to try where there is none."""
        return self.hash("ingen har denne adgangskode")

    def hash(self, password: str) -> str:
        """The hash, with its parameters and a salt of its own."""
        with _gate:
            return self._argon2.hash(plain(password))

    def verify(self, known: str | None, password: str) -> bool:
        """Whether the password is the one that was hashed; never where `known` is None.

        It takes as long for None, so that time does not tell who has an account.
        """
        given = plain(password[: LONGEST * _MARKS + 1])
        against = known if known is not None else self._nobodys
        with _gate:
            try:
                self._argon2.verify(against, given)
            except (VerificationError, InvalidHashError, UnicodeEncodeError):
                return False
        return known is not None and len(given) <= LONGEST

    def is_outdated(self, known: str) -> bool:
        """Whether the hash was made with other parameters than those of now."""
        return self._argon2.check_needs_rehash(known)
