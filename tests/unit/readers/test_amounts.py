"""Danish amounts, and the years over them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.readers.amounts import (
    amounts_in_rows,
    amounts_in_text,
    parse_amount,
    tells_savings,
    year_columns,
    year_of,
)

DRIFT = {"2027": -1, "2028": -2}


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("-1.200", -1200),
        ("1,5 mio. kr.", 1_500_000),
        ("−350", -350),
        ("–350", -350),
        ("(1.200)", -1200),
        ("1.200-", -1200),
        ("1 200,50", 1200.5),
        ("500 t.kr.", 500_000),
        ("500 kr.", 500),
        ("kr. 1.000,-", 1000),
        ("0", 0),
        ("+3", 3),
        ("-0,35", -0.35),
        ("2 mia. kr.", 2e9),
        ("", None),
        ("-", None),
        ("ca. 5", None),
        ("12.34.56", None),
        ("§ 79", None),
    ],
)
def test_parse_amount(words: str, value: float | None) -> None:
    assert parse_amount(words) == value


@given(st.integers(-(10**9), 10**9))
def test_thousands_are_read_as_they_are_written(number: int) -> None:
    assert parse_amount(f"{number:,}".replace(",", ".")) == number


@pytest.mark.parametrize(
    ("header", "year"),
    [
        ("2027", "2027"),
        ("Budget 2027", "2027"),
        ("2027 (1.000 kr.)", "2027"),
        ("B2028", "2028"),
        ("2027-2030", None),
        ("Titel", None),
        ("120275", None),
    ],
)
def test_year_of(header: str, year: str | None) -> None:
    assert year_of(header) == year


@pytest.mark.parametrize(
    ("header", "columns"),
    [
        (["Budget 2027", "Ændring 2027"], {1: "2027"}),
        (["Drift 2027", "Anlæg 2027", "I alt 2027"], {2: "2027"}),
        (["2027", "Årsværk 2027", "2028 (pct.)"], {0: "2027"}),
        (["1.000 kr., 2026-priser", "2026"], {1: "2026"}),
        (["2027 p/l", "2027"], {1: "2027"}),
    ],
)
def test_the_column_of_a_year_that_says_what_changes(
    header: list[str], columns: dict[int, str]
) -> None:
    assert year_columns(header) == columns


def test_amounts_in_running_text() -> None:
    text = "Økonomi: 2027: -1,5 mio. kr., 2028: -2.000 t.kr. Møde 2027: 14 deltagere."
    assert amounts_in_text(text) == {"2027": -1_500_000, "2028": -2_000_000}


def test_amounts_that_are_called_savings() -> None:
    assert tells_savings("Klassen flyttes.\nBesparelse: 2027: 1,1 mio. kr., 2028: 2,6 mio. kr.")
    assert not tells_savings("Besparelsen er omtalt før.\nØkonomi: 2027: 1,1 mio. kr.")
    assert not tells_savings("Der er ingen beløb.")


def test_amounts_of_several_parts_are_nobodys_but_their_sum_is() -> None:
    parts = (
        "3.1 Ny hal. 2027: -1,2 mio. kr., 2028: -1,2 mio. kr.\n3.2 Ny bus. 2027: -3,5 mio. kr.\n"
    )
    assert amounts_in_text(parts) == {}
    total = {"2027": -4_700_000, "2028": -1_200_000}
    assert amounts_in_text(f"{parts}I alt 2027: -4,7 mio. kr., 2028: -1,2 mio. kr.") == total
    assert amounts_in_text(f"{parts} I alt 2027: -1 mio. kr.".replace("\n", " ")) == {
        "2027": -1_000_000
    }
    in_words = "Samlet set dyrt. 2027: -1 mio. kr.\n2028: -2 mio. kr."
    assert amounts_in_text(in_words) == {"2027": -1_000_000, "2028": -2_000_000}
    twice = "2027: -1,2 mio. kr.\nSom sagt 2027: -1.200 t.kr."
    assert amounts_in_text(twice) == {"2027": -1_200_000}


def test_year_columns_takes_the_first_of_each_year() -> None:
    assert year_columns(["Nr", "2027", "Budget 2027", "2028"]) == {1: "2027", 3: "2028"}


@pytest.mark.parametrize(
    ("rows", "amounts"),
    [
        (
            [["1.000 kr.", "2027", "2028"], ["Ændring", "-2.100", "-5.200"]],
            {"2027": -2100, "2028": -5200},
        ),
        (
            [["", "2027", "2028"], ["Drift", "1", "2"], ["Anlæg", "3", "4"], ["I alt", "4", "6"]],
            {"2027": 4, "2028": 6},
        ),
        (
            [["", "2027", "2028"], ["Drift", "1", "2"], ["Anlæg", "3", "4"]],
            {"2027": 4, "2028": 6},
        ),
        ([["", "2027", "2028"], ["Udgift", "5", "5"], ["Indtægt", "1", "1"]], {}),
        ([["", "2027", "2028"], ["Drift", "-1", "-2"], ["Årsværk", "-3", "-3"]], DRIFT),
        ([["1.000 kr. (2027-priser)", "2027", "2028"], ["Netto", "-1", "-2"]], DRIFT),
        ([["", "Art", "2027", "2028"], ["Samlet", "-1", "-2"]], DRIFT),
        ([["2027", "-1"], ["2028", "-2"]], DRIFT),
        ([["Nr", "Titel"], ["1", "x"]], {}),
    ],
)
def test_amounts_in_rows(rows: list[list[str]], amounts: dict[str, float]) -> None:
    assert amounts_in_rows(rows) == amounts
