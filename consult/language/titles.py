"""Finds the titles of proposals, or clear parts of them, in a response."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from consult.domain.documents import Span
from consult.domain.proposals import Catalogue
from consult.language.title_index import DEFINITE, WORD, Likeness, TitleIndex, TitleWord
from consult.language.words import listed, stop_words

_LEAST = 0.3  # below, a mention is not worth a look
_TRUST = 0.9  # what a word is worth at most: one word alone is never certain
_COMMON_TOO = 0.2  # what a common word of the title adds, where a telling one is there too
_FULL = 0.75  # of the title's words of content: so many are the title itself
_SHARES = (1.0, 0.45, 0.3)  # of a word's worth, where it fits 0, 1, more other proposals as well
_NEARLY = 0.1  # of likeness: a title this little less alike is a rival
_UNCAPITALISED = 0.5  # "på kanten" is seldom the place called Kanten
_FEW_CAPITALS = 0.008  # of all letters; ordinary Danish has 2 to 4 %
_POSTCODE = 4  # digits; the name behind them is a town in an address
_CLOSE = 6  # words
_HEADLINE = 3  # words of the longest line that may be a heading in a writer's own words
_ALONE = 1.5  # how much more a part of a title's word is worth in such a line
_SENDER_REACH = 4  # words between "bestyrelsen" and the name of the place
_OF_SENDER = 0.5  # of a word's worth, where it may only say who writes
_SENTENCE = re.compile(r"[^\n.!?;]+(?:[.!?;](?=\S)[^\n.!?;]+)*")


@dataclass(frozen=True, slots=True)
class TitleMention:
    """Words that mention a proposal by its title: `text[span.start:span.end]`.

    `score` is the estimated probability that the proposal is meant; `rule` says what was found:
    `title_full`, `title_name`, `title_part`, `title_word` or `title_number`.
    """

    proposal: str
    span: Span
    score: float
    rule: str


@dataclass(frozen=True, slots=True)
class _Hit:
    """A word of the text that is alike to a word of a title; `value` is what it is worth."""

    word: TitleWord
    span: Span
    index: int
    exact: bool
    value: float


class TitleFinder:
    """Finds mentions of the proposals of one catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        """Weighs the words of all titles; see `title_index.py`."""
        self._index = TitleIndex(catalogue)

    def find(self, text: str) -> tuple[TitleMention, ...]:
        """The mentions in `text`, in order; at most one of each proposal in each sentence.

        Where one word fits the titles of two proposals and nothing else tells them apart, both
        are given with scores below 0.5.
        """
        found: list[TitleMention] = []
        careless = _is_careless(text)
        for sentence in _SENTENCE.finditer(text):
            hits: dict[str, list[_Hit]] = {}
            for hit in self._hits(sentence.group(), sentence.start(), careless=careless):
                hits.setdefault(hit.word.proposal, []).append(hit)
            found.extend(m for those in hits.values() if (m := self._judge(those)) is not None)
        found.sort(key=lambda m: (m.span, -m.score, m.proposal))
        return tuple(found)

    def _hits(self, sentence: str, offset: int, *, careless: bool) -> Iterator[_Hit]:
        matches = list(WORD.finditer(sentence))
        words = [match.group() for match in matches]
        alone = len(words) <= _HEADLINE
        for index, match in enumerate(matches):
            word, before = words[index], words[max(0, index - _SENDER_REACH) : index]
            if word.casefold() in stop_words() or _in_address(before):
                continue
            following = words[index + 1] if index + 1 < len(words) else ""
            alike = self._index.alike(word)
            share = _share_of_sender(before)
            for likeness in alike:
                if likeness.word.of_number and self._names_another(likeness.word, following):
                    continue
                value = _worth(likeness, alike, alone=alone) * share
                if not careless and _lacks_capital(word, likeness.word):
                    value *= _UNCAPITALISED
                span = Span(offset + match.start(), offset + match.end())
                yield _Hit(likeness.word, span, index, likeness.strength == 1.0, value)

    def _names_another(self, word: TitleWord, following: str) -> bool:
        """Whether "lokalplan" goes on with a number that is not the proposal's own."""
        own = {w.stem for w in self._index.titles[word.proposal]}
        return following.isdigit() and following not in own

    def _judge(self, hits: list[_Hit]) -> TitleMention | None:
        """What the words of one sentence say of one proposal; None where they say too little."""
        best: dict[int, _Hit] = {}
        for hit in hits:
            if hit.word.position not in best or best[hit.word.position].value < hit.value:
                best[hit.word.position] = hit
        pairs = list(self._pairs(hits))
        doubt = 1.0
        for hit in best.values():
            doubt *= 1.0 - _TRUST * hit.value
        for first, second in pairs:
            doubt *= 1.0 - self._index.pair_worth(first.word, second.word)
        if any(hit.value for hit in best.values()):
            common = sum(h.word.content and not h.word.weight and h.exact for h in best.values())
            doubt *= (1.0 - _COMMON_TOO) ** common
        score = 1.0 - doubt
        if score < _LEAST:
            return None
        telling = [h for h in best.values() if h.value > 0]
        words = [*telling, *(h for pair in pairs for h in pair)]
        strongest = max(words, key=lambda h: (h.value, -h.span.start))
        span = _stretch(words, strongest)
        proposal = strongest.word.proposal
        return TitleMention(proposal, span, round(score, 4), self._rule(best, telling, strongest))

    def _pairs(self, hits: list[_Hit]) -> Iterator[tuple[_Hit, _Hit]]:
        """Words side by side in the text as in the title, at least one of them a common word."""
        exact = {(h.index, h.word.position): h for h in hits if h.exact}
        for (index, position), first in exact.items():
            second = exact.get((index + 1, position + 1))
            if second is None or not self._index.pair_worth(first.word, second.word):
                continue
            if first.value == 0 or second.value == 0:
                yield first, second

    def _rule(self, best: dict[int, _Hit], telling: list[_Hit], strongest: _Hit) -> str:
        title = self._index.titles[strongest.word.proposal]
        content = sum(w.content for w in title)
        naming = sum(w.weight > 0 for w in title)
        if len(best) >= max(2, _FULL * content) or len(telling) >= max(2, naming):
            return "title_full"
        if strongest.word.stem.isdigit():
            return "title_number"
        if strongest.word.is_name:
            return "title_name"
        if strongest.word.position < 0:
            return "title_text"
        return "title_word" if len(telling) == 1 else "title_part"


