"""Danish words as search sees them: where they stand, and the stem that their forms share."""

import re
from collections.abc import Iterator
from functools import lru_cache

from consult.domain.documents import Span
from consult.language.words import snowball

#: A run of letters and digits; what stands between (hyphens, stops) parts words, so that
#: `BU-02` and `BU 02` are found alike.
_WORD = re.compile(r"[^\W_]+")


def words(text: str) -> Iterator[tuple[Span, str]]:
    """The words of a text in order: the place of each, and its stem."""
    for match in _WORD.finditer(text):
        yield Span(*match.span()), stem(match.group().casefold())


def stems(text: str) -> tuple[str, ...]:
    """The stems of a text's words in order, where their places do not matter."""
    return tuple(stem(word.casefold()) for word in _WORD.findall(text))


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """The stem of a casefolded word, by the Snowball algorithm for Danish."""
    return snowball(word)
