"""The reference rules and a catalogue's codes as spaCy matchers."""

import re
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
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
_BEHIND = 110  # characters in which a rule's `before` may look
# "Efter forslaget 3 børn pr. voksen" counts.
_DEFINITE = ("et", "ets")
_MARKS = frozenset({".", "..", ":"})
_TWO_FIGURES = re.compile(r"\d\d$")
_THREE_FIGURES = re.compile(r"\d{3}$")
# With what people glue to a code: "BU-04-besparelsen", "BU-02's".
_DIGITS = r"^\d{1,4}[a-zA-Z]?(\.|-[a-zæøå]+|['’]s)?$"
_MARK = {"LOWER": {"IN": ["-", "_", ".", "/", "nr", "nr.", "nummer"]}, "OP": "?"}
_NR = {"LOWER": {"IN": ["nr", "nr.", "nummer"]}, "OP": "?"}
# How a plan's name bends: lokalplan, lokalplanen, lokalplanens, lokalplanforslaget.
_BENDINGS = "(forslag)?(et|en|s|ets|ens)?"
_Pattern = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class LeadRule:
    """What must hold besides the pattern, for the words to name a proposal.

    `after` must match right behind the numbers; `line_start` wants the lead word to begin its
    line; `resolved_only` says that the words are used of much else, so that an unknown number
    is not reported; `in_heading` that they lead in headings alone; `several` that one number
    is too few; `clear` that nothing but a proposal's number stands right behind the words.
    """

    id: str
    after: re.Pattern[str] | None
    line_start: bool
    resolved_only: bool
    in_heading: bool
    several: bool
    clear: bool


class ReferenceRules:
    """The rules of `references.yaml`, compiled once a process."""

    def __init__(self) -> None:
        """Raises KeyError where a pattern uses a token that the file does not define."""
        rules = load_rules("references")
        tokens: Mapping[str, dict[str, Any]] = rules.data["tokens"]
        self._leads = {r.id: _lead(r) for r in rules.rules if r.data["kind"] == "lead"}
        lookalikes = [r for r in rules.rules if r.data["kind"] == "lookalike"]
        self._lines = [re.compile(r.data["line"]) for r in lookalikes if "line" in r.data]
        self._sentences = [
            (re.compile(r.data["numbers"]), re.compile(r.data["before"]))
            for r in lookalikes
            if "numbers" in r.data
        ]
        self._agenda_only = {r.id for r in lookalikes if r.data.get("unless_agenda")}
        self._unless_led = {r.id for r in lookalikes if r.data.get("unless_led")}
        self._lead_matcher = _matcher((r for r in rules.rules if r.id in self._leads), tokens)
        self._look_matcher = _matcher((r for r in lookalikes if "patterns" in r.data), tokens)

    def leads(self, tokens: Tokens) -> list[tuple[LeadRule, int, int]]:
        """Rule, first token and token after the lead words; the longest ones first."""
        strings = tokens.doc.vocab.strings
        found = [(strings[key], first, last) for key, first, last in self._lead_matcher(tokens.doc)]
        found.sort(key=lambda m: (m[1], -m[2], m[0]))
        return [(self._leads[key], first, last) for key, first, last in found]

    def barred(
        self,
        tokens: Tokens,
        text: str,
        *,
        agenda: bool,
        own: Callable[[str], bool],
        led: Collection[int],
    ) -> frozenset[int]:
        """The tokens that are no proposal numbers; `agenda`: the catalogue is an agenda.

        `own` tells the words with which the catalogue itself names its items: they bar nothing.
        `led` are the tokens right behind a clear lead word or a code's letters.
        """
        strings = tokens.doc.vocab.strings
        barred: set[int] = set()
        for key, first, last in self._look_matcher(tokens.doc):
            rule_id = strings[key]
            ours = agenda and rule_id in self._agenda_only
            ours = ours or (first in led and rule_id in self._unless_led)
            if not ours and not own(tokens.words[first]):
                barred.update(range(first, last))
        lines = sorted([*self.barred_lines(text), *self._barred_numbers(text)])
        if lines:
            barred.update(
                i for i, start in enumerate(tokens.starts) if touches(lines, Span(start, start + 1))
            )
        return frozenset(barred)

    def _barred_numbers(self, text: str) -> Iterator[Span]:
        """Numbers behind words that only what stands before them in the sentence bars."""
        for numbers, before in self._sentences:
            for found in numbers.finditer(text):
                if before.search(text[max(0, found.start() - _BEHIND) : found.start()]):
                    yield Span(*found.span("numbers"))

    def barred_lines(self, text: str) -> list[Span]:
        """The lines that a rule bars as a whole (tables of contents)."""
        spans, start = [], 0
        for line in text.split("\n"):
            if any(pattern.search(line) for pattern in self._lines):
                spans.append(Span(start, start + len(line)))
            start += len(line) + 1
        return spans


