"""HTML of making a round and handing files in: what users wrote is text, and sums add up."""

from datetime import UTC, date, datetime

import pytest

from consult.domain.catalogue_changes import difference
from consult.domain.proposals import Catalogue, Proposal
from consult.domain.rounds import Details, Invitation
from consult.domain.work import WorkState
from consult.services.catalogues import CataloguePreview
from consult.services.drafting import Problem
from consult.services.fronts import RoundFront
from consult.services.handed_in import AtStake, FileView
from consult.services.uploads import Progress
from consult.store.records import Consultation
from consult.store.work_records import NewWork, WorkLine
from consult.ui.components import catalogue, fronts_list, handed_in, round_facts, steps
from consult.ui.texts import day, duration, read_day

NASTY = "<script>x</script> **fed**"
SAFE = "&lt;script&gt;x&lt;/script&gt; **fed**"
NOW = datetime(2026, 8, 20, tzinfo=UTC)


def view(state: WorkState, reason: str | None = None, **parts: object) -> FileView:
    name = f"{NASTY}.txt"
    row = WorkLine(
        1, 1, "1", "1", state, NewWork(name, name, name, False), str(parts.pop("outcome", "")),
        reason, 1, True, False, (), 0, 0, None, None, NOW, None, NOW,
    )  # fmt: skip
    return FileView(row, 2, bool(parts.get("replaced")), parts.get("confirm"))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "typed", ["20.8.2026", "20-08-2026", "20/8 26", "2026-08-20", " 20. 8. 2026. "]
)
def test_a_day_is_read_as_danes_write_it(typed: str) -> None:
    assert read_day(typed) == date(2026, 8, 20)


@pytest.mark.parametrize(
    "typed", ["", "i morgen", "31.2.2026", "20.8", "1.1.99999999999", "20 aug"]
)
def test_what_is_no_day_is_none(typed: str) -> None:
    assert read_day(typed) is None


def test_days_and_durations_are_said_as_one_says_them() -> None:
    assert day(date(2026, 5, 1)) == "1. maj 2026"
    assert [duration(s) for s in (5, 61, 3_600, 7_300)] == [
        "under et minut", "cirka 2 minutter", "cirka 60 minutter", "cirka 2 timer",
    ]  # fmt: skip


def test_steps_say_where_one_is() -> None:
    html = steps.stages(["a", "b<"], 1)
    assert html.count("aria-current") == 1
    assert 'aria-current="step"><b>2</b> b&lt;' in html


def test_files_are_text_and_say_what_became_of_them() -> None:
    failed = view(WorkState.FAILED, f"{NASTY}.txt: filen er tom <b>.")
    html = handed_in.file_table([failed, view(WorkState.DONE, outcome="superseding")])
    assert SAFE in html
    assert "<script" not in html
    assert "Filen er tom &lt;b&gt;." in html
    assert "færdig, afløser en tidligere udgave" in html
    assert "erstattet af en nyere udgave" in handed_in.state_of(view(WorkState.DONE, replaced=True))
    assert f"{SAFE}.txt</b>" in handed_in.asks(view(WorkState.DONE, confirm=NASTY))


def test_progress_is_told_in_words_and_adds_up() -> None:
    states = dict.fromkeys(WorkState, 0) | {WorkState.DONE: 3, WorkState.ANALYSING: 2}
    html = handed_in.bar(Progress(states, 1, 130.0)) + handed_in.sums(Progress(states, 1, 130.0))
    assert '<progress value="3" max="5" aria-label="3 af 5 filer er færdige">' in html
    assert "Der er cirka 3 minutter tilbage." in html
    assert "<b>2</b> analyseres" in html
    assert "<b>3</b> færdige" in html
    assert "tilbage" not in handed_in.bar(Progress(states, 0, 130.0)), "nobody is at it"
    assert "de første filer" in handed_in.bar(Progress(states, 0, None))


def test_the_question_says_what_it_costs() -> None:
    asked = handed_in.question(AtStake(NASTY, 2, 1))
    assert f"Træk »{SAFE}« tilbage? 1 svar tæller så ikke længere med." in asked
    assert "de 2 filer i den" in asked
    assert "Ingen svar tælles anderledes" in handed_in.question(AtStake("a", 0, 0))


def test_a_preview_names_all_that_changes_up_to_a_limit() -> None:
    before = Catalogue(tuple(Proposal(str(i), f"{NASTY} {i}") for i in range(30)))
    after = Catalogue((Proposal("0", "Nyt"), Proposal("99", NASTY)))
    found = difference(before, after)
    links = {p.number: 2 for p in found.gone}
    html = catalogue.changes(CataloguePreview(found, links, 7))
    assert "<script" not in html
    for part in ("1 nyt forslag", "1 ændret forslag", "29 forslag forsvinder", "og 17 mere",
                 "I alt peger 58 koblinger", "7 svar analyseres igen"):  # fmt: skip
        assert part in html
    assert "Intet er ændret" in catalogue.changes(CataloguePreview(difference(after, after), {}, 0))


def test_problems_and_warnings_are_text() -> None:
    assert SAFE in catalogue.problem_list([Problem(1, NASTY)])
    assert SAFE in catalogue.warnings(Catalogue((), (NASTY,)))
    assert "intet nummer" in catalogue.problem_list([])


def test_the_day_a_round_was_made_is_the_one_on_danish_calendars() -> None:
    late = datetime(2026, 8, 19, 22, 30, tzinfo=UTC)
    made = Consultation(1, "a", "A", "", late)
    assert "20. august 2026" in round_facts.facts(made)
    assert "20. august 2026" in fronts_list.fronts_list([RoundFront(made, 0, None)])


def test_facts_are_text_and_say_what_is_missing() -> None:
    made = Consultation(1, "a", "A", NASTY, NOW, NASTY, Details(ends=date(2026, 9, 1)))
    html = round_facts.facts(made)
    assert html.count(SAFE) == 2
    assert "til 1. september 2026" in html
    assert "ikke oplyst" in html
    both = Details(date(2026, 8, 1), date(2026, 9, 1))
    assert round_facts.period(both) == "1. august 2026 – 1. september 2026"
    parties = round_facts.invited([Invitation(NASTY, (NASTY,)), Invitation("DLF")], "a")
    assert parties.count(SAFE) == 2
    assert "1 af 2 inviterede" in parties
    assert "intet svar fundet" in parties
