"""The words of the proposals of a catalogue, found by stem, by parts and by likely slips."""

import math
import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from consult.domain.proposals import Catalogue
from consult.language.name_likeness import Likenesses
from consult.language.title_index import DEFINITE
from consult.language.words import stem, stop_words

Places = NDArray[np.int64]
Values = NDArray[np.float32]

#: A word or a number, as the clues count them.
TOKEN = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*|\d[\d.,]*\d|\d")
_SENTENCE_START = re.compile(r"(?:^|[.!?:\n]\s*|[-–•]\s+)$")
_SHORTEST = 3
_OPENING = 5  # letters that a word has in common with one of the catalogue's, at least
_IN_TEXT = 0.8  # what a word of the text is worth beside one of the title, where both claim it
_NEARLY = 0.6  # of a proposal's likeness: another that has so much is a rival
_ONLY_TITLE, _ONLY_TEXT = 0.5, 0.25
_MOST_KEPT = 20_000  # looked-up words that are remembered
_NONE = np.zeros(0, np.int64)


#: What is said of each proposal. `title` and `text`: how far the best word of the passage is one
#: of the proposal's and of no other's; `..._rare`: the same, less where hearings at large use the
#: word; `title_definite`: the best in the definite form; `exact`, `part`, `slip`: the best that
#: is the word itself, a part of a compound, misspelt; `name`: a capitalised name; `number`: an
#: amount or number of the proposal's; `pair`: two words side by side as there.
BEST = (
    *("title", "title_rare", "text", "text_rare", "title_definite"),
    *("exact", "part", "slip", "name", "number", "pair"),
)
#: The first four for all words of the passage together, not the best alone.
TOGETHER = 4


@dataclass(frozen=True, slots=True)
class TokenHits:
    """The proposals that a word fits (`places` in the catalogue), and how well.

    `best` [places, BEST] is what the word says of each; `only` [places] what it is worth more
    where it fits that one alone; `evidence` [places] what it is worth as evidence; `slots`,
    `cover`: the words of titles that it stands for, and how far.
    """

    places: Places
    best: Values
    only: Values
    evidence: Values
    slots: Places
    cover: Values


@dataclass(slots=True)
class _Word:
    """A stem of the catalogue: where it stands, and its slots among the words of titles."""

    places: set[int] = field(default_factory=set)
    slots: dict[int, int] = field(default_factory=dict)


@dataclass(slots=True)
class _Fit:
    """How well a word fits one proposal: `kind` is exact, part or slip."""

    strength: float
    kind: str
    name: bool


class _Token(NamedTuple):
    """A word of a text as far as it matters here."""

    stem: str
    definite: bool
    capital: bool


