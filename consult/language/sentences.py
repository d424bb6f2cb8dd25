"""Cut Danish text into sentences: by line first, then by the full stops that end one.

The word lists and their examples are in `consult/rules/abbreviations.yaml`.
"""

import re
from collections.abc import Iterator
from functools import cache
from heapq import merge

from consult.domain.documents import Span
from consult.language.lines import logical_lines, trimmed
from consult.language.wordlists import words

_STOP = re.compile(r"([.!?…]+)[\"'”’»«)\]]*")
_CLOSED_ASIDE = re.compile(r"\)\s+(?=[A-ZÆØÅ])")
_WORD_BEFORE = re.compile(r"[^\s(\[\"'”“»«/,;:]+$")
_OPENING = re.compile(r"[\s\"'”“„»«(\[–—•*·-]*")
_WORD = re.compile(r"[^\W_]+")
_INITIALS = re.compile(r"(?:[A-ZÆØÅ]\.-?)*[A-ZÆØÅ]")
_ORDINAL = re.compile(r"\d{1,2}")
_MARK = re.compile(r"\W*(?:\d{1,2}(?:\.\d{1,2})*|[A-Za-zæøå])")
_ADDRESS = re.compile(r"@|www|https?:", re.IGNORECASE)
_SMALL = re.compile(r"[.!?]\s+(?:([a-zæøå])|[A-ZÆØÅ])")
_VOWELS = frozenset("aeiouyæøåé")
# The longest Danish abbreviation without a vowel: "tlf", "pkt", "vdr", "mht" have three letters.
_LONGEST_VOWELLESS = 4
# How far back the word before a full stop may begin, in characters.
_REACH = 40
# A writer who begins no sentence with a capital shows it this many times in a paragraph.
_SMALL_STARTS = 3
# Letters before a stop that make it likely to end a sentence and not an abbreviation.
_WHOLE_WORD = 4


def sentences(text: str, start: int = 0, end: int | None = None) -> tuple[Span, ...]:
    """The sentences of `text[start:end]`, trimmed, in order, over all its non-blank characters."""
    stop = len(text) if end is None else end
    return tuple(
        sentence
        for line in logical_lines(text, start, stop)
        for sentence in sentences_of_line(text, line)
    )


def sentences_of_line(text: str, line: Span) -> tuple[Span, ...]:
    """The sentences of one paragraph; a line break inside it counts as a space."""
    spans = []
    start = line.start
    for cut in (*_cuts(text, line), line.end):
        span = trimmed(text, start, cut)
        if span:
            spans.append(span)
        start = cut
    return tuple(spans)


@cache
def _lost_stop() -> re.Pattern[str]:
    """Where a sentence begins though the full stop before it was lost."""
    openers = "|".join(sorted(words("abbreviations", "lost_stop_openers"), reverse=True))
    return re.compile(rf"\s+(?=(?:{openers})\s[a-zæøå])")


def _cuts(text: str, line: Span) -> Iterator[int]:
    """Where a sentence ends, just after its last character."""
    begun = line.start
    small = _writes_small(text, line)
    for at, stop in merge(_lost(text, line), _stops(text, line), key=lambda pair: pair[0]):
        if at <= begun or at >= line.end:
            continue
        if stop is None or _ends(text, begun, stop, Span(at, line.end), small=small):
            yield at
            begun = at


def _stops(text: str, line: Span) -> Iterator[tuple[int, re.Match[str]]]:
    """Full stops and their like, with the place where a sentence that ends there is cut."""
    for match in _STOP.finditer(text, line.start, line.end):
        spaced = match.end() >= line.end or text[match.end()].isspace()
        yield match.end() if spaced else match.end(1), match


def _lost(text: str, line: Span) -> Iterator[tuple[int, None]]:
    """Cuts without a stop: before words that begin a sentence, and after an aside of its own."""
    found = []
    for match in _lost_stop().finditer(text, line.start, line.end):
        before = text[max(line.start, match.start() - 3) : match.start()]
        if before[-1:].islower() or before[-1:].isdigit() or before[-1:] == ")" or before.isupper():
            found.append(match.start())
    if text[line.start] == "(" or ". (" in text[line.start : line.end]:
        found.extend(_asides(text, line))
    yield from ((at, None) for at in sorted(set(found)))


