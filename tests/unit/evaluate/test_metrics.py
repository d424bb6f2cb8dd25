import numpy as np
import pytest

from consult.evaluate.metrics import (
    Outcome,
    accuracy,
    calibration_error,
    certain_for_most,
    certain_from,
    confusion,
    either_accuracy,
    f1_by_label,
    interval,
    macro_f1,
    rate,
)


def outcome(
    rows: list[list[float]],
    truth: list[int],
    second: list[int] | None = None,
    groups: list[str] | None = None,
) -> Outcome:
    count = len(truth)
    return Outcome(
        ("a", "b", "c"),
        np.array(rows, np.float32),
        np.array(truth),
        np.array(second or [-1] * count),
        tuple(groups or map(str, range(count))),
    )


MIXED = outcome(
    [[0.8, 0.1, 0.1], [0.6, 0.3, 0.1], [0.1, 0.9, 0.0], [0.2, 0.5, 0.3]],
    [0, 1, 1, 0],
    second=[-1, 0, -1, -1],
)


def test_shares_are_counted_by_hand() -> None:
    assert accuracy(MIXED) == 0.5
    assert either_accuracy(MIXED) == 0.75
    assert rate("b", "a")(MIXED) == 0.5
    assert np.isnan(rate("c", "a")(MIXED))


def test_f1_counts_labels_of_the_truth() -> None:
    assert f1_by_label(MIXED) == {"a": 0.5, "b": 0.5}
    assert macro_f1(MIXED) == 0.5
    never_true = outcome([[0, 0, 1], [1, 0, 0]], [0, 0])
    assert macro_f1(never_true) == pytest.approx(2 / 3)


def test_calibration_is_the_gap_between_score_and_share() -> None:
    assert calibration_error(outcome([[0.75, 0.25, 0]] * 4, [0, 0, 0, 1])) == pytest.approx(0)
    assert calibration_error(outcome([[1, 0, 0]] * 4, [0, 0, 0, 1])) == pytest.approx(0.25)


def test_the_threshold_is_the_lowest_that_keeps_its_promise() -> None:
    rows = [[0.9, 0.1, 0], [0.8, 0.2, 0], [0.7, 0.3, 0], [0.6, 0.4, 0]]
    assert certain_from(outcome(rows, [0, 0, 0, 1]), 0.9) == pytest.approx(0.7)
    assert certain_from(outcome(rows, [0, 1, 0, 0]), 0.75) == pytest.approx(0.6)
    assert certain_from(outcome(rows, [1, 1, 1, 1]), 0.9) == 0.95


def test_what_is_certain_must_hold_with_most_writers_by_themselves() -> None:
    rows = [[0.9, 0.1, 0], [0.6, 0.4, 0]] * 10
    good, bad = outcome(rows[:18] + rows[:2], [0] * 18 + [0, 1]), ["a"] * 18 + ["b"] * 2
    assert certain_from(good, 0.9) == pytest.approx(0.6), "on average"
    assert certain_for_most(good, bad, 0.9) > 0.8, "but not with b"
    assert certain_for_most(good, ["a"] * 20, 0.9) == pytest.approx(0.6)


def test_an_interval_draws_whole_responses() -> None:
    rows, truth = [[1, 0, 0]] * 40, [0] * 20 + [1] * 20
    many = outcome(rows, truth)
    two = outcome(rows, truth, groups=["x"] * 20 + ["y"] * 20)
    low, high = interval(many, accuracy)
    assert low < 0.5 < high
    assert interval(two, accuracy) == (0.0, 1.0)
    assert interval(many, accuracy) == (low, high)


def test_confusion_counts_every_case_once() -> None:
    table = confusion(MIXED)
    assert table == {"a": {"a": 1, "b": 1}, "b": {"a": 1, "b": 1}}
