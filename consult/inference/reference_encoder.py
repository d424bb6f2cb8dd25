"""Any sentence-transformers model as an Encoder: for training and for other encoders.

torch and sentence-transformers are imported when an encoder is made, not before: they
cost 6-9 CPU-seconds, and the shipped encoder needs neither.
"""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from consult.inference.encoder import Encoded, Matrix


class SentenceTransformersEncoder:
    """Encodes with a model folder in sentence-transformers form, one text a call."""

    def __init__(self, folder: Path, prompt: str = "query: ") -> None:
        """`prompt` is put before every text; e5 models want "query: ", most want ""."""
        from sentence_transformers import SentenceTransformer

        self._model = SentenceTransformer(str(folder), device="cpu")
        self._prompt = prompt
        self._revision = _revision(folder)

    @property
    def revision(self) -> str:
        """Short hash of the folder's weights and vocabulary."""
        return self._revision

    @property
    def dimension(self) -> int:
        """As the model's configuration says."""
        return int(self._model.encode([self._prompt]).shape[1])

    def encode(self, texts: Sequence[str]) -> Matrix:
        """As `Encoder.encode`, but a text beyond the model's own limit is cut by it."""
        rows = self._model.encode(
            [self._prompt + t for t in texts],
            batch_size=1,
            normalize_embeddings=True,
            show_progress_bar=False,
        )
        return np.asarray(rows, np.float32)

    def encode_both(self, texts: Sequence[str]) -> Encoded:
        """Meaning twice: a model we know nothing of has no layer known to carry tone."""
        meaning = self.encode(texts)
        return Encoded(meaning, meaning)


def _revision(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        digest.update(path.relative_to(folder).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
