"""The reference rules and a catalogue's codes as spaCy matchers."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from consult.domain.documents import Span
from consult.language.codes import Numbering, Prefix, is_named, normal_form
from consult.language.nlp import Tokens, empty_matcher, tokenise
from consult.language.words import stop_words
from consult.rules.loader import Rule, load_rules

if TYPE_CHECKING:
    from spacy.matcher import Matcher

_RUNS = re.compile(r"[^\W\d_]+|\d+")
_DIGITS = r"^\d{1,4}[a-zA-Z]?\.?$"
_MARK = {"LOWER": {"IN": ["-", "_", ".", "/", "nr", "nr.", "nummer"]}, "OP": "?"}
# How a plan's name bends: lokalplan, lokalplanen, lokalplanens, lokalplanforslaget.
_BENDINGS = "(forslag)?(et|en|s|ets|ens)?"
_Pattern = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class LeadRule:
    """What must hold besides the pattern, for the words to name a proposal.

    `after` must match right behind the numbers; `line_start` wants the lead word to begin its
    line; `resolved_only` says that the words are used of much else, so that an unknown number
    is not reported.
    """

    id: str
    after: re.Pattern[str] | None
    line_start: bool
    resolved_only: bool


class ReferenceRules:
    """The rules of `references.yaml`, compiled once a process."""

    def __init__(self) -> None:
        """Raises KeyError where a pattern uses a token that the file does not define."""
        rules = load_rules("references")
        tokens: Mapping[str, dict[str, Any]] = rules.data["tokens"]
        self._leads = {r.id: _lead(r) for r in rules.rules if r.data["kind"] == "lead"}
        lookalikes = [r for r in rules.rules if r.data["kind"] == "lookalike"]
        self._lines = [re.compile(r.data["line"]) for r in lookalikes if "line" in r.data]
        self._agenda_only = {r.id for r in lookalikes if r.data.get("unless_agenda")}
        self._lead_matcher = _matcher((r for r in rules.rules if r.id in self._leads), tokens)
        self._look_matcher = _matcher((r for r in lookalikes if "patterns" in r.data), tokens)

    def leads(self, tokens: Tokens) -> list[tuple[LeadRule, int, int]]:
        """Rule, first token and token after the lead words; the longest ones first."""
        strings = tokens.doc.vocab.strings
        found = [(strings[key], first, last) for key, first, last in self._lead_matcher(tokens.doc)]
        found.sort(key=lambda m: (m[1], -m[2], m[0]))
        return [(self._leads[key], first, last) for key, first, last in found]

    def barred(self, tokens: Tokens, text: str, *, agenda: bool) -> frozenset[int]:
        """The tokens that are no proposal numbers; `agenda`: the catalogue is an agenda."""
        strings = tokens.doc.vocab.strings
        barred: set[int] = set()
        for key, first, last in self._look_matcher(tokens.doc):
            if not (agenda and strings[key] in self._agenda_only):
                barred.update(range(first, last))
        lines = self.barred_lines(text)
        if lines:
            barred.update(
                i for i, start in enumerate(tokens.starts) if touches(lines, Span(start, start + 1))
            )
        return frozenset(barred)

    def barred_lines(self, text: str) -> list[Span]:
        """The lines that a rule bars as a whole (tables of contents)."""
        spans, start = [], 0
        for line in text.split("\n"):
            if any(pattern.search(line) for pattern in self._lines):
                spans.append(Span(start, start + len(line)))
            start += len(line) + 1
        return spans


def touches(lines: Sequence[Span], span: Span) -> bool:
    """Whether `span` shares a character with one of `lines`, which are in order and apart."""
    before = bisect_left(lines, span.end, key=lambda line: line.start) - 1
    return before >= 0 and lines[before].overlaps(span)


@cache
def reference_rules() -> ReferenceRules:
    """The compiled rules of this process."""
    return ReferenceRules()


def _lead(rule: Rule) -> LeadRule:
    after = rule.data.get("after")
    return LeadRule(
        rule.id,
        re.compile(after) if after else None,
        bool(rule.data.get("line_start")),
        bool(rule.data.get("resolved_only")),
    )


def _matcher(rules: Iterable[Rule], tokens: Mapping[str, dict[str, Any]]) -> "Matcher":
    matcher = empty_matcher()
    for rule in rules:
        matcher.add(rule.id, [_pattern(row, tokens) for row in rule.data["patterns"]])
    return matcher


def _pattern(row: str, tokens: Mapping[str, dict[str, Any]]) -> _Pattern:
    pattern = []
    for name in row.split():
        bare = name.rstrip("?*+")
        pattern.append(dict(tokens[bare]) | ({"OP": name[-1]} if bare != name else {}))
    return pattern


@dataclass(frozen=True, slots=True)
class Code:
    """Tokens that look like a code of the catalogue.

    `named` is the catalogue's number where the whole name matched, "" for a code. `clear` says
    that it is a code beyond doubt, so that an unknown one is worth reporting.
    """

    first: int
    last: int
    end: int
    named: str = ""
    clear: bool = False


class CodeMatcher:
    """Finds what is spelt like the codes and named numbers of a catalogue."""

    def __init__(self, numbering: Numbering) -> None:
        """Builds one pattern for each prefix and each name."""
        self._named = {f"named:{n}": n for n in numbering.numbers if is_named(n)}
        self._prefixes = numbering.prefixes
        self._matcher = empty_matcher()
        for key, prefix in self._prefixes.items():
            self._matcher.add(f"code:{key}", _code_patterns(prefix))
        for key, number in self._named.items():
            words = tokenise(number).words
            exact: _Pattern = [{"LOWER": word.lower()} for word in words]
            plain = normal_form(number).isalnum()
            self._matcher.add(key, [exact, _name_pattern(number)] if plain else [exact])

    def find(self, tokens: Tokens) -> Iterator[Code]:
        """Codes and names in the text, in order."""
        if not len(self._matcher):
            return
        strings = tokens.doc.vocab.strings
        for match, first, last in sorted(self._matcher(tokens.doc), key=lambda m: (m[1], -m[2])):
            key = strings[match]
            if _is_glued(tokens, first):
                continue
            end = tokens.ends[last - 1] - tokens.words[last - 1].endswith(".")
            if key in self._named:
                yield Code(first, last, end, named=self._named[key])
            elif self._is_code(tokens, first, last, key.removeprefix("code:")):
                letters = tokens.words[first]
                clear = letters.isupper() and len(key.removeprefix("code:")) > 1
                yield Code(first, last, end, clear=clear)

    def _is_code(self, tokens: Tokens, first: int, last: int, key: str) -> bool:
        """Whether letters and digits stand together as a code does, and not as two words."""
        letters, mark = tokens.words[first], tokens.words[last - 2]
        glued = all(tokens.glued(i) for i in range(first + 1, last))
        if mark in "._/" and not tokens.glued(last - 1):
            return False
        if len(key) == 1:
            return letters.isupper() and (glued or tokens.words[last - 1].startswith("0"))
        if glued or letters.isupper():
            return True
        return mark == "-" or letters.lower() not in stop_words()


def _is_glued(tokens: Tokens, i: int) -> bool:
    """Whether the token is the tail of something longer ("G01-5" in a case number)."""
    return tokens.glued(i) and (tokens.words[i - 1][-1].isalnum() or tokens.words[i - 1] in "-/_@")


def _code_patterns(prefix: Prefix) -> list[_Pattern]:
    digits: dict[str, Any] = {"TEXT": {"REGEX": _DIGITS}}
    whole: _Pattern = [{"LOWER": prefix.key}, dict(_MARK), digits]
    if len(prefix.parts) == 1:
        return [whole]
    parts: _Pattern = []
    for part in prefix.parts:
        parts += [{"LOWER": part}, dict(_MARK)]
    return [whole, [*parts, digits]]


def _name_pattern(number: str) -> _Pattern:
    pattern: _Pattern = []
    for run in _RUNS.findall(number):
        if run.isdigit():
            pattern += [
                {"LOWER": {"IN": ["nr", "nr.", "nummer"]}, "OP": "?"},
                {"TEXT": {"REGEX": rf"^0*{run.lstrip('0') or '0'}\.?$"}},
            ]
        elif len(run) == 1:
            pattern.append({"ORTH": run})
        else:
            pattern.append({"LOWER": {"REGEX": _name_regex(run.lower())}})
    return pattern


def _name_regex(word: str) -> str:
    """A word of a name in its bendings, its abbreviations and without its first part."""
    data = load_rules("references").data
    front = next((f for f in data["name_fronts"] if word.startswith(f) and word != f), "")
    body = f"({front})?{re.escape(word.removeprefix(front))}" if front else re.escape(word)
    short = [re.escape(k) for k, v in data["name_abbreviations"].items() if v == word]
    return f"^({'|'.join([body + _BENDINGS, *short])})$"
