"""Words and character n-grams of a text, hashed to a fixed width: TF-IDF without a vocabulary."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from consult.inference.encoder import Vector

_WORD = re.compile(r"\w+|[!?…]+")
_DIGITS = re.compile(r"\d+")
# Character n-grams of 3-5 letters inside words: what Danish compounds have in common.
_NGRAMS = (3, 4, 5)
# A text is hashed for several fields and heads in a row; its terms take some 100 kB.
REMEMBERED_TEXTS = 64


@dataclass(frozen=True, slots=True)
class Sparse:
    """A sparse row: `columns` int64 [k], ascending and distinct; `values` float32 [k]."""

    columns: NDArray[np.int64]
    values: Vector

    def dot(self, other: "Sparse") -> float:
        """The inner product of two rows."""
        _, mine, theirs = np.intersect1d(
            self.columns, other.columns, assume_unique=True, return_indices=True
        )
        return float(np.sum(self.values[mine] * other.values[theirs]))


def terms(text: str, *, bigrams: bool = True) -> Iterator[str]:
    """Words, pairs of neighbouring words, and n-grams within words; digits become one sign."""
    words = _WORD.findall(_DIGITS.sub("0", text.lower()))
    for word in words:
        yield f"w {word}"
        padded = f"<{word}>"
        for size in _NGRAMS:
            for start in range(len(padded) - size + 1):
                yield padded[start : start + size]
    if bigrams:
        for first, second in pairwise(words):
            yield f"w {first} {second}"


@lru_cache(maxsize=REMEMBERED_TEXTS)
def _encoded(text: str) -> tuple[bytes, ...]:
    return tuple(term.encode("utf-8", "surrogatepass") for term in terms(text))


@dataclass(frozen=True, slots=True)
class HashedTfidf:
    """Sublinear TF-IDF in `2**bits` columns. `idf` is float32 [2**bits]; rows have length 1."""

    bits: int
    idf: Vector

    def columns(self, fields: Sequence[tuple[str, str]]) -> list[int]:
        """The column of every term; a field's name keeps its terms apart from the others'."""
        mask = (1 << self.bits) - 1
        begun = ((crc32(f"{name}\x00".encode()), text) for name, text in fields)
        return [crc32(term, start) & mask for start, text in begun for term in _encoded(text)]

    def row(self, fields: Sequence[tuple[str, str]]) -> Sparse:
        """The row of some (name, text) fields."""
        return self.weigh(self.columns(fields))

    def weigh(self, hashed: Sequence[int]) -> Sparse:
        """The row of terms already hashed to columns, repeated ones included."""
        columns, counts = np.unique(np.array(hashed, np.int64), return_counts=True)
        values = (1 + np.log(counts)) * self.idf[columns]
        norm = max(float(np.sqrt(np.sum(values**2))), 1e-12)
        return Sparse(columns, (values / norm).astype(np.float32))
