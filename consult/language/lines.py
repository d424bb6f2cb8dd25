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
# The share of wide lines that stop within a sentence in a wrapped text; where nearly all end with
# one, each line was typed as a whole (an answer a line).
BROKEN_LINES = 0.2

# A bullet or a number with a stop or parenthesis, then a space: the start of a list item.
LIST_MARK = re.compile(
    r"[ \t\xa0]*(?:[-–—•·*▪■●○◦‣∙➢➤✓□\uf0b7\uf0a7\uf02d][ \t\xa0]+"
    r"|[•▪●\uf0b7\uf0a7](?=\S)|o[ \t]+(?=\S)"
    r"|\(?(?:\d{1,2}(?:\.\d{1,2})*[.)]|[a-zæøå]\)|[ivx]{1,4}\))[ \t\xa0]+)(?=\S)"
)
# A proposal's code, or a word for one and its number, then a colon or the answer's first word.
_ANSWER_MARK = re.compile(
    r"(?:[A-ZÆØÅ]{1,6}(?:[ -]?[A-ZÆØÅ]{1,6})?[ -]?\d{1,4}[a-z]?"
    r"|(?:[Aa]d|[Ff]orslag|[Pp]unkt|[Pp]kt\.?|[Nn]r\.?)(?: nr\.?)? ?\d{1,4}[a-z]?)"
    r"(?:[ \t]*:(?=\s)|[ \t]+(?=(?:ja|nej|ok|okay|for|imod|enig|uenig|ingen)\b))"
)
# What is said of all the rest is said of no proposal above it.
_REST = re.compile(
    r"(?:(?:de )?(?:øvrige|resterende) (?:forslag|punkter)(?:ne|ene)?|resten)[ \t]*:", re.IGNORECASE
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


def begins_answer(line: str) -> bool:
    """Whether a line begins with a proposal's number and what is said of it, or of the rest."""
    return _ANSWER_MARK.match(line) is not None or _REST.match(line) is not None


def wrap_width(text: str, lines: Sequence[Span]) -> int:
    """The width in characters at which the lines of `text` were wrapped; 0 where they were not."""
    wide = [line for line in lines if line.end - line.start >= NARROWEST_WRAP]
    broken = sum(text[line.end - 1] not in _SENTENCE_END for line in wide)
    if broken < BROKEN_LINES * len(wide):
        return 0
    lengths = sorted(line.end - line.start for line in lines)
    if len(lengths) < 2 or sum(n > WIDEST_WRAP for n in lengths) > LONG_LINES * len(lengths):
        return 0
    short = [n for n in lengths if n <= WIDEST_WRAP]
    width = short[int(WIDTH_PERCENTILE * (len(short) - 1))]
    return width if width >= NARROWEST_WRAP else 0


def joins(text: str, line: Span, following: Span, width: int) -> bool:
    """Whether `following` goes on where `line` stopped only for want of room."""
    between = text[line.end : following.start]
    begun = LIST_MARK.match(text, *following) or _ANSWER_MARK.match(text, *following)
    if between.count("\n") > 1 or begun:
        return False
    if text[following.start].islower() and text[line.end - 1] not in _SENTENCE_END:
        return True
    word = text[following.start : following.end].split(maxsplit=1)[0]
    return width > 0 and line.end - line.start + 1 + len(word) > width


def logical_lines(text: str, start: int, end: int) -> tuple[Span, ...]:
    """The lines of `text[start:end]` with wrapped ones put together again."""
    lines = list(physical_lines(text, start, end))
    width = wrap_width(text, lines)
    joined: list[Span] = []
    for last, line in zip([None, *lines], lines, strict=False):
        if last and joins(text, last, line, width):
            joined[-1] = Span(joined[-1].start, line.end)
        else:
            joined.append(line)
    return tuple(joined)
