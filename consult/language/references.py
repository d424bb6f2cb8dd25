"""Finds the words in a response that name a proposal by its number.

Rules, their patterns and their examples are data (`rules/references.yaml`). A `lead` rule ends
where a list of numbers begins, which `numbers.py` reads; a `lookalike` rule bars the tokens it
covers from being proposal numbers. Codes ("BU-02") and named numbers ("Lokalplan 148") are
looked for as the catalogue spells them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from consult.domain.documents import Span
from consult.domain.findings import Reference
from consult.domain.proposals import Catalogue
from consult.language.codes import Numbering
from consult.language.nlp import Tokens, tokenise
from consult.language.numbered_lines import NumberedLines
from consult.language.numbers import NumberList, NumberReader
from consult.language.patterns import CodeMatcher, LeadRule, reference_rules, touches
from consult.rules.loader import load_rules

_RULES = "references"
_LINE_MARKS = re.compile(r"[\s•·*>\-–—\d.)(]*$")
_AHEAD = 80  # characters in which a rule's `after` may look
_PRONOUNS = frozenset("AIÅ")  # "A er 78" is "I am 78" in Jutland
_GLUED = re.compile(r"[./'’-]\w")
_SENTENCE_ENDS = frozenset({"\n", "\n\n", ".", "!", "?", ":", "("})


@dataclass(frozen=True, slots=True)
class _Text:
    """One text as the rules see it."""

    text: str
    tokens: Tokens
    reader: NumberReader
    own: frozenset[str]


class ReferenceFinder:
    """Finds references to the proposals of one catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        """Compiles the catalogue's codes and names; the rules are shared by all finders."""
        rules = load_rules(_RULES)
        self._numbering = Numbering(catalogue)
        self._lines = NumberedLines(catalogue, self._numbering)
        self._codes = CodeMatcher(self._numbering)
        self._rules = reference_rules()
        self._agenda = _is_agenda(catalogue, tuple(rules.data["agenda_titles"]))
        self._after_list = frozenset(rules.data["after_list"])
        self._singular = frozenset(rules.data["singular"])
        self._own_rules = frozenset(rules.data["own_rules"])

    def resolve(self, written: str) -> str | None:
        """The catalogue's number for one written in any spelling; None where there is none."""
        return self._numbering.resolve(written)

    def find(self, text: str, *, in_heading: bool = False) -> tuple[Reference, ...]:
        """The references in `text`, in order, without overlap.

        One `Reference` for each list of numbers: "punkterne 79, 80 og 82" is one, whose span
        covers the lead word and all the numbers, so that the evidence is the phrase as written.
        Give a whole response where possible: a point that the writer numbers ("1) ... 2) ...")
        is told from the catalogue's only where the numbering is in sight. `in_heading` says
        that the text is a heading, where a number needs less of its title beside it.
        """
        if not any(c.isdigit() for c in text) and not self._numbering.has_letters:
            return ()
        tokens = tokenise(text, self._may_name)
        barred = self._rules.barred(tokens, text, agenda=self._agenda)
        reader = NumberReader(tokens, self._numbering, barred, self._after_list)
        seen = _Text(text, tokens, reader, self._lines.own_numbers(text))
        contents = self._rules.barred_lines(text)
        found = [
            *self._led(seen),
            *self._coded(seen, barred),
            *self._lettered(seen),
            *(
                r
                for r in self._lines.find(text, in_heading=in_heading)
                if not touches(contents, r.span)
            ),
        ]
        return tuple(_without_overlap(found))

    def _may_name(self, word: str) -> bool:
        """Whether a word can be a number, or the letter that stands for one."""
        return word[0].isdigit() or (
            self._numbering.has_letters and word.rstrip(".").isupper() and len(word) <= len("A.")
        )

    def _led(self, seen: _Text) -> Iterator[Reference]:
        for rule, first, last in self._rules.leads(seen.tokens):
            listed = self._listed(seen, first, last)
            if listed is None or not self._accepts(rule, seen, first, listed):
                continue
            start = seen.tokens.starts[first]
            unresolved = () if rule.resolved_only else listed.unresolved
            if listed.resolved or unresolved:
                yield Reference(start, listed.end, rule.id, listed.resolved, unresolved)

    def _listed(self, seen: _Text, first: int, last: int) -> NumberList | None:
        """The numbers behind the lead words in tokens `first` to `last` (excluded)."""
        words = seen.tokens.words
        strict = words[first].lower() in self._singular
        broken = last < len(words) and words[last] == "\n"
        listed = seen.reader.read(last + broken, strict=strict)
        if listed is None:
            return None
        marked = seen.reader.follows(listed) == ")" or seen.text[listed.end : listed.end + 1] == "."
        # "tre punkter: 1) ... 2) ..." is the writer's own list, and so is one on a new line.
        if marked and (broken or words[last - 1] == ":"):
            return None
        return listed

    def _accepts(self, rule: LeadRule, seen: _Text, first: int, listed: NumberList) -> bool:
        start = seen.tokens.starts[first]
        if rule.line_start:
            line = seen.text[seen.text.rfind("\n", 0, start) + 1 : start]
            if not _LINE_MARKS.match(line):
                return False
        if rule.after and not rule.after.match(seen.text[listed.end : listed.end + _AHEAD]):
            return False
        named = (*listed.resolved, *listed.unresolved)
        return not (rule.id in self._own_rules and all(n in seen.own for n in named))

    def _coded(self, seen: _Text, barred: frozenset[int]) -> Iterator[Reference]:
        for code in self._codes.find(seen.tokens):
            if barred.intersection(range(code.first, code.last)) and not code.named:
                continue
            start = seen.tokens.starts[code.first]
            if code.named:
                yield Reference(start, code.end, "named", (code.named,))
                continue
            listed = seen.reader.read(code.first, strict=True)
            if listed is None:
                continue
            unresolved = listed.unresolved if code.clear else ()
            if listed.resolved or unresolved:
                yield Reference(start, listed.end, "code", listed.resolved, unresolved)

    def _lettered(self, seen: _Text) -> Iterator[Reference]:
        """Single letters that stand where a word would: "E har vi ventet på", "E) ..."."""
        if not self._numbering.has_letters:
            return
        for i, word in enumerate(seen.tokens.words):
            if len(word.rstrip(".")) == 1 and word[0].isupper() and _stands_alone(seen.tokens, i):
                listed = seen.reader.read(i, strict=True)
                if listed and listed.resolved and not _GLUED.match(seen.text, listed.end):
                    yield Reference(seen.tokens.starts[i], listed.end, "letter", listed.resolved)


def _stands_alone(tokens: Tokens, i: int) -> bool:
    """Whether a letter stands where a word would, and is no pronoun and no initial."""
    before = tokens.words[i - 1].lower() if i else "\n"
    after = tokens.words[i + 1] if i + 1 < len(tokens) else "\n"
    if tokens.words[i].endswith(".") and after[0] != "\n":
        return False
    if before in _SENTENCE_ENDS and tokens.words[i] in _PRONOUNS and after[0].islower():
        return after in ("og", "eller", "samt")
    return not tokens.glued(i) and (before in _before_letter() or before in _SENTENCE_ENDS)


@cache
def _before_letter() -> frozenset[str]:
    return frozenset(load_rules(_RULES).data["before_letter"])


def _is_agenda(catalogue: Catalogue, titles: tuple[str, ...]) -> bool:
    return any(p.title.casefold().startswith(titles) for p in catalogue)


def _without_overlap(found: list[Reference]) -> Iterator[Reference]:
    """The references in order; of two that overlap the one that begins first, then the longer."""
    last = Span(0, 0)
    for reference in sorted(found, key=lambda r: (r.start, -r.end, r.rule)):
        if reference.start >= last.end:
            last = reference.span
            yield reference
