"""What the titles of a catalogue are made of, and which words in a text are alike to them."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from consult.domain.proposals import Catalogue, Proposal
from consult.language.codes import is_named
from consult.language.words import common_stems, stem, stems_of, stop_words

WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*|\d+")
_SHORTEST = 3  # letters of a word that can carry content
_PART = 5  # letters of the shortest whole word that a longer one may be made of
_SENTENCE_START = re.compile(r"(?:^|[.!?:\n]\s*|[-–•]\s+)$")

# By digits: "linje 74" needs its word beside it, "614" names a bus, four digits are a year.
_NUMBER_WEIGHTS = {2: 0.3, 3: 0.8}
_PART_OF_NAME = 0.6
_NUMBER_NAME = 0.9  # "lokalplanen" where the only plan of the catalogue is "Lokalplan 148"
# How far a word of a text that is alike to one of a title stands for it; the second number
# where the text's word is not in the definite form: "filialen" is a known one, "filial" is not.
_SAME = 1.0
_LONGER = (0.85, 0.85)  # begins with the title's word: klippekortordning, klippekort
_HEAD = (0.8, 0.4)  # is the last part of the title's word: filial, biblioteksfilial
_FRONT = (0.6, 0.4)  # is the first part of the title's word: mentor, mentorordning
_FRONT_LETTERS = 6  # a shorter front is worth the lesser: cyklerne, cykelsti
_NARROWER = (0.65, 0.45)  # ends with the title's word: natslukning, slukning
DEFINITE = re.compile(r"(?:en|et|erne|ene)s?$")
# A place says where, not what: "i Hørrup, Lillelund og Aavang" may be said of anything there.
_PLACES = frozenset({"i", "mellem", "fra", "til", "på", "ved", "under"})
_PLACE = 0.5
_SAYS_WHAT = 0.5  # weight of a common word that makes the place in a title a mere place
_PLACE_REACH = 7  # words of an enumeration of places
_PAIR = 0.6  # what two common words side by side as in the title are worth
_PAIR_TOLD = 0.35  # the same, where another proposal's text has them too
_OF_TEXT = 0.45  # a word that only this proposal's text has: two of them are needed
_LONG = 6  # letters of such a word
_MOST_KEPT = 100_000  # words of texts that are remembered; a large round has 30,000 stems
_CUT_OFF = 0.5  # "Pårørende-" of "Pårørende- og frivilligstrategi"


@dataclass(frozen=True, slots=True)
class TitleWord:
    """One word of a title. `weight` is 0 for words that name nothing, up to 1."""

    proposal: str
    position: int
    stem: str
    weight: float
    is_name: bool
    content: bool
    cut_off: bool = False
    of_number: bool = False
    written: str = ""


@dataclass(frozen=True, slots=True)
class Likeness:
    """A word of a title that a word of a text is alike to, and how much (0 to 1)."""

    word: TitleWord
    strength: float


class TitleIndex:
    """The words of all titles, found by stem and by the parts of compounds."""

    def __init__(self, catalogue: Catalogue) -> None:
        """Weighs each title's words by how rare they are in the catalogue."""
        self._capitals = _always_capital(catalogue)
        self._texts = [
            frozenset(map(stem, WORD.findall(p.text + " " + p.title))) for p in catalogue
        ]
        self._spread = Counter(s for text in self._texts for s in text)
        self.titles = {p.number: tuple(self._words(p)) for p in catalogue}
        self._by_stem: dict[str, list[TitleWord]] = {}
        self._fronts: dict[str, list[TitleWord]] = {}
        self._heads: dict[str, list[TitleWord]] = {}
        for word in (w for p in catalogue for w in (*self.titles[p.number], *self._of_text(p))):
            self._by_stem.setdefault(word.stem, []).append(word)
            if word.weight and word.stem.isalpha() and word.position >= 0:
                for cut in range(1, len(word.stem)):
                    self._fronts.setdefault(word.stem[:cut], []).append(word)
                    self._heads.setdefault(word.stem[-cut:], []).append(word)
        self._longest = max(map(len, self._by_stem), default=0)
        self._pairs = Counter(pair for p in catalogue for pair in _pairs(p.title))
        self._text_pairs = {p.number: _pairs(p.text) for p in catalogue}
        self._alike: dict[tuple[str, bool], tuple[Likeness, ...]] = {}

    def pair_worth(self, first: TitleWord, second: TitleWord) -> float:
        """What the two words side by side say: nothing where another title has them too."""
        pair = (first.stem, second.stem)
        if self._pairs[pair] > 1:
            return 0.0
        others = (pair in p for n, p in self._text_pairs.items() if n != first.proposal)
        return _PAIR_TOLD if any(others) else _PAIR

    def alike(self, word: str) -> tuple[Likeness, ...]:
        """The words of titles that a word of the text is alike to, the most alike first."""
        key = stem(word), bool(DEFINITE.search(word.casefold()))
        if key not in self._alike:
            best: dict[tuple[str, int], Likeness] = {}
            for likeness in self._likenesses(*key):
                spot = (likeness.word.proposal, likeness.word.position)
                if spot not in best or best[spot].strength < likeness.strength:
                    best[spot] = likeness
            found = sorted(best.values(), key=lambda x: (-x.strength, x.word.proposal))
            if len(self._alike) >= _MOST_KEPT:
                return tuple(found)
            self._alike[key] = tuple(found)
        return self._alike[key]

    def _likenesses(self, stemmed: str, definite: bool) -> Iterator[Likeness]:
        grade = 0 if definite else 1
        for word in self._by_stem.get(stemmed, ()):
            yield Likeness(word, _CUT_OFF if word.cut_off else _SAME)
        if not stemmed.isalpha() or stemmed in common_stems():
            return
        short = stemmed in stems_of("short_part")
        grade = 1 if short else grade
        if len(stemmed) >= _PART or short:
            front = _FRONT[grade if len(stemmed) >= _FRONT_LETTERS else 1]
            yield from (Likeness(w, front) for w in self._fronts.get(stemmed, ()))
            yield from (Likeness(w, _HEAD[grade]) for w in self._heads.get(stemmed, ()))
        # A part longer than every stem is none of them; a word may be a page long.
        for cut in range(_PART, min(len(stemmed), self._longest + 1)):
            yield from self._whole(stemmed[:cut], _LONGER[grade])
            yield from self._whole(stemmed[-cut:], _NARROWER[grade])

    def _whole(self, part: str, strength: float) -> Iterator[Likeness]:
        return (
            Likeness(w, strength)
            for w in self._by_stem.get(part, ())
            if w.weight and w.position >= 0
        )

    def _words(self, proposal: Proposal) -> Iterator[TitleWord]:
        named = proposal.number + ": " if is_named(proposal.number) else ""
        title = named + proposal.title
        matches = list(WORD.finditer(title))
        words = [m.group() for m in matches]
        names = [w[0].isupper() and stem(w) in self._capitals for w in words]
        weights = [self._weight(w, name=n) for w, n in zip(words, names, strict=True)]
        commas = ["," in title[m.end() : m.end() + 1] for m in matches]
        says_what = any(w >= _SAYS_WHAT for w, n in zip(weights, names, strict=True) if not n)
        for position, match in enumerate(matches):
            word, weight = words[position], weights[position]
            of_number = match.start() < len(named) and word.isalpha()
            if of_number:
                weight = _NUMBER_NAME
            elif names[position]:
                weight *= _name_share(names, position)
                if says_what and not word.isupper():
                    weight *= _place_share(words, names, commas, position)
            yield TitleWord(
                proposal.number,
                position,
                stem(word),
                weight,
                names[position],
                word.casefold() not in stop_words(),
                title[match.end() : match.end() + 2] == "- ",
                of_number,
                word.casefold(),
            )

    def _of_text(self, proposal: Proposal) -> Iterator[TitleWord]:
        """Long words of the proposal's text that stand in no other proposal."""
        inside = {stem(word) for word in WORD.findall(proposal.title)}
        words = {stem(w): w for w in WORD.findall(proposal.text) if len(w) >= _LONG and w.isalpha()}
        for count, (reduced, word) in enumerate(sorted(words.items()), start=1):
            if (
                reduced not in inside
                and self._spread[reduced] == 1
                and self._weight(word, name=False)
            ):
                yield TitleWord(proposal.number, -count, reduced, _OF_TEXT, False, False)

    def _weight(self, word: str, *, name: bool) -> float:
        """From 0 to 1: nothing for function words and common ones, less for what others use."""
        if word.isdigit():
            return _NUMBER_WEIGHTS.get(len(word), 0.0)
        reduced = stem(word)
        if len(word) < _SHORTEST or word.casefold() in stop_words():
            return 0.0
        # "Skole" of "Tofte Skole" is as common as any; "Stationen" is a name of its own.
        if reduced in common_stems() and not (name and DEFINITE.search(word)):
            return 0.0
        others = self._spread[reduced] - 1
        return max(0.25, 1.0 - 0.15 * others)


