"""Encodings kept on disk between training runs, under `var/` (never committed)."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from consult.inference.encoder import Encoded, Encoder, Matrix, Vector, rows, stack

DEFAULT_STORE = Path(__file__).resolve().parents[2] / "var" / "encodings"


class StoredEncoder:
    """An encoder that never encodes a text twice; `save` writes what is new.

    A file belongs to one revision of the encoder, so a changed encoder begins anew.
    """

    def __init__(self, encoder: Encoder, folder: Path = DEFAULT_STORE) -> None:
        """Reads what earlier runs saved in `folder`."""
        self._encoder = encoder
        self._path = folder / f"{encoder.revision}.npz"
        self._known: dict[str, tuple[Vector, Vector]] = {}
        self._new = False
        if self._path.is_file():
            with np.load(self._path, allow_pickle=False) as arrays:
                keys: list[str] = arrays["keys"].tolist()
                saved = Encoded(arrays["meaning"], arrays["tone"])
                self._known = dict(zip(keys, rows(saved), strict=True))

    @property
    def revision(self) -> str:
        """The revision of the encoder behind."""
        return self._encoder.revision

    @property
    def dimension(self) -> int:
        """The dimension of the encoder behind."""
        return self._encoder.dimension

    def encode(self, texts: Sequence[str]) -> Matrix:
        """As `Encoder.encode`."""
        return self.encode_both(texts).meaning

    def encode_both(self, texts: Sequence[str]) -> Encoded:
        """As `Encoder.encode_both`."""
        if not texts:
            return self._encoder.encode_both([])
        keys = [hashlib.sha256(t.encode()).hexdigest() for t in texts]
        missing = {k: t for k, t in zip(keys, texts, strict=True) if k not in self._known}
        if missing:
            found = self._encoder.encode_both(list(missing.values()))
            self._known.update(zip(missing, rows(found), strict=True))
            self._new = True
        return stack([self._known[k] for k in keys])

    def save(self) -> None:
        """Write all encodings, if any is new."""
        if not self._new:
            return
        self._path.parent.mkdir(parents=True, exist_ok=True)
        keys = sorted(self._known)
        partial = self._path.with_suffix(".partial.npz")
        found = stack([self._known[k] for k in keys])
        np.savez(partial, keys=np.array(keys), meaning=found.meaning, tone=found.tone)
        partial.replace(self._path)
        self._new = False
