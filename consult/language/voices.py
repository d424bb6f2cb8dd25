"""What kind of sender a letter sounds like, where no name says it: many weak cues, added up.

The cues, their examples and their weights are in `consult/rules/voices.yaml`.
"""

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from consult.domain.documents import Span
from consult.domain.findings import Passage, PassageKind
from consult.domain.people import RespondentKind
from consult.rules.loader import load_rules

# A long report is heard by its beginning and its end, in characters of its own words.
_HEARD = 6_000
_OWN = frozenset({PassageKind.BODY, PassageKind.TABLE})
_PLACES: Mapping[str, frozenset[PassageKind]] = MappingProxyType(
    {
        "own": _OWN,
        "signed": frozenset({PassageKind.SIGNATURE}),
        "frame": frozenset({PassageKind.BOILERPLATE}),
        "any": frozenset(PassageKind) - {PassageKind.QUOTED, PassageKind.GREETING},
    }
)

_NOTHING: tuple[float, Span | None, bool] = (0.0, None, False)
# That nobody signs tells something, but is nobody's word.
_SILENCE = "no_signature"

Weights = Mapping[RespondentKind, float]


@dataclass(frozen=True, slots=True)
class Cue:
    """One rule of the file, compiled."""

    where: str
    pattern: re.Pattern[str]
    times: int
    says: Weights


@dataclass(frozen=True, slots=True)
class Voice:
    """The likeliest kind, and the words that speak most for it (None: other clues do)."""

    kind: RespondentKind
    span: Span | None
    signed: bool


def hear(
    text: str, passages: Sequence[Passage], marks: Sequence[str]
) -> tuple[Voice | None, frozenset[str]]:
    """The voice of a letter, None in doubt, and the ids of the cues that were heard.

    `marks` are what other modules found, by their names in the rule file.
    """
    rules = load_rules("voices").data
    totals: dict[RespondentKind, float] = defaultdict(float, _weights(rules["start"]))
    shown: dict[RespondentKind, float] = defaultdict(float)
    best: dict[RespondentKind, tuple[float, Span | None, bool]] = {}
    heard = []
    for mark in marks:
        _add(totals, defaultdict(float) if mark == _SILENCE else shown, _marks()[mark])
    for cue_id, cue, span in _found(text, passages):
        heard.append(cue_id)
        _add(totals, shown, cue.says)
        for kind, weight in cue.says.items():
            if weight > best.get(kind, _NOTHING)[0]:
                best[kind] = weight, span, cue.where == "signed"
    kind = max(sorted(totals), key=totals.__getitem__)
    whole = sum(math.exp(total - totals[kind]) for total in totals.values())
    if 1 / whole < rules["doubt"] or shown[kind] < rules["least"]:
        return None, frozenset(heard)
    _, place, signed = best.get(kind, _NOTHING)
    return Voice(kind, place, signed), frozenset(heard)


def _add(
    totals: dict[RespondentKind, float], shown: dict[RespondentKind, float], says: Weights
) -> None:
    for kind, weight in says.items():
        totals[kind] += weight
        shown[kind] += max(weight, 0)


def _found(text: str, passages: Sequence[Passage]) -> Iterator[tuple[str, Cue, Span]]:
    """Every cue that the letter has, where it first stands."""
    texts = {place: _text(text, passages, kinds) for place, kinds in _PLACES.items()}
    for cue_id, cue in _cues().items():
        words, starts = texts[cue.where]
        found = cue.pattern.search(words)
        if found is None:
            continue
        if cue.times > 1 and sum(1 for _ in cue.pattern.finditer(words)) < cue.times:
            continue
        at = max((pair for pair in starts if pair[0] <= found.start()), default=(0, 0))
        begin = at[1] + found.start() - at[0]
        yield cue_id, cue, Span(begin, begin + len(found.group()))


def _text(
    text: str, passages: Sequence[Passage], kinds: frozenset[PassageKind]
) -> tuple[str, list[tuple[int, int]]]:
    """The passages of these kinds on lines of their own, and where each of them begins in both."""
    chosen = [p for p in passages if p.kind in kinds]
    parts: list[str] = []
    starts: list[tuple[int, int]] = []
    length = 0
    for passage in _ends(chosen):
        starts.append((length, passage.start))
        parts.append(passage.span.slice(text))
        length += len(parts[-1]) + 1
    return "\n".join(parts), starts


def _ends(passages: Sequence[Passage]) -> Iterator[Passage]:
    """The passages without the middle of what is too long to hear."""
    before = 0
    rest = sum(p.end - p.start for p in passages)
    for passage in passages:
        size = passage.end - passage.start
        if before < _HEARD or rest <= _HEARD:
            yield passage
        before += size
        rest -= size


@cache
def _cues() -> Mapping[str, Cue]:
    return MappingProxyType({rule.id: _cue(rule.data) for rule in load_rules("voices").rules})


def _cue(data: Mapping[str, Any]) -> Cue:
    flags = re.MULTILINE if data.get("case") else re.MULTILINE | re.IGNORECASE
    pattern = re.compile(data["pattern"], flags)
    return Cue(data["where"], pattern, data.get("times", 1), _weights(data["says"]))


@cache
def _marks() -> Mapping[str, Weights]:
    return {mark: _weights(says) for mark, says in load_rules("voices").data["marks"].items()}


def _weights(says: Mapping[str, float]) -> Weights:
    return {RespondentKind(kind): float(weight) for kind, weight in says.items()}
