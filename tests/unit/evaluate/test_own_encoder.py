"""Heads trained for an encoder of one's own: from its folder to judged passages, and no further."""

import json
from pathlib import Path

import pytest

from consult.bootstrap import App
from consult.domain.errors import ModelError
from consult.evaluate.training import Workshop, train
from consult.inference.features import PassageContext
from consult.inference.manifest import DEFAULT_FOLDER, Match, compare, load_models
from consult.settings import Settings
from tests.unit.evaluate.tiny_corpus import write_corpus
from tests.unit.inference.st_models import tiny_bert

#: What is trained on the vectors of an encoder, whichever it is.
HEADS = ("theme", "stance", "similarity")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a corpus, an encoder, and the models trained with both."""
    place = tmp_path_factory.mktemp("own")
    corpus, encoder = write_corpus(place / "corpus"), tiny_bert(place / "encoder")
    train(HEADS, Workshop.open(corpus, place / "models", encoder, place / "store"))
    return place


def test_the_cards_name_the_encoder(place: Path) -> None:
    models = load_models(place / "models", place / "encoder")
    for name in HEADS:
        card = json.loads((place / "models" / name / "card.json").read_text(encoding="utf-8"))
        assert card["encoder"] == models.encoder.revision
        assert card["trained_on"]["rounds"] == 3


def test_passages_are_judged_with_it(place: Path) -> None:
    settings = Settings(models=place / "models", encoder=str(place / "encoder"), _env_file=None)
    models = App(settings).models
    contexts = [PassageContext("Vi er imod, at skolen lukkes."), PassageContext("Vi støtter det.")]
    first, second = models.stance.predict(contexts)
    assert sum(first.probabilities.values()) == pytest.approx(1, abs=1e-4)
    assert [second] == models.stance.predict(contexts[1:])
    assert all(models.theme.predict(contexts))


def test_with_another_encoder_they_are_refused_in_danish(place: Path, tmp_path: Path) -> None:
    other = tiny_bert(tmp_path / "other", seed=7)
    with pytest.raises(ModelError, match=r"theme er trænet med en anden .* i .*other"):
        load_models(place / "models", other)
    with pytest.raises(ModelError, match="trænet med en anden sprogmodel"):
        load_models(DEFAULT_FOLDER, other)
    with pytest.raises(ModelError, match="ingen sprogmodel i"):
        load_models(place / "models")


def test_they_are_not_written_over_the_shipped_ones(place: Path) -> None:
    with pytest.raises(ModelError, match="angiv en mappe til dem i CONSULT_MODELS"):
        Workshop.open(place / "corpus", DEFAULT_FOLDER, place / "encoder", place / "store")


def test_trained_again_they_are_the_same_bytes(place: Path, tmp_path: Path) -> None:
    """Encoded anew as well; and a label that is changed is told by the file it changes."""
    manifest = place / "models" / "manifest.json"
    for turned in (False, True):
        corpus = write_corpus(tmp_path / f"corpus-{turned}", turned=turned)
        models = tmp_path / f"models-{turned}"
        train(HEADS, Workshop.open(corpus, models, place / "encoder", tmp_path / "store"))
        found = compare(models, manifest)
        assert len(found) == 2 * len(HEADS)
        assert set(found.values()) == ({Match.SAME} if not turned else {Match.SAME, Match.CHANGED})
        assert found["theme/weights.npz"] is Match.SAME
        assert found["stance/weights.npz"] is (Match.CHANGED if turned else Match.SAME)
