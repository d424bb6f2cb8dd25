"""The sample round from files to results: nothing vanishes, and what must be found is found."""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from consult.evaluate.corpus import read_yaml

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "corpus" / "sample"
CONSULT = Path(sys.executable).with_name("consult")

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The output of one `consult analyse` over the sample round."""
    folder = tmp_path_factory.mktemp("sample")
    lines, summary = folder / "passages.jsonl", folder / "summary.json"
    done = subprocess.run(
        [
            *(CONSULT, "analyse", SAMPLE / "svar", "--catalogue", SAMPLE / "katalog.xlsx"),
            *("--subject", "Budget 2027", "--out", lines, "--summary", summary),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return {
        "account": done.stderr,
        "passages": [json.loads(x) for x in lines.read_text(encoding="utf-8").splitlines()],
        "summary": json.loads(summary.read_text(encoding="utf-8")),
        "expected": read_yaml(SAMPLE / "expected.yaml"),
    }


def linked(run: dict[str, Any]) -> dict[str, set[str]]:
    """The proposals each document speaks to."""
    found: dict[str, set[str]] = {}
    for passage in run["passages"]:
        found.setdefault(passage["document"], set()).update(k["proposal"] for k in passage["links"])
    return found


def test_every_response_comes_out(run: dict[str, Any]) -> None:
    assert {p["document"] for p in run["passages"]} == {e["document"] for e in run["expected"]}
    files = "78 filer (14 af dem i arkiver og mails): 74 læst, 4 sprunget over, 0 fejlede."
    assert f"{files} 100 svar" in run["account"]


def test_the_words_of_others_do_not_speak_for_the_sender(run: dict[str, Any]) -> None:
    found = linked(run)
    assert "SO-02" not in found["SV Ankeret.eml"]  # named in the mail that is answered
    assert not {"BU-01", "TM-01"} & found["Re Budgethøring - genoptræning.eml"]
    texts = " ".join(p["text"] for p in run["passages"])
    assert "Lauget fraråder" in texts
    assert "Lauget kan tilslutte sig" not in texts  # a tracked deletion


def test_each_response_counts_once_for_each_proposal(run: dict[str, Any]) -> None:
    spoken: Counter[str | None] = Counter()
    for document in {p["document"] for p in run["passages"]}:
        own = [p for p in run["passages"] if p["document"] == document]
        spoken.update({s["proposal"] for p in own for s in p["stances"]})
    for row in run["summary"]:
        assert row["responses"] == spoken[row["proposal"]], row["proposal"]
        assert sum(c["n"] for c in row["stance"].values()) == row["responses"]
        assert all(c["low"] <= c["n"] <= c["high"] for c in row["stance"].values())
        assert row["undecided"] <= row["responses"]


def test_the_unknown_is_reported(run: dict[str, Any]) -> None:
    reported: dict[str, set[str]] = {}
    for passage in run["passages"]:
        reported.setdefault(passage["document"], set()).update(passage["unresolved"])
    for expected in run["expected"]:
        missing = set(expected["unresolved"]) - reported[expected["document"]]
        assert not missing, expected["document"]


def test_most_of_what_a_careful_reader_finds_is_linked(run: dict[str, Any]) -> None:
    # A floor against breaking it, not a measure of quality: see `consult evaluate`.
    found = linked(run)
    wanted = {(e["document"], p) for e in run["expected"] for p in e["proposals"]}
    have = {(d, p) for d, proposals in found.items() for p in proposals}
    assert len(wanted & have) / len(wanted) > 0.9
    assert len(wanted & have) / len(have) > 0.75


def test_quotations_are_verbatim(run: dict[str, Any]) -> None:
    texts = {(p["document"], p["start"], p["end"]): p["text"] for p in run["passages"]}
    quotes = [q for row in run["summary"] for q in row["quotes"]]
    assert quotes
    for quote in quotes:
        assert texts[quote["document"], quote["start"], quote["end"]] == quote["text"]
