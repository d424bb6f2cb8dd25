"""Which stems a stem is alike to: itself, a compound's parts, and likely slips of the pen."""

from collections import defaultdict
from collections.abc import Collection, Iterator

from rapidfuzz import process
from rapidfuzz.distance import OSA

_PART = 4  # letters of a word that may be a part of a compound
_WHOLE = 5  # letters of the part of a longer word that is one of the proposal's
_LONGEST = 40  # letters; a longer "word" has no parts that matter
# How alike a word is to one of a proposal's; the second number where it is not definite.
_FRONT = (0.6, 0.45)  # the first part of the proposal's word: mentor, mentorordning
_SHORT_FRONT, _FRONT_LETTERS = 0.35, 6
_HEAD = (0.8, 0.5)  # its last part: hallen, svømmehallen
_LONGER, _NARROWER = 0.8, 0.6  # begins or ends with it: klippekortordning, natslukning
_COMMON_FRONT, _COMMON_LETTERS = 0.4, 6  # seniorvejleder, seniorjobvejlederne
_SLIP = (0.65, 0.55)  # one letter wrong, two letters wrong
_LONG_SLIP = 10  # letters from which two may be wrong


class Likenesses:
    """A set of stems, found by what is alike to them."""

    def __init__(self, known: Collection[str]) -> None:
        """Takes all stems apart once."""
        self._known = frozenset(known)
        self._fronts: dict[str, list[str]] = defaultdict(list)
        self._heads: dict[str, list[str]] = defaultdict(list)
        self._by_shape: dict[tuple[str, int], list[str]] = defaultdict(list)
        for word in known:
            self._by_shape[word[0], len(word)].append(word)
            for cut in range(_PART, min(len(word), _LONGEST)):
                self._fronts[word[:cut]].append(word)
                self._heads[word[-cut:]].append(word)

    def of(self, stemmed: str, *, definite: bool) -> dict[str, tuple[float, str]]:
        """The known stems that a stem is alike to: how much (to 1), and in what way.

        The way is `exact`, `part` or `slip`.
        """
        found: dict[str, tuple[float, str]] = {}
        for known, strength in self._compounds(stemmed, definite=definite):
            if strength > found.get(known, (0.0, ""))[0]:
                found[known] = strength, "part"
        if stemmed in self._known:
            found[stemmed] = 1.0, "exact"
        if max((s for s, _ in found.values()), default=0.0) < _HEAD[1]:
            for known, strength in self._slips(stemmed):
                if strength > found.get(known, (0.0, ""))[0]:
                    found[known] = strength, "slip"
        return found

    def _compounds(self, stemmed: str, *, definite: bool) -> Iterator[tuple[str, float]]:
        if len(stemmed) < _PART or not stemmed.isalpha():
            return
        grade = 0 if definite else 1
        front = _FRONT[grade] if len(stemmed) >= _FRONT_LETTERS else _SHORT_FRONT
        none = True
        for known in self._fronts.get(stemmed, ()):
            none = False
            yield known, front
        for known in self._heads.get(stemmed, ()):
            none = False
            yield known, _HEAD[grade]
        for cut in range(_WHOLE, min(len(stemmed), _LONGEST)):
            for known, strength in ((stemmed[:cut], _LONGER), (stemmed[-cut:], _NARROWER)):
                if known in self._known:
                    none = False
                    yield known, strength
        if none and stemmed not in self._known:
            yield from self._common_fronts(stemmed)

    def _common_fronts(self, stemmed: str) -> Iterator[tuple[str, float]]:
        for cut in range(min(len(stemmed), _LONGEST) - 1, _COMMON_LETTERS - 1, -1):
            if stemmed[:cut] in self._fronts:
                yield from ((known, _COMMON_FRONT) for known in self._fronts[stemmed[:cut]])
                return

    def _slips(self, stemmed: str) -> Iterator[tuple[str, float]]:
        if not _COMMON_LETTERS <= len(stemmed) <= _LONGEST:
            return
        most = 1 if len(stemmed) < _LONG_SLIP else 2
        for length in range(max(_COMMON_LETTERS, len(stemmed) - most), len(stemmed) + most + 1):
            known = self._by_shape.get((stemmed[0], length), ())
            for word, distance, _ in process.extract(
                stemmed, known, scorer=OSA.distance, score_cutoff=most, limit=None
            ):
                if distance:
                    yield word, _SLIP[int(distance) - 1]
