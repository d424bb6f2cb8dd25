"""Search with Danish word forms, on both databases alike."""

import pytest

from consult.domain.errors import NotFoundError
from consult.domain.findings import PassageKind, Stance
from consult.domain.people import RespondentKind
from consult.services import analysing, browsing, intake, rounds, searching
from consult.services.desk import Desk
from consult.services.searching import NO_PROPOSAL, SearchFilter
from tests.store.builders import CATALOGUE, VERSION, analyse, reading

TEXTS = {
    "a.txt": "Fra: FOA\nPunkt 79: vi er imod, at skolerne lukkes\nPædagogerne har for travlt",
    "b.txt": "Lukningen af den lille skole på øen er en fejl, og skolen er vores",
    "c.txt": "Vi støtter Punkt BU-02, en ny børnehave til ØEN",
    "d.txt": "Børnehaven er ny, men en børnehave ny eller gammel koster",
}


@pytest.fixture
def slug(desk: Desk) -> str:
    slug = rounds.create(desk, "Budget 2027", "Budget", CATALOGUE).slug
    intake.take_in(desk, slug, [reading(name, text) for name, text in TEXTS.items()])
    analysing.analyse_round(desk, slug, analyse, VERSION)
    return slug


def found(desk: Desk, slug: str, query: str, filters: SearchFilter | None = None) -> str:
    """The first letters of the documents found, each once, in alphabetical order."""
    page = searching.search(desk, slug, query, filters)
    assert page.total == len(page.hits)
    return "".join(sorted({hit.document[0] for hit in page.hits}))


@pytest.mark.parametrize(
    ("query", "documents"),
    [
        ("skole", "ab"),
        ("SKOLERS", "ab"),
        ("skolen lukning", "b"),
        ("lukke", "a"),
        ("travlt skole", ""),
        ("pædagog", "a"),
        ("øen", "bc"),
        ("oen", ""),
        ("bu-02", "c"),
        ("BU 02", "c"),
        ("punkt 79", "a"),
        ("børnehave", "cd"),
        ("ny børnehave", "cd"),
        ('"ny børnehave"', "c"),
        ("»børnehaven er«", "d"),
        ('"en ny" børnehave', "c"),
        ("skole findesikke", ""),
        ("!!!", ""),
        ("%", ""),
        ("'; DROP TABLE passage; --", ""),
    ],
)
def test_word_forms(desk: Desk, slug: str, query: str, documents: str) -> None:
    assert found(desk, slug, query) == documents


def test_a_hit_points_at_its_words(desk: Desk, slug: str) -> None:
    (hit,) = searching.search(desk, slug, "skolen lukningen").hits
    text = browsing.response_page(desk, slug, hit.response_id).document.text
    assert text[hit.start : hit.end] == hit.text
    assert [span.slice(text) for span in hit.spans] == ["Lukningen", "skole", "skolen"]
    (hit,) = searching.search(desk, slug, "skolerne lukkes").hits
    assert (hit.proposals, hit.stances) == (("79",), (("79", Stance.AGAINST),))
    assert hit.respondent.kind is RespondentKind.UNION
    assert hit.passage == 1
    text = browsing.response_page(desk, slug, hit.response_id).document.text
    assert [span.slice(text) for span in hit.spans] == ["skolerne", "lukkes"]


def test_the_more_telling_passage_comes_first(desk: Desk, slug: str) -> None:
    hits = searching.search(desk, slug, "børnehave").hits
    assert [hit.document for hit in hits] == ["d.txt", "c.txt"]
    assert hits[0].score > hits[1].score > 0
    shorter_first = searching.search(desk, slug, "øen").hits
    assert [hit.document for hit in shorter_first] == ["c.txt", "b.txt"]


@pytest.mark.parametrize(
    ("filters", "documents"),
    [
        (SearchFilter(kind=RespondentKind.UNION), "a"),
        (SearchFilter(stance=Stance.FAVOR), "c"),
        (SearchFilter(proposal="79"), "a"),
        (SearchFilter(proposal="79", stance=Stance.FAVOR), ""),
        (SearchFilter(proposal=NO_PROPOSAL), "abd"),
        (SearchFilter(theme="skole"), "ab"),
        (SearchFilter(passage_kind=PassageKind.BOILERPLATE), "a"),
        (SearchFilter(), "abcd"),
    ],
)
def test_a_blank_query_gives_all_that_is_chosen(
    desk: Desk, slug: str, filters: SearchFilter, documents: str
) -> None:
    assert found(desk, slug, " ", filters) == documents


@pytest.mark.parametrize("query", ["en", '"en ny"', ""])
def test_hits_come_in_pages(desk: Desk, slug: str, query: str) -> None:
    whole = searching.search(desk, slug, query)
    assert whole.total >= 1
    pages = [searching.search(desk, slug, query, None, 1, i) for i in range(whole.total + 1)]
    assert tuple(hit for page in pages for hit in page.hits) == whole.hits
    assert {page.total for page in pages} == {whole.total}


def test_filters_go_with_words(desk: Desk, slug: str) -> None:
    assert found(desk, slug, "skole", SearchFilter(proposal="79")) == "a"
    assert found(desk, slug, '"skolen er"', SearchFilter(proposal="79")) == ""
    assert found(desk, slug, '"skolen er"') == "b"


def test_what_is_superseded_is_not_found(desk: Desk, slug: str) -> None:
    intake.take_in(desk, slug, [reading("b.txt", "Vi siger ikke mere")])
    assert found(desk, slug, "skole") == "a"


def test_a_new_analysis_replaces_the_index(desk: Desk, slug: str) -> None:
    analysing.analyse_round(desk, slug, analyse, "v2")
    assert searching.search(desk, slug, "skole").total == 2


def test_another_round_is_not_searched(desk: Desk, slug: str) -> None:
    other = rounds.create(desk, "Anden", "", CATALOGUE).slug
    assert found(desk, other, "skole") == ""
    assert found(desk, slug, "skole") == "ab"
    with pytest.raises(NotFoundError):
        searching.search(desk, "nej", "skole")
