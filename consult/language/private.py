"""CPR numbers in a text, and telephone numbers, e-mail and street addresses: `private.yaml`."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from unicodedata import decimal

from consult.domain.cpr import birthday, fulfils_modulus
from consult.domain.documents import Span
from consult.domain.redaction import Kind
from consult.rules import Rule, load_rules

_UNSEEN = "[\u00ad\u200b-\u200d\u2060\ufeff]"
_BLANK = "[ \\t\u00a0\u2000-\u200a\u202f\u205f\u3000]"
_HYPHEN = "[-\u00ad\u2010-\u2015\u2212\u2043\ufe58\ufe63\uff0d_~]"
_LINE = f"{_BLANK}{{0,9}}(?:\\r?\\n|[\\x0b\\x0c\u2028\u2029]){_BLANK}{{0,9}}"
#: What stands for what in a pattern; longer tokens are made of shorter ones.
_TOKENS = {
    "<d>": f"(?:\\d{_UNSEEN}{{0,2}})",
    "<b>": f"(?:{_LINE}|{_BLANK}{{0,2}})",
    "<n>": f"(?:{_LINE})",
    "<s>": _BLANK,
    "<h>": _HYPHEN,
}
#: What is looked for first, since it is quick and rare, and the characters on either side in
#: which a pattern then looks: runs of ten or eight digits with no letter between, and so on.
_SEEDS = {
    "cpr": (re.compile(r"\d(?:[\W_]{0,25}\d){9,}"), 0),
    "phone": (re.compile(r"\d(?:[\W_]{0,4}\d){7,}"), 3),
    "letters": (re.compile(r"[OoIl]\d|\d[OoIl]"), 30),
    "email": (re.compile("@"), 100),
    "address": (re.compile(rf"[a-zé]{_BLANK}\d"), 80),
}
#: Letters that a scan takes digits for.
_SLIPS = str.maketrans("OoIl", "0011")
#: Digits on the other side of one of these belong to the same number.
_BEFORE, _AFTER = re.compile(r"\d[./,:-]$"), re.compile(r"[./:-]\d")
#: Serial numbers that are as likely to be a year, where a date stands before.
_YEARS = range(1900, 2040)


@dataclass(frozen=True, slots=True)
class Private:
    """Words that may be private: where they stand, what they are, and the rule that says so."""

    span: Span
    kind: Kind
    rule: str


@dataclass(frozen=True, slots=True)
class _Pattern:
    rule: str
    kind: Kind
    weight: int
    year: bool
    seed: str
    look: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class _Words:
    """Words that tell for, and against, a kind."""

    cue: re.Pattern[str]
    other: re.Pattern[str]
    after: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class _Rules:
    patterns: tuple[_Pattern, ...]
    words: Mapping[Kind, _Words]
    points: Mapping[str, int]
    window: int


def find_private(text: str, kinds: Iterable[Kind] = tuple(Kind)) -> tuple[Private, ...]:
    """What in the text may be private, in the order of the text; no two of a kind overlap."""
    rules, wanted = _rules(), frozenset(kinds)
    patterns = [p for p in rules.patterns if p.kind in wanted]
    places = {seed: _places(text, seed) for seed in {p.seed for p in patterns}}
    found = {
        Private(Span(*match.span()), pattern.kind, pattern.rule)
        for pattern in patterns
        for start, end in places[pattern.seed]
        for match in pattern.look.finditer(text, start, end)
        if _is_one(text, match, pattern, rules)
    }
    return _apart(found)


def cpr_digits(text: str) -> str:
    """The digits of a CPR number however it is written, "" where it holds not just ten."""
    digits = "".join(str(decimal(c)) for c in text.translate(_SLIPS) if c.isdecimal())
    return digits if len(digits) == len("ddmmyyxxxx") else ""


def _places(text: str, name: str) -> list[tuple[int, int]]:
    """Stretches of the text in which something with that seed may stand."""
    seed, margin = _SEEDS[name]
    return [(max(0, m.start() - margin), m.end() + margin) for m in seed.finditer(text)]


def _is_one(text: str, match: re.Match[str], pattern: _Pattern, rules: _Rules) -> bool:
    points, words = rules.points, rules.words[pattern.kind]
    start, end = match.span()
    worth = pattern.weight
    if pattern.kind is Kind.CPR:
        digits = cpr_digits(match.group())
        if birthday(digits) is None:
            return False
        worth += points["modulus"] * fulfils_modulus(digits)
        worth += points["year"] * (pattern.year and int(digits[6:]) in _YEARS)
        joined = _BEFORE.search(text[max(0, start - 2) : start]) or _AFTER.match(
            text[end : end + 2]
        )
        worth += points["joined"] * bool(joined)
    before = text[max(0, start - rules.window) : start]
    if words.cue.search(before):
        worth += points["cue"]
    elif words.other.search(before) or words.after.match(text[end : end + rules.window]):
        worth += points["other"]
    return worth >= points["needs"]


def _apart(found: Iterable[Private]) -> tuple[Private, ...]:
    """The longest of those that overlap, by kind."""
    kept: list[Private] = []
    for one in sorted(found, key=lambda p: (p.span.start - p.span.end, p.span, p.rule)):
        if not any(k.kind is one.kind and k.span.overlaps(one.span) for k in kept):
            kept.append(one)
    return tuple(sorted(kept, key=lambda p: (p.span, p.kind)))


@cache
def _rules() -> _Rules:
    file = load_rules("private")
    kinds: Mapping[str, Mapping[str, list[str]]] = file.data["kinds"]
    return _Rules(
        tuple(_pattern(rule) for rule in file.rules),
        {Kind(name): _words(said) for name, said in kinds.items()},
        file.data["points"],
        file.data["window"],
    )


def _pattern(rule: Rule) -> _Pattern:
    data: Mapping[str, Any] = rule.data
    written = str(data["pattern"])
    for token, meaning in _TOKENS.items():
        written = written.replace(token, meaning)
    kind = Kind(data["kind"])
    # Letters may stand before a CPR number ("CPR010203-1234"), but no digit on either side.
    edge = r"(?<![\w@])" if kind in (Kind.EMAIL, Kind.ADDRESS) else r"(?<!\d)"
    closed = "" if kind in (Kind.EMAIL, Kind.ADDRESS) else r"(?!\d)"
    if kind is Kind.PHONE:
        edge, closed = rf"(?<!\d)(?<!\d{_BLANK})", rf"(?!{_BLANK}?\d)"
    look = re.compile(f"{edge}(?:{written}){closed}")
    return _Pattern(
        rule.id, kind, data["weight"], bool(data.get("year")), data.get("seed", kind), look
    )


def _words(said: Mapping[str, list[str]]) -> _Words:
    def any_of(name: str, shape: str) -> re.Pattern[str]:
        return re.compile(shape.format("|".join(said[name]) or "(?!)"), re.IGNORECASE)

    return _Words(
        any_of("cue", r"(?:^|[\W\d_])(?:{0})"),
        # The word must stand just before: a letter may also name its case elsewhere.
        any_of("other", r"(?:^|[\W\d_])(?:{0})[^\w\n]{{0,3}}(?:nr|nummer)?[^\w\n]{{0,3}}$"),
        any_of("after", r"\s?(?:{0})"),
    )
