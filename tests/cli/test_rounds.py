"""`consult round` and `consult demo`: stored rounds, from files to results."""

import json
import re
import sqlite3
from pathlib import Path

import pytest

from tests.cli.conftest import CORRUPT, LETTERS, Consult

pytestmark = pytest.mark.slow


def test_a_round_from_files_to_results(
    consult: Consult, folder: Path, catalogue: Path, tmp_path: Path
) -> None:
    here = {"CONSULT_DATABASE": str(tmp_path / "c.sqlite3")}
    made = consult("round", "create", "Budget 2027", "--catalogue", catalogue, **here)
    assert made.stdout == "budget-2027\n"
    assert consult("round", "list", **here).stdout == "budget-2027\tBudget 2027\n"
    added = consult("round", "add", "budget-2027", folder, **here)
    assert added.returncode == 1
    assert Path(CORRUPT).name in added.stderr
    assert "5 filer: 3 taget ind, 0 uændrede, 0 nye udgaver, 1 sprunget over, 1 fejlede." in (
        added.stderr
    )
    ran = consult("round", "run", "budget-2027", **here)
    assert (ran.returncode, ran.stderr) == (0, f"{len(LETTERS)} svar analyseret, 0 fejlede.\n")
    again = consult("round", "run", "budget-2027", **here)
    assert again.stderr == "0 svar analyseret, 0 fejlede.\n"
    report = json.loads(consult("round", "report", "budget-2027", **here).stdout)
    assert [r["proposal"] for r in report] == ["79", "82", None]
    shown = consult("round", "show", "budget-2027", **here).stdout
    assert re.search(r"^79 +Ophør af relationel koordinering +2 ", shown, re.M)


def test_an_unknown_round_is_told_in_danish(consult: Consult, tmp_path: Path) -> None:
    done = consult("round", "show", "nej", CONSULT_DATABASE=str(tmp_path / "c.sqlite3"))
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "nej" in done.stderr


def test_what_is_said_of_a_round_is_given_when_it_is_made(consult: Consult, tmp_path: Path) -> None:
    database = tmp_path / "c.sqlite3"
    invited = tmp_path / "inviterede.txt"
    invited.write_bytes("FOA\r\n\r\nÆldrerådet\r\n".encode("cp1252"))
    options = ("--starts", "2026-08-20", "--ends", "2026-09-10", "--journal", "26/4711")
    here = {"CONSULT_DATABASE": str(database)}
    made = consult("round", "create", "Budget", *options, "--invited", invited, **here)
    assert (made.stdout, made.stderr) == ("budget\n", "")
    with sqlite3.connect(database) as connection:
        query = "SELECT starts, ends, journal_number, invited, made_by FROM consultation"
        (row,) = connection.execute(query)
    assert (*row[:3], json.loads(row[3]), row[4]) == (
        "2026-08-20", "2026-09-10", "26/4711", ["FOA", "Ældrerådet"], "lokal administrator",
    )  # fmt: skip
    wrong = consult("round", "create", "B", *options[:2], "--ends", "2026-08-01", **here)
    assert wrong.returncode == 1
    assert "slutter, før den begynder" in wrong.stderr


def contents(database: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    with sqlite3.connect(database) as connection:
        names = [
            name
            for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
        rows = {n: connection.execute(f'SELECT * FROM "{n}"').fetchall() for n in names}  # noqa: S608
    connection.close()
    return {name: sorted(found, key=repr) for name, found in rows.items()}


def test_the_demo_takes_in_analyses_and_shows_the_sample_round_once(
    consult: Consult, tmp_path: Path
) -> None:
    first = consult("demo", "--folder", tmp_path)
    assert first.returncode == 0, first.stderr
    line = r"^(\d+) filer.*: (\d+) taget ind, 0 .* (\d+) sprunget over, 0 fejlede\b"
    sums = re.search(line, first.stderr, re.MULTILINE)
    assert sums is not None, first.stderr
    assert int(sums[1]) == int(sums[2]) + int(sums[3])
    rows = [line for line in first.stdout.splitlines() if re.match(r"\S+-\d+ |Uden punkt", line)]
    assert len(rows) >= 16
    before = contents(tmp_path / "consult.sqlite3")
    assert len(before["response"]) >= 60

    second = consult("demo", "--folder", tmp_path)
    assert second.returncode == 0
    assert f"0 taget ind, {sums[2]} uændrede" in second.stderr
    assert second.stdout == first.stdout
    assert contents(tmp_path / "consult.sqlite3") == before
