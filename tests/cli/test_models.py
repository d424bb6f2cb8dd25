"""`consult models verify`: which files are those of a manifest, and which are not."""

import shutil
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result

from consult.cli.main import cli
from consult.evaluate.artefacts import write_arrays, write_json, write_manifest


def write_models(folder: Path, *names: str) -> Path:
    """Models of one number each."""
    for name in names:
        revision = write_arrays(folder / name / "weights.npz", {"a": np.ones(1)})
        write_json(folder / name / "card.json", {"name": name, "revision": revision})
    write_manifest(folder)
    return folder


@pytest.fixture
def models(tmp_path: Path) -> Path:
    return write_models(tmp_path / "models", "theme", "stance")


def verify(*arguments: object, **environment: str) -> Result:
    return CliRunner().invoke(cli, ["models", "verify", *map(str, arguments)], env=environment)


def test_the_files_of_a_manifest_are_all_the_same(models: Path) -> None:
    done = verify(models)
    assert done.exit_code == 0, done.output
    assert done.stdout.splitlines() == [
        "samme   theme/weights.npz",
        "samme   theme/card.json",
        "samme   stance/weights.npz",
        "samme   stance/card.json",
    ]
    assert done.stderr == f"Alle 4 filer er dem, som {models / 'manifest.json'} beskriver.\n"


def test_what_differs_is_named_and_ends_with_1(models: Path) -> None:
    (models / "theme" / "card.json").write_text("{}", encoding="utf-8")
    (models / "stance" / "weights.npz").unlink()
    done = verify(CONSULT_MODELS=str(models))
    assert done.exit_code == 1
    assert done.stdout.splitlines() == [
        "samme   theme/weights.npz",
        "ændret  theme/card.json",
        "mangler stance/weights.npz",
        "samme   stance/card.json",
    ]
    assert done.stderr.startswith("2 af 4 filer er ikke dem, som ")


def test_models_made_anew_are_held_against_the_old_manifest(models: Path, tmp_path: Path) -> None:
    """As `make models` does: their own manifest would describe whatever was made."""
    anew = write_models(tmp_path / "anew", "theme", "stance", "similarity")
    old = models / "manifest.json"
    done = verify(anew, "--manifest", old)
    assert done.exit_code == 1
    assert done.stdout.splitlines()[4:] == [
        "ny      similarity/weights.npz",
        "ny      similarity/card.json",
    ]
    assert verify(anew).exit_code == 0
    shutil.rmtree(anew / "similarity")
    write_manifest(anew)
    assert verify(anew, "--manifest", old).exit_code == 0


def test_without_a_manifest_it_is_told_in_danish(tmp_path: Path) -> None:
    done = verify(tmp_path)
    assert done.exit_code == 1
    assert "manifest.json mangler" in str(done.exception)
    assert verify(tmp_path / "findes-ikke").exit_code == 2
