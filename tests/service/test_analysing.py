"""What waits, saving, failing, and that findings come back as they were."""

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consult.domain.documents import (
    Block,
    BlockKind,
    Document,
    Metadata,
    Removal,
    RemovalKind,
    Span,
)
from consult.domain.errors import ModelError, NotFoundError, StoreError
from consult.domain.findings import (
    Analysis,
    ItemLink,
    LinkMethod,
    Passage,
    PassageFindings,
    PassageKind,
    Reference,
    Stance,
    StanceFinding,
    ThemeScore,
)
from consult.domain.people import Respondent, RespondentKind
from consult.services import analysing, browsing, intake, rounds
from consult.services.desk import Desk
from consult.store.tables import METADATA
from tests.store.builders import CATALOGUE, VERSION, FakeReading, analyse, reading

TEXTS = {
    "a.txt": "Fra: FOA\nPunkt 79: vi er imod at skolen lukker før tid\nPunkt 999 kender vi ikke",
    "b.txt": "Vi støtter hele planen for de ældre",
    "c.txt": "",
}


@pytest.fixture
def slug(desk: Desk) -> str:
    slug = rounds.create(desk, "Budget 2027", "Budget", CATALOGUE).slug
    intake.take_in(desk, slug, [reading(name, text) for name, text in TEXTS.items()])
    return slug


def names(desk: Desk, slug: str, version: str = VERSION) -> list[str]:
    return [document.name for _, document in analysing.pending(desk, slug, version)]


def test_what_lacks_findings_of_the_version_waits(desk: Desk, slug: str) -> None:
    assert names(desk, slug) == list(TEXTS)
    (key, document), *_ = analysing.pending(desk, slug, VERSION)
    analysing.save(desk, key, analyse(document), VERSION)
    assert names(desk, slug) == ["b.txt", "c.txt"]
    assert names(desk, slug, "v2") == list(TEXTS)


def test_findings_come_back_as_they_were_saved(desk: Desk, slug: str) -> None:
    said: list[tuple[int, int]] = []
    report = analysing.analyse_round(
        desk, slug, analyse, VERSION, lambda done, total: said.append((done, total))
    )
    assert (report.done, report.failures) == (3, ())
    assert said == [(1, 3), (2, 3), (3, 3)]
    expected = [analyse(reading(name, text).documents[0]) for name, text in TEXTS.items()]
    assert list(browsing.analyses(desk, slug)) == expected


def test_saving_anew_replaces_all_that_was_found(desk: Desk, slug: str) -> None:
    analysing.analyse_round(desk, slug, analyse, VERSION)
    found = findings_rows(desk)

    def nothing(document: Document) -> Analysis:
        return Analysis(document, Respondent(), ())

    analysing.analyse_round(desk, slug, nothing, "v2")
    assert set(findings_rows(desk).values()) == {0}
    analysing.analyse_round(desk, slug, analyse, VERSION)
    assert findings_rows(desk) == found
    assert min(found.values()) > 0


def findings_rows(desk: Desk) -> dict[str, int]:
    with desk.read() as connection:
        return {
            name: connection.execute(
                sa.select(sa.func.count()).select_from(METADATA.tables[name])
            ).scalar_one()
            for name in ("passage", "reference", "link", "stance", "voice", "posting")
        }


def test_one_poisoned_response_does_not_stop_the_rest(desk: Desk, slug: str) -> None:
    def poisoned(document: Document) -> Analysis:
        if document.name == "b.txt":
            raise ZeroDivisionError
        if document.name == "c.txt":
            raise ModelError("modellen mangler.")
        return analyse(document)

    report = analysing.analyse_round(desk, slug, poisoned, VERSION)
    assert report.done == 1
    assert [f.document for f in report.failures] == ["b.txt", "c.txt"]
    sums = browsing.overview(desk, slug).totals.responses
    assert (sums.current, sums.analysed, sums.failed, sums.waiting) == (3, 1, 2, 0)
    reasons = [r.failure for r in browsing.list_responses(desk, slug).items]
    assert reasons == [
        None,
        "b.txt: analysen gik i stå (ZeroDivisionError) – meld fejlen.",
        "c.txt: modellen mangler.",
    ]
    assert names(desk, slug) == ["b.txt", "c.txt"], "a failure is tried again"
    analysing.analyse_round(desk, slug, analyse, VERSION)
    assert browsing.overview(desk, slug).totals.responses.failed == 0


