"""Numbers that name a proposal with no word before them: "008", "(123)", "både 209 og 216"."""

import re
from collections.abc import Collection, Iterator
from functools import cache

from consult.domain.findings import Reference
from consult.language.codes import Numbering
from consult.language.nlp import Tokens
from consult.language.numbers import NumberList, NumberReader
from consult.rules.loader import load_rules

_ZEROED = re.compile(r"0\d{1,3}\.?$")
_LONG = re.compile(r"\d{3,4}\.?$")
_SHORTEST = 3  # figures; what is shorter may count anything
_SEVERAL = 2
_ENDS = frozenset({".", ",", ";", ":", ")", "!", "?", "\n", "\n\n", ""})


class BareNumbers:
    """Finds numbers of three figures or more of the catalogue that stand alone.

    Written with the catalogue's own noughts ("008") they are hardly anything else; without,
    they must stand in brackets, in a list of numbers of the catalogue, or behind a word such
    as "imod", and before a mark or a word that no count is followed by.
    """

    def __init__(self, numbering: Numbering) -> None:
        """Looks for nothing where the catalogue has no such numbers."""
        self._known = frozenset(n for n in numbering.numbers if _LONG.match(n))

    def find(
        self, tokens: Tokens, reader: NumberReader, barred: Collection[int]
    ) -> Iterator[Reference]:
        """Such numbers, in order; `barred` are tokens that name nothing."""
        if not self._known:
            return
        for i, word in enumerate(tokens.words):
            if i in barred or not self._is_known(word) or self._runs_on(tokens, i):
                continue
            listed = reader.read(i, strict=True)
            if listed is None or not self._all_known(listed) or _goes_on(tokens, listed):
                continue
            if _ZEROED.match(word) or self._is_clear(tokens, i, listed):
                yield Reference(tokens.starts[i], listed.end, "bare", listed.resolved)

    def _is_known(self, word: str) -> bool:
        return bool(_LONG.match(word)) and word.rstrip(".") in self._known

    def _all_known(self, listed: NumberList) -> bool:
        return not listed.unresolved and all(n in self._known for n in listed.resolved)

    def _runs_on(self, tokens: Tokens, i: int) -> bool:
        """Whether the number is part of a longer one: of a date, a case, a telephone."""
        before = tokens.words[i - 1] if i else "\n"
        after = tokens.words[i + 1] if i + 1 < len(tokens) else "\n"
        if before[-1].isdigit() or after[0].isdigit():
            return True
        marked = tokens.glued(i) and before not in ("(", "[", '"', "'", "”", "»")
        return marked or (after in ("-", ":", "%") and i + 2 < len(tokens) and tokens.glued(i + 2))

    def _is_clear(self, tokens: Tokens, i: int, listed: NumberList) -> bool:
        before = tokens.words[i - 1].lower() if i else "\n"
        after = tokens.words[listed.after] if listed.after < len(tokens) else ""
        if before in ("(", "["):
            return after in (")", "]")
        beyond = tokens.words[listed.after + 1 : listed.after + 2]
        if after == "." and beyond and beyond[0].islower():
            return False  # "100. klasse"
        ended = after in _ENDS or after in _after_list()
        if len(listed.resolved) >= _SEVERAL:
            return ended and before not in _not_before()
        return ended and before in _before()


def _goes_on(tokens: Tokens, listed: NumberList) -> bool:
    """Whether another number stands behind the list: then all of them count something."""
    following = tokens.words[listed.after : listed.after + 2]
    return len(following) > 1 and following[0] == "," and following[1][0].isdigit()


@cache
def _after_list() -> frozenset[str]:
    return frozenset(load_rules("references").data["after_list"])


@cache
def _before() -> frozenset[str]:
    return frozenset(load_rules("references").data["before_number"])


@cache
def _not_before() -> frozenset[str]:
    return frozenset(load_rules("references").data["before_count"])
