"""Which line breaks are layout and which are only the edge of the paper."""

import re
from collections.abc import Iterator, Sequence

from consult.domain.documents import Span

# Between the longest line a mail client or typewriter wraps at and the shortest paragraph that
# was typed on one line; over it a text is taken not to be wrapped.
WIDEST_WRAP = 130
# Narrower than any page: shorter lines are broken on purpose (addresses, verses, lists).
NARROWEST_WRAP = 45
# The share of lines over WIDEST_WRAP that a wrapped text may have (links, one long heading).
LONG_LINES = 0.05
# The percentile of line lengths taken as the wrap width: a few lines stick out.
WIDTH_PERCENTILE = 0.95

# A bullet or a number with a stop or parenthesis, then a space: the start of a list item.
LIST_MARK = re.compile(
    r"[ \t\xa0]*(?:[-–—•·*▪■●○◦‣∙➢➤✓□\uf0b7\uf0a7\uf02d][ \t\xa0]+"
    r"|[•▪●\uf0b7\uf0a7](?=\S)|o[ \t]+(?=\S)"
    r"|\(?(?:\d{1,2}(?:\.\d{1,2})*[.)]|[a-zæøå]\)|[ivx]{1,4}\))[ \t\xa0]+)(?=\S)"
)
_LINE = re.compile(r"[^\n\r\x0b\x0c\x85\u2028\u2029]+")
_SENTENCE_END = ".!?:…"


def trimmed(text: str, start: int, end: int) -> Span | None:
    """`text[start:end]` without the blanks at its ends; None where nothing is left."""
    raw = text[start:end]
    body = raw.lstrip()
    if not body:
        return None
    first = end - len(body)
    return Span(first, first + len(body.rstrip()))


def physical_lines(text: str, start: int, end: int) -> Iterator[Span]:
    """The non-blank lines of `text[start:end]`, trimmed at both ends."""
    for match in _LINE.finditer(text, start, end):
        span = trimmed(text, match.start(), match.end())
        if span:
            yield span


def wrap_width(lines: Sequence[Span]) -> int:
    """The width in characters at which the lines were wrapped; 0 where they were not."""
    lengths = sorted(line.end - line.start for line in lines)
    if len(lengths) < 2 or sum(n > WIDEST_WRAP for n in lengths) > LONG_LINES * len(lengths):
        return 0
    short = [n for n in lengths if n <= WIDEST_WRAP]
    width = short[int(WIDTH_PERCENTILE * (len(short) - 1))]
    return width if width >= NARROWEST_WRAP else 0


def joins(text: str, line: Span, following: Span, width: int) -> bool:
    """Whether `following` goes on where `line` stopped only for want of room."""
    between = text[line.end : following.start]
    if between.count("\n") > 1 or LIST_MARK.match(text, following.start, following.end):
        return False
    if text[following.start].islower() and text[line.end - 1] not in _SENTENCE_END:
        return True
    word = text[following.start : following.end].split(maxsplit=1)[0]
    return width > 0 and line.end - line.start + 1 + len(word) > width


def logical_lines(text: str, start: int, end: int) -> tuple[Span, ...]:
    """The lines of `text[start:end]` with wrapped ones put together again."""
    lines = list(physical_lines(text, start, end))
    width = wrap_width(lines)
    joined: list[Span] = []
    for last, line in zip([None, *lines], lines, strict=False):
        if last and joins(text, last, line, width):
            joined[-1] = Span(joined[-1].start, line.end)
        else:
            joined.append(line)
    return tuple(joined)
