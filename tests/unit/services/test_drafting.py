"""A catalogue while it is corrected."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.domain.catalogue_changes import difference
from consult.domain.proposals import Catalogue, Direction, Proposal
from consult.services.drafting import (
    Row,
    amounts_read,
    amounts_told,
    catalogue_of,
    problems,
    rows_of,
)
from tests.store.builders import CATALOGUE


def test_what_nobody_touched_is_the_same_to_the_letter() -> None:
    odd = Catalogue((Proposal("1", "To  blanke ", "tekst \n", "  "), *CATALOGUE))
    assert catalogue_of(rows_of(odd), odd) == odd
    assert not difference(odd, catalogue_of(rows_of(odd), odd))


def test_a_touched_row_is_another_and_the_others_stay() -> None:
    first, *others = rows_of(CATALOGUE)
    wanted = replace(first, title=" Nyt  navn ", direction=Direction.REVERSAL, amounts="2027: 4")
    found = catalogue_of([wanted, *others], CATALOGUE)
    assert found.proposals[1:] == CATALOGUE.proposals[1:]
    (change,) = difference(CATALOGUE, found).changed
    assert change.fields == ("title", "direction", "amounts")
    assert (change.after.title, dict(change.after.amounts)) == ("Nyt navn", {"2027": 4.0})
    assert change.after.case_number == "23/118"


def test_problems_are_told_by_row() -> None:
    rows = [
        Row(0, "BU 2", "A"),
        Row(1, "", "B"),
        Row(2, "bu  2", "C"),
        Row(3, "4", " "),
        Row(4, "5", "E", amounts="2027: mange; 2028"),
    ]
    told = [p.told for p in problems(rows)]
    assert [p.key for p in problems(rows)] == [1, 2, 3, 4, 4]
    for part, sentence in zip(
        ("Række 2: nummeret mangler", "nummer bu  2 står også i række 1", "Række 4: titlen",
         "»2027: mange«", "»2028«"), told, strict=True,
    ):  # fmt: skip
        assert part in sentence
    assert problems(rows_of(CATALOGUE)) == ()


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("2027: -1,5; 2028: -3", {"2027": -1.5, "2028": -3.0}),
        ("2027: 1.200\n2028: (300)", {"2027": 1200.0, "2028": -300.0}),
        (" ; ", {}),
        ("2027: 2 mio. kr.", {"2027": 2_000_000.0}),
    ],
)
def test_amounts_are_read_as_danes_write_them(typed: str, expected: dict[str, float]) -> None:
    assert amounts_read(typed) == (expected, ())


@given(
    st.dictionaries(
        st.integers(2000, 2099).map(str),
        st.floats(-1e12, 1e12, allow_nan=False).map(lambda v: round(v, 3) + 0.0),
        max_size=4,
    )
)
def test_amounts_come_back_as_they_were(amounts: dict[str, float]) -> None:
    assert amounts_read(amounts_told(amounts)) == (amounts, ())
