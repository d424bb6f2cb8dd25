"""Waiting grows with one's own failures, has an end, and no one can make another wait."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from consult.domain.throttle import Slowdown, Tries

NOW = datetime(2027, 3, 1, 8, tzinfo=UTC)
RULE = Slowdown(free=5, first=1, longest=300, longest_address=30, hot=20, forget=86_400)
COUNTS = st.integers(0, 10_000)
SECONDS = st.floats(0, 200_000, allow_nan=False)
RULES = st.builds(
    Slowdown,
    free=st.integers(0, 10),
    first=st.floats(0.1, 60),
    longest=st.floats(60, 3_600),
    longest_address=st.floats(1, 60),
    hot=st.integers(1, 50),
    forget=st.floats(3_600, 100_000),
)


def tries(count: int, seconds_ago: float) -> Tries:
    return Tries(count, NOW - timedelta(seconds=seconds_ago)) if count else Tries()


def test_the_first_failures_cost_nothing_and_then_it_doubles() -> None:
    waits = [RULE.pair_wait(tries(n, 0), Tries(), NOW) for n in range(12)]
    assert waits == [0, 0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32]
    assert RULE.pair_wait(tries(9_999, 0), Tries(), NOW) == 300


def test_a_wait_passes_and_failures_are_forgotten() -> None:
    assert RULE.pair_wait(tries(9, 3), Tries(), NOW) == 5
    assert RULE.pair_wait(tries(9, 8), Tries(), NOW) == 0
    assert RULE.remembered(tries(9, 86_400), NOW) == Tries()


def test_an_account_that_many_try_gives_no_free_tries() -> None:
    hot = tries(20, 100)
    assert RULE.pair_wait(tries(1, 0), tries(19, 100), NOW) == 0
    assert RULE.pair_wait(tries(1, 0), hot, NOW) == 1
    assert RULE.pair_wait(tries(1, 0), tries(20, 90_000), NOW) == 0


def test_an_address_that_names_many_waits_a_little() -> None:
    assert RULE.address_wait(tries(20, 0), NOW) == 0
    assert RULE.address_wait(tries(21, 0), NOW) == 1
    assert RULE.address_wait(tries(500, 0), NOW) == 30


@given(RULES, COUNTS, SECONDS, COUNTS, SECONDS)
def test_a_wait_is_never_longer_than_the_rule_says(
    rule: Slowdown, own: int, ago: float, others: int, others_ago: float
) -> None:
    wait = rule.pair_wait(tries(own, ago), tries(others, others_ago), NOW)
    assert 0 <= wait <= rule.longest
    assert 0 <= rule.address_wait(tries(own, ago), NOW) <= rule.longest_address
    back = rule.pair_wait(Tries(own, NOW + timedelta(days=3)), Tries(), NOW)
    assert 0 <= back <= rule.longest


@given(RULES, COUNTS, SECONDS, COUNTS, SECONDS)
def test_more_failures_never_wait_less(
    rule: Slowdown, own: int, ago: float, others: int, others_ago: float
) -> None:
    account = tries(others, others_ago)
    less = rule.pair_wait(tries(own, ago), account, NOW)
    assert less <= rule.pair_wait(tries(own + 1, ago), account, NOW)
    assert less <= rule.pair_wait(tries(own, ago), tries(others + 1, others_ago), NOW)


@given(RULES, COUNTS, SECONDS)
def test_who_has_not_failed_never_waits_whatever_others_do(
    rule: Slowdown, others: int, ago: float
) -> None:
    assert rule.pair_wait(Tries(), tries(others, ago), NOW) == 0


@given(RULES, st.floats(60, 50_000))
def test_guesses_in_a_time_are_few(rule: Slowdown, seconds: float) -> None:
    """One who tries again as soon as it is allowed, and fails each time."""
    at, failures, known = 0.0, 0, Tries()
    while failures <= 2_000:
        at += rule.pair_wait(known, Tries(), NOW + timedelta(seconds=at))
        if at > seconds:
            break
        failures += 1
        known = Tries(failures, NOW + timedelta(seconds=at))
    doublings = 12  # from a tenth of a second to an hour it is doubled so often at most
    assert failures <= rule.free + doublings + 4 + seconds / rule.longest
