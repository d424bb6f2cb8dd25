from collections.abc import Sequence
from zlib import crc32

import numpy as np
import pytest

from consult.inference.encoder import Encoded, Matrix


class TinyEncoder:
    """A real, tiny encoder: each word votes on sixteen directions, so like texts are alike."""

    revision = "tiny"
    dimension = 16

    def __init__(self) -> None:
        self.calls: list[str] = []

    def encode(self, texts: Sequence[str]) -> Matrix:
        return self.encode_both(texts).meaning

    def encode_both(self, texts: Sequence[str]) -> Encoded:
        self.calls += texts
        rows = np.zeros((len(texts), self.dimension), np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in text.lower().split():
                row[:] += np.random.default_rng(crc32(word.encode())).normal(size=self.dimension)
            row /= max(float(np.linalg.norm(row)), 1e-9)
        return Encoded(rows, -rows)


@pytest.fixture
def tiny() -> TinyEncoder:
    return TinyEncoder()
