"""The models in the repository: whole, sound, and the same whatever stands beside a text."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from consult.domain.errors import ModelError
from consult.domain.findings import Stance
from consult.domain.proposals import Direction
from consult.inference.encoder import Encoder
from consult.inference.features import PassageContext
from consult.inference.manifest import (
    DEFAULT_FOLDER,
    Models,
    file_hash,
    load_encoder,
    load_models,
    verify,
)
from consult.inference.taxonomy import theme_ids

TEXTS = (
    "Vi er imod.",
    "Skolebestyrelsen kan ikke støtte, at overbygningen lukkes, da børnene får længere til skole.",
    "Ældrerådet hilser forslaget velkommen, såfremt midlerne følger med!",
    "",
    "Hvem skal så hjælpe dem?? " * 3,
)
LONG = " ".join(f"Afsnit {i} handler om busser og skoler i kommunen." for i in range(90))


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return load_encoder()


def test_a_vector_depends_on_its_own_text_alone(encoder: Encoder) -> None:
    together = encoder.encode_both(TEXTS)
    turned = encoder.encode_both(TEXTS[::-1])
    for i, text in enumerate(TEXTS):
        alone = encoder.encode_both([text])
        assert alone.meaning[0].tobytes() == together.meaning[i].tobytes()
        assert alone.tone[0].tobytes() == turned.tone[-1 - i].tobytes()


def test_rows_have_length_one(encoder: Encoder) -> None:
    both = encoder.encode_both([*TEXTS, LONG])
    assert both.meaning.shape == both.tone.shape == (6, 384)
    np.testing.assert_allclose(np.linalg.norm(both.meaning, axis=1), 1, atol=1e-5)
    np.testing.assert_allclose(np.linalg.norm(both.tone, axis=1), 1, atol=1e-5)


def test_the_end_of_a_long_text_counts(encoder: Encoder) -> None:
    yes, no = encoder.encode([f"{LONG} Ja", f"{LONG} Nej"])  # of one token each
    assert (yes != no).any()


@pytest.fixture(scope="module")
def models() -> Models:
    return load_models()


def test_the_heads_know_the_taxonomy_and_the_stances(models: Models) -> None:
    assert models.theme.head.card.labels == theme_ids()
    assert set(models.stance.head.card.labels) == set(Stance)


def test_plain_passages_are_judged_right(models: Models) -> None:
    cut = {"proposal_title": "Lukning af Nørre Skole", "direction": Direction.CUT}
    contexts = [
        PassageContext("Vi er stærkt imod forslaget og frygter for børnene.", **cut),
        PassageContext("Vi har ingen bemærkninger.", subject="Budget 2027"),
        PassageContext("Vi støtter forslaget og hilser det velkommen.", **cut),
    ]
    labels = [f.label for f in models.stance.predict(contexts)]
    assert labels == [Stance.AGAINST, Stance.NEUTRAL, Stance.FAVOR]
    (themes,) = models.theme.predict(
        [PassageContext("Eleverne i folkeskolen får færre lærere i timerne.", subject="Budget")]
    )
    assert themes[0].theme == "skole"


def test_batches_of_any_size_and_order_agree(models: Models) -> None:
    contexts = [PassageContext(t, subject="Budget 2027", document=TEXTS) for t in TEXTS[:3]]
    assert models.stance.predict(contexts) == [models.stance.predict([c])[0] for c in contexts]
    assert models.theme.predict(contexts)[::-1] == models.theme.predict(contexts[::-1])


def test_what_is_proposed_turns_the_sign_of_the_same_words(models: Models) -> None:
    """One clear pair; how often it succeeds is what `consult evaluate turned` measures."""
    said = "Biblioteket er byens bedste mødested, og det skal vi passe godt på."
    cut, more = (
        PassageContext(said, proposal_title=title, direction=direction)
        for title, direction in (
            ("Lukning af biblioteket", Direction.CUT),
            ("Længere åbningstid på biblioteket", Direction.INVESTMENT),
        )
    )
    found = models.stance.predict([cut, more])
    against = [f.probabilities[Stance.AGAINST] for f in found]
    favor = [f.probabilities[Stance.FAVOR] for f in found]
    assert against[0] > against[1]
    assert favor[1] > favor[0]


def test_a_passage_longer_than_a_window_is_read_to_its_end(models: Models) -> None:
    yes, no = (PassageContext(f"{LONG} {word}", subject="Skolen lukkes") for word in ("Ja", "Nej"))
    found = models.stance.predict([yes, no])
    assert found[0].probabilities != found[1].probabilities


def test_the_relation_model_is_the_one_the_heads_were_trained_with(models: Models) -> None:
    assert models.stance.head.card.relation > 0
    assert models.theme.head.card.relation > 0


def test_all_files_together_stay_small() -> None:
    total = sum(p.stat().st_size for p in DEFAULT_FOLDER.rglob("*") if p.is_file())
    assert total <= 60e6


def test_a_changed_file_is_refused_in_danish(tmp_path: Path) -> None:
    copy = tmp_path / "models"
    shutil.copytree(DEFAULT_FOLDER, copy, ignore=shutil.ignore_patterns("model.onnx"))
    with pytest.raises(ModelError, match=r"model\.onnx mangler"):
        verify(copy)
    shutil.copyfile(DEFAULT_FOLDER / "encoder" / "model.onnx", copy / "encoder" / "model.onnx")
    verify(copy)
    with (copy / "theme" / "card.json").open("a", encoding="utf-8") as file:
        file.write(" ")
    with pytest.raises(ModelError, match=r"card\.json er ikke den"):
        load_models(copy)


def test_a_folder_without_models_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="ingen modeller"):
        load_models(tmp_path)


def test_every_model_says_where_it_comes_from() -> None:
    manifest = json.loads((DEFAULT_FOLDER / "manifest.json").read_text(encoding="utf-8"))
    named = {m["name"] for m in manifest["models"]}
    assert {"encoder", "theme", "stance", "similarity", "ner"} <= named
    for model in manifest["models"]:
        assert model["licence"]
        assert model["trained_on"]
        assert model["revision"]


def test_judging_imports_no_training_library() -> None:
    code = (
        "import sys; from consult.inference.manifest import load_models; load_models();"
        "print([m for m in sys.modules if m.split('.')[0] in "
        "('torch', 'sklearn', 'scipy', 'sentence_transformers', 'transformers', 'onnx')])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_a_head_for_another_encoder_is_refused(tmp_path: Path) -> None:
    copy = tmp_path / "models"
    shutil.copytree(DEFAULT_FOLDER, copy)
    card = copy / "stance" / "card.json"
    raw = json.loads(card.read_text(encoding="utf-8"))
    card.write_text(json.dumps({**raw, "encoder": "another"}), encoding="utf-8")
    manifest = json.loads((copy / "manifest.json").read_text(encoding="utf-8"))
    for model in manifest["models"]:
        if model["name"] == "stance":
            model["files"]["stance/card.json"] = file_hash(card)
    (copy / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(ModelError, match="stance er trænet med en anden sprogmodel"):
        load_models(copy)
