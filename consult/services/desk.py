"""A store with someone before it: the one way in to stored rounds, and the check is inside it.

Every service that shows or changes what is stored takes a desk and asks `round` or `may` for
what it is about to do; only so does it get a round's id. A denial is told and logged.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

from consult.domain.access import Action, Actor, Decision, decide, role_in, sees_working
from consult.domain.errors import DeniedError, NotFoundError, NotReleasedError, StoreError
from consult.services.names import storable
from consult.store import audit, releases, responses, rounds
from consult.store.account_records import Entry
from consult.store.database import Connection, Store
from consult.store.records import Consultation
from consult.store.release_records import Release
from consult.store.shelf import Shelf

#: The `action` of a line in the log where something was denied.
DENIED = "denied"
#: Characters of a text in the log; some come from an address that anyone may type.
LONGEST = 500
#: How many people are named of those who may release a round.
_ASKED = 3


class Desk:
    """What one actor may see and do of a store. Cheap to make: one for each thing asked."""

    def __init__(
        self, store: Store, actor: Actor, shelf: Shelf | None = None, as_reader: bool = False
    ) -> None:
        """`shelf` holds what readers see; `as_reader` shows it to those who could see more."""
        self._store = store
        self.actor = actor
        self._shelf = shelf
        self.as_reader = as_reader

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A snapshot, as `Store.read`; what is denied within is logged."""
        with self._logging_denials(), self._store.read() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction, as `Store.write`; what is denied within is logged and leaves nothing."""
        with self._logging_denials(), self._store.write() as connection:
            yield connection

    def now(self) -> datetime:
        """The store's clock."""
        return self._store.now()

    def may(self, action: Action, consultation_id: int | None = None) -> Decision:
        """Whether the actor may do that; for a page that shows a button only where it helps."""
        return decide(self.actor, action, consultation_id)

    def need(self, action: Action, consultation_id: int | None = None) -> None:
        """Go on only where the actor may do that.

        Raises:
            DeniedError: the actor may not; the message says why.
        """
        self.may(action, consultation_id).enforce()

    def go_on(self) -> None:
        """Go on only with one whom nothing stops: signed in, and with a password of their own.

        Raises:
            DeniedError: something does; the message says what to do about it.
        """
        if self.actor.stop is not None:
            raise DeniedError(self.actor.stop)

    def round(
        self, connection: Connection, slug: str, action: Action, lock: bool = False
    ) -> Consultation:
        """The round of that slug, for one who may do that to it.

        Who may not see a round is not told whether it exists.

        Raises:
            NotFoundError: there is no such round.
            DeniedError: the actor may not do that; the message says why.
        """
        if self.actor.stop is not None:
            raise DeniedError(self.actor.stop, of_round(slug))
        try:
            found = rounds.find(connection, _kept(slug), lock)
        except NotFoundError:
            if self.actor.role is None:
                raise _hidden(slug) from None
            raise
        if role_in(self.actor, found.id) is None:
            raise _hidden(slug)
        decision = self.may(action, found.id)
        if not decision:
            raise DeniedError(decision.reason, of_round(slug))
        return found

    @contextmanager
    def view(self, slug: str) -> Iterator[tuple[Connection, Consultation]]:
        """A snapshot of a round, for one who may see it; what every page that shows it asks.

        Readers get the version that was last released to them, others the round as it is now.

        Raises:
            NotFoundError: there is no such round.
            DeniedError: the actor may not see it; the message says why.
            NotReleasedError: the actor sees what is released, and nothing is.
        """
        with self.edition(slug) as (connection, found, _):
            yield connection, found

    @contextmanager
    def edition(self, slug: str) -> Iterator[tuple[Connection, Consultation, Release | None]]:
        """As `view`, with the version that is shown; None for the round as it is now.

        Raises:
            NotFoundError, DeniedError, NotReleasedError: as `view`.
        """
        with self.read() as connection:
            found = self.round(connection, slug, Action.VIEW)
            if self.sees_working(found.id):
                yield connection, found, None
                return
            version = self.version(connection, found.id)
        with self.released(version) as connection:
            # The address is no name: a masked one would lead nowhere.
            yield connection, replace(rounds.one(connection, found.id), slug=found.slug), version

    def sees_working(self, consultation_id: int) -> bool:
        """Whether the actor sees a round as it is now, and not as it was last released."""
        return not self.as_reader and sees_working(self.actor, consultation_id)

    def version(self, connection: Connection, consultation_id: int) -> Release:
        """The version of a round that readers see.

        Raises:
            NotReleasedError: there is none; the message says whom to ask.
        """
        found = releases.newest(connection, consultation_id)
        if found is None or self._shelf is None:
            raise _unreleased(releases.who_releases(connection, consultation_id, _ASKED))
        return found

    @contextmanager
    def released(self, version: Release) -> Iterator[Connection]:
        """A version; who may see it has been asked before.

        Raises:
            StoreError: it cannot be read.
        """
        shelf = self.shelf
        with shelf.open(version.file, version.sha256).read() as connection:
            yield connection

    @property
    def shelf(self) -> Shelf:
        """Where versions are kept.

        Raises:
            StoreError: this desk has none.
        """
        if self._shelf is None:
            raise StoreError("Mappen til frigivne versioner er ikke angivet – sæt CONSULT_FILES.")
        return self._shelf

    def response(self, connection: Connection, response_id: int, action: Action) -> int:
        """The id of the round that a response belongs to, for one who may do that to it.

        Raises:
            NotFoundError: there is no such response.
            DeniedError: the actor may not do that; the message says why.
        """
        key = responses.consultation_of(connection, response_id)
        self.go_on()
        if key is None and self.actor.role is not None:
            raise NotFoundError(f"Høringssvar nr. {response_id} findes ikke.")
        if key is None or role_in(self.actor, key) is None:
            raise DeniedError(
                f"Høringssvar nr. {response_id} findes ikke, eller du har ikke adgang til det."
            )
        self.need(action, key)
        return key

    def log(
        self,
        connection: Connection,
        action: str,
        subject: str,
        detail: str = "",
        consultation_id: int | None = None,
    ) -> None:
        """Write down what the actor did, in the transaction in which it is done."""
        audit.add(connection, self._entry(action, subject, detail, consultation_id))

    @contextmanager
    def _logging_denials(self) -> Iterator[None]:
        try:
            yield
        except DeniedError as error:
            # Only once the transaction is over: SQLite has one writer at a time. A guest's
            # denials are left out, or anyone could fill the log.
            if self.actor.account_id is not None:
                with self._store.write() as connection:
                    denied = self._entry(DENIED, error.subject, str(error), None, allowed=False)
                    audit.add(connection, denied)
            raise

    def _entry(
        self,
        action: str,
        subject: str,
        detail: str,
        consultation_id: int | None,
        allowed: bool = True,
    ) -> Entry:
        a = self.actor
        return Entry(
            self.now(), a.name, a.account_id, a.origin, action, _kept(subject), consultation_id,
            allowed, _kept(detail),
        )  # fmt: skip


def of_round(slug: str) -> str:
    """What the log calls a round."""
    return f"høringsrunde:{slug}"


def of_account(name: str) -> str:
    """What the log calls a user."""
    return f"bruger:{name}"


def _kept(text: str) -> str:
    """The text as every database can hold it, and no longer than a line of the log may be."""
    return storable(text[:LONGEST])


def _unreleased(names: tuple[str, ...]) -> NotReleasedError:
    whom = " eller ".join(names) if names else "en redaktør eller administrator"
    return NotReleasedError(
        "Der er endnu ikke frigivet noget til læsere fra denne høringsrunde – "
        f"spørg {whom}, hvornår det sker."
    )


def _hidden(slug: str) -> DeniedError:
    told = (
        f"Høringsrunden »{slug}« findes ikke, eller du har ikke adgang til den – "
        "bed en administrator om adgang."
    )
    return DeniedError(told, of_round(slug))
