"""Private words: the rules' own examples, the calendar, and that nothing depends on the way."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.domain.cpr import birthday, fulfils_modulus
from consult.domain.redaction import Kind
from consult.language.private import cpr_digits, find_private
from consult.rules import load_rules

RULES = load_rules("private").rules
MATCH = [(rule, example) for rule in RULES for example in rule.match]
NO_MATCH = [(rule, text) for rule in RULES for text in rule.no_match]
#: Separators that people and programs put between the six digits and the four.
JOINS = ("-", " - ", "–", "‑", "−", " ", "\u00a0", "", "-\n", "\n-", "\n", "--", "\u00ad")


def found(text: str, kind: Kind = Kind.CPR) -> list[str]:
    return [p.span.slice(text) for p in find_private(text) if p.kind is kind]


@pytest.mark.parametrize(("rule", "example"), MATCH)
def test_what_a_rule_must_find(rule, example) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    assert found(example.text, Kind(rule.data["kind"])) == list(example.gives)


@pytest.mark.parametrize(("rule", "text"), NO_MATCH)
def test_what_a_rule_must_leave(rule, text) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    assert found(text, Kind(rule.data["kind"])) == []


def test_every_rule_finds_something_that_no_other_does_or_says_its_kind() -> None:
    assert {rule.data["kind"] for rule in RULES} == set(Kind)


@pytest.mark.parametrize(
    ("digits", "born"),
    [
        ("0101000000", date(1900, 1, 1)),
        ("3112993999", date(1999, 12, 31)),
        ("0101364000", date(2036, 1, 1)),
        ("0101374000", date(1937, 1, 1)),
        ("0101575000", date(2057, 1, 1)),
        ("0101588000", date(1858, 1, 1)),
        ("0101369000", date(2036, 1, 1)),
        ("0101379000", date(1937, 1, 1)),
        ("2902004000", date(2000, 2, 29)),
        ("2902000000", None),
        ("4101704000", None),
        ("010170400", None),
    ],
)
def test_the_seventh_digit_tells_the_century(digits: str, born: date | None) -> None:
    assert birthday(digits) == born


def test_the_modulus() -> None:
    assert fulfils_modulus("0707614285")
    assert not fulfils_modulus("0707614286")


@given(
    st.dates(date(1900, 1, 1), date(1999, 12, 31)),
    st.integers(0, 3999),
    st.sampled_from(JOINS),
    st.sampled_from(("", "Jeg hedder Bo. ", "CPR-nr.: ", "(")),
    st.sampled_from(("", " og bor her.", ")", ".pdf", "\nMed venlig hilsen")),
)
def test_every_number_is_found_however_it_is_joined(
    born: date, serial: int, join: str, before: str, after: str
) -> None:
    number = f"{born:%d%m%y}{join}{serial:04}"
    assert found(before + number + after) == [number]


@given(st.integers(0, 99), st.integers(0, 99), st.integers(0, 99), st.integers(0, 9999))
def test_what_is_no_date_is_no_number(day: int, month: int, year: int, serial: int) -> None:
    digits = f"{day:02}{month:02}{year:02}{serial:04}"
    hit = found(f"Min {digits[:6]}-{digits[6:]} her")
    assert bool(hit) == (birthday(digits) is not None)


@given(st.dates(date(2020, 1, 1), date(2035, 12, 31)), st.integers(1, 400))
def test_dates_periods_and_amounts_are_left(day: date, later: int) -> None:
    end = day + timedelta(days=later)
    for text in (
        f"den {day:%d.%m.%Y} kl. 14.30", f"{day:%d/%m}-{end:%d/%m} {day:%Y}", f"{day:%Y-%m-%d}",
        f"{day:%d.%m.%Y}-{end:%d.%m.%Y}", f"budget {day:%Y}-{end:%Y}", f"{later * 1000:,} kr.",
    ):  # fmt: skip
        assert found(text) == [], text


@given(st.text("0123456789 -./\nAa:", max_size=60))
def test_hits_are_slices_in_order_that_do_not_overlap(text: str) -> None:
    hits = [p for p in find_private(text) if p.kind is Kind.CPR]
    assert all(a.span.end <= b.span.start for a, b in pairwise(hits))
    for hit in hits:
        assert birthday(cpr_digits(hit.span.slice(text))) is not None
