"""Danish words as search sees them: where they stand, and the stem that their forms share."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Protocol

from consult.domain.documents import Span

#: A run of letters and digits; what stands between (hyphens, stops) parts words, so that
#: `BU-02` and `BU 02` are found alike.
_WORD = re.compile(r"[^\W_]+")


class _Stemmer(Protocol):
    def stemWord(self, word: str) -> str: ...  # noqa: N802  (the library's name)


def words(text: str) -> Iterator[tuple[Span, str]]:
    """The words of a text in order: the place of each, and its stem."""
    for match in _WORD.finditer(text):
        yield Span(*match.span()), stem(match.group().casefold())


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """The stem of a casefolded word, by the Snowball algorithm for Danish."""
    return _stemmer().stemWord(word)


@cache
def _stemmer() -> _Stemmer:
    import snowballstemmer

    stemmer: _Stemmer = snowballstemmer.stemmer("danish")
    return stemmer
