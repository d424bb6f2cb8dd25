"""Finding the words of a correction again, in the same text or in a newer one.

Blanks do not count: another version of a reader may break lines elsewhere.
"""

from bisect import bisect_left
from collections.abc import Iterator
from itertools import takewhile

from consult.domain.documents import Span
from consult.domain.reviews import Anchor

#: Characters kept before and after the words: some six words, enough to tell places apart.
AROUND = 40
#: Characters, without blanks, from which on words may have moved to other surroundings. Shorter
#: ones ("Vi er imod.") are said in many places.
LONG = 40
#: Share of the surroundings that must be as they were for shorter words.
NEAR = 0.5


def anchor_at(text: str, span: Span) -> Anchor:
    """The anchor of a stretch of a text; blanks at its ends are left out."""
    start, end = trimmed(text, span)
    return Anchor(
        text[start:end], text[max(0, start - AROUND) : start], text[end : end + AROUND], start
    )


def trimmed(text: str, span: Span) -> Span:
    """The stretch without blanks at its ends; empty, at its start, where it is all blank."""
    words = span.slice(text)
    start = span.start + len(words) - len(words.lstrip())
    return Span(start, start + len(words.strip()))


class Places:
    """A text in which anchors are looked for; made once for all of them."""

    def __init__(self, text: str) -> None:
        self._at = [i for i, c in enumerate(text) if not c.isspace()]
        self._bare = "".join(text[i] for i in self._at)

    def find(self, anchor: Anchor) -> Span | None:
        """Where the words stand, None where they do not fit any more.

        Of several places the one whose surroundings are most alike, of those the nearest to
        where the words stood.
        """
        quote = _bare(anchor.quote)
        if not quote:
            return None
        before, after = _bare(anchor.before), _bare(anchor.after)
        found = [(self._alike(at, quote, before, after), at) for at in self._places(quote)]
        best = max(found, key=lambda f: (f[0], -abs(self._at[f[1]] - anchor.start)), default=None)
        if best is None or not _fits(quote, best[0], len(before) + len(after)):
            return None
        return Span(self._at[best[1]], self._at[best[1] + len(quote) - 1] + 1)

    def cut(self, span: Span, quote: str, cut: int) -> int:
        """The offset in the text of a place in the quotation that stands at `span`."""
        first = bisect_left(self._at, span.start)
        place = first + len(_bare(quote[:cut]))
        return min(self._at[place], span.end) if place < len(self._at) else span.end

    def _places(self, quote: str) -> Iterator[int]:
        at = self._bare.find(quote)
        while at >= 0:
            yield at
            at = self._bare.find(quote, at + 1)

    def _alike(self, at: int, quote: str, before: str, after: str) -> int:
        """How many characters around a place are those of the anchor."""
        end = at + len(quote)
        ahead = self._bare[max(0, at - len(before)) : at]
        behind = self._bare[end : end + len(after)]
        return _common(reversed(ahead), reversed(before)) + _common(iter(behind), iter(after))


def _fits(quote: str, alike: int, around: int) -> bool:
    return len(quote) >= LONG or alike >= NEAR * around


def _bare(text: str) -> str:
    return "".join(text.split())


def _common(one: Iterator[str], other: Iterator[str]) -> int:
    """How many characters the two begin with in common."""
    pairs = zip(one, other, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
