"""The shipped encoder: multilingual-e5-small for Danish, int8, run by onnxruntime.

Built by `consult.evaluate.build_encoder`. Its dynamic int8 scales span one run of the
graph, so a run holds one text: that alone makes a vector independent of its neighbours.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from consult.inference.encoder import Encoded, Matrix, Reading, States

# A megabyte on one line would need hundreds of megabytes of states; two pages say what it is.
STATE_TOKENS = 2048


@dataclass(frozen=True, slots=True)
class EncoderConfig:
    """`models/encoder/config.json`. `max_tokens` counts prompt and special tokens too."""

    revision: str
    dimension: int
    max_tokens: int
    prompt: str
    bos: int
    eos: int

    @staticmethod
    def read(path: Path) -> "EncoderConfig":
        """Read the fields from a JSON file; further keys are allowed."""
        raw: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return EncoderConfig(**{name: raw[name] for name in EncoderConfig.__slots__})


def windows(tokens: Sequence[int], size: int) -> list[Sequence[int]]:
    """Cut `tokens` into as few runs of at most `size` as will do, of nearly equal length."""
    count = max(1, -(-len(tokens) // size))
    cuts = [round(len(tokens) * i / count) for i in range(count + 1)]
    return [tokens[a:b] for a, b in pairwise(cuts)]


class OnnxEncoder:
    """Encodes one text a run, on one thread; see `Encoder` for what it promises.

    A text longer than the model's 512 tokens is encoded in windows, whose vectors are
    averaged by their number of tokens.
    """

    def __init__(self, folder: Path) -> None:
        """`folder` holds `model.onnx`, `states.onnx`, `tokenizer.json` and `config.json`."""
        self.config = EncoderConfig.read(folder / "config.json")
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._session = _session(folder)
        self._prefix = [self.config.bos, *self._tokens(self.config.prompt.strip())]

    @property
    def revision(self) -> str:
        """Short hash of the graph and the vocabulary."""
        return self.config.revision

    @property
    def dimension(self) -> int:
        """384 for multilingual-e5-small."""
        return self.config.dimension

    def encode(self, texts: Sequence[str]) -> Matrix:
        """As `Encoder.encode`."""
        return self.encode_both(texts).meaning

    def encode_both(self, texts: Sequence[str]) -> Encoded:
        """As `Encoder.encode_both`; tone [n, 384] is of length 1 too."""
        meaning = np.zeros((len(texts), self.dimension), np.float32)
        tone = np.zeros_like(meaning)
        for row, reading in enumerate(self.read(texts)):
            meaning[row], tone[row] = reading.meaning, reading.tone
        return Encoded(meaning, tone)

    def read(self, texts: Sequence[str]) -> list[Reading]:
        """As `TokenEncoder.read`; a text in windows has the states of one after the other.

        Of a text longer than `STATE_TOKENS` only the first windows' states are kept.
        """
        return [self._read_one(text) for text in texts]

    def _read_one(self, text: str) -> Reading:
        tokens = self._tokens(self.config.prompt + text)[len(self._prefix) - 1 :]
        size = self.config.max_tokens - len(self._prefix) - 1
        total = np.zeros((2, self.dimension), np.float32)
        states: list[States] = []
        for window in windows(tokens, size):
            vectors, found = self._run(window)
            total += vectors * np.float32(max(1, len(window)))
            if sum(map(len, states)) < STATE_TOKENS:
                states.append(found)
        meaning, tone = _unit(total)
        return Reading(meaning, tone, np.concatenate(states))

    def _run(self, tokens: Sequence[int]) -> tuple[Matrix, States]:
        """Meaning and tone [2, dimension], and the states [tokens, dimension] of a window."""
        ids = np.array([[*self._prefix, *tokens, self.config.eos]], np.int64)
        mean, tone, states = self._session.run(None, {"ids": ids})
        return _unit(np.concatenate([mean, tone])), states[0].astype(np.float16)

    def _tokens(self, text: str) -> list[int]:
        return list(self._tokenizer.encode(text, add_special_tokens=False).ids)


def _session(folder: Path) -> Any:  # noqa: ANN401 - onnxruntime carries no types
    """The graph with its third output.

    Protocol-buffer messages that follow one another are read as one: `states.onnx` names a
    further output of the graph in `model.onnx`, which thereby stays as it was built.
    """
    return session((folder / "model.onnx").read_bytes() + (folder / "states.onnx").read_bytes())


def session(graph: bytes) -> Any:  # noqa: ANN401 - onnxruntime carries no types
    """Run a graph on one thread: the threads are for responses, and sums keep their order."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])


def _unit(vectors: Matrix) -> Matrix:
    lengths = np.sqrt(np.sum(vectors * vectors, axis=1, keepdims=True))
    return np.asarray(vectors / np.maximum(lengths, 1e-12), np.float32)
