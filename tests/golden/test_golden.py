import json

import pytest

from tests.golden.case import EXPECTED, LETTER, result

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def now() -> list[dict]:
    return [json.loads(line) for line in result().splitlines()]


def test_the_result_of_a_known_letter_is_as_it_was(now: list[dict]) -> None:
    """Where the change is meant: `.venv/bin/python -m tests.golden.update`."""
    expected = [json.loads(line) for line in EXPECTED.read_text(encoding="utf-8").splitlines()]
    assert now == expected


def test_what_is_expected_is_right_beyond_dispute(now: list[dict]) -> None:
    """Guards the file against an update that nobody read."""
    text = LETTER.read_text(encoding="utf-8")
    assert "\n".join(text[r["start"] : r["end"]] for r in now).split() == text.split()
    links = {r["text"]: {k["proposal"] for k in r["links"]} for r in now}
    named = {"Ældrerådet er imod forslaget": "SO-01", "flextur": "TM-01", "velkommen": "KF-02"}
    for words, proposal in named.items():
        assert all(proposal in found for text, found in links.items() if words in text), words
    assert [n for r in now for n in r["unresolved"]] == ["999"]
    assert "79" not in {number for found in links.values() for number in found}
