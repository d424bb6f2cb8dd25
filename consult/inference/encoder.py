"""What the project asks of a sentence encoder, and a memory in front of one."""

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock
from typing import NamedTuple, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]
Vector = NDArray[np.float32]

States = NDArray[np.float16]

# 3 kB a text: some 25 MB, more than the passages, headings and proposals of a long response.
CACHE_TEXTS = 8192
# 768 bytes a token: some 50 MB; a long response has 20,000.
CACHE_TOKENS = 65_536


class Encoded(NamedTuple):
    """Two views of n texts: `meaning` [n, d], rows of length 1, and `tone` [n, t].

    Meaning says what a text is about; tone, from a layer further down, how it is said. An
    encoder without such a layer gives its meaning twice.
    """

    meaning: Matrix
    tone: Matrix


class Reading(NamedTuple):
    """One text read once: `meaning` [d], `tone` [t], and the `states` [tokens, t] it is made of.

    States are what the layer of the tone says of each token, in half precision.
    """

    meaning: Vector
    tone: Vector
    states: States


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


@runtime_checkable
class TokenEncoder(Encoder, Protocol):
    """An encoder that also shows what it knows of each token."""

    def read(self, texts: Sequence[str]) -> list[Reading]:
        """Each text read on its own; promises what `encode` promises."""
        ...


class CachedEncoder:
    """Remembers the latest texts of another encoder; never changes a vector.

    May be shared by threads: they encode side by side and remember one at a time.
    """

    def __init__(
        self, encoder: Encoder, capacity: int = CACHE_TEXTS, tokens: int = CACHE_TOKENS
    ) -> None:
        """`capacity` is the number of texts remembered, at least 1; `tokens` that of states."""
        self._encoder = encoder
        self._capacity = capacity
        self._tokens = tokens
        self._memory: OrderedDict[str, tuple[Vector, Vector]] = OrderedDict()
        self._states: OrderedDict[str, States] = OrderedDict()
        self._held = 0
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
            known.update(self._read(missing))
        with self._lock:
            for text in texts:
                self._memory[text] = known[text]
                self._memory.move_to_end(text)
            while len(self._memory) > self._capacity:
                self._memory.popitem(last=False)
        return stack([known[t] for t in texts])

    def states(self, texts: Sequence[str]) -> list[States]:
        """The states [tokens, t] of each text; those remembered cost nothing.

        Raises TypeError where the encoder behind shows no states.
        """
        with self._lock:
            known = {t: self._states[t] for t in texts if t in self._states}
            for text in known:
                self._states.move_to_end(text)
        for text in dict.fromkeys(texts):
            if text not in known:
                known[text] = self._reading(text).states
        return [known[t] for t in texts]

    def _read(self, missing: Sequence[str]) -> dict[str, tuple[Vector, Vector]]:
        if not isinstance(self._encoder, TokenEncoder):
            found = rows(self._encoder.encode_both(missing))
            return dict(zip(missing, found, strict=True))
        readings = {text: self._reading(text) for text in missing}
        return {text: (r.meaning, r.tone) for text, r in readings.items()}

    def _reading(self, text: str) -> Reading:
        if not isinstance(self._encoder, TokenEncoder):
            raise TypeError(f"encoder {self.revision} shows no states")
        reading = self._encoder.read([text])[0]
        with self._lock:
            if text not in self._states:
                self._states[text] = reading.states
                self._held += len(reading.states)
            while self._held > self._tokens and len(self._states) > 1:
                self._held -= len(self._states.popitem(last=False)[1])
        return reading


def rows(encoded: Encoded) -> list[tuple[Vector, Vector]]:
    """The two vectors of each text."""
    return list(zip(encoded.meaning, encoded.tone, strict=True))


def stack(pairs: Sequence[tuple[Vector, Vector]]) -> Encoded:
    """The inverse of `rows`, for at least one text."""
    meanings, tones = zip(*pairs, strict=True)
    return Encoded(np.stack(meanings), np.stack(tones))
