"""Identity, and that nothing vanishes: design properties 1 and 7."""

from dataclasses import replace
from pathlib import Path
from unicodedata import normalize

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consult.domain.access import local
from consult.domain.errors import NotFoundError
from consult.domain.proposals import Catalogue
from consult.services import analysing, browsing, intake, rounds
from consult.services.browsing import ResponseFilter, ResponseState, SourceState
from consult.services.desk import Desk
from consult.services.intake import IntakeReport, Outcome
from consult.store.database import Store
from consult.store.tables import METADATA
from consult.store.taking import Taken
from tests.store.builders import (
    CATALOGUE,
    VERSION,
    FakeReading,
    FakeSource,
    analyse,
    archive,
    broken,
    document,
    reading,
    skipped,
    table,
)


@pytest.fixture
def slug(desk: Desk) -> str:
    return rounds.create(desk, "Budget 2027", "Budget", CATALOGUE).slug


def everything(desk: Desk) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables."""
    with desk.read() as connection:
        return {
            name: sorted(tuple(map(str, row)) for row in connection.execute(sa.select(table)))
            for name, table in METADATA.tables.items()
        }


def current(desk: Desk, slug: str) -> list[str]:
    return [r.document for r in browsing.list_responses(desk, slug).items]


def test_the_same_source_twice_changes_nothing(desk: Desk, slug: str) -> None:
    readings = [reading("a.txt", "Vi er imod"), reading("b.csv", "en", "to"), broken("c.pdf")]
    readings.append(skipped("d.exe"))
    intake.take_in(desk, slug, readings)
    analysing.analyse_round(desk, slug, analyse, VERSION)
    before = everything(desk)
    report = intake.take_in(desk, slug, readings)
    assert everything(desk) == before
    assert [e.outcome for e in report.endings] == [
        Outcome.SAME,
        Outcome.SAME,
        Outcome.FAILED,
        Outcome.SKIPPED,
    ]
    assert report.responses == Taken(same=3)


def test_the_same_words_from_another_sender_are_another_response(desk: Desk, slug: str) -> None:
    intake.take_in(desk, slug, [reading("a.txt", "Vi er imod"), reading("b.txt", "Vi er imod")])
    intake.take_in(desk, slug, [reading("c.csv", "Vi er imod", "Vi er imod")])
    assert current(desk, slug) == ["a.txt", "b.txt", "c.csv#1", "c.csv#2"]


def test_new_content_of_a_source_supersedes_and_both_are_kept(desk: Desk, slug: str) -> None:
    intake.take_in(desk, slug, [reading("a.txt", "Punkt 79: vi støtter forslaget")])
    analysing.analyse_round(desk, slug, analyse, VERSION)
    report = intake.take_in(desk, slug, [reading("a.txt", "Punkt 79: vi er nu imod forslaget")])
    analysing.analyse_round(desk, slug, analyse, VERSION)
    (ending,) = report.endings
    assert ending.outcome is Outcome.SUPERSEDING
    assert ending.responses == Taken(superseding=1)
    old, new = browsing.list_responses(desk, slug, ResponseFilter(state=None)).items
    assert (old.state, new.state) == (ResponseState.SUPERSEDED, ResponseState.CURRENT)
    assert new.supersedes == old.id
    page = browsing.response_page(desk, slug, old.id)
    assert page.superseded_by == new.id
    assert page.analysis is not None
    assert page.document.text == "Punkt 79: vi støtter forslaget"
    row = browsing.overview(desk, slug).rows[0]
    assert row.responses == 1
    assert row.stance["against"].n == 1


def test_an_older_version_taken_in_again_is_known_and_does_not_come_back(
    desk: Desk, slug: str
) -> None:
    old, new = reading("a.txt", "gammel"), reading("a.txt", "ny")
    intake.take_in(desk, slug, [old, new])
    before = everything(desk)
    (ending,) = intake.take_in(desk, slug, [old]).endings
    assert everything(desk) == before
    assert ending.outcome is Outcome.SAME
    assert ending.reason is not None
    assert "nyere udgave" in ending.reason


def test_a_table_row_by_row(desk: Desk, slug: str) -> None:
    first = table("p.csv", {"1": "uændret", "2": "før", "3": "fortrudt"})
    second = table("p.csv", {"1": "uændret", "2": "efter", "4": "ny"})
    intake.take_in(desk, slug, [first])
    analysing.analyse_round(desk, slug, analyse, VERSION)
    report = intake.take_in(desk, slug, [second])
    assert report.responses == Taken(new=1, same=1, superseding=1, withdrawn=1)
    assert current(desk, slug) == ["1", "2", "4"]
    assert analysing.pending_count(desk, slug, VERSION) == 2, "the unchanged row keeps its findings"
    sums = browsing.overview(desk, slug).totals.responses
    assert (sums.current, sums.superseded, sums.withdrawn) == (3, 1, 1)
    old, new = browsing.list_sources(desk, slug).items
    assert old.superseded_by == new.id
    assert (old.responses, old.replaced, new.responses, new.replaced) == (0, 2, 3, 0)


def test_metadata_is_part_of_what_was_handed_in(desk: Desk, slug: str) -> None:
    first = reading("p.csv", "Vi er imod")
    (d,) = first.documents
    named = replace(d, metadata=replace(d.metadata, respondent="FOA", given=("79",)))
    intake.take_in(desk, slug, [first])
    second = replace(first, documents=(named,), sha256="f" * 64)
    assert intake.take_in(desk, slug, [second]).responses == Taken(superseding=1)
    ((_, stored),) = analysing.pending(desk, slug, VERSION)
    assert stored == named


def test_rows_of_two_tables_may_bear_one_name(desk: Desk, slug: str) -> None:
    intake.take_in(desk, slug, [table(n, {"1": n}) for n in ("a.csv", "b.csv", "c.csv")])
    assert current(desk, slug) == ["1", "b.csv/1", "c.csv/1"]
    report = intake.take_in(desk, slug, [table("b.csv", {"1": "rettet"})])
    assert report.responses == Taken(superseding=1)
    assert sorted(current(desk, slug)) == ["1", "b.csv/1", "c.csv/1"]


def test_a_failure_does_not_replace_what_was_read(desk: Desk, slug: str) -> None:
    intake.take_in(desk, slug, [reading("a.txt", "Vi er imod"), broken("a.txt")])
    assert current(desk, slug) == ["a.txt"]
    states = browsing.list_sources(desk, slug).states
    assert (states[SourceState.READ], states[SourceState.FAILED]) == (1, 1)


def test_a_failure_is_settled_when_the_source_is_read_at_last(desk: Desk, slug: str) -> None:
    intake.take_in(desk, slug, [broken("a.txt"), reading("a.txt", "Vi er imod")])
    listed = browsing.list_sources(desk, slug)
    assert (listed.states[SourceState.READ], listed.states[SourceState.FAILED]) == (1, 0)
    assert (listed.superseded, listed.total) == (1, 2)


def test_the_same_bytes_may_be_read_at_a_second_try(desk: Desk, slug: str) -> None:
    good = reading("a.txt", "Vi er imod")
    intake.take_in(desk, slug, [replace(broken("a.txt"), sha256=good.sha256)])
    report = intake.take_in(desk, slug, [good])
    assert report.count(Outcome.TAKEN) == 1
    assert browsing.list_sources(desk, slug).total == 1


def test_an_empty_file_and_letters_no_database_holds(desk: Desk, slug: str) -> None:
    empty = replace(reading("tom.csv", "x"), documents=())
    nul = reading("nul.txt", "før\0efter")
    half = reading("halv.txt", "før\ud800efter")
    report = intake.take_in(desk, slug, [empty, nul, half, reading("a.txt", "god")])
    assert [e.outcome for e in report.endings] == [
        Outcome.SKIPPED,
        Outcome.FAILED,
        Outcome.FAILED,
        Outcome.TAKEN,
    ]
    assert all(e.reason and e.source in e.reason for e in report.notes)
    assert len(report.notes) == 3


def test_files_that_were_not_opened_are_told_apart_by_their_folder(desk: Desk, slug: str) -> None:
    readings = [
        replace(skipped(".DS_Store"), source=FakeSource(Path(folder) / ".DS_Store", ".DS_Store"))
        for folder in ("/a", "/b")
    ]
    for _ in range(2):
        assert intake.take_in(desk, slug, readings).count(Outcome.SKIPPED) == 2
    listed = browsing.list_sources(desk, slug)
    assert (listed.states[SourceState.SKIPPED], listed.superseded) == (2, 0)


def test_a_name_is_one_name_however_its_letters_are_written(desk: Desk, slug: str) -> None:
    composed, decomposed = "på ø.txt", normalize("NFD", "på ø.txt")
    assert composed != decomposed
    intake.take_in(desk, slug, [reading(composed, "før"), reading(decomposed, "efter")])
    assert current(desk, slug) == [composed]


def test_a_name_that_is_no_text_is_taken_all_the_same(desk: Desk, slug: str) -> None:
    report = intake.take_in(desk, slug, [reading("brev\udcf8.txt", "Vi er imod")])
    assert [e.outcome for e in report.endings] == [Outcome.FAILED]
    report = intake.take_in(desk, slug, [broken("skrå\udcf8.pdf")])
    assert report.endings[0].source == "skrå?.pdf"


def test_an_unknown_round_is_told_before_anything_is_read(desk: Desk) -> None:
    def never() -> FakeReading:
        raise AssertionError

    with pytest.raises(NotFoundError, match="»ukendt«"):
        intake.take_in(desk, "ukendt", (never() for _ in range(1)))


LETTER, OTHER = reading("mappe/a.txt", "Vi er imod"), reading("b.txt", "Vi støtter")


def test_an_archive_and_what_lay_in_it_are_sources(desk: Desk, slug: str) -> None:
    first = archive("svar.zip", LETTER, OTHER, skipped(".DS_Store"))
    report = intake.take_in(desk, slug, first)
    assert [e.outcome for e in report.endings] == ["taken", "taken", "taken", "skipped"]
    assert (report.sources, report.enclosed) == (4, 3)
    outer, letter, *_ = browsing.list_sources(desk, slug).items
    assert (outer.name, outer.enclosed, outer.responses) == ("svar.zip", 3, 0)
    assert (letter.name, letter.path) == (
        "svar.zip/mappe/a.txt",
        "/indbakke/svar.zip/mappe/a.txt",
    )
    before = everything(desk)
    again = intake.take_in(desk, slug, first)
    assert everything(desk) == before
    assert [e.outcome for e in again.endings] == ["same", "same", "same", "skipped"]


def test_a_new_archive_says_what_is_in_it(desk: Desk, slug: str) -> None:
    old = archive("svar.zip", LETTER, OTHER)
    changed = archive("svar.zip", reading("mappe/a.txt", "Vi er nu for"))
    intake.take_in(desk, slug, [*old, reading("svar.zipper.txt", "Udenfor")])
    report = intake.take_in(desk, slug, changed)
    outer, letter = report.endings
    assert (outer.outcome, outer.responses) == (Outcome.SUPERSEDING, Taken(withdrawn=1))
    assert outer.reason == (
        "svar.zip: ny udgave. svar.zip: 1 fil, der var i den før, er væk – 1 svar trukket tilbage."
    )
    assert (letter.outcome, letter.responses) == (Outcome.SUPERSEDING, Taken(superseding=1))
    assert current(desk, slug) == ["svar.zipper.txt", "mappe/a.txt"]
    sums = browsing.overview(desk, slug).totals.responses
    assert (sums.current, sums.superseded, sums.withdrawn) == (2, 1, 1)
    older = intake.take_in(desk, slug, old)
    assert {e.outcome for e in older.endings} == {Outcome.SAME}
    assert current(desk, slug) == ["svar.zipper.txt", "mappe/a.txt"]


def test_a_file_may_come_back_in_a_newer_archive(desk: Desk, slug: str) -> None:
    intake.take_in(desk, slug, archive("svar.zip", LETTER, OTHER))
    intake.take_in(desk, slug, archive("svar.zip", reading("mappe/a.txt", "ny")))
    report = intake.take_in(desk, slug, archive("svar.zip", LETTER, OTHER, version="3"))
    assert report.count(Outcome.SAME) == 0
    texts = {d.text for _, d in analysing.pending(desk, slug, VERSION)}
    assert texts == {"Vi er imod", "Vi støtter"}
    listed = browsing.list_sources(desk, slug)
    assert sum(s.responses for s in listed.items) == 2
    assert listed.states[SourceState.READ] == 3


def test_an_archive_that_could_not_be_emptied_withdraws_nothing(desk: Desk, slug: str) -> None:
    intake.take_in(desk, slug, archive("svar.zip", LETTER, OTHER))
    unopened = replace(broken("defekt.txt"), sha256="")
    intake.take_in(desk, slug, archive("svar.zip", LETTER, unopened, version="2"))
    assert current(desk, slug) == ["mappe/a.txt", "b.txt"]


def test_members_of_two_archives_may_bear_one_name(desk: Desk, slug: str) -> None:
    intake.take_in(desk, slug, [*archive("x.zip", OTHER), *archive("y.zip", OTHER)])
    assert current(desk, slug) == ["b.txt", "y.zip/b.txt"]


def test_what_a_person_must_confirm_is_kept_with_the_response(desk: Desk, slug: str) -> None:
    asked = "Filen er delt i 2 svar; se, om delingen er rigtig."
    plain = table("samlet.pdf", {"samlet – 1 FOA": "Vi er imod", "samlet – 2 DLF": "Vi støtter"})
    cover = replace(document("samlet – forside", "Indhold"), skip_reason="Det er ikke et svar.")
    split = replace(
        plain,
        documents=tuple(replace(d, confirm=asked) for d in plain.documents),
        empty=(cover,),
    )
    (ending,) = intake.take_in(desk, slug, [split]).endings
    assert (ending.confirm, ending.reason) == (asked, "samlet.pdf: Det er ikke et svar.")
    (source,) = browsing.list_sources(desk, slug).items
    assert source.confirm == asked
    lines = browsing.list_responses(desk, slug).items
    assert [line.confirm for line in lines] == [asked, asked]
    assert [d.confirm for _, d in analysing.pending(desk, slug, VERSION)] == [asked, asked]
    surer = replace(plain, sha256="e" * 64)
    assert intake.take_in(desk, slug, [surer]).responses == Taken(same=2)
    assert [line.confirm for line in browsing.list_responses(desk, slug).items] == [None, None]


def test_where_a_mail_came_from_is_part_of_what_was_handed_in(desk: Desk, slug: str) -> None:
    first = reading("a.eml", "Vi er imod")
    (d,) = first.documents
    mailed = replace(d, metadata=replace(d.metadata, mail_from="Bo <bo@mail.dk>"))
    intake.take_in(desk, slug, [replace(first, documents=(mailed,))])
    ((_, stored),) = analysing.pending(desk, slug, VERSION)
    assert stored == mailed


READINGS = st.lists(
    st.one_of(
        st.builds(reading, st.sampled_from("ab"), st.sampled_from(["x", "y", "z"])),
        st.builds(
            table,
            st.sampled_from("ab"),
            st.dictionaries(st.sampled_from("123"), st.sampled_from("xyz"), max_size=3),
        ),
        st.builds(broken, st.sampled_from("ab")),
        st.builds(skipped, st.sampled_from("ab")),
    ),
    max_size=8,
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(READINGS)
def test_whatever_comes_the_sums_add_up(sqlite: Store, readings: list[FakeReading]) -> None:
    desk = Desk(sqlite, local())
    slug = rounds.create(desk, "Runde", "", CATALOGUE).slug
    report = intake.take_in(desk, slug, readings)
    assert_sums(desk, slug, report, readings)
    again = intake.take_in(desk, slug, readings)
    assert again.count(Outcome.TAKEN) == again.count(Outcome.SUPERSEDING) == 0


def assert_sums(desk: Desk, slug: str, report: IntakeReport, readings: list[FakeReading]) -> None:
    assert report.sources == len(readings) == sum(report.count(o) for o in Outcome)
    taken = report.responses
    documents = sum(len(r.documents) for r in readings)
    assert taken.new + taken.same + taken.superseding == documents
    sums = browsing.overview(desk, slug).totals.responses
    assert sums.current == taken.new - taken.withdrawn
    assert (sums.superseded, sums.withdrawn) == (taken.superseding, taken.withdrawn)
    assert sums.analysed + sums.waiting + sums.failed == sums.current
    listed = browsing.list_sources(desk, slug)
    assert listed.total == len(listed.items)
    assert sum(s.responses for s in listed.items) == sums.current
    assert sum(s.replaced for s in listed.items) == sums.superseded + sums.withdrawn


def test_rows_without_a_response_are_told_and_kept(desk: Desk) -> None:
    slug = rounds.create(desk, "Budget", "", Catalogue()).slug
    held, empty = document("a1", "Vi er imod."), document("a2", "")
    reading = FakeReading(FakeSource(Path("t.csv"), "t.csv"), (held,), (empty,), sha256="x", size=1)
    report = intake.take_in(desk, slug, [reading])
    (ending,) = report.endings
    assert ending.reason == "t.csv: 1 række uden svar er sprunget over (a2)."
    assert report.responses.new == 1
    (line,) = browsing.list_sources(desk, slug).items
    assert line.reason == ending.reason
