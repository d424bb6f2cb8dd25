"""Making and finding rounds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.domain.errors import NotFoundError, StoreError
from consult.domain.proposals import Catalogue, Proposal
from consult.services import rounds
from consult.store.database import Store
from tests.store.builders import CATALOGUE


def test_a_round_comes_back_as_it_was_made(store: Store) -> None:
    made = rounds.create(store, " Budget 2027 – skole & ældre ", "Budget", CATALOGUE)
    assert made.slug == "budget-2027-skole-aeldre"
    assert made.name == "Budget 2027 – skole & ældre"
    assert rounds.get(store, made.slug) == made
    assert rounds.catalogue(store, made.slug) == CATALOGUE


def test_rounds_of_one_name_are_told_apart(store: Store) -> None:
    slugs = [rounds.create(store, "Budget", "", Catalogue()).slug for _ in range(3)]
    assert slugs == ["budget", "budget-2", "budget-3"]
    assert [c.slug for c in rounds.every(store)] == slugs[::-1]


@pytest.mark.parametrize("name", ["", "  "])
def test_a_round_needs_a_name(store: Store, name: str) -> None:
    with pytest.raises(StoreError, match="navn"):
        rounds.create(store, name, "", Catalogue())


def test_a_number_twice_is_refused(store: Store) -> None:
    with pytest.raises(StoreError, match="samme nummer \\(7\\)"):
        rounds.create(store, "A", "", Catalogue((Proposal("7", "x"), Proposal("7", "y"))))
    assert rounds.every(store) == ()


def test_what_does_not_exist_is_told(store: Store) -> None:
    with pytest.raises(NotFoundError, match="»nej«"):
        rounds.get(store, "nej")


@given(st.text())
def test_a_slug_can_stand_in_an_address(name: str) -> None:
    slug = rounds.slug_of(name)
    assert slug
    assert set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert rounds.slug_of(slug) == slug
