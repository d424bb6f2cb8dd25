"""Any sentence-transformers model in a folder as an Encoder: what CONSULT_ENCODER names.

torch and sentence-transformers are imported when an encoder is made, not before: they
cost 6-9 CPU-seconds, and the shipped encoder needs neither. Nothing is ever downloaded.
"""

import hashlib
import math
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np

from consult.domain.errors import ModelError
from consult.inference.encoder import Encoded, Matrix, Vector


class SentenceTransformersEncoder:
    """Encodes one text a call, in float32 on the processor; see `Encoder` for its promises.

    A text longer than the model takes is encoded in parts, whose vectors are averaged by
    their number of tokens. The prompt put before every text is the model's default one, or
    the one it names `query` (e5 models want "query: "), or none. May be shared by threads,
    each of which encodes on one core: with more, a vector's last digits depend on how many.
    """

    def __init__(self, folder: Path) -> None:
        """`folder` holds a model in sentence-transformers form; ModelError where it does not."""
        self._model = _load(folder)
        prompts = self._model.prompts
        self._prompt: str = prompts.get(self._model.default_prompt_name or "query") or ""
        self._revision = _revision(folder)
        self._lock = Lock()
        self._limit = self._model.max_seq_length or math.inf
        self._empty = self._tokens("")
        self._dimension = len(self._vector("a"))

    @property
    def revision(self) -> str:
        """Short hash of all files in the folder."""
        return self._revision

    @property
    def dimension(self) -> int:
        """Length of the vectors that the model gives."""
        return self._dimension

    def encode(self, texts: Sequence[str]) -> Matrix:
        """As `Encoder.encode`."""
        found = np.zeros((len(texts), self.dimension), np.float32)
        for row, text in enumerate(texts):
            found[row] = self._encode_one(text)
        return found

    def encode_both(self, texts: Sequence[str]) -> Encoded:
        """Meaning twice: a model we know nothing of has no layer known to carry tone."""
        meaning = self.encode(texts)
        return Encoded(meaning, meaning)

    def _encode_one(self, text: str) -> Vector:
        parts = self._parts(text)
        total = np.zeros(self.dimension, np.float32)
        for part in parts:
            weight = max(1, self._tokens(part) - self._empty) if len(parts) > 1 else 1
            total += self._vector(part) * np.float32(weight)
        return _unit(total)

    def _parts(self, text: str) -> list[str]:
        """`text` in parts that the model takes whole; mostly itself."""
        tokens = self._tokens(text)
        if tokens <= self._limit or len(text) < 2:
            return [text]
        count = math.ceil(tokens / self._limit)
        return [part for piece in cut(text, count) for part in self._parts(piece)]

    def _tokens(self, text: str) -> int:
        """How many tokens the model would be given, prompt and special tokens included."""
        if math.isinf(self._limit):
            return 0
        with self._lock:
            found = self._model.tokenizer(self._prompt + text, truncation=False, verbose=False)
        return len(found["input_ids"])

    def _vector(self, text: str) -> Vector:
        import torch

        torch.set_num_threads(1)
        # Cutting into tokens sets and resets state; the model itself may be used side by side.
        with self._lock:
            features = self._model.preprocess([text], prompt=self._prompt)
        with torch.inference_mode():
            found = self._model(features)["sentence_embedding"][0, : self._model.truncate_dim]
        return _unit(found.numpy())


def _unit(vector: Vector) -> Vector:
    return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-12), np.float32)


def cut(text: str, count: int) -> list[str]:
    """`text` in `count` parts of nearly equal length, cut before a blank where there is one."""
    places = [0]
    for i in range(1, min(count, len(text))):
        middle = max(len(text) * i // count, places[-1] + 1)
        blank = text.rfind(" ", (places[-1] + middle) // 2 + 1, middle + 1)
        places.append(blank if blank > 0 else middle)
    return [text[a:b] for a, b in pairwise([*places, len(text)])]


def _load(folder: Path) -> Any:  # noqa: ANN401 - imported only here, and untyped without torch
    if not folder.is_dir():
        raise ModelError(
            f"Mappen {folder} med sprogmodellen findes ikke – ret CONSULT_ENCODER, eller lad den "
            "være tom for at bruge den medfølgende."
        )
    try:
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging
    except ImportError as error:
        raise ModelError(
            "En sprogmodel i CONSULT_ENCODER kræver sentence-transformers – installer consult "
            "med `pip install -e '.[train]'`, eller lad CONSULT_ENCODER være tom."
        ) from error
    # What it writes on stderr while it loads is of no use to who runs `consult`.
    logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        model = SentenceTransformer(
            str(folder), device="cpu", local_files_only=True, trust_remote_code=False
        )
    except Exception as error:  # whatever a foreign folder makes a foreign library raise
        raise ModelError(
            f"Mappen {folder} indeholder ikke en sprogmodel, som sentence-transformers kan læse "
            "– angiv en anden i CONSULT_ENCODER."
        ) from error
    # Weights kept in half precision are slow on processors, and rounded differently by kinds.
    return model.float().eval()


def _revision(folder: Path) -> str:
    """Short hash of names and contents; what begins with a dot is no part of the model."""
    digest = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        name = path.relative_to(folder)
        if any(part.startswith(".") for part in name.parts):
            continue
        with path.open("rb") as file:
            digest.update(name.as_posix().encode() + hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()[:12]
