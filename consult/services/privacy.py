"""Private words in what readers will see: searched for, taken out, or kept with a reason.

See decision 0072. What is taken out stays in the working store; it is masked on its way into a
release.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from consult.domain.access import Action
from consult.domain.errors import ReleaseError
from consult.domain.redaction import (
    CONTEXT,
    Anchor,
    Kind,
    Scope,
    Verdict,
    anchored,
    occurrences,
)
from consult.services import private_told
from consult.services.desk import Desk, of_round
from consult.services.masking import STOPPING, Masker
from consult.services.names import storable
from consult.services.private_told import CALLED
from consult.store import redactions, responses, sources, visible
from consult.store.database import Connection
from consult.store.records import Consultation
from consult.store.release_records import Check, Decision, Redaction, Sighting
from consult.store.visible import FIXED, SOURCE, TEXT, Words, owner_of

__all__ = ["Check", "Decision", "Kind", "Redaction", "Scope", "Sighting", "Verdict"]

#: Longest words that are taken out by quoting them, and longest reason, in characters.
LONGEST_QUOTE, LONGEST_REASON = 5_000, 500
#: Owner and field of a decision that has no place.
_NOWHERE = ""


@dataclass(frozen=True, slots=True)
class SightingList:
    """A page of what nobody has decided on; `counts` are of all pages, by kind."""

    counts: Mapping[Kind, int]
    items: tuple[Sighting, ...]
    check: Check | None
    taken_since: int

    @property
    def stopping(self) -> int:
        """How many stop a release."""
        return sum(self.counts[kind] for kind in STOPPING)


@dataclass(frozen=True, slots=True)
class DecisionList:
    """A page of decisions, the newest first; `total` is the number on all pages."""

    total: int
    items: tuple[Redaction, ...]


def search_private(desk: Desk, slug: str) -> Mapping[Kind, int]:
    """Look for private words in all that readers would see now; how many of each kind.

    Reads the whole round, once, outside any lock.

    Raises:
        NotFoundError, DeniedError: as `Desk.round`.
    """
    at = desk.now()
    with desk.read() as connection:
        key = desk.round(connection, slug, Action.RELEASE).id
        masker = Masker(r.decision for r in redactions.standing(connection, key))
        found = tuple(
            Sighting(0, words.response_id, hit.kind, hit.rule, words.owner, name,
                     anchored(words.fields[name], hit.span))
            for words in visible.every(connection, key)
            for name, hit in masker.look(words).open()
        )  # fmt: skip
    with desk.write() as connection:
        key = desk.round(connection, slug, Action.RELEASE, lock=True).id
        redactions.put_sightings(connection, key, found, Check(at, desk.actor.name))
        counts = redactions.sighting_counts(connection, key)
        told = ", ".join(f"{CALLED[kind]}: {n}" for kind, n in counts.items())
        desk.log(connection, "round.search_private", of_round(slug), told, key)
    return counts


def sightings(
    desk: Desk, slug: str, kind: Kind = Kind.CPR, limit: int = 20, offset: int = 0
) -> SightingList:
    """What the last search found of a kind and nobody has decided on.

    Raises:
        NotFoundError, DeniedError: as `Desk.round`.
    """
    with desk.read() as connection:
        key = desk.round(connection, slug, Action.RELEASE).id
        check = redactions.checked(connection, key)
        return SightingList(
            redactions.sighting_counts(connection, key),
            redactions.sightings(connection, key, kind, limit=limit, offset=offset),
            check,
            redactions.taken_since(connection, key, check.made_at) if check else 0,
        )


def decisions(desk: Desk, slug: str, limit: int = 20, offset: int = 0) -> DecisionList:
    """What was decided on private words, the newest first.

    Raises:
        NotFoundError, DeniedError: as `Desk.round`.
    """
    with desk.read() as connection:
        key = desk.round(connection, slug, Action.RELEASE).id
        found = redactions.listed(connection, key, limit, offset)
        return DecisionList(redactions.total(connection, key), found)


def settle_sighting(
    desk: Desk,
    slug: str,
    sighting_id: int,
    verdict: Verdict,
    everywhere: bool = False,
    reason: str = "",
) -> None:
    """Take words that the machine found out of what readers see, or keep them with a reason.

    Raises:
        NotFoundError, DeniedError: as `Desk.round`.
        ReleaseError: to keep words takes a reason; an address cannot be masked.
    """
    said = _reason(reason)
    if verdict is Verdict.KEEP and not said:
        raise ReleaseError("Skriv, hvorfor oplysningen må blive stående, og tryk »Behold« igen.")
    with desk.write() as connection:
        found = desk.round(connection, slug, Action.RELEASE, lock=True)
        hit = redactions.sighting_of(connection, found.id, sighting_id)
        if verdict is Verdict.REMOVE and hit.field in FIXED and not everywhere:
            raise ReleaseError(
                "Oplysningen er en del af rundens adresse eller et punkts nummer og kan ikke "
                "fjernes – opret runden igen uden den, eller behold den med en begrundelse."
            )
        scope = Scope.EVERYWHERE if everywhere else Scope.HERE
        decision = Decision(verdict, scope, hit.kind, hit.owner, hit.field, hit.anchor, said)
        _decide(desk, connection, found, decision, hit.response_id)


def remove_kind(desk: Desk, slug: str, kind: Kind) -> None:
    """Take all words of a kind out of what readers see, also those that are yet to come.

    Raises:
        NotFoundError, DeniedError: as `Desk.round`.
    """
    with desk.write() as connection:
        found = desk.round(connection, slug, Action.RELEASE, lock=True)
        nowhere = Anchor("", "", "", 0)
        every = Decision(Verdict.REMOVE, Scope.KIND, kind, _NOWHERE, _NOWHERE, nowhere)
        redactions.add(connection, found.id, [every], desk.now(), desk.actor.name)
        redactions.drop_kind(connection, found.id, kind)
        told = f"alle {CALLED[kind]}, også i nye svar"
        desk.log(connection, "round.redact", of_round(slug), told, found.id)


def redact(
    desk: Desk, slug: str, quote: str, response_id: int | None = None, reason: str = ""
) -> int:
    """Take quoted words out of one response, or of the whole round; where readers see them.

    Returns how often the words stand in the response; 0 for the whole round.

    Raises:
        NotFoundError: there is no such round, or no such response in it.
        DeniedError: as `Desk.round`.
        ReleaseError: there are no words, or they do not stand in the response.
    """
    words = storable(quote.strip()[:LONGEST_QUOTE])
    if not any(c.isalnum() for c in words):
        raise ReleaseError("Skriv eller indsæt de ord, der skal fjernes.")
    anchor = Anchor(words, "", "", 0)
    with desk.write() as connection:
        found = desk.round(connection, slug, Action.RELEASE, lock=True)
        owner, n = _NOWHERE, 0
        if response_id is not None:
            line = responses.line(connection, found.id, response_id)
            shown = visible.of_response(connection, line.id)
            owner, n = shown.owner, _count(shown, words)
        scope = Scope.OWNER if response_id is not None else Scope.EVERYWHERE
        decision = Decision(Verdict.REMOVE, scope, None, owner, TEXT, anchor, _reason(reason))
        _decide(desk, connection, found, decision, response_id)
        return n


def undo(desk: Desk, slug: str, redaction_id: int) -> None:
    """Let a decision hold no more; the next search finds again what it was about.

    Raises:
        NotFoundError: there is no such round, or no such decision in it.
        DeniedError: as `Desk.round`.
    """
    with desk.write() as connection:
        key = desk.round(connection, slug, Action.RELEASE, lock=True).id
        made = redactions.one(connection, key, redaction_id)
        if made.undone_at is not None:
            raise ReleaseError("Afgørelsen er allerede fortrudt.")
        redactions.undo(connection, redaction_id, desk.now(), desk.actor.name)
        desk.log(connection, "round.undo", of_round(slug), f"afgørelse nr. {redaction_id}", key)


def _decide(
    desk: Desk,
    connection: Connection,
    found: Consultation,
    decision: Decision,
    response_id: int | None,
) -> None:
    every = [decision, *_of_source(connection, decision, response_id)]
    redactions.add(connection, found.id, every, desk.now(), desk.actor.name)
    redactions.drop_sightings(connection, _covered(connection, found.id, decision))
    action = "round.redact" if decision.verdict is Verdict.REMOVE else "round.keep"
    # The words themselves stay out of the log, or it would be one more place to take them from.
    told = f"{private_told.decision(decision)}. {decision.reason}".strip()
    desk.log(connection, action, of_round(found.slug), told, found.id)


def _of_source(
    connection: Connection, decision: Decision, response_id: int | None
) -> tuple[Decision, ...]:
    """The same decision on the file that the response came in, whose name may hold the words."""
    if response_id is None or decision.scope is Scope.EVERYWHERE:
        return ()
    source_id = visible.source_of(connection, response_id)
    name = sources.one(connection, source_id).name
    if decision.verdict is Verdict.KEEP or not occurrences(name, decision.anchor.quote):
        return ()
    owner = owner_of(SOURCE, name)
    return (
        Decision(
            Verdict.REMOVE, Scope.OWNER, decision.kind, owner, "name", decision.anchor,
            decision.reason,
        ),
    )  # fmt: skip


def _covered(connection: Connection, consultation_id: int, d: Decision) -> list[int]:
    """What was found that the decision is about."""
    owner = None if d.scope is Scope.EVERYWHERE else d.owner
    return [
        s.id
        for s in redactions.sightings(connection, consultation_id, owner=owner)
        if _is_about(d, s)
    ]


def _is_about(d: Decision, s: Sighting) -> bool:
    if (s.owner, s.field, s.anchor) == (d.owner, d.field, d.anchor):
        return True
    if s.field in FIXED and d.verdict is Verdict.REMOVE:
        return False
    if d.scope is Scope.HERE and (d.verdict is Verdict.KEEP or s.field == TEXT):
        return False
    around = s.anchor.before[-CONTEXT:] + s.anchor.quote + s.anchor.after[:CONTEXT]
    at = len(s.anchor.before[-CONTEXT:])
    end = at + len(s.anchor.quote)
    spans = occurrences(around, d.anchor.quote)
    return any(span.start <= at and end <= span.end for span in spans)


def _count(words: Words, quote: str) -> int:
    """How often the quotation stands in a response.

    Raises:
        ReleaseError: it does not.
    """
    n = sum(len(occurrences(text, quote)) for text in words.fields.values())
    if not n:
        raise ReleaseError(
            "Ordene står ikke i svaret – kopiér dem fra svaret, så de står præcis som dér."
        )
    return n


def _reason(text: str) -> str:
    return storable(" ".join(text.split())[:LONGEST_REASON])
