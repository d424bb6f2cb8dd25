"""Merging an edition over the themes that ship: a pure function with properties."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.domain.errors import TaxonomyError
from consult.domain.taxonomy import (
    FEWEST_EXAMPLES,
    MOST_EXAMPLES,
    Entry,
    Taxonomy,
    Theme,
    edition_of,
    merged,
)
from consult.rules.taxonomy_file import edition_text, parse_edition

SHIPPED = tuple(Theme(i, i.title(), f"Om {i}.", ("Et eksempel.",)) for i in ("a", "b", "c", "d"))
EXAMPLES = tuple(f"Svømmehallen lukker om {day}en, og det går ud over børnene" for day in "12345")
OWN = Entry("egen_x", "Svømmehaller", "Bade.", EXAMPLES)

labels = (
    st.text("abcdefgæøå »«<&", min_size=1, max_size=20)
    .map(lambda s: " ".join(s.split()))
    .filter(bool)
)
entries = st.builds(
    Entry,
    st.sampled_from("abcd"),
    st.none() | labels.map(lambda s: f"navn {s}"),
    st.none() | labels,
    st.just(()),
    st.booleans(),
)
editions = st.lists(entries, unique_by=lambda e: e.id, max_size=4).map(tuple)


def allowed(edition: tuple[Entry, ...]) -> Taxonomy | None:
    try:
        return merged(SHIPPED, edition)
    except TaxonomyError:
        return None


@given(editions, st.booleans())
def test_no_theme_is_ever_lost_and_ids_never_change(edition: tuple[Entry, ...], own: bool) -> None:
    found = allowed((*edition, OWN) if own else edition)
    if found is not None:
        assert sorted(t.id for t in found.themes) == sorted(["a", "b", "c", "d"] + own * [OWN.id])
        assert [t.id for t in found.themes][: len(edition)] == [e.id for e in edition]
        assert len({found.label(t.id) for t in found.themes}) == len(found.themes)


@given(editions, st.booleans())
def test_an_edition_comes_back_from_what_it_gives(edition: tuple[Entry, ...], own: bool) -> None:
    found = allowed((*edition, OWN) if own else edition)
    if found is not None:
        again = edition_of(found, SHIPPED)
        assert merged(SHIPPED, again) == found
        assert merged(SHIPPED, parse_edition(edition_text(again))) == found


@given(editions)
def test_findings_depend_on_what_is_retired_alone(edition: tuple[Entry, ...]) -> None:
    found = allowed(edition)
    if found is not None:
        plain = tuple(Entry(e.id, retired=e.retired) for e in reversed(edition))
        assert found.judged_by == merged(SHIPPED, plain).judged_by
        assert (found.judged_by == "") == (not any(e.retired for e in edition))


def test_nothing_changed_is_what_ships() -> None:
    assert merged(SHIPPED, ()).themes == SHIPPED
    assert merged(SHIPPED, ()).judged_by == ""


def test_a_theme_that_ships_later_appears_by_itself_and_last() -> None:
    later = (*SHIPPED, Theme("e", "Ny", ""))
    edition = (Entry("c"), Entry("a", "Skole"), OWN)
    assert [t.id for t in merged(later, edition).themes] == ["c", "a", "egen_x", "b", "d", "e"]


def test_an_added_theme_changes_findings_and_the_order_of_added_ones_does_not() -> None:
    other = replace(OWN, id="egen_y", label="Haller")
    one, two = merged(SHIPPED, (OWN, other)), merged(SHIPPED, (other, Entry("b"), OWN))
    assert one.judged_by == two.judged_by != ""
    renamed = merged(SHIPPED, (replace(OWN, label="Bade"), other))
    assert renamed.judged_by == one.judged_by
    taught = merged(SHIPPED, (replace(OWN, examples=(*EXAMPLES, "Vandet er koldt")), other))
    assert taught.judged_by != one.judged_by
    assert merged(SHIPPED, (replace(OWN, retired=True),)).judged_by == ""


def test_labels_say_what_is_retired_and_fall_back_on_the_id() -> None:
    found = merged(SHIPPED, (Entry("a", retired=True),))
    assert found.label("a") == "A (udgået)"
    assert found.label("b") == "B"
    assert found.label("ukendt") == "ukendt"


@pytest.mark.parametrize(
    ("edition", "told"),
    [
        ((replace(OWN, examples=EXAMPLES[: FEWEST_EXAMPLES - 1]),), "4 forskellige eksempler"),
        ((replace(OWN, examples=(EXAMPLES[0].upper(), *EXAMPLES[:4])),), "4 forskellige"),
        ((replace(OWN, examples=(*EXAMPLES, "x" * 1001)),), "over 1000 tegn"),
        ((replace(OWN, examples=tuple(map(str, range(MOST_EXAMPLES + 1)))),), "over 100"),
        ((replace(OWN, label=" "),), "mangler et navn"),
        ((replace(OWN, label=None),), "mangler et navn"),
        ((replace(OWN, label="x" * 61),), "for langt"),
        ((replace(OWN, label="to\nlinjer"),), "på én linje"),
        ((replace(OWN, description="x" * 301),), "for lang"),
        ((replace(OWN, label="b"),), "bruges to gange"),
        ((Entry("a", "B"),), "bruges to gange"),
        ((Entry("a"), Entry("a")), "bruges to gange"),
        ((replace(OWN, id="a"),), "følger med"),
        (tuple(Entry(i, retired=True) for i in "abcd"), "Mindst ét"),
        ((OWN, *(Entry(i, retired=True) for i in "abcd")), "Mindst ét"),
    ],
)
def test_what_cannot_be_is_told_in_danish(edition: tuple[Entry, ...], told: str) -> None:
    with pytest.raises(TaxonomyError, match=told):
        merged(SHIPPED, edition)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{", "gyldig YAML"),
        ("- a", "øverst"),
        ("version: 2\nthemes: []", "»version«"),
        ("version: 1\nthemes: a", "en liste"),
        ("version: 1\nthemes: [a]", "nøgler med værdier"),
        ("version: 1\nthemes: [{label: A}]", "»id«"),
        ("version: 1\nthemes: [{id: A B}]", "»id«"),
        ("version: 1\nthemes: [{id: a, farve: rød}]", "»farve«"),
        ("version: 1\nthemes: [{id: a, label: 3}]", "en tekst"),
        ("version: 1\nthemes: [{id: a, retired: ja}]", "true eller false"),
        ("version: 1\nthemes: [{id: a, examples: b}]", "liste af sætninger"),
        ("version: 1\nthemes: [{id: a, examples: [1]}]", "liste af sætninger"),
        ("version: 1\nthemes: []\nandet: 1", "ikke andet"),
    ],
)
def test_a_file_that_cannot_be_understood_is_told_in_danish(text: str, told: str) -> None:
    with pytest.raises(TaxonomyError, match=told):
        parse_edition(text)


def test_json_is_read_as_well() -> None:
    assert parse_edition('{"version": 1, "themes": [{"id": "a", "label": "Ny"}]}') == (
        Entry("a", "Ny"),
    )
