"""`consult analyse`: files in, JSON lines and results out, with the real models."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import CORRUPT, LETTERS, SKIPPED, Consult

pytestmark = pytest.mark.slow

Line = dict[str, Any]


def lines(path: Path) -> list[Line]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def batch(
    consult: Consult, folder: Path, catalogue: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple["subprocess.CompletedProcess[str]", Path, Path]:
    """The folder analysed once: what the command said, its lines, its summary."""
    out = tmp_path_factory.mktemp("ud") / "ny mappe" / "svar.jsonl"
    summary = out.parent.parent / "resultat.json"
    done = consult(
        "analyse", folder, "--catalogue", catalogue, "--subject", "Budget 2027",
        "--out", out, "--summary", summary, "--workers", 2, PYTHONHASHSEED="1",
    )  # fmt: skip
    return done, out, summary


def test_a_bad_file_costs_one_sentence_and_the_rest_is_written(batch: Any) -> None:
    done, out, _ = batch
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    told = [line for line in done.stderr.splitlines() if Path(CORRUPT).name in line]
    assert len(told) == 1
    assert " – " in told[0]  # what is wrong, and what to do
    assert {line["document"] for line in lines(out)} == {Path(name).name for name in LETTERS}


def test_the_sums_add_up(batch: Any) -> None:
    done, out, _ = batch
    met = len(LETTERS) + 2
    account = done.stderr.splitlines()[-1]
    assert account == (
        f"{met} filer: {len(LETTERS)} læst, 1 sprunget over, 1 fejlede. "
        f"{len(LETTERS)} svar, {len(lines(out))} passager."
    )
    assert f"{SKIPPED}: " in done.stderr


def test_the_summary_counts_each_response_once(batch: Any) -> None:
    _, out, summary = batch
    results = {r["proposal"]: r for r in json.loads(summary.read_text(encoding="utf-8"))}
    assert set(results) == {"79", "82", None}
    for proposal, result in results.items():
        spoken = {
            line["document"]
            for line in lines(out)
            for stance in line["stances"]
            if stance["proposal"] == proposal
        }
        assert result["responses"] == len(spoken)
        assert sum(count["n"] for count in result["stance"].values()) == len(spoken)
        texts = {(line["document"], line["start"]): line["text"] for line in lines(out)}
        for quote in result["quotes"]:
            assert texts[quote["document"], quote["start"]] == quote["text"]


def test_passages_are_slices_and_cover_every_character(
    batch: Any, consult: Consult, folder: Path
) -> None:
    _, out, _ = batch
    for name in LETTERS:
        text = json.loads(consult("extract", folder / name, "--json").stdout)["text"]
        own = [line for line in lines(out) if line["document"] == Path(name).name]
        assert [line["passage"] for line in own] == list(range(len(own)))
        covered = [0] * len(text)
        for line in own:
            assert text[line["start"] : line["end"]] == line["text"]
            for i in range(line["start"], line["end"]):
                covered[i] += 1
        assert all(n == 1 for n, c in zip(covered, text, strict=True) if not c.isspace())
        assert max(covered) == 1


def test_numbers_are_linked_as_the_letter_means_them(batch: Any) -> None:
    _, out, _ = batch
    foa = [line for line in lines(out) if line["document"] == "a-foa.txt"]
    governed = {
        link["proposal"]
        for line in foa
        if "6-punktsplanen" in line["text"]
        for link in line["links"]
    }
    assert governed == {"79"}
    unresolved = [n for line in lines(out) for n in line["unresolved"]]
    assert unresolved == ["999"]


def test_hash_seed_and_workers_change_nothing(
    batch: Any, consult: Consult, folder: Path, catalogue: Path, tmp_path: Path
) -> None:
    _, out, summary = batch
    again, results = tmp_path / "svar.jsonl", tmp_path / "resultat.json"
    consult(
        "analyse", folder, "--catalogue", catalogue, "--subject", "Budget 2027",
        "--out", again, "--summary", results, "--workers", 1, PYTHONHASHSEED="4242",
    )  # fmt: skip
    assert again.read_bytes() == out.read_bytes()
    assert results.read_bytes() == summary.read_bytes()


def test_a_table_is_one_response_a_row(consult: Consult, table: Path, catalogue: Path) -> None:
    done = consult("analyse", table, "--catalogue", catalogue)
    assert done.returncode == 0, done.stderr
    by = {line["document"]: line for line in map(json.loads, done.stdout.splitlines())}
    assert set(by) == {"a1", "a2", "a3"}
    assert by["a1"]["links"][0] | {"score": 0} == {
        "proposal": "79", "method": "given", "score": 0, "evidence": [], "rule": "given",
    }  # fmt: skip
    assert [s["proposal"] for s in by["a1"]["stances"]] == ["79"]
    assert [(k["proposal"], k["method"]) for k in by["a2"]["links"]] == [("82", "reference")]
    assert (by["a3"]["unresolved"], by["a3"]["links"]) == (["999"], [])


def test_a_bad_catalogue_ends_all(consult: Consult, table: Path, folder: Path) -> None:
    done = consult("analyse", table, "--catalogue", folder / CORRUPT)
    assert done.returncode == 2
    assert "defekt.docx" in done.stderr
    assert not done.stdout


def test_nothing_of_the_training_is_imported(table: Path) -> None:
    code = (
        "import sys; from consult.cli.main import cli\n"
        f"try: cli.main(['analyse', {str(table)!r}, '--out', '-'])\n"
        "except SystemExit as end: print(end.code, *sys.modules, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120
    )
    code_, *modules = done.stderr.splitlines()[-1].split()
    assert code_ == "0"
    assert "onnxruntime" in modules
    heavy = {"torch", "sentence_transformers", "sklearn", "transformers", "streamlit", "sqlalchemy"}
    assert heavy & set(modules) == set()


def test_the_contract_holds_where_its_check_is_at_hand() -> None:
    root = Path(__file__).resolve().parents[2]
    check = root.parent / "shared" / "tools" / "check_contract.py"
    if not check.exists():
        pytest.skip(f"{check} is not here; the project works without it")
    command = Path(sys.executable).with_name("consult")
    done = subprocess.run(
        [sys.executable, check, command],
        capture_output=True,
        text=True,
        timeout=300,
        cwd=root,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert done.stdout == "contract holds\n"
