"""Counts with the uncertainty of the machine's judgement."""

from hypothesis import given
from hypothesis import strategies as st

from consult.domain.counts import count, interval

probabilities = st.lists(st.floats(0, 1), max_size=60)


def test_certain_judgements_leave_no_doubt() -> None:
    assert interval([1.0, 1.0, 0.0]) == (2, 2)


def test_a_fair_coin_thrown_ten_times() -> None:
    # Binomial(10, 1/2): P(X <= 2) = 0.0547, P(X <= 7) = 0.945, P(X <= 8) = 0.989.
    assert interval([0.5] * 10) == (2, 8)


def test_nobody() -> None:
    assert interval([]) == (0, 0)


@given(probabilities, st.integers(0, 60))
def test_the_count_lies_in_its_interval(p: list[float], n: int) -> None:
    counted = count(n, p)
    assert counted.low <= counted.n <= counted.high


@given(probabilities)
def test_the_interval_does_not_depend_on_order(p: list[float]) -> None:
    assert interval(sorted(p)) == interval(p) == interval(sorted(p, reverse=True))
