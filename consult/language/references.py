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
from consult.language.bare_numbers import BareNumbers
from consult.language.codes import Numbering
from consult.language.item_words import ItemWords
from consult.language.long_codes import LongCodes
from consult.language.nlp import Tokens, tokenise
from consult.language.numbered_lines import NumberedLines
from consult.language.numbers import NumberList, NumberReader
from consult.language.patterns import (
    Code,
    CodeMatcher,
    LeadRule,
    clearly_led,
    reference_rules,
    touches,
)
from consult.language.slips import Figures, joined, lead_word
from consult.rules.loader import load_rules

_RULES = "references"
_LINE_MARKS = re.compile(r"[\s•·*>\-–—\d.)(]*$")
_MARKED_LETTER = re.compile(r"[a-zæøå]\)")
_SEVERAL = 2
_AHEAD = 80  # characters in which a rule's `after` may look
_PRONOUNS = frozenset("AIÅ")  # "A er 78" is "I am 78" in Jutland
_GLUED = re.compile(r"[./'’-](?!s\b)\w")
_SENTENCE_ENDS = frozenset({"\n", "\n\n", ".", "!", "?", ":", "("})


@dataclass(frozen=True, slots=True)
class _Text:
    """One text as the rules see it."""

    text: str
    tokens: Tokens
    reader: NumberReader
    leads: tuple[tuple[LeadRule, int, int], ...]
    codes: tuple[Code, ...]
    own: frozenset[str]
    own_list: frozenset[str]
    barred: frozenset[int]
    in_heading: bool

    @property
    def barred_at(self) -> frozenset[int]:
        """Where the barred words begin."""
        return frozenset(self.tokens.starts[i] for i in self.barred)


class ReferenceFinder:
    """Finds references to the proposals of one catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        """Compiles the catalogue's codes and names; the rules are shared by all finders."""
        rules = load_rules(_RULES)
        self._numbering = Numbering(catalogue)
        self._lines = NumberedLines(catalogue, self._numbering)
        self._codes = CodeMatcher(self._numbering)
        self._long = LongCodes(self._numbering)
        self._items = ItemWords(self._numbering)
        self._figures = Figures(self._numbering)
        self._bare = BareNumbers(self._numbering)
        self._rules = reference_rules()
        self._agenda = _is_agenda(catalogue, tuple(rules.data["agenda_titles"]))
        self._after_list = frozenset(rules.data["after_list"])
        self._inner = _inner_parts(catalogue, tuple(rules.data["part_words"]))
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
        lettered = self._numbering.has_letters or self._numbering.has_letter_names
        if not any(c.isdigit() for c in text) and not lettered:
            return ()
        text = self._figures.mended(joined(text))
        seen = self._seen(text, in_heading=in_heading)
        contents = self._rules.barred_lines(text)
        lines = [
            *self._long.find(text),
            *self._lines.find(text, seen.barred_at, in_heading=in_heading),
        ]
        found = [
            *self._led(seen),
            *self._named_items(seen),
            *self._coded(seen),
            *self._lettered(seen),
            *self._bare.find(seen.tokens, seen.reader, seen.barred),
            *(r for r in lines if not touches(contents, r.span)),
        ]
        return tuple(_without_overlap(found))

    def _seen(self, text: str, *, in_heading: bool) -> _Text:
        tokens = tokenise(text, self._may_name, lead_word)
        leads = tuple(self._rules.leads(tokens))
        codes = tuple(self._codes.find(tokens))
        led = clearly_led(tokens, leads) | {code.last - 1 for code in codes}
        barred = self._rules.barred(tokens, text, agenda=self._agenda, own=self._own, led=led)
        long = [r.span for r in self._long.find(text)]
        if long:
            barred |= {
                i for i, start in enumerate(tokens.starts) if touches(long, Span(start, start + 1))
            }
        reader = NumberReader(tokens, self._numbering, barred, self._after_list)
        own = self._lines.own_numbers(text)
        own_list = self._lines.own_list(text)
        return _Text(text, tokens, reader, leads, codes, own, own_list, barred, in_heading)

    def _own(self, word: str) -> bool:
        """Whether the catalogue uses this word for its items, so that it bars no number."""
        coded = word.isupper() and word.lower() in self._numbering.prefixes
        return coded or self._items.own(word)

    def _may_name(self, word: str) -> bool:
        """Whether a word can be a number, or the letter that stands for one."""
        if word[0].isdigit():
            return True
        letter = word.rstrip(".")
        if len(letter) != 1 or not letter.isalpha():
            return False
        small = letter.islower() and self._numbering.has_small
        named = self._numbering.has_capitals or self._numbering.has_letter_names
        return small or (letter.isupper() and (named or self._numbering.has_small))

    def _led(self, seen: _Text) -> Iterator[Reference]:
        for rule, first, last in seen.leads:
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
        several = len(listed.resolved) + len(listed.unresolved) >= _SEVERAL
        if marked and not several and (broken or words[last - 1] == ":"):
            return None
        return listed

    def _accepts(self, rule: LeadRule, seen: _Text, first: int, listed: NumberList) -> bool:
        start = seen.tokens.starts[first]
        if self._inner and seen.tokens.words[first].lower().startswith(self._inner):
            return False
        if (rule.in_heading and not seen.in_heading) or (
            rule.several and len(listed.resolved) < _SEVERAL
        ):
            return False
        if rule.line_start:
            line = seen.text[seen.text.rfind("\n", 0, start) + 1 : start]
            if not _LINE_MARKS.match(line):
                return False
        if rule.after and not rule.after.match(seen.text[listed.end : listed.end + _AHEAD]):
            return False
        named = (*listed.resolved, *listed.unresolved)
        if rule.id in self._own_rules and all(n in seen.own for n in named):
            return False
        return not all(n in seen.own_list for n in named)

    def _named_items(self, seen: _Text) -> Iterator[Reference]:
        """Numbers beside the catalogue's own word: "spor 1 og 3", "Delområde C og D"."""
        for lead in self._items.leads(seen.tokens):
            at = lead.first if lead.number_first else lead.last
            listed = seen.reader.read(at, strict=True, stem=lead.stem)
            if listed is not None and listed.resolved:
                last = seen.tokens.ends[lead.last - 1] if lead.number_first else listed.end
                yield Reference(seen.tokens.starts[lead.first], last, "item_word", listed.resolved)

    def _coded(self, seen: _Text) -> Iterator[Reference]:
        for code in seen.codes:
            if seen.barred.intersection(range(code.first, code.last)) and not code.named:
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
        if self._numbering.has_small and seen.in_heading and _MARKED_LETTER.match(seen.text):
            listed = seen.reader.read(0, strict=True)
            if listed and listed.resolved:
                yield Reference(seen.tokens.starts[0], listed.end, "letter", listed.resolved)
        if not self._numbering.has_capitals:
            return
        for i, word in enumerate(seen.tokens.words):
            if len(word.rstrip(".")) == 1 and word[0].isupper() and _stands_alone(seen.tokens, i):
                listed = seen.reader.read(i, strict=True)
                glued = _GLUED.match(seen.text, listed.end) if listed else None
                if listed and listed.resolved and not glued:
                    yield Reference(seen.tokens.starts[i], listed.end, "letter", listed.resolved)


