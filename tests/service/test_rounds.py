"""Making and finding rounds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.domain.errors import NotFoundError, StoreError
from consult.domain.proposals import Catalogue, Proposal
from consult.services import rounds
from consult.services.desk import Desk
from tests.store.builders import CATALOGUE


def test_a_round_comes_back_as_it_was_made(desk: Desk) -> None:
    made = rounds.create(desk, " Budget 2027 – skole & ældre ", "Budget", CATALOGUE)
    assert made.slug == "budget-2027-skole-aeldre"
    assert made.name == "Budget 2027 – skole & ældre"
    assert rounds.get(desk, made.slug) == made
    assert rounds.catalogue(desk, made.slug) == CATALOGUE


def test_rounds_of_one_name_are_told_apart(desk: Desk) -> None:
    slugs = [rounds.create(desk, "Budget", "", Catalogue()).slug for _ in range(3)]
    assert slugs == ["budget", "budget-2", "budget-3"]
    assert [c.slug for c in rounds.every(desk)] == slugs[::-1]


@pytest.mark.parametrize("name", ["", "  "])
def test_a_round_needs_a_name(desk: Desk, name: str) -> None:
    with pytest.raises(StoreError, match="navn"):
        rounds.create(desk, name, "", Catalogue())


def test_a_number_twice_is_refused(desk: Desk) -> None:
    with pytest.raises(StoreError, match="samme nummer \\(7\\)"):
        rounds.create(desk, "A", "", Catalogue((Proposal("7", "x"), Proposal("7", "y"))))
    assert rounds.every(desk) == ()


def test_what_does_not_exist_is_told(desk: Desk) -> None:
    with pytest.raises(NotFoundError, match="»nej«"):
        rounds.get(desk, "nej")


@given(st.text())
def test_a_slug_can_stand_in_an_address(name: str) -> None:
    slug = rounds.slug_of(name)
    assert slug
    assert set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert rounds.slug_of(slug) == slug
