"""`consult extract` and `consult catalogue`: what one file holds."""

import json
from itertools import pairwise
from pathlib import Path

from click.testing import CliRunner

from consult.cli.main import cli
from tests.cli.conftest import CORRUPT


def test_extract_gives_text_and_blocks_that_do_not_overlap(folder: Path) -> None:
    done = CliRunner().invoke(cli, ["extract", str(folder / "a-foa.txt"), "--json"])
    assert done.exit_code == 0, done.output
    read = json.loads(done.stdout)
    assert read["document"] == "a-foa.txt"
    assert set(read["blocks"][0]) == {"start", "end", "kind", "level", "page"}
    spans = [(b["start"], b["end"]) for b in read["blocks"]]
    assert spans == sorted(spans)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    covered = {i for start, end in spans for i in range(start, end)}
    assert all(i in covered for i, c in enumerate(read["text"]) if not c.isspace())


def test_extract_shows_text_for_people_and_lists_rows_of_a_table(folder: Path, table: Path) -> None:
    shown = CliRunner().invoke(cli, ["extract", str(folder / "under/c.txt")])
    assert shown.stdout == "Ældrerådet har ingen bemærkninger.\n"
    rows = CliRunner().invoke(cli, ["extract", str(table), "--json"])
    assert [row["document"] for row in json.loads(rows.stdout)] == ["a1", "a2", "a3"]


def test_a_file_that_cannot_be_read_ends_with_1_and_its_name(folder: Path) -> None:
    for command in ("extract", "catalogue"):
        done = CliRunner().invoke(cli, [command, str(folder / CORRUPT)])
        assert done.exit_code == 1
        assert "defekt.docx" in done.stderr
        assert not done.stdout


def test_a_catalogue_is_a_list_of_proposals(catalogue: Path) -> None:
    done = CliRunner().invoke(cli, ["catalogue", str(catalogue), "--json"])
    assert done.exit_code == 0
    first, second = json.loads(done.stdout)
    assert set(first) == {
        "number", "title", "text", "committee", "case_number", "direction", "amounts",
    }  # fmt: skip
    assert (first["number"], second["number"]) == ("79", "82")
    plain = CliRunner().invoke(cli, ["catalogue", str(catalogue)])
    assert plain.stdout.splitlines()[0].startswith("79\t")