def test_findings_of_another_text_are_refused(desk: Desk, slug: str) -> None:
    (key, _), *_ = analysing.pending(desk, slug, VERSION)
    other = analyse(Document("a.txt", "noget andet", ()))
    with pytest.raises(StoreError, match="anden tekst"):
        analysing.save(desk, key, other, VERSION)
    assert findings_rows(desk)["passage"] == 0


def test_a_proposal_outside_the_catalogue_is_refused(desk: Desk, slug: str) -> None:
    (key, document), *_ = analysing.pending(desk, slug, VERSION)
    passage = Passage(0, 0, 3, PassageKind.BODY, 0)
    stances = (StanceFinding("100", Stance.FAVOR, 0.9),)
    wrong = Analysis(document, Respondent(), (PassageFindings(passage, stances=stances),))
    with pytest.raises(StoreError, match="100"):
        analysing.save(desk, key, wrong, VERSION)


def test_an_unknown_response_is_told(desk: Desk, slug: str) -> None:
    assert slug
    with pytest.raises(NotFoundError, match="4711"):
        analysing.save(desk, 4711, analyse(Document("x", "x", ())), VERSION)


TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)
SCORE = st.floats(0, 1)
SPANS = st.lists(st.builds(Span, st.integers(0, 30), st.integers(0, 30)), max_size=2).map(tuple)
NUMBER = st.sampled_from(CATALOGUE.numbers)
OPTIONAL = st.none() | TEXT
DOCUMENT = st.builds(
    Document,
    st.just("a"),
    TEXT,
    st.lists(
        st.builds(
            Block,
            st.integers(0, 30),
            st.integers(0, 30),
            st.sampled_from(BlockKind),
            st.integers(0, 6),
            st.none() | st.integers(1, 9),
        ),
        max_size=3,
    ).map(tuple),
    st.lists(
        st.builds(
            Removal,
            st.sampled_from(RemovalKind),
            # What was taken out may hold what no database column can.
            st.text(max_size=5),
            st.integers(0, 30),
            st.integers(1, 9),
        ),
        max_size=2,
    ).map(tuple),
    st.lists(TEXT, max_size=2).map(tuple),
    st.builds(
        Metadata, OPTIONAL, OPTIONAL, OPTIONAL, OPTIONAL, st.lists(TEXT, max_size=2).map(tuple)
    ),
)


def passages(n: int) -> st.SearchStrategy[PassageFindings]:
    return st.builds(
        PassageFindings,
        st.builds(
            Passage,
            st.just(n),
            st.integers(0, 15),
            st.integers(15, 30),
            st.sampled_from(PassageKind),
            st.integers(0, 9),
            st.lists(st.integers(0, 3), max_size=2).map(tuple),
            st.none() | st.integers(0, 3),
            st.none() | st.integers(1, 9),
        ),
        st.lists(
            st.builds(
                Reference,
                st.integers(0, 30),
                st.integers(0, 30),
                TEXT,
                st.lists(NUMBER, max_size=2).map(tuple),
                st.lists(TEXT, max_size=2).map(tuple),
            ),
            max_size=2,
        ).map(tuple),
        st.lists(
            st.builds(ItemLink, NUMBER, st.sampled_from(LinkMethod), SCORE, SPANS, TEXT),
            max_size=2,
        ).map(tuple),
        st.lists(st.builds(ThemeScore, TEXT, SCORE), max_size=2).map(tuple),
        st.lists(
            st.builds(
                StanceFinding,
                st.none() | NUMBER,
                st.sampled_from(Stance),
                SCORE,
                st.just({}) | st.fixed_dictionaries(dict.fromkeys(Stance, SCORE)),
                SPANS,
                TEXT,
            ),
            max_size=2,
        ).map(tuple),
        st.booleans(),
    )


ANALYSIS = st.builds(
    Analysis,
    DOCUMENT,
    st.builds(Respondent, OPTIONAL, st.sampled_from(RespondentKind), SPANS),
    st.integers(0, 3).flatmap(lambda n: st.tuples(*(passages(i) for i in range(n)))),
)


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(ANALYSIS)
def test_any_findings_come_back_equal(desk: Desk, analysis: Analysis) -> None:
    slug = rounds.create(desk, "Runde", "", CATALOGUE).slug
    source = reading("a", "").source
    intake.take_in(desk, slug, [FakeReading(source, (analysis.document,), sha256="1")])
    ((key, document),) = analysing.pending(desk, slug, VERSION)
    assert document == analysis.document
    analysing.save(desk, key, analysis, VERSION)
    assert list(browsing.analyses(desk, slug)) == [analysis]
