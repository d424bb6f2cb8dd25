"""Two labellers held against each other: equal labels, chance, and labels of nothing."""

from pathlib import Path

import pytest

from consult.evaluate.agreement import agreement_report
from consult.evaluate.corpus import CorpusError, Round, load_corpus

ROUND = """
id: by-budget-2027
subject: Budget
municipality: By Kommune
type: budget
proposals: [{number: "1", title: Lukning af hallen, text: x, direction: cut}]
"""
RESPONSES = """
- id: r-1
  voice: kort
  respondent: {kind: citizen}
  channel: mail
  passages:
    - {kind: greeting, text: Hej}
    - text: Nej.
      theme: kultur_fritid
      theme2: skole
      about: [{proposal: "1", via: title, stance: against, sure: high}]
    - {text: Tak., theme: demokrati_proces, about: [{proposal: "-", stance: neutral, sure: low}]}
"""


@pytest.fixture
def rounds(tmp_path: Path) -> tuple[Round, ...]:
    folder = tmp_path / "rounds" / "by-budget-2027"
    folder.mkdir(parents=True)
    (folder / "round.yaml").write_text(ROUND, encoding="utf-8")
    (folder / "responses-01.yaml").write_text(RESPONSES, encoding="utf-8")
    return load_corpus(tmp_path / "rounds")


def second(folder: Path, *passages: str) -> Path:
    rows = "\n".join(f"    - {p}" for p in passages)
    (folder / "labels-1.yaml").write_text(f"- response: r-1\n  passages:\n{rows}\n", "utf-8")
    return folder


def test_equal_and_other_labels_are_counted(rounds: tuple[Round, ...], tmp_path: Path) -> None:
    folder = second(
        tmp_path,
        '{index: "1", theme: skole, stances: [{proposal: "1", stance: against, sure: high}]}',
        '{index: "2", theme: andet, stances: [{proposal: "-", stance: favor, sure: high}]}',
    )
    report = agreement_report(rounds, folder)
    assert report["passages"] == 2
    assert report["theme"]["agreement"] == 0
    assert report["theme"]["first_or_second"] == 0.5
    assert report["stance"]["agreement"] == 0.5
    # One of two equal; by frequency alone a quarter would be: (1/2 - 1/4) / (1 - 1/4).
    assert report["stance"]["kappa"] == 0.3333
    assert report["stance"]["both_sure"]["n"] == 1
    assert report["stance"]["confusion"] == {
        "against": {"against": 1},
        "favor": {},
        "neutral": {"favor": 1},
    }


@pytest.mark.parametrize(
    "row",
    [
        '{index: "0", theme: skole, stances: []}',
        '{index: "9", theme: skole, stances: []}',
        '{index: "1", theme: skole, stances: [{proposal: "2", stance: against, sure: high}]}',
    ],
)
def test_labels_of_what_is_not_there_are_refused(
    rounds: tuple[Round, ...], tmp_path: Path, row: str
) -> None:
    with pytest.raises(CorpusError, match="r-1"):
        agreement_report(rounds, second(tmp_path, row))
