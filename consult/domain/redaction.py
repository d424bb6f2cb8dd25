"""Words that readers are not to see: where they stand, and the mask in their place. Pure rules.

A decision is anchored by its quotation with a little of what stands around it, so that it still
fits when the same words are read or analysed anew.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from consult.domain.documents import Span

#: Put in the place of every character but line ends, so that all offsets stay what they were.
MASK = "█"
#: Characters kept on either side of a quotation.
CONTEXT = 30
#: What stays under a mask: lines are part of a text's layout.
_KEPT = frozenset("\n\r")


class Kind(StrEnum):
    """What may be private. CPR numbers alone stop a release."""

    CPR = "cpr"
    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"


class Verdict(StrEnum):
    """What a person decided on some words."""

    REMOVE = "remove"
    KEEP = "keep"


class Scope(StrEnum):
    """Where a decision holds.

    At its anchor; wherever the words stand in what its owner shows; wherever they stand in the
    round; or for all words of a kind.
    """

    HERE = "here"
    OWNER = "owner"
    EVERYWHERE = "everywhere"
    KIND = "kind"


@dataclass(frozen=True, slots=True)
class Anchor:
    """A quotation with what stands before and after it, and where it stood."""

    quote: str
    before: str
    after: str
    start: int


def anchored(text: str, span: Span) -> Anchor:
    """The anchor of a stretch of `text`."""
    return Anchor(
        span.slice(text),
        text[max(0, span.start - CONTEXT) : span.start],
        text[span.end : span.end + CONTEXT],
        span.start,
    )


def located(text: str, anchor: Anchor) -> Span | None:
    """Where the very words stand among the same others, the nearest to where they stood."""
    whole = anchor.before + anchor.quote + anchor.after
    starts = _starts(text, whole)
    if not starts:
        return None
    lead = len(anchor.before)
    start = min((s + lead for s in starts), key=lambda s: (abs(s - anchor.start), s))
    return Span(start, start + len(anchor.quote))


def hidden_by(text: str, anchor: Anchor) -> tuple[Span, ...]:
    """What is taken out for an anchor: its words, or, among changed others, all such words.

    So a mask that no longer knows its place hides too much rather than too little.
    """
    found = located(text, anchor)
    return (found,) if found is not None else occurrences(text, anchor.quote)


def occurrences(text: str, quote: str) -> tuple[Span, ...]:
    """Where those words stand: whole words, in any case, with any blanks between them.

    Ten digits are also found with other hyphens and blanks in them.
    """
    look = _pattern(quote)
    return () if look is None else tuple(Span(*m.span()) for m in look.finditer(text))


def mask(text: str, spans: Iterable[Span]) -> str:
    """The text with the spans masked: as long as it was, its lines where they were."""
    letters: list[str] | None = None
    for span in spans:
        letters = list(text) if letters is None else letters
        for at in range(max(0, span.start), min(span.end, len(text))):
            if letters[at] not in _KEPT:
                letters[at] = MASK
    return text if letters is None else "".join(letters)


def _starts(text: str, words: str) -> list[int]:
    starts, at = [], text.find(words)
    while at >= 0:
        starts.append(at)
        at = text.find(words, at + 1)
    return starts


@lru_cache(maxsize=4096)
def _pattern(quote: str) -> re.Pattern[str] | None:
    digits = re.sub(r"\D", "", quote)
    if len(digits) == len("ddmmyyxxxx") and not re.search(r"[^\W\d_]", quote):
        return re.compile(r"(?<!\d)" + r"[\W_]{0,4}".join(digits) + r"(?!\d)")
    words = quote.split()
    if not words:
        return None
    written = r"\s+".join(re.escape(word) for word in words)
    first, last = words[0][0], words[-1][-1]
    before = r"(?<!\w)" if first.isalnum() else ""
    after = r"(?!\w)" if last.isalnum() else ""
    return re.compile(before + written + after, re.IGNORECASE)
