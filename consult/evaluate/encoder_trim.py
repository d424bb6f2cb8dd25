"""Trims the vocabulary of the untrimmed model to Danish and its neighbours.

Of 250,002 pieces the 49,107 are kept that Danish, Norwegian, Swedish, English and German text
uses; a text of these languages is cut into the same pieces, and so gives the same vector.
Two lists lie beside the encoder, for they can be had from no formula:

- `kept_pieces.xz`: the pieces' numbers in the wheel, each as its distance from the last;
- `charsmap.xz`: how characters are folded before cutting, sentencepiece's own `nmt_nfkc`
  (Apache 2.0), byte for byte as its release 0.2.3 writes it into a model.
"""

import base64
import json
import lzma
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from consult.evaluate.encoder_weights import Weights
from consult.evaluate.encoder_wheel import SourceModel
from consult.inference.manifest import DEFAULT_FOLDER

LISTS = DEFAULT_FOLDER / "encoder"
SPECIAL = ("<s>", "<pad>", "</s>", "<unk>")
MASK = "<mask>"
UNKNOWN = 3
WORDS = "emb.word"


@dataclass(frozen=True)
class Lists:
    """`kept` [m] ascending numbers of pieces; `charsmap` sentencepiece's compiled map."""

    kept: NDArray[np.int64]
    charsmap: bytes

    @staticmethod
    def read(folder: Path = LISTS) -> "Lists":
        """Read both lists from `folder`."""
        steps = np.frombuffer(lzma.decompress((folder / "kept_pieces.xz").read_bytes()), "u1")
        charsmap = lzma.decompress((folder / "charsmap.xz").read_bytes())
        return Lists(np.cumsum(steps, dtype=np.int64), charsmap)


def trim(model: SourceModel, lists: Lists) -> tuple[Weights, str]:
    """The trimmed tensors, in the order they are written, and the text of `tokenizer.json`."""
    tensors = dict(model.weights.tensors)
    tensors[WORDS] = tensors[WORDS][lists.kept]
    # Floats come first, each kind by name: the order in which safetensors writes.
    order = sorted(tensors, key=lambda name: (tensors[name].dtype == np.uint8, name))
    vocabulary = [(model.pieces[i], float(model.scores[i])) for i in lists.kept]
    return Weights({name: tensors[name] for name in order}), tokenizer(vocabulary, lists.charsmap)


def tokenizer(vocabulary: list[tuple[str, float]], charsmap: bytes) -> str:
    """The text of `tokenizer.json` for these pieces, as the library tokenizers writes it."""
    places = {piece: i for i, (piece, _) in enumerate(vocabulary)}
    space = {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": True}
    whole = {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [_added(places[piece], piece) for piece in (*SPECIAL, MASK)],
        "normalizer": {"type": "Sequence", "normalizers": _normalisers(charsmap)},
        "pre_tokenizer": space,
        "post_processor": _template(places),
        "decoder": space,
        "model": {
            "type": "Unigram",
            "unk_id": UNKNOWN,
            "vocab": vocabulary,
            "byte_fallback": False,
        },
    }
    # Through the library, which reads some scores one last binary digit off and writes that.
    return str(Tokenizer.from_str(json.dumps(whole)).to_str(pretty=True))


def _added(place: int, piece: str) -> dict[str, Any]:
    return {
        "id": place,
        "content": piece,
        "single_word": False,
        "lstrip": piece == MASK,
        "rstrip": False,
        "normalized": False,
        "special": True,
    }


def _normalisers(charsmap: bytes) -> list[dict[str, Any]]:
    return [
        {"type": "Precompiled", "precompiled_charsmap": base64.b64encode(charsmap).decode()},
        {"type": "Replace", "pattern": {"Regex": " {2,}"}, "content": " "},
        {"type": "Strip", "strip_left": True, "strip_right": True},
    ]


def _template(places: dict[str, int]) -> dict[str, Any]:
    def special(piece: str) -> dict[str, Any]:
        return {"SpecialToken": {"id": piece, "type_id": 0}}

    def text(name: str) -> dict[str, Any]:
        return {"Sequence": {"id": name, "type_id": 0}}

    start, end = special("<s>"), special("</s>")
    return {
        "type": "TemplateProcessing",
        "single": [start, text("A"), end],
        "pair": [start, text("A"), end, end, text("B"), end],
        "special_tokens": {
            piece: {"id": piece, "ids": [places[piece]], "tokens": [piece]}
            for piece in ("</s>", "<s>")
        },
    }
