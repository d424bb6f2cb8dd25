"""Whether a writer says outright to be for or against what is proposed.

The formulas are in `consult/rules/declarations.yaml`. Trained judges learn from how people argue;
these few words leave nothing to judge.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from consult.domain.documents import Span
from consult.domain.findings import Stance
from consult.domain.proposals import Direction
from consult.rules.loader import load_rules

_RULES = "declarations"
# Where a private person writes, no council and no name speaks for the writer.
_ALONE = {"who": "who_alone", "named": "nobody"}
_PARTS = ("who", "named", "very", "proposed", "others")
# How far a sentence is searched for its end, in characters: questions declare nothing.
_SENTENCE = 400
# In how many characters of the next sentence a reservation is one on what was declared.
_TAKEN_BACK = 30
# What parts one statement from the next, and what stands before a number and belongs to it.
_CLAUSES = re.compile(
    r"[.!?;\n]+(?=\s|$)|,? (?:men|mens|hvorimod) "
    r"| og (?=(?:støtter|bakker|fraråder|afviser|anbefaler|tiltræder|er (?:for|imod)|siger) )"
)
_NUMBERED = re.compile(
    r"(?:\b(?:(?:spare|budget|besparelses)?forslag(?:et|ene)?|punkt(?:et|erne)?|pkt\.?|nr\.?|nummer)\s*)+$",
    re.IGNORECASE,
)
# What opens a cell that goes on: "Imod. Det går ud over børnene."
_FIRST_WORD = re.compile(r"(?P<word>[^.!:;,–\n]{2,20})[.!:] ")
_SENTENCES = re.compile(r"[.!?\n]+(?=\s|$)|\n")
_ENDS = re.compile(r"[.!?:](?=\s|$)")


@dataclass(frozen=True, slots=True)
class Declaration:
    """What the words of `span` declare, and towards which directions they may say another thing.

    `hedged_anywhere`: reservations count wherever in the passage they stand.
    """

    stance: Stance
    span: Span
    but_not: frozenset[Direction]
    hedged_anywhere: bool = False


@dataclass(frozen=True, slots=True)
class _Formula:
    pattern: re.Pattern[str]
    stance: Stance
    but_not: frozenset[Direction]
    hedged_anywhere: bool


@lru_cache(maxsize=256)
def declared(
    text: str, alone: bool = False, direction: Direction | None = None
) -> Declaration | None:
    """What a passage declares; None where nothing, both ways, with reservations, or asked.

    `alone`: a private person writes, whose words of what a council thinks are no declaration.
    `direction` is that of the proposal; None reads all formulas, whatever they are kept from.
    """
    found = _unconditional([d for d in _found(text, alone) if direction not in d.but_not])
    said = {d.stance for d in found}
    if len(said) != 1:
        return None
    near = text if any(d.hedged_anywhere for d in found) else _around(text, found)
    if _hedges(*said).search(near):
        return None
    return min(found, key=lambda d: (len(d.but_not), d.span))


@lru_cache(maxsize=256)
def declared_on(
    text: str, one: Span, others: tuple[Span, ...] = (), alone: bool = False
) -> Declaration | None:
    """What a passage declares on the proposal whose number stands at `one` in it.

    `others` are further numbers in it. Only the clause around `one` declares, for councils change
    side between one proposal and the next; reservations are looked for there and where what follows
    begins, unless that names another.
    """
    marked, place = _marked(text, one, others)
    start = max((m.end() for m in _CLAUSES.finditer(marked, 0, place)), default=0)
    ends = _CLAUSES.search(marked, place)
    clause = marked[start : ends.start() if ends else len(marked)]
    said = {f.stance for f in _formulas("on_number", alone) if f.pattern.search(clause)}
    if len(said) != 1 or _asked(marked, place):
        return None
    if _hedges(*said).search(clause + _after(marked, start + len(clause))[:_TAKEN_BACK]):
        return None
    return Declaration(said.pop(), one, frozenset())


def told_in_cell(row: str) -> Declaration | None:
    """What a cell of a table's row (cells parted by tabs) says in a word; None where two differ."""
    found: list[Declaration] = []
    at = 0
    for cell in row.split("\t"):
        words = _FIRST_WORD.match(cell.strip())
        told = (cell.strip(), words["word"] if words else "")
        said = {f.stance for f in _formulas("in_cell") if any(map(f.pattern.fullmatch, told))}
        start = at + len(cell) - len(cell.lstrip())
        if len(said) == 1:
            found.append(Declaration(said.pop(), Span(start, at + len(cell.rstrip())), frozenset()))
        at += len(cell) + 1
    return found[0] if len({d.stance for d in found}) == 1 else None


