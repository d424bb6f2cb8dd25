"""What is shown is the machine's findings as corrected: nothing lost, undone means undone."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consult.domain.anchoring import anchor_at
from consult.domain.documents import Span
from consult.domain.effective import effective
from consult.domain.findings import (
    Analysis,
    LinkMethod,
    Matter,
    Passage,
    PassageFindings,
    PassageKind,
    Stance,
)
from consult.domain.people import RespondentKind, SenderSource
from consult.domain.reviews import Borders, Change, Judgement, Review, Sender, Withdrawal
from consult.domain.voices import voices
from tests.store.builders import CATALOGUE, analyse, document

NUMBERS = CATALOGUE.numbers
AT = datetime(2027, 1, 1, tzinfo=UTC)
TEXT = (
    "Fra: FOA\n"
    "Punkt 79: vi er imod, at skolen lukker. Det rammer de mindste børn i byen hårdt.\n"
    "Punkt 82: det kan gå, hvis de ældre kommer med til bordet.\n"
    "Vi er imod.\nVi takker for høringen. Vi er imod."
)


def review(key: int, text: str, change: Change, span: Span | None = None) -> Review:
    anchor = anchor_at(text, span) if span is not None else None
    return Review(key, 1, "Bo", AT, change, anchor)


def place(text: str, words: str, nth: int = 0) -> Span:
    at = [m.start() for m in re.finditer(re.escape(words), text)][nth]
    return Span(at, at + len(words))


def passage(analysis: Analysis, words: str) -> PassageFindings:
    text = analysis.document.text
    return next(f for f in analysis.findings if f.passage.span.slice(text) == words)


def by_sentence(analysis: Analysis) -> Analysis:
    """The same findings, cut at each sentence: what another version of the machine might do."""
    text, found = analysis.document.text, []
    for f in analysis.findings:
        for m in re.finditer(r"\S[^.]*\.?", f.passage.span.slice(text)):
            start = f.passage.start + m.start()
            end = start + len(m.group().rstrip())
            p = replace(f.passage, index=len(found), start=start, end=end)
            found.append(replace(f, passage=p, references=()))
    return replace(analysis, findings=tuple(found))


def as_one(analysis: Analysis) -> Analysis:
    """The same text as one passage."""
    text = analysis.document.text
    whole = Passage(0, 0, len(text), PassageKind.BODY, 0)
    found = PassageFindings(
        whole, tuple(r for f in analysis.findings for r in f.references), (), (),
        tuple(replace(s, proposal=None) for s in analysis.findings[-1].stances[:1]),
    )  # fmt: skip
    return replace(analysis, findings=(found,))


CUTTINGS = (lambda a: a, by_sentence, as_one)
LINES = st.lists(
    st.sampled_from(
        ["Vi er imod.", "Punkt 79: vi er imod skolen. Men hvad med BU-02?", "Punkt BU-02 er godt",
         "Vi støtter de ældre, hvis punkt 999 falder.", "Nej", "  – hvad nu?  ", "Punkt 82. Ja."]
    ),
    min_size=1, max_size=6,
)  # fmt: skip
LABELS = st.sampled_from(list(Stance))


@st.composite
def corrected(draw: st.DrawFn) -> tuple[Analysis, list[Review]]:
    """A letter and corrections of it, each of what was shown when it was made."""
    text = "\n".join(draw(LINES))
    machine = analyse(document("a.txt", text))
    reviews: list[Review] = []
    for key in range(1, draw(st.integers(1, 6)) + 1):
        shown = effective(machine, reviews, NUMBERS).analysis
        reviews.append(draw(changes(key, shown, reviews)))
    return machine, reviews


@st.composite
def changes(draw: st.DrawFn, key: int, shown: Analysis, earlier: list[Review]) -> Review:
    text, found = shown.document.text, shown.findings
    i = draw(st.integers(0, len(found) - 1))
    span = found[i].passage.span
    kind = draw(st.sampled_from(["stance", "links", "themes", "split", "join", "sender", "undo"]))
    if kind == "undo" and earlier:
        return review(key, text, Withdrawal(draw(st.sampled_from(earlier)).id))
    if kind == "sender":
        return review(key, text, Sender("Ældrerådet", RespondentKind.COUNCIL))
    if kind == "split" and span.end - span.start > 2:
        words = span.slice(text)
        cut = draw(st.integers(1, len(words) - 1))
        if words[:cut].strip() and words[cut:].strip():
            return review(key, text, Borders((cut,)), span)
    if kind == "join" and i + 1 < len(found):
        return review(key, text, Borders(()), Span(span.start, found[i + 1].passage.end))
    if kind == "links":
        return review(key, text, Judgement(links=draw(NUMBER_SETS)), span)
    if kind == "themes":
        return review(key, text, Judgement(themes=("skole",)), span)
    target = draw(st.sampled_from([*NUMBERS, None]))
    return review(key, text, Judgement(stances=((target, draw(LABELS)),)), span)


NUMBER_SETS = st.lists(st.sampled_from(NUMBERS), unique=True, max_size=2).map(tuple)


def is_whole(analysis: Analysis) -> None:
    """Each character that is no blank lies in one passage, in order; what points points rightly."""
    text = analysis.document.text
    held = [i for f in analysis.findings for i in range(f.passage.start, f.passage.end)]
    assert held == sorted(set(held))
    assert {i for i, c in enumerate(text) if not c.isspace()} <= set(held)
    for i, f in enumerate(analysis.findings):
        p = f.passage
        assert p.index == i
        assert p.span.slice(text).strip()
        assert all(j < len(analysis.findings) and j != i for j in (*p.governed_by, p.lead_in or 0)
                   if i or j)  # fmt: skip
        targets = [k.proposal for k in f.links] or [None]
        if p.kind.is_judged:
            assert [s.proposal for s in f.stances] == targets
        for s in f.stances:
            assert sum(s.probabilities.values()) == pytest.approx(1)


@given(corrected(), st.sampled_from(CUTTINGS))
@settings(max_examples=150)
def test_nothing_is_lost_however_the_machine_cuts(
    made: tuple[Analysis, list[Review]], cutting: object
) -> None:
    machine, reviews = made
    recut = cutting(machine)  # type: ignore[operator]
    shown = effective(recut, reviews, NUMBERS)
    is_whole(shown.analysis)
    before = sorted((r.start, r.end) for f in recut.findings for r in f.references)
    after = sorted((r.start, r.end) for f in shown.analysis.findings for r in f.references)
    assert before == after
    assert shown.unfitting == ()
    voices(shown.analysis)


@given(corrected())
@settings(max_examples=100)
def test_order_given_and_doubles_make_no_difference(made: tuple[Analysis, list[Review]]) -> None:
    machine, reviews = made
    assert effective(machine, [*reversed(reviews), *reviews]) == effective(machine, reviews)


@given(corrected())
@settings(max_examples=100)
def test_a_correction_made_twice_is_made_once(made: tuple[Analysis, list[Review]]) -> None:
    machine, reviews = made
    last = reviews[-1]
    if isinstance(last.change, Withdrawal):
        return
    again = [*reviews, replace(last, id=last.id + 1)]
    assert effective(machine, again).analysis == effective(machine, reviews).analysis


@given(corrected())
@settings(max_examples=100)
def test_undoing_gives_back_and_undoing_that_brings_again(
    made: tuple[Analysis, list[Review]],
) -> None:
    machine, reviews = made
    *before, last = reviews
    undone = [*reviews, Review(90, 1, "Bo", AT, Withdrawal(last.id))]
    assert effective(machine, undone) == effective(machine, before)
    redone = [*undone, Review(91, 1, "Bo", AT, Withdrawal(90))]
    assert effective(machine, redone) == effective(machine, reviews)


@given(corrected(), st.sampled_from(CUTTINGS))
@settings(max_examples=150)
def test_the_last_judgement_holds_however_the_machine_cuts(
    made: tuple[Analysis, list[Review]], cutting: object
) -> None:
    machine, reviews = made
    last = reviews[-1]
    if not isinstance(last.change, Judgement) or not last.change.stances or last.anchor is None:
        return
    shown = effective(cutting(machine), reviews, NUMBERS).analysis  # type: ignore[operator]
    found = passage(shown, last.anchor.quote) if shown.document.text.count(
        last.anchor.quote) == 1 else None  # fmt: skip
    if found is None:
        return
    for proposal, label in last.change.stances:
        (stance,) = [s for s in found.stances if s.proposal == proposal]
        assert (stance.label, stance.score, stance.model) == (label, 1.0, "person")
        assert stance.probabilities[label] == 1
    assert Matter.STANCE in found.decided
    assert not found.review


@pytest.fixture
def machine() -> Analysis:
    return analyse(document("a.txt", TEXT))


def test_without_corrections_all_is_as_the_machine_found(machine: Analysis) -> None:
    shown = effective(machine, [])
    assert (shown.analysis, shown.unfitting) == (machine, ())


def test_the_same_words_in_two_places_are_told_apart(machine: Analysis) -> None:
    second = Judgement(stances=((None, Stance.NEUTRAL),))
    made = [review(1, TEXT, second, place(TEXT, "Vi er imod.", 1))]
    shown = effective(by_sentence(machine), made).analysis
    labels = [f.stances[0].label for f in shown.findings
              if f.passage.span.slice(TEXT) == "Vi er imod."]  # fmt: skip
    assert labels == [Stance.AGAINST, Stance.NEUTRAL]


def test_a_corrected_answer_keeps_what_still_stands_in_it() -> None:
    kept = review(1, TEXT, Judgement(links=()), place(TEXT, TEXT.split("\n")[2]))
    lost = review(2, TEXT, Judgement(themes=("aeldre",)), place(TEXT, "Vi takker for høringen."))
    sender = review(3, TEXT, Sender("FOA Nord", RespondentKind.UNION))
    newer = "Kære alle\n" + TEXT.replace("Vi takker for høringen.", "Tak.").replace(
        "de ældre", "de\u00a0ældre"
    )
    shown = effective(analyse(document("a.txt", newer)), [kept, lost, sender])
    assert shown.unfitting == (lost,)
    found = next(f for f in shown.analysis.findings if "bordet" in f.passage.span.slice(newer))
    assert (found.links, found.decided) == ((), (Matter.LINKS,))
    assert shown.analysis.respondent.name == "FOA Nord"
    assert shown.analysis.respondent.source is SenderSource.PERSON


def test_short_words_do_not_move_to_other_surroundings() -> None:
    made = review(1, TEXT, Judgement(stances=((None, Stance.FAVOR),)), place(TEXT, "Vi er imod."))
    elsewhere = "Noget helt andet står her, og det er langt fra det.\nVi er imod.\nOg her igen."
    shown = effective(analyse(document("a.txt", elsewhere)), [made])
    assert shown.unfitting == (made,)


def test_a_proposal_that_the_catalogue_lost_is_shown_as_unfitting(machine: Analysis) -> None:
    made = review(1, TEXT, Judgement(links=("82",)), place(TEXT, "Vi er imod."))
    assert effective(machine, [made], {"79"}).unfitting == (made,)


def test_a_new_link_carries_the_stance_and_stays_to_be_looked_at(machine: Analysis) -> None:
    words = TEXT.split("\n")[1]
    made = review(1, TEXT, Judgement(links=("82", "79")), place(TEXT, words))
    found = passage(effective(machine, [made]).analysis, words)
    assert [k.method for k in found.links] == [LinkMethod.PERSON] * 2
    assert [(s.proposal, s.label) for s in found.stances] == [
        ("82", Stance.AGAINST), ("79", Stance.AGAINST)
    ]  # fmt: skip
    assert found.review
    both = [made, review(2, TEXT, Judgement(stances=(("82", Stance.FAVOR),)), place(TEXT, words))]
    assert not passage(effective(machine, both).analysis, words).review


def test_halves_are_to_be_looked_at_and_put_together_they_are_one(machine: Analysis) -> None:
    words = TEXT.split("\n")[1]
    cut = review(1, TEXT, Borders((words.index("Det rammer"),)), place(TEXT, words))
    shown = effective(machine, [cut]).analysis
    first, second = (f for f in shown.findings if Matter.BORDERS in f.decided)
    assert first.passage.span.slice(TEXT).endswith("lukker.")
    assert second.passage.span.slice(TEXT).startswith("Det rammer")
    assert first.review
    assert second.review
    assert (len(first.references), len(second.references)) == (1, 0)
    back = review(2, TEXT, Borders(()), place(TEXT, words))
    assert len(effective(machine, [cut, back]).analysis.findings) == len(machine.findings)


def test_who_judges_a_line_from_a_portal_makes_it_an_argument(machine: Analysis) -> None:
    made = review(1, TEXT, Judgement(stances=((None, Stance.FAVOR),)), place(TEXT, "Fra: FOA"))
    found = passage(effective(machine, [made]).analysis, "Fra: FOA")
    assert found.passage.kind is PassageKind.BODY
    assert found.stances[0].label is Stance.FAVOR
