from collections import Counter

import numpy as np
import pytest

from consult.evaluate.cases import Case
from consult.evaluate.metrics import Outcome
from consult.evaluate.mistakes import LONGEST, mistakes
from consult.inference.features import PassageContext

LABELS = ("a", "b", "c")
#: Truth and what is said: twelve a called b, four b called c, eight right.
PAIRS = [(0, 1)] * 12 + [(1, 2)] * 4 + [(2, 2)] * 8


def _case(row: int, responses: int) -> Case:
    context = PassageContext(text="ord " * 200 if row == 0 else f"tekst {row}", subject="Budget")
    label = LABELS[PAIRS[row][0]]
    return Case("h", "r", "budget", f"r/{row % responses}", context, label, None, "high")


@pytest.fixture
def found() -> Outcome:
    said = np.zeros((len(PAIRS), 3), np.float32)
    for row, (_, label) in enumerate(PAIRS):
        said[row] = 0.2
        said[row, label] = 0.6
    truth = np.array([t for t, _ in PAIRS], np.int64)
    return Outcome(LABELS, said, truth, np.full(len(PAIRS), -1), ("",) * len(PAIRS))


def test_mistakes_are_dealt_out_as_often_as_they_happen(found: Outcome) -> None:
    rows = mistakes(found, [_case(i, 99) for i in range(len(PAIRS))], 8)
    assert Counter((r["label"], r["said"]) for r in rows) == {("a", "b"): 6, ("b", "c"): 2}
    assert rows[0]["label"] == "a", "the commonest first"
    assert rows == mistakes(found, [_case(i, 99) for i in range(len(PAIRS))], 8)


def test_a_response_is_shown_once_and_long_texts_are_told_to_go_on(found: Outcome) -> None:
    rows = mistakes(found, [_case(i, 5) for i in range(len(PAIRS))], 20)
    assert len({r["response"] for r in rows}) == len(rows) == 5
    every = mistakes(found, [_case(i, 99) for i in range(len(PAIRS))], 20)
    (long,) = (r["text"] for r in every if r["response"] == "r/0")
    assert long.endswith(" …")
    assert len(long) == LONGEST + 2
    assert len(every) == 16, "there are no more"


def test_weights_decide_what_is_common(found: Outcome) -> None:
    heavy = np.array([1.0 if t == 0 else 9.0 for t, _ in PAIRS])
    weighted = Outcome(LABELS, found.probabilities, found.truth, found.second, found.groups, heavy)
    rows = mistakes(weighted, [_case(i, 99) for i in range(len(PAIRS))], 4)
    assert Counter(r["label"] for r in rows)["b"] == 3
