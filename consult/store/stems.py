"""Danish words as search sees them: where they stand, and the stem that their forms share."""

import re
from collections.abc import Iterator
from functools import lru_cache

from consult.domain.documents import Span
from consult.language.words import snowball

#: A run of letters and digits; what stands between (hyphens, stops) parts words, so that
#: `BU-02` and `BU 02` are found alike.
_WORD = re.compile(r"[^\W_]+")
#: Characters of a word that are told apart, more than any Danish word has: PostgreSQL's indexes
#: hold no more than 2,704 bytes a row, and what stands in a file may be letters without end.
LONGEST = 64


def words(text: str) -> Iterator[tuple[Span, str]]:
    """The words of a text in order: the place of each, and its stem."""
    for match in _WORD.finditer(text):
        yield Span(*match.span()), _stem_of(match.group())


def stems(text: str) -> tuple[str, ...]:
    """The stems of a text's words in order, where their places do not matter."""
    return tuple(_stem_of(word) for word in _WORD.findall(text))


def _stem_of(word: str) -> str:
    return stem(word.casefold()[:LONGEST])


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """The stem of a casefolded word, by the Snowball algorithm for Danish."""
    return snowball(word)