def _lacks_capital(word: str, title: TitleWord) -> bool:
    """Whether a name stands in lower case; "biblioteket" for "Møllens Bibliotek" may."""
    if not title.is_name or not word[0].islower():
        return False
    return not DEFINITE.search(word) or bool(DEFINITE.search(title.written))


def _in_address(before: list[str]) -> bool:
    return bool(before) and before[-1].isdigit() and len(before[-1]) == _POSTCODE


def _share_of_sender(before: list[str]) -> float:
    of_sender = not listed("sender").isdisjoint(word.casefold() for word in before)
    return _OF_SENDER if of_sender else 1.0


def _worth(likeness: Likeness, alike: tuple[Likeness, ...], *, alone: bool) -> float:
    """What a word is worth for a title; `alone`: it stands by itself, as a heading does."""
    strength = min(1.0, likeness.strength * _ALONE) if alone else likeness.strength
    return likeness.word.weight * strength * _SHARES[min(_rivals(likeness, alike), 2)]


def _rivals(likeness: Likeness, alike: tuple[Likeness, ...]) -> int:
    """How many other proposals the same word of the text fits as well, or nearly."""
    return len(
        {
            other.word.proposal
            for other in alike
            if other.word.proposal != likeness.word.proposal
            and other.strength >= likeness.strength - _NEARLY
        }
    )


def _is_careless(text: str) -> bool:
    """Whether the writer does without capitals, so that a name may stand without one."""
    letters = [c for c in text if c.isalpha()]
    return sum(c.isupper() for c in letters) < _FEW_CAPITALS * len(letters)


def _stretch(words: list[_Hit], strongest: _Hit) -> Span:
    """The words from first to last that stand close to the strongest one."""
    close = [h.span for h in words if abs(h.index - strongest.index) <= _CLOSE]
    return Span(min(s.start for s in close), max(s.end for s in close))
