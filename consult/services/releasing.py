"""Versions of a round for readers: made, looked at, withdrawn. See decision 0071."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from consult.domain.access import Action
from consult.domain.documents import Span
from consult.domain.errors import ReleaseError
from consult.domain.redaction import Verdict
from consult.domain.work import ENDED
from consult.language.private import find_private
from consult.services.desk import Desk, of_round
from consult.services.masking import STOPPING, Masker
from consult.services.names import storable
from consult.services.privacy import search_private
from consult.store import redactions, releases, sources, totals, visible, work
from consult.store.copying import copy_round
from consult.store.database import Connection
from consult.store.records import SourceState
from consult.store.release_records import Release
from consult.store.shelf import Draft
from consult.store.totals import ResponseSums
from consult.store.visible import Words

__all__ = ["Release", "Stopped"]

#: Longest note on a version, in characters.
LONGEST_NOTE = 500


@dataclass(frozen=True, slots=True)
class Stopped:
    """Nothing was released: that many words stand in what readers would see."""

    hits: int


@dataclass(frozen=True, slots=True)
class Readiness:
    """What one should look at before a release; `newest` is what readers see now.

    `in_line` is how many files are yet to be read or analysed.
    """

    sources: Mapping[SourceState, int]
    responses: ResponseSums
    newest: Release | None
    following: int
    decided: Mapping[Verdict, int]
    in_line: int = 0


@dataclass(frozen=True, slots=True)
class _Copied:
    """What a draft holds; `kept` are places where words were kept, `mark` of which decisions."""

    at: datetime
    name: str
    kept: Mapping[tuple[str, int, str], tuple[Span, ...]]
    mark: tuple[int, int]
    decided: Mapping[Verdict, int]


def readiness(desk: Desk, slug: str) -> Readiness:
    """How far the round has come, and what readers see of it now.

    Raises:
        NotFoundError, DeniedError: as `Desk.round`.
    """
    with desk.read() as connection:
        key = desk.round(connection, slug, Action.RELEASE).id
        return Readiness(
            sources.states(connection, key),
            totals.of_responses(connection, key),
            releases.newest(connection, key),
            releases.last_number(connection, key) + 1,
            redactions.count(connection, key),
            sum(n for state, n in work.states(connection, key).items() if state not in ENDED),
        )


def history(desk: Desk, slug: str) -> tuple[Release, ...]:
    """All versions of a round, the newest first.

    Raises:
        NotFoundError, DeniedError: as `Desk.round`.
    """
    with desk.read() as connection:
        return releases.every(connection, desk.round(connection, slug, Action.RELEASE).id)


def seen(desk: Desk, slug: str) -> Release | None:
    """The version that the actor sees; None for one who sees the round as it is now.

    Raises:
        NotFoundError, DeniedError: as `Desk.round`.
        NotReleasedError: the actor sees what is released, and nothing is.
    """
    with desk.read() as connection:
        key = desk.round(connection, slug, Action.VIEW).id
        return None if desk.sees_working(key) else desk.version(connection, key)


def release(desk: Desk, slug: str, note: str = "") -> Release | Stopped:
    """Show readers the round as it is now, unless a CPR number stands in it.

    The copy is made and searched outside any lock; only then is it given a number. Stopped in
    the middle, readers see what they saw. What stops it is then in `privacy.sightings`.

    Raises:
        NotFoundError, DeniedError: as `Desk.round`.
        ReleaseError: there is nothing to release, or what is taken out was changed meanwhile.
        StoreError: the version cannot be written.
    """
    with desk.read() as connection:
        desk.round(connection, slug, Action.RELEASE)
    with desk.shelf.draft() as draft:
        copied = _copy(desk, slug, draft)
        hits = _hits(draft, copied)
        if hits:
            found = search_private(desk, slug)
            return Stopped(max(hits, sum(found[kind] for kind in STOPPING)))
        counts = _counts(draft, copied)
        digest = desk.shelf.close(draft)
        with desk.write() as connection:
            key = desk.round(connection, slug, Action.RELEASE, lock=True).id
            if redactions.mark(connection, key) != copied.mark:
                raise ReleaseError(
                    "En anden har fjernet eller beholdt noget imens – frigiv igen, så det kommer "
                    "med."
                )
            number = releases.last_number(connection, key) + 1
            file = desk.shelf.put(draft, key, number, digest)
            said = storable(" ".join(note.split())[:LONGEST_NOTE])
            made = Release(
                0, key, number, copied.at, desk.actor.name, said, copied.name, file, digest, counts
            )
            releases.add(connection, made)
            told = f"version {number}, {counts['responses']} svar. {said}".strip()
            desk.log(connection, "round.release", of_round(slug), told, key)
            named = releases.files(connection)
    desk.shelf.sweep(named)
    return made


def withdraw_release(desk: Desk, slug: str, number: int) -> Release | None:
    """Take a version back; what readers see from now on, None where that is nothing.

    Raises:
        NotFoundError: there is no such round, or no such version of it.
        DeniedError: as `Desk.round`.
        ReleaseError: it is withdrawn already.
    """
    with desk.write() as connection:
        key = desk.round(connection, slug, Action.RELEASE, lock=True).id
        version = releases.one(connection, key, number)
        if version.withdrawn_at is not None:
            raise ReleaseError(f"Version {number} er allerede trukket tilbage.")
        releases.withdraw(connection, version.id, desk.now(), desk.actor.name)
        desk.log(connection, "round.withdraw_release", of_round(slug), f"version {number}", key)
        return releases.newest(connection, key)


def _copy(desk: Desk, slug: str, draft: Draft) -> _Copied:
    """Copy what readers are to see into the draft; all of it is of one moment."""
    kept: dict[tuple[str, int, str], tuple[Span, ...]] = {}
    # Asked first: what comes in from here on is new to those who have seen this version.
    at = desk.now()
    with desk.read() as connection:
        key = desk.round(connection, slug, Action.RELEASE).id
        masker = Masker(r.decision for r in redactions.standing(connection, key))

        def masked(words: Words) -> Mapping[str, str]:
            seen = masker.look(words)
            kept.update({(words.kind, words.id, f): spans for f, spans in seen.kept.items()})
            return seen.fields

        with draft.store.write() as target:
            copy_round(connection, target, key, masked)
            name = _name(target, key)
        mark, decided = redactions.mark(connection, key), redactions.count(connection, key)
    return _Copied(at, name, kept, mark, decided)


def _name(target: Connection, consultation_id: int) -> str:
    words = next(visible.every(target, consultation_id))
    return words.fields.get("name", "")


def _hits(draft: Draft, copied: _Copied) -> int:
    """How many CPR numbers stand in the draft itself that nobody decided to keep.

    It is asked of the copy, and not of the round again: this is what readers will get.
    """
    with draft.store.read() as connection:
        (key,) = visible.rounds_in(connection)
        return sum(
            not any(k.contains(found.span) for k in copied.kept.get((w.kind, w.id, field), ()))
            for w in visible.every(connection, key)
            for field, text in w.fields.items()
            for found in find_private(text, STOPPING)
        )


def _counts(draft: Draft, copied: _Copied) -> dict[str, int]:
    """Numbers over what is released.

    Raises:
        ReleaseError: there is no response in it.
    """
    with draft.store.read() as connection:
        (key,) = visible.rounds_in(connection)
        sums = totals.of_responses(connection, key)
    if not sums.current:
        raise ReleaseError("Der er ingen svar at frigive – læg høringssvar ind først.")
    return {
        "responses": sums.current,
        "passages": sums.passages,
        "removed": copied.decided[Verdict.REMOVE],
        "kept": copied.decided[Verdict.KEEP],
    }
