import csv
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Consult = Callable[..., "subprocess.CompletedProcess[str]"]

LETTERS = {
    "a-foa.txt": "Høringssvar fra FOA\n\nPunkt 79\nVi kan ikke støtte forslaget. Det rammer de "
    "svageste børn, og 6-punktsplanen hjælper dem ikke.\n\nPunkt 82\nVi hilser forslaget "
    "velkommen og takker for det.\n\nMed venlig hilsen\nKarin Holm, formand",
    "b-borger.md": "Kære byråd\n\nJeg er imod punkt 79, medmindre I finder en anden løsning. "
    "Punkt 999 kender jeg ikke.",
    "under/c.txt": "Ældrerådet har ingen bemærkninger.",
}
CORRUPT = "under/defekt.docx"
SKIPPED = ".skjult.txt"


@pytest.fixture(scope="session")
def consult() -> Consult:
    """Runs the command in a process of its own, as a script would; output is UTF-8."""

    def run(*arguments: object, **environment: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-m", "consult.cli.main", *map(str, arguments)],
            capture_output=True,
            encoding="utf-8",
            env={**os.environ, **environment},
            timeout=300,
            check=False,
        )

    return run


@pytest.fixture(scope="session")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("katalog") / "katalog.csv"
    rows = [
        ["Nummer", "Titel"],
        ["79", "Ophør af relationel koordinering"],
        ["82", "Bortfald af bevilling til sagsbehandling"],
    ]
    _write_table(path, rows)
    return path


@pytest.fixture(scope="session")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A portal's export: one row is one response."""
    path = tmp_path_factory.mktemp("portal") / "svar.csv"
    rows = [
        ["id", "text", "punkt"],
        ["a1", "Vi kan ikke støtte forslaget.", "79"],
        ["a2", "Punkt 82 er en god idé.", ""],
        ["a3", "Punkt 999 kender vi ikke.", ""],
    ]
    _write_table(path, rows)
    return path


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three letters, one file that cannot be read and one that is hidden."""
    root = tmp_path_factory.mktemp("svar")
    (root / "under").mkdir()
    for name, words in LETTERS.items():
        (root / name).write_text(words, encoding="utf-8")
    (root / CORRUPT).write_bytes(b"PK\x03\x04 ikke et Word-dokument")
    (root / SKIPPED).write_text("Gem mig ikke.", encoding="utf-8")
    return root


def _write_table(path: Path, rows: list[list[str]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)
