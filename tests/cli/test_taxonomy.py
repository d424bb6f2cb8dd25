"""`consult taxonomy`, and its file on the way into a batch."""

import json
from pathlib import Path

from tests.cli.conftest import Consult

OWN = """version: 1
themes:
  - id: demokrati_proces
    label: Proces
    retired: true
  - id: egen_havne
    label: Havne
    examples: [Havnen sander til., Kajen er slidt., Fiskerne mister plads., Molen skal bygges.,
      Lystsejlerne betaler for meget.]
"""


def test_what_is_exported_is_read_again_and_changes_what_is_found(
    consult: Consult, tmp_path: Path
) -> None:
    database = f"sqlite:///{tmp_path}/c.sqlite3"
    shown = consult("taxonomy", "show", CONSULT_DATABASE=database)
    assert shown.stdout.splitlines()[0] == "beskaeftigelse\tBeskæftigelse"
    plain, own = tmp_path / "plain.yaml", tmp_path / "own.yaml"
    assert consult("taxonomy", "export", "--out", plain, CONSULT_DATABASE=database).returncode == 0
    own.write_text(OWN, encoding="utf-8")
    letter = tmp_path / "svar.txt"
    letter.write_text("Tak for muligheden for at afgive høringssvar.\n\nHavnen sander til.")

    def themes(file: Path) -> list[str]:
        done = consult("analyse", letter, "--taxonomy", file)
        assert done.returncode == 0, done.stderr
        found = [json.loads(line)["themes"] for line in done.stdout.splitlines()]
        return [theme["theme"] for passage in found for theme in passage]

    assert "demokrati_proces" in themes(plain)
    assert "demokrati_proces" not in themes(own)


def test_a_file_that_cannot_be_understood_ends_all_with_one_sentence(
    consult: Consult, tmp_path: Path
) -> None:
    file, letter = tmp_path / "emner.yaml", tmp_path / "svar.txt"
    file.write_text("version: 1\nthemes: [{id: egen_x, label: Havne, examples: [Kaj.]}]")
    letter.write_text("Hej")
    done = consult("analyse", letter, "--taxonomy", file)
    assert done.returncode == 2
    assert "emner.yaml: »Havne« har 1 forskellige eksempler" in done.stderr
    file.write_bytes(b"\xff\xfe\x00")
    assert consult("analyse", letter, "--taxonomy", file).returncode == 2
