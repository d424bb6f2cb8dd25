"""An encoder of one's own: it keeps the promises of `Encoder`, offline, or is told off."""

import json
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.domain.errors import ModelError
from consult.inference.manifest import load_encoder
from consult.inference.st_encoder import SentenceTransformersEncoder, cut
from tests.unit.inference.st_models import tiny_bert

BESIDE = Path(__file__).resolve().parents[4] / "shared" / "models" / "e5-small-danord"
TEXTS = ["Vi er imod forslaget.", "Skolen lukkes", "", "Vi støtter, at vejen lukkes! " * 3]
LONG = " ".join(f"Afsnit {i} handler om busser og børn i kommunen." for i in range(90))


@pytest.fixture(scope="module", params=["tiny", *(["e5-small"] if BESIDE.is_dir() else [])])
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small model with random weights, and a real one where it lies beside the checkout."""
    return BESIDE if request.param == "e5-small" else tiny_bert(tmp_path_factory.mktemp("st") / "a")


@pytest.fixture(scope="module")
def encoder(folder: Path) -> SentenceTransformersEncoder:
    return SentenceTransformersEncoder(folder)


def test_a_row_depends_on_its_own_text_alone(encoder: SentenceTransformersEncoder) -> None:
    together, turned = encoder.encode(TEXTS), encoder.encode(TEXTS[::-1])
    assert together.dtype == np.float32
    assert together.shape == (len(TEXTS), encoder.dimension)
    for i, text in enumerate(TEXTS):
        alone = encoder.encode([text])[0].tobytes()
        assert alone == together[i].tobytes() == turned[-1 - i].tobytes()
    np.testing.assert_allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    assert (together[0] != together[1]).any()


def test_meaning_is_given_twice(encoder: SentenceTransformersEncoder) -> None:
    both = encoder.encode_both(TEXTS)
    assert (both.meaning == both.tone).all()
    assert (both.meaning == encoder.encode(TEXTS)).all()
    assert encoder.encode([]).shape == (0, encoder.dimension)


def test_the_end_of_a_long_text_counts(encoder: SentenceTransformersEncoder) -> None:
    yes, no, plain = encoder.encode([f"{LONG} imod", f"{LONG} for", LONG])
    assert (yes != no).any()
    assert (yes != plain).any()
    # What is averaged over its parts still says what most of it says.
    assert float(yes @ no) > 0.9


def test_threads_change_no_vector(encoder: SentenceTransformersEncoder) -> None:
    texts = [f"{text} {i}" for i in range(4) for text in (*TEXTS, LONG[:100])]
    expected = encoder.encode(texts)
    with ThreadPoolExecutor(4) as pool:
        found = np.stack(list(pool.map(lambda text: encoder.encode([text])[0], texts)))
    assert found.tobytes() == expected.tobytes()


def test_the_revision_is_that_of_the_weights(folder: Path, tmp_path: Path) -> None:
    assert SentenceTransformersEncoder(folder).revision == load_encoder(None, folder).revision
    other = SentenceTransformersEncoder(tiny_bert(tmp_path / "b", seed=2))
    assert other.revision != SentenceTransformersEncoder(folder).revision


def test_the_prompt_is_the_model_s_own(folder: Path, encoder: SentenceTransformersEncoder) -> None:
    """The reference is the library itself, which is given the prompt in so many words."""
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
    prompt = "query: " if folder == BESIDE else ""
    expected = model.encode([prompt + TEXTS[0]], normalize_embeddings=True)[0]
    np.testing.assert_allclose(encoder.encode(TEXTS[:1])[0], expected, atol=1e-6)


def test_nothing_is_asked_of_the_net(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any) -> None:
        raise AssertionError("the net was asked")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert SentenceTransformersEncoder(folder).encode(TEXTS).any()


def test_a_folder_that_is_no_model_is_told_in_danish(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="findes ikke – ret CONSULT_ENCODER"):
        SentenceTransformersEncoder(tmp_path / "intfloat" / "multilingual-e5-small")
    with pytest.raises(ModelError, match="indeholder ikke en sprogmodel"):
        SentenceTransformersEncoder(tmp_path)
    with pytest.raises(ModelError, match="ingen sprogmodel i"):
        load_encoder(tmp_path)


def test_code_in_the_folder_is_not_run(tmp_path: Path) -> None:
    folder = tiny_bert(tmp_path / "a")
    mark = tmp_path / "was-run"
    code = f"open({str(mark)!r}, 'w')\nfrom torch.nn import Module as Own\n"
    (folder / "own.py").write_text(code, encoding="utf-8")
    modules = json.loads((folder / "modules.json").read_text(encoding="utf-8"))
    modules[1]["type"] = "own.Own"
    (folder / "modules.json").write_text(json.dumps(modules), encoding="utf-8")
    with pytest.raises(ModelError, match="indeholder ikke en sprogmodel"):
        SentenceTransformersEncoder(folder)
    assert not mark.exists()


def test_the_libraries_are_imported_only_when_an_encoder_is_made() -> None:
    code = (
        "import sys, consult.inference.st_encoder, consult.inference.manifest;"
        "print([m for m in ('torch', 'sentence_transformers', 'transformers') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "[]"


@given(st.text(), st.integers(1, 9))
def test_what_is_cut_is_whole_again(text: str, count: int) -> None:
    parts = cut(text, count)
    assert "".join(parts) == text
    assert len(parts) == min(count, max(1, len(text)))
    assert all(parts) or not text