def clearly_led(tokens: Tokens, leads: Iterable[tuple[LeadRule, int, int]]) -> frozenset[int]:
    """The tokens right behind a clear lead word: "punkt 79", not "forslaget 79", "punkt: 79"."""
    return frozenset(
        last
        for rule, first, last in leads
        if rule.clear
        and not tokens.words[first].lower().endswith(_DEFINITE)
        and not _MARKS.intersection(tokens.words[first:last])
    )


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
        bool(rule.data.get("in_heading")),
        bool(rule.data.get("several")),
        bool(rule.data.get("clear")),
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
        self._glued = {f"glued:{word}": n for word, n in numbering.glued_names.items()}
        self._prefixes = numbering.prefixes
        self._matcher = empty_matcher()
        for key, prefix in self._prefixes.items():
            self._matcher.add(f"code:{key}", _code_patterns(prefix))
        for key in self._glued:
            word = re.escape(key.removeprefix("glued:"))
            self._matcher.add(key, [[{"LOWER": {"REGEX": f"^{word}{_BENDINGS}$"}}]])
        for key, number in self._named.items():
            words = tokenise(number).words
            exact = _exact_pattern(words)
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
            if key in self._named or key in self._glued:
                named = self._named.get(key) or self._glued[key]
                yield Code(first, last, end, named=named)
            elif self._is_code(tokens, first, last, key.removeprefix("code:")):
                letters = tokens.words[first]
                clear = letters.isupper() and len(key.removeprefix("code:")) > 1
                yield Code(first, last, end, clear=clear)

    def _is_code(self, tokens: Tokens, first: int, last: int, key: str) -> bool:
        """Whether letters and digits stand together as a code does, and not as two words."""
        letters, mark = tokens.words[first], tokens.words[last - 2]
        if _is_plate(tokens, last):
            return False
        glued = all(tokens.glued(i) for i in range(first + 1, last))
        if mark in "._/" and not tokens.glued(last - 1):
            return False
        if len(key) == 1:
            return letters.isupper() and (glued or tokens.words[last - 1].startswith("0"))
        if glued or letters.isupper():
            return True
        return mark == "-" or letters.lower() not in stop_words()


def _is_plate(tokens: Tokens, last: int) -> bool:
    """Whether a code goes on as the plate of a car does ("KF12 345")."""
    following = tokens.words[last] if last < len(tokens) else ""
    return bool(_TWO_FIGURES.match(tokens.words[last - 1]) and _THREE_FIGURES.match(following))


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


def _exact_pattern(words: Sequence[str]) -> _Pattern:
    """The words as they stand, the first in its bendings and "nr." before the number."""
    head: _Pattern = [{"LOWER": {"REGEX": name_regex(words[0].lower())}}]
    return [*head, dict(_NR), *({"LOWER": word.lower()} for word in words[1:])]


def _name_pattern(number: str) -> _Pattern:
    pattern: _Pattern = []
    for run in _RUNS.findall(number):
        if run.isdigit():
            pattern += [
                dict(_NR),
                {"TEXT": {"REGEX": rf"^0*{run.lstrip('0') or '0'}\.?$"}},
            ]
        elif len(run) == 1:
            pattern.append({"ORTH": run})
        else:
            pattern.append({"LOWER": {"REGEX": name_regex(run.lower())}})
    return pattern


def name_regex(word: str) -> str:
    """A word of a name in its bendings, its abbreviations and without its first part."""
    data = load_rules("references").data
    front = next((f for f in data["name_fronts"] if word.startswith(f) and word != f), "")
    body = f"({front})?{re.escape(word.removeprefix(front))}" if front else re.escape(word)
    short = [re.escape(k) for k, v in data["name_abbreviations"].items() if v == word]
    return f"^({'|'.join([body + _BENDINGS, *short])})$"
