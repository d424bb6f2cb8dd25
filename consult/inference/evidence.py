"""Which words of a passage a finding rests on: the sentence that speaks most for its label."""

import re

from consult.domain.documents import Span

# Sentences weighed per passage: bounds what evidence may cost beside the passage itself.
MOST_PIECES = 8
# A full stop or its like, then a space and a capital, a digit or a quote; or a line break.
_BREAK = re.compile(r"(?<=[.!?…])\s+(?=[\"'»”“(]?[A-ZÆØÅÉ0-9])|\s*\n\s*")


def pieces(text: str) -> tuple[Span, ...]:
    """The sentences of a passage, as a simple rule finds them.

    At least one span; without leading or trailing blanks; in order. Beyond `MOST_PIECES`
    the rest of the passage is one last piece.
    """
    found = _split(text)
    if len(found) > MOST_PIECES:
        found = (*found[: MOST_PIECES - 1], Span(found[MOST_PIECES - 1].start, found[-1].end))
    return found


def _split(text: str) -> tuple[Span, ...]:
    cuts = [0, *(i for m in _BREAK.finditer(text) for i in m.span()), len(text)]
    spans = (_trim(text, start, end) for start, end in zip(cuts[::2], cuts[1::2], strict=True))
    return tuple(s for s in spans if s.end > s.start) or (Span(0, len(text)),)


def _trim(text: str, start: int, end: int) -> Span:
    part = text[start:end]
    return Span(start + len(part) - len(part.lstrip()), start + len(part.rstrip()))