class NameIndex:
    """What is known of the words of one catalogue before any text is read."""

    def __init__(self, catalogue: Catalogue, commonness: Callable[[str], float]) -> None:
        """Takes the titles and texts apart once."""
        self.count = len(catalogue)
        self._commonness = commonness
        self._words: dict[str, _Word] = defaultdict(_Word)
        self._numbers: dict[str, set[int]] = defaultdict(set)
        self._pairs: dict[tuple[str, str], set[int]] = defaultdict(set)
        capital: set[str] = set()
        lower: set[str] = set()
        for place, proposal in enumerate(catalogue):
            for text, in_title in ((proposal.title, True), (proposal.text, False)):
                self._take(text, place, in_title=in_title)
                _note_capitals(text, capital, lower)
        self._names = capital - lower
        self._weigh_titles()
        self._likenesses = Likenesses(self._words)
        self._openings = {known[:_OPENING] for known in self._words}
        self._kept: dict[_Token, TokenHits | None] = {}

    def holds(self, word: str) -> bool:
        """Whether a proposal has this word."""
        # Most words begin as none of the catalogue's does: they need no stem.
        return word.casefold()[:_OPENING] in self._openings and stem(word) in self._words

    def numbered(self, key: str) -> Places:
        """The proposals that have the number."""
        return _places(self._numbers.get(key, ()))

    def paired(self, first: str, second: str) -> Places:
        """The proposals that have the two stems side by side, at least one of them telling."""
        if first in _stops() and second in _stops():
            return _NONE
        return _places(self._pairs.get((first, second), ()))

    def covered(self, slots: Values) -> Values:
        """The share of each title that the words standing for its slots make up."""
        sums = np.bincount(self._owner, slots, self.count).astype(np.float32)
        return np.asarray(sums / self._title_weight, np.float32)

    def look_up(self, word: str) -> TokenHits | None:
        """What a word fits; None where it fits nothing."""
        key = _Token(stem(word), bool(DEFINITE.search(word.casefold())), word[0].isupper())
        if key in self._kept:
            return self._kept[key]
        hits = self._hits(key)
        if len(self._kept) < _MOST_KEPT:
            self._kept[key] = hits
        return hits

    def _take(self, text: str, place: int, *, in_title: bool) -> None:
        previous: str | None = None
        for word in TOKEN.findall(text):
            if word[0].isdigit():
                self._numbers[number_key(word)].add(place)
                previous = None
                continue
            stemmed = stem(word)
            if previous is not None:
                self._pairs[previous, stemmed].add(place)
            previous = stemmed
            if len(word) < _SHORTEST or word.casefold() in stop_words():
                continue
            known = self._words[stemmed]
            known.places.add(place)
            if in_title:
                known.slots[place] = 0

    def _weigh_titles(self) -> None:
        """Give each word of each title a slot with its weight: rare here, rare at large."""
        owner: list[int] = []
        weights: dict[str, float] = {}
        for stemmed, word in self._words.items():
            spread = math.log((1 + self.count) / len(word.places)) / math.log(1 + self.count)
            weights[stemmed] = max(0.0, spread) * (1 - self._commonness(stemmed))
            for place in sorted(word.slots):
                word.slots[place] = len(owner)
                owner.append(place)
        self._weights = weights
        self._owner = np.array(owner, np.int64)
        self.slots = len(owner)
        of_slot = [weights[s] for s, w in self._words.items() for _ in w.slots]
        totals = np.bincount(self._owner, np.array(of_slot), self.count)
        self._title_weight = (totals + 1e-6).astype(np.float32)

    def _hits(self, word: _Token) -> TokenHits | None:
        alike = self._likenesses.of(word.stem, definite=word.definite)
        if not alike:
            return None
        titles: dict[int, _Fit] = {}
        texts: dict[int, _Fit] = {}
        slots: dict[int, float] = {}
        for known, (strength, kind) in sorted(alike.items()):
            fit = _Fit(strength, kind, known in self._names)
            for place in self._words[known].places:
                _keep(texts, place, fit)
            for place, slot in self._words[known].slots.items():
                _keep(titles, place, fit)
                slots[slot] = strength * self._weights[known]
        best, only = _dealt(titles, texts, word, 1 - self._commonness(word.stem))
        order = sorted(slots)
        return TokenHits(
            _places(texts),
            best,
            only,
            np.maximum(best[:, 0], _IN_TEXT * best[:, 2]) + best[:, 1] + best[:, 3],
            _places(order),
            np.array([slots[s] for s in order], np.float32),
        )


def _dealt(
    titles: dict[int, _Fit], texts: dict[int, _Fit], word: _Token, rare: float
) -> tuple[Values, Values]:
    """Deal a word out among the proposals that claim it, by how well it fits them."""
    places = sorted(texts)
    claims = [
        max(titles[p].strength if p in titles else 0.0, texts[p].strength * _IN_TEXT)
        for p in places
    ]
    total, rivals = sum(claims), sum(c >= _NEARLY * max(claims) for c in claims)
    best = np.zeros((len(places), len(BEST)), np.float32)
    only = np.zeros(len(places), np.float32)
    for row, (place, claim) in enumerate(zip(places, claims, strict=True)):
        fit = titles.get(place, texts[place])
        share = claim / total
        in_title = fit.strength * share if place in titles else 0.0
        in_text = texts[place].strength * share
        best[row, :5] = in_title, in_title * rare, in_text, in_text * rare, in_title * word.definite
        best[row, BEST.index(fit.kind)] = fit.strength * share
        best[row, BEST.index("name")] = fit.strength * share * (fit.name and word.capital)
        if rivals == 1 and claim >= _NEARLY * max(claims):
            only[row] = rare * (_ONLY_TITLE if place in titles else _ONLY_TEXT)
    return best, only


def number_key(word: str) -> str:
    """The digits of a number as it is compared: "1.000" is 1000, "2,6" stays."""
    return word.replace(".", "").rstrip(",")


def _keep(fits: dict[int, _Fit], place: int, fit: _Fit) -> None:
    if place not in fits or fits[place].strength < fit.strength:
        fits[place] = fit


def _note_capitals(text: str, capital: set[str], lower: set[str]) -> None:
    """Which stems stand with a capital inside a sentence, and which in lower case."""
    for match in TOKEN.finditer(text):
        word = match.group()
        if word[0].islower():
            lower.add(stem(word))
        elif not _SENTENCE_START.search(text[max(0, match.start() - 4) : match.start()]):
            capital.add(stem(word))


@cache
def _stops() -> frozenset[str]:
    return frozenset(map(stem, stop_words()))


def _places(found: Iterable[int]) -> Places:
    return np.array(sorted(found), np.int64)