def _after(marked: str, at: int) -> str:
    """What is said from `at` on until a clause names another proposal."""
    stop = at
    for ends in _CLAUSES.finditer(marked, at):
        following = _CLAUSES.search(marked, ends.end())
        stop = following.start() if following else len(marked)
        if "¤" in marked[ends.end() : stop]:
            return marked[at : ends.start()]
    return marked[at:stop]


def _marked(text: str, one: Span, others: Sequence[Span]) -> tuple[str, int]:
    """The text with § for `one` and ¤ for the `others`, and where § then stands."""
    parts, at, place = [], 0, 0
    for span in sorted({one, *others}):
        if span.start < at:
            continue
        parts.append(_NUMBERED.sub("", text[at : span.start]))
        if span == one:
            place = sum(map(len, parts))
        parts.append("§" if span == one else "¤")
        at = span.end
    return "".join([*parts, text[at:]]), place


def announced(lead_in: str) -> Stance | None:
    """The stance in which a sentence introduces a list: 'Vi er bekymrede for følgende forslag:'."""
    declaration = declared(lead_in)
    if declaration is not None:
        return declaration.stance
    said = {f.stance for f in _formulas("announces") if f.pattern.search(lead_in)}
    return said.pop() if len(said) == 1 and not _hedges(*said).search(lead_in) else None


def trust(name: str) -> float:
    """How often a `declared` or `announced` stance is right, measured on the labelled corpus."""
    return float(load_rules(_RULES).data["trust"][name])


@cache
def beside(side: Stance) -> Mapping[Stance, float]:
    """Factors of the labels' probabilities where `side` is declared elsewhere in the answer."""
    factors = load_rules(_RULES).data["beside"].get(side.value, {})
    return {Stance(label): float(factor) for label, factor in factors.items()}


def sentence_of(text: str, at: int) -> Span:
    """The sentence or line of a passage in which the character `at` stands."""
    start = max((m.end() for m in _SENTENCES.finditer(text, 0, at)), default=0)
    ends = _SENTENCES.search(text, at)
    return Span(start, ends.start() if ends else len(text))


def _found(text: str, alone: bool) -> Iterator[Declaration]:
    for formula in _formulas("says", alone):
        for match in formula.pattern.finditer(text):
            if not _asked(text, match.end()):
                span = Span(*_words(match))
                yield Declaration(formula.stance, span, formula.but_not, formula.hedged_anywhere)


def _unconditional(found: Sequence[Declaration]) -> Sequence[Declaration]:
    """The declarations without those that are the yes of a yes with a condition."""
    conditions = [d.span for d in found if d.stance is Stance.CONDITIONAL]
    return [
        d
        for d in found
        if d.stance is Stance.CONDITIONAL
        or not any(d.span.overlaps(condition) for condition in conditions)
    ]


def _around(text: str, found: Sequence[Declaration]) -> str:
    """The sentences that declare and the beginning of the next, which may take it back: 'Dog'."""
    said = [sentence_of(text, d.span.start) for d in found]
    return text[min(s.start for s in said) : max(s.end for s in said) + _TAKEN_BACK]


def _words(match: re.Match[str]) -> tuple[int, int]:
    """Where the words of a match stand, without the end of the sentence before them."""
    raw = match.group()
    return match.start() + len(raw) - len(raw.lstrip(" \t\n\r.!?:")), match.end()


def _asked(text: str, end: int) -> bool:
    """Whether the sentence that goes on at `end` is a question."""
    ends = _ENDS.search(text, end, end + _SENTENCE)
    return ends is not None and ends.group() == "?"


@cache
def _formulas(key: str, alone: bool = False) -> tuple[_Formula, ...]:
    """The formulas that declare (`says`, `on_number`, `in_cell`) or introduce a list."""
    return tuple(
        _Formula(
            re.compile(_whole(str(rule.data["pattern"]), alone), re.IGNORECASE),
            Stance(rule.data[key]),
            frozenset(Direction(d) for d in rule.data.get("but_not", ())),
            bool(rule.data.get("hedged_anywhere", False)),
        )
        for rule in load_rules(_RULES).rules
        if key in rule.data
    )


def _whole(pattern: str, alone: bool) -> str:
    """The pattern with the file's own parts put in their places."""
    data = load_rules(_RULES).data
    for part in _PARTS:
        words = str(data[_ALONE.get(part, part) if alone else part]).strip()
        pattern = pattern.replace(f"{{{part}}}", words)
    return pattern


@cache
def _hedges(stance: Stance) -> re.Pattern[str]:
    """The words beside which a declaration of `stance` is no longer plain."""
    return re.compile(str(load_rules(_RULES).data["hedges"][stance.value]), re.IGNORECASE)