def _asides(text: str, line: Span) -> Iterator[int]:
    """After a parenthesis that a sentence begins with, where a capital follows it."""
    for match in _CLOSED_ASIDE.finditer(text, line.start, line.end):
        opened = text.rfind("(", line.start, match.start())
        if opened == line.start or text[max(line.start, opened - 2) : opened] == ". ":
            yield match.start() + 1


def _writes_small(text: str, line: Span) -> bool:
    """Whether the writer of this paragraph begins sentences with a small letter."""
    starts = [
        bool(m.group(1))
        for m in _SMALL.finditer(text, line.start, line.end)
        if text[max(line.start, m.start() - _WHOLE_WORD) : m.start()].isalpha()
    ]
    small = sum(starts)
    sure = small >= _SMALL_STARTS or text[line.start].islower()
    return sure and small > 2 * (len(starts) - small)


def _ends(text: str, begun: int, stop: re.Match[str], rest: Span, *, small: bool) -> bool:
    """Whether the sentence that starts at `begun` ends with `stop`; `rest` is what follows it."""
    found = _OPENING.match(text, rest.start, rest.end)
    follows = found.end() if found else rest.start
    if follows >= rest.end:
        return text[rest.start].isspace()
    word = _word_before(text, begun, stop.start())
    dot = stop.group(1) == "."
    if not text[rest.start].isspace():
        return _ends_unspaced(text, word, follows, dot=dot)
    if text[follows].islower():
        return _begins_small(text, follows, stop.group(1), word, small=small)
    if not dot:
        return True
    if _MARK.fullmatch(text, begun, stop.start()):
        return False
    before = _word_before(text, begun, stop.start() - len(word) - 1)
    return not _goes_on(word, before, text, Span(follows, rest.end))


def _begins_small(text: str, follows: int, mark: str, word: str, *, small: bool) -> bool:
    """Whether a sentence begins with the small letter at `follows`."""
    if small and len(mark) < len("...") and _plain(word):
        return True
    match = _WORD.match(text, follows)
    following = match.group() if match else ""
    # "Nej!! en ny koster": who doubles the mark ends the sentence; "trist!! for os" goes on.
    doubled = len(mark) > 1 and "." not in mark and "…" not in mark
    return (doubled or mark == "?") and following in words("abbreviations", "small_openers")


def _word_before(text: str, begun: int, stop: int) -> str:
    """The word that the stop is attached to, without the stop; may be empty."""
    match = _WORD_BEFORE.search(text[max(begun, stop - _REACH) : stop])
    return match.group() if match else ""


def _ends_unspaced(text: str, word: str, follows: int, *, dot: bool) -> bool:
    """Whether a stop without a space after it ("slut.Nu") ends the sentence."""
    following = _WORD.match(text, follows)
    if following is None or not text[follows].isupper() or _ADDRESS.search(word):
        return False
    if not dot:
        return True
    name = following.group()
    whole = len(word) > 1 and word[-1].islower() and "." not in word
    return whole and name[1:].islower() and not _abbreviated(word)


def _abbreviated(word: str) -> bool:
    """Whether a full stop after `word` belongs to it and something must follow."""
    key = word.lower()
    if key in words("abbreviations", "never_final"):
        return True
    short = 2 <= len(key) <= _LONGEST_VOWELLESS and key.isalpha()
    return short and _VOWELS.isdisjoint(key) and key not in words("abbreviations", "may_end")


def _plain(word: str) -> bool:
    """Whether `word` is neither abbreviation, number nor initial."""
    known = word.lower() in words("abbreviations", "may_end")
    return len(word) > 1 and word[-1].isalpha() and not known and not _abbreviated(word)


def _goes_on(word: str, before: str, text: str, rest: Span) -> bool:
    """Whether the sentence goes on after `before word.` although no small letter follows."""
    match = _WORD.match(text, *rest)
    following = match.group() if match else ""
    opens = following in words("abbreviations", "openers")
    if _ORDINAL.fullmatch(word):
        counts = before.lower() in words("abbreviations", "number_leads")
        ordinal = following.lower() in words("abbreviations", "ordinal_nouns")
        return ordinal or not (opens or (counts and following.isalpha()))
    if _INITIALS.fullmatch(word) and not _abbreviated(word):
        return not opens and not following[:1].isdigit()
    if before[-1:].isdigit() and word.lower() in words("abbreviations", "after_numbers"):
        return not opens
    if word.lower() in words("abbreviations", "may_end"):
        return following[:1].isdigit() or following.lower() in words("abbreviations", "units")
    return _abbreviated(word)