def _stands_alone(tokens: Tokens, i: int) -> bool:
    """Whether a letter stands where a word would, and is no pronoun and no initial."""
    before = tokens.words[i - 1].lower() if i else "\n"
    after = tokens.words[i + 1] if i + 1 < len(tokens) else "\n"
    if tokens.words[i].endswith(".") and after[0] != "\n":
        return False
    if before in _SENTENCE_ENDS and tokens.words[i] in _PRONOUNS and after[0].islower():
        # "A har vi ingen kommentarer til": the verb's subject comes behind it.
        third = tokens.words[i + 2] if i + 2 < len(tokens) else ""
        return after in ("og", "eller", "samt") or third in ("vi", "jeg", "man")
    return not tokens.glued(i) and (before in _before_letter() or before in _SENTENCE_ENDS)


@cache
def _before_letter() -> frozenset[str]:
    return frozenset(load_rules(_RULES).data["before_letter"])


def _is_agenda(catalogue: Catalogue, titles: tuple[str, ...]) -> bool:
    return any(p.title.casefold().startswith(titles) for p in catalogue)


def _inner_parts(catalogue: Catalogue, words: tuple[str, ...]) -> tuple[str, ...]:
    """The words for parts that proposals' own texts use of themselves."""
    texts = " ".join(p.text for p in catalogue).casefold()
    return tuple(word for word in words if re.search(rf"\b{word}(er|erne)?\b", texts))


def _without_overlap(found: list[Reference]) -> Iterator[Reference]:
    """The references in order; of two that overlap the one that begins first, then the longer."""
    last = Span(0, 0)
    for reference in sorted(found, key=lambda r: (r.start, -r.end, r.rule)):
        if reference.start >= last.end:
            last = reference.span
            yield reference
