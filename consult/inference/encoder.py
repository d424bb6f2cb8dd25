"""What the project asks of a sentence encoder, and a memory in front of one."""

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]
Vector = NDArray[np.float32]

# 1.5 kB a text: some 12 MB, more than the passages, headings and proposals of a long response.
CACHE_TEXTS = 8192


class Encoded(NamedTuple):
    """Two views of n texts: `meaning` [n, d], rows of length 1, and `tone` [n, t].

    Meaning says what a text is about; tone, from a layer further down, how it is said. An
    encoder without such a layer gives its meaning twice.
    """

    meaning: Matrix
    tone: Matrix


class Encoder(Protocol):
    """Turns texts into vectors whose dot product says how alike they are in meaning."""

    @property
    def revision(self) -> str:
        """Identifies the weights: equal revisions give equal vectors."""
        ...

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        ...

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Encode each text on its own.

        Returns float32 [len(texts), dimension], rows of length 1. A row depends on its own
        text alone, byte for byte, whatever the other texts are; no text is cut short.
        """
        ...

    def encode_both(self, texts: Sequence[str]) -> Encoded:
        """Meaning, as `encode` gives it, and tone of each text; promises the same."""
        ...


class CachedEncoder:
    """Remembers the latest texts of another encoder; never changes a vector.

    May be shared by threads: they encode side by side and remember one at a time.
    """

    def __init__(self, encoder: Encoder, capacity: int = CACHE_TEXTS) -> None:
        """`capacity` is the number of texts remembered, at least 1."""
        self._encoder = encoder
        self._capacity = capacity
        self._memory: OrderedDict[str, tuple[Vector, Vector]] = OrderedDict()
        self._lock = Lock()

    @property
    def revision(self) -> str:
        """The revision of the encoder behind."""
        return self._encoder.revision

    @property
    def dimension(self) -> int:
        """The dimension of the encoder behind."""
        return self._encoder.dimension

    def encode(self, texts: Sequence[str]) -> Matrix:
        """As `Encoder.encode`; texts seen lately cost nothing."""
        return self.encode_both(texts).meaning

    def encode_both(self, texts: Sequence[str]) -> Encoded:
        """As `Encoder.encode_both`; texts seen lately cost nothing."""
        if not texts:
            return self._encoder.encode_both([])
        with self._lock:
            known = {t: self._memory[t] for t in texts if t in self._memory}
        missing = [t for t in dict.fromkeys(texts) if t not in known]
        if missing:
            known.update(zip(missing, rows(self._encoder.encode_both(missing)), strict=True))
        with self._lock:
            for text in texts:
                self._memory[text] = known[text]
                self._memory.move_to_end(text)
            while len(self._memory) > self._capacity:
                self._memory.popitem(last=False)
        return stack([known[t] for t in texts])


def rows(encoded: Encoded) -> list[tuple[Vector, Vector]]:
    """The two vectors of each text."""
    return list(zip(encoded.meaning, encoded.tone, strict=True))


def stack(pairs: Sequence[tuple[Vector, Vector]]) -> Encoded:
    """The inverse of `rows`, for at least one text."""
    meanings, tones = zip(*pairs, strict=True)
    return Encoded(np.stack(meanings), np.stack(tones))
