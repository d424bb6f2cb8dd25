"""What readers see of words: decisions turned into masks, and what is left to decide on."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from consult.domain.documents import Span
from consult.domain.redaction import (
    Kind,
    Scope,
    Verdict,
    hidden_by,
    located,
    mask,
    occurrences,
)
from consult.language.private import Private, cpr_digits, find_private
from consult.store.release_records import Decision
from consult.store.visible import FIXED, TEXT, Words

#: Kinds that stop a release.
STOPPING = (Kind.CPR,)


@dataclass(frozen=True, slots=True)
class Seen:
    """What readers see of one thing: its fields masked, and where words were kept."""

    words: Words
    fields: Mapping[str, str]
    kept: Mapping[str, tuple[Span, ...]]

    def open(self, kinds: Iterable[Kind] = tuple(Kind)) -> Iterator[tuple[str, Private]]:
        """Words that may be private, are shown, and that nobody has decided to keep."""
        chosen = tuple(kinds)
        for name, text in self.fields.items():
            kept = self.kept.get(name, ())
            for found in find_private(text, chosen):
                if not any(span.contains(found.span) for span in kept):
                    yield name, found


class Masker:
    """The decisions of a round that hold, ready to be applied to all its words."""

    def __init__(self, decisions: Iterable[Decision]) -> None:
        self._of_owner: dict[str, list[Decision]] = defaultdict(list)
        self._everywhere: list[_Everywhere] = []
        kinds: list[Kind] = []
        for d in decisions:
            if d.scope is Scope.EVERYWHERE:
                self._everywhere.append(_Everywhere(d))
            elif d.scope is Scope.KIND and d.kind is not None:
                kinds.append(d.kind)
            else:
                self._of_owner[d.owner].append(d)
        self._kinds = tuple(kinds)

    def look(self, words: Words) -> Seen:
        """What readers see of these words."""
        fields: dict[str, str] = {}
        kept: dict[str, tuple[Span, ...]] = {}
        for name, text in words.fields.items():
            removed, held = self._spans(words.owner, name, text)
            fields[name] = text if name in FIXED else mask(text, removed)
            if held:
                kept[name] = held
        return Seen(words, fields, kept)

    def _spans(
        self, owner: str, field: str, text: str
    ) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
        """What is removed from a field, and what was kept in it."""
        removed: list[Span] = []
        kept: list[Span] = []
        for d in self._of_owner.get(owner, ()):
            into = removed if d.verdict is Verdict.REMOVE else kept
            into.extend(_of_owner(d, field, text))
        for every in self._everywhere:
            into = removed if every.decision.verdict is Verdict.REMOVE else kept
            into.extend(every.spans(text))
        if self._kinds:
            # What a person kept with a reason stays, though all others of its kind go.
            every_one = (p.span for p in find_private(text, self._kinds))
            removed.extend(s for s in every_one if not any(k.contains(s) for k in kept))
        return tuple(removed), tuple(kept)


class _Everywhere:
    """A decision that holds wherever the words stand; most texts are passed at a glance."""

    def __init__(self, decision: Decision) -> None:
        self.decision = decision
        quote = decision.anchor.quote
        self._digits = cpr_digits(quote)
        self._first = next(iter(quote.casefold().split()), "")

    def spans(self, text: str) -> tuple[Span, ...]:
        """Where the words stand."""
        if self._digits:
            if self._digits[-1] not in text:
                return ()
        elif self._first not in text.casefold():
            return ()
        return occurrences(text, self.decision.anchor.quote)


def _of_owner(d: Decision, field: str, text: str) -> tuple[Span, ...]:
    """Where a decision on one thing holds in a field of it."""
    if d.scope is Scope.OWNER:
        return occurrences(text, d.anchor.quote)
    if d.verdict is Verdict.KEEP:
        span = located(text, d.anchor) if d.field == field else None
        return () if span is None else (span,)
    if d.field == field:
        return hidden_by(text, d.anchor)
    # A name that is taken out of a letter is taken out of what the letter is called.
    return () if field == TEXT else occurrences(text, d.anchor.quote)


def bare(name: str) -> str:
    """A name with all that looks like a CPR number masked."""
    return mask(name, (p.span for p in find_private(name, STOPPING)))