def _name_share(names: list[bool], position: int) -> float:
    """What is left of a name's weight where it is half of a double one ("Nørre Tange")."""
    beside = names[max(0, position - 1) : position] + names[position + 1 : position + 2]
    return _PART_OF_NAME if any(beside) else 1.0


def _place_share(words: list[str], names: list[bool], commas: list[bool], position: int) -> float:
    """What is left of a name's weight where it says where: "i midtbyen, Hørrup og Aavang".

    Not in "på krisecenteret Perronen", where the name is that of the thing.
    """
    for i in range(position - 1, max(-1, position - _PLACE_REACH), -1):
        if words[i].casefold() in _PLACES:
            return _PLACE
        if not (names[i] or words[i] == "og" or commas[i]):
            break
    return 1.0


def _pairs(text: str) -> set[tuple[str, str]]:
    """The stems of words side by side."""
    stems = [stem(word) for word in WORD.findall(text)]
    return set(pairwise(stems))


def _always_capital(catalogue: Catalogue) -> frozenset[str]:
    """The stems of words that the catalogue writes with a capital inside its sentences.

    A word that only ever begins a title or sentence is a name when it is nowhere in lower case
    and not a generic word.
    """
    inside: set[str] = set()
    lower: set[str] = set()
    for text in (t for p in catalogue for t in (p.title, p.text)):
        for match in WORD.finditer(text):
            word = match.group()
            if word[0].islower():
                lower.add(stem(word))
            elif not _SENTENCE_START.search(text[max(0, match.start() - 4) : match.start()]):
                inside.add(stem(word))
    return frozenset(inside - lower)
