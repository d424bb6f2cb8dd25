"""How far the words of a text name the proposals of a catalogue, in numbers.

Where `titles.py` judges by rule whether a proposal is mentioned, this says of every proposal how
much of its title and text the words share, and how telling those words are: in the catalogue (a
word that one proposal alone has) and in Danish hearings at large. `consult.inference.similarity`
has learnt what the numbers are worth.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from consult.domain.documents import Span
from consult.domain.proposals import Catalogue
from consult.language.name_index import BEST, TOGETHER, TOKEN, NameIndex, number_key
from consult.language.words import stem, stop_words

Matrix = NDArray[np.float32]

#: What is said of each proposal: `BEST`; its first ones for all words together; the share of the
#: title that the passage has; and the words that fit this proposal alone.
CLUES = (*BEST, *(f"{name}_all" for name in BEST[:TOGETHER]), "cover", "only")
_TRUST = np.float32(0.9)  # what one word is worth at most among others
_SHORTEST = 3  # letters of a word that says something
_JOINED = 7  # letters of two words that may be one written apart ("Mølle broen")
_TELLING = 0.5  # of the best word's worth: so much makes another one evidence, too
_NUMBER_WORTH = {1: 0.2, 2: 0.5}  # by digits; longer ones are worth 1
_YEAR = 0.4  # of a number's worth, where it may be a year
_YEARS = ("19", "20")


@dataclass(frozen=True, slots=True)
class _Found:
    """A word that fits some proposals (`places` in the catalogue), and its worth for each."""

    span: Span
    places: NDArray[np.int64]
    worth: Matrix


@dataclass(frozen=True, slots=True)
class Clues:
    """What the words of one text say: `values` is float32 [proposals, CLUES].

    `length` is the number of words.
    """

    values: Matrix
    length: int
    found: tuple[_Found, ...]

    def evidence(self, place: int) -> tuple[Span, ...]:
        """The words that say most for a proposal, in order; () where there are none."""
        worth = {
            f.span: float(f.worth[np.searchsorted(f.places, place)])
            for f in self.found
            if place in f.places
        }
        least = max(worth.values(), default=0.0) * _TELLING
        return tuple(sorted(span for span, value in worth.items() if value >= least))


class NameWords:
    """Reads texts for the words of one catalogue."""

    def __init__(self, catalogue: Catalogue, commonness: Callable[[str], float]) -> None:
        """`commonness` says of a stem how common it is in hearings at large, from 0 to 1."""
        self._index = NameIndex(catalogue, commonness)

    def read(self, text: str) -> Clues:
        """The clues of one text; a word that stands twice counts once."""
        reading = _Reading(self._index)
        matches = list(TOKEN.finditer(text))
        for match in matches:
            word, span = match.group(), Span(*match.span())
            if word[0].isdigit():
                reading.add_number(word, span)
            else:
                reading.add_word(word, span)
        for word, span in _joined(matches):
            if self._index.holds(word):
                reading.add_word(word, span)
        reading.add_pairs([match.group() for match in matches])
        return reading.clues(len(matches))


def _joined(matches: Sequence[re.Match[str]]) -> Iterator[tuple[str, Span]]:
    """Neighbouring words as one, for compounds that are written apart."""
    for one, other in pairwise(matches):
        word = one.group() + other.group()
        if len(word) >= _JOINED and word.isalpha():
            yield word, Span(one.start(), other.end())


class _Reading:
    """Gathers what the words of one text say."""

    def __init__(self, index: NameIndex) -> None:
        self._index = index
        self._best = np.zeros((index.count, len(BEST)), np.float32)
        self._doubt = np.ones((index.count, TOGETHER), np.float32)
        self._only = np.zeros(index.count, np.float32)
        self._covered = np.zeros(index.slots, np.float32)
        self._seen: set[str] = set()
        self._found: list[_Found] = []

    def add_word(self, word: str, span: Span) -> None:
        """One word; nothing where it is a function word or stood before."""
        folded = word.casefold()
        if len(word) < _SHORTEST or folded in stop_words() or stem(word) in self._seen:
            return
        self._seen.add(stem(word))
        hits = self._index.look_up(word)
        if hits is None:
            return
        places = hits.places
        self._best[places] = np.maximum(self._best[places], hits.best)
        self._doubt[places] *= 1 - _TRUST * hits.best[:, :TOGETHER]
        self._only[places] += hits.only
        self._covered[hits.slots] = np.maximum(self._covered[hits.slots], hits.cover)
        self._found.append(_Found(span, places, hits.evidence))

    def add_number(self, word: str, span: Span) -> None:
        """One number, worth the more the fewer proposals have it."""
        places = self._index.numbered(number_key(word))
        if len(places):
            worth = np.float32(_number_worth(word) / len(places))
            self._raise("number", places, worth)
            self._found.append(_Found(span, places, np.full(len(places), worth, np.float32)))

    def add_pairs(self, words: Sequence[str]) -> None:
        """Two words side by side as in a title or text."""
        stems = ["" if word[0].isdigit() else stem(word) for word in words]
        for first, second in pairwise(stems):
            places = self._index.paired(first, second)
            if len(places):
                self._raise("pair", places, np.float32(1 / len(places)))

    def clues(self, length: int) -> Clues:
        """All that was gathered."""
        covered = self._index.covered(self._covered)
        values = np.column_stack([self._best, 1 - self._doubt, covered, self._only])
        return Clues(values.astype(np.float32), length, tuple(self._found))

    def _raise(self, name: str, places: NDArray[np.int64], value: np.float32) -> None:
        column = self._best[:, BEST.index(name)]
        column[places] = np.maximum(column[places], value)


def _number_worth(word: str) -> float:
    """How telling a number is: "2,6" and "194.000" are, "12" hardly is."""
    worth = _NUMBER_WORTH.get(len(number_key(word)), 1.0)
    may_be_year = len(word) == len("2027") and word.isdigit() and word.startswith(_YEARS)
    return worth * _YEAR if may_be_year else worth
