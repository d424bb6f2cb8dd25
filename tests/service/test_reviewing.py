"""Corrections of a stored round: kept apart, shown everywhere, surviving, undone, never lost."""

from dataclasses import replace

import pytest
import sqlalchemy as sa

from consult.domain.access import Actor, Role
from consult.domain.documents import Document, Span
from consult.domain.effective import Effective
from consult.domain.errors import ConflictError, NotFoundError, ReviewError, StoreError
from consult.domain.findings import Analysis, Matter, Stance
from consult.domain.people import RespondentKind
from consult.domain.reviews import Borders, Judgement, Sender, Withdrawal
from consult.services import alike, analysing, auditing, browsing, intake, queue, reviewing, rounds
from consult.services.desk import Desk
from consult.services.reviewing import ReviewState
from consult.services.searching import SearchFilter, search
from consult.store import likeness, reviewed
from consult.store.codec import alike_of
from consult.store.database import Connection
from tests.store.builders import CATALOGUE, VERSION, analyse, reading, table

LETTER = "Fra: FOA\nPunkt 79: vi er imod, at skolen lukker. Og BU-02 er fin.\nVi ser til."
CAMPAIGN = "Punkt 79: vi er imod, at skolen mister timer, for det rammer de mindste børn hårdt"
NEAR = CAMPAIGN.replace("hårdt", "meget hårdt")
FAVOR = Judgement(stances=(("79", Stance.FAVOR),))


@pytest.fixture
def slug(desk: Desk) -> str:
    slug = rounds.create(desk, "Budget 2027", "Budget", CATALOGUE).slug
    rows = {str(i): f"Fra: Borger {i}\n{CAMPAIGN}" for i in range(4)}
    rows |= {"near": f"Fra: Borger 9\n{NEAR}", "other": "Fra: DLF\nPunkt 82: vi er imod alt her"}
    intake.take_in(desk, slug, [reading("a.txt", LETTER), table("portal.csv", rows)])
    analysing.analyse_round(desk, slug, analyse, VERSION)
    return slug


def response(desk: Desk, slug: str, name: str = "a.txt") -> int:
    every = browsing.list_responses(desk, slug).items
    return next(line.id for line in every if line.document == name)


def shown(desk: Desk, slug: str, key: int) -> Analysis:
    analysis = browsing.response_page(desk, slug, key).analysis
    assert analysis is not None
    return analysis


def span_of(desk: Desk, slug: str, key: int, words: str) -> Span:
    text = browsing.response_page(desk, slug, key).document.text
    at = text.index(words)
    return Span(at, at + len(words))


def line_of(desk: Desk, slug: str, key: int, n: int) -> Span:
    return shown(desk, slug, key).findings[n].passage.span


def other(desk: Desk, name: str = "Bo") -> Desk:
    return Desk(desk._store, Actor(name, 77, Role.EDITOR))


def by_sentence(document: Document) -> Analysis:
    """Another version of the machine: it cuts at sentences and is sure of another stance."""
    found = analyse(document)
    parts = []
    for f in found.findings:
        text = f.passage.span.slice(document.text)
        cut = text.find(". ") + 1
        spans = [f.passage.span] if not cut else [
            Span(f.passage.start, f.passage.start + cut),
            Span(f.passage.start + cut + 1, f.passage.end),
        ]  # fmt: skip
        for span in spans:
            p = replace(f.passage, index=len(parts), start=span.start, end=span.end)
            refs = tuple(r for r in f.references if span.start <= r.start < span.end)
            parts.append(replace(f, passage=p, references=refs))
    return replace(found, findings=tuple(parts))


def test_a_correction_is_shown_by_all_that_reads(desk: Desk, slug: str) -> None:
    key = response(desk, slug)
    before = browsing.overview(desk, slug).rows[0].stance
    reviewing.correct(desk, slug, key, FAVOR, line_of(desk, slug, key, 1))
    after = browsing.overview(desk, slug).rows[0].stance
    assert after[Stance.FAVOR].n == before[Stance.FAVOR].n + 1
    assert after[Stance.AGAINST].n == before[Stance.AGAINST].n - 1
    found = shown(desk, slug, key).findings[1]
    assert (found.stances[0].label, found.stances[0].score) == (Stance.FAVOR, 1.0)
    assert found.decided == (Matter.STANCE,)
    hits = search(desk, slug, "skolen", SearchFilter(stance=Stance.FAVOR)).hits
    assert [hit.response_id for hit in hits] == [key]
    (quote, *_) = browsing.proposal_page(desk, slug, "79").quotes[Stance.FAVOR]
    assert quote.response_id == key


def test_the_machines_own_is_kept_whole(desk: Desk, slug: str) -> None:
    key = response(desk, slug)
    own = shown(desk, slug, key)
    reviewing.correct(desk, slug, key, FAVOR, line_of(desk, slug, key, 1))
    reviewing.correct(desk, slug, key, Sender("Ældrerådet", RespondentKind.COUNCIL))
    with desk.read() as connection:
        assert reviewed.of_machine(connection, key) == (own, VERSION)
    for line in reviewing.history(desk, slug, key):
        reviewing.undo(desk, slug, line.review.id)
    assert shown(desk, slug, key) == own


def test_a_new_run_overwrites_nobody(desk: Desk, slug: str) -> None:
    key = response(desk, slug)
    span = line_of(desk, slug, key, 1)
    reviewing.correct(desk, slug, key, FAVOR, span)
    reviewing.correct(desk, slug, key, Sender("FOA Nord", RespondentKind.UNION))
    analysing.analyse_round(desk, slug, by_sentence, "v2")
    found = shown(desk, slug, key)
    assert found.respondent.name == "FOA Nord"
    assert [f.passage.span for f in found.findings][1] == span
    assert found.findings[1].stances[0].label is Stance.FAVOR
    assert browsing.list_responses(desk, slug).items[0].respondent == found.respondent
    assert [line.state for line in reviewing.history(desk, slug, key)] == [ReviewState.STANDING] * 2
    assert list(analysing.pending(desk, slug, "v2")) == []


def test_borders_are_a_persons_too(desk: Desk, slug: str) -> None:
    key = response(desk, slug)
    span = line_of(desk, slug, key, 1)
    cut = span_of(desk, slug, key, "Og BU-02").start - span.start
    made = reviewing.correct(desk, slug, key, Borders((cut,)), span)
    second = span_of(desk, slug, key, "Og BU-02 er fin.")
    change = Judgement(links=("BU-02",), stances=(("BU-02", Stance.FAVOR),))
    reviewing.correct(desk, slug, key, change, second)
    for version in ("v2", "v3"):
        labels = {(s.proposal, s.label) for f in shown(desk, slug, key).findings for s in f.stances}
        assert ("BU-02", Stance.FAVOR) in labels
        assert ("79", Stance.AGAINST) in labels
        analysing.analyse_round(desk, slug, analyse, version)
    assert search(desk, slug, "fin").hits[0].start == second.start
    joined = Span(span.start, shown(desk, slug, key).findings[-1].passage.end)
    reviewing.correct(desk, slug, key, Borders(()), joined)
    assert len(shown(desk, slug, key).findings) == 2
    reviewing.undo(desk, slug, made)
    assert len(shown(desk, slug, key).findings) == 2, "what came later still holds"


def test_a_corrected_answer_takes_its_corrections_along(desk: Desk, slug: str) -> None:
    key = response(desk, slug)
    reviewing.correct(desk, slug, key, FAVOR, line_of(desk, slug, key, 1))
    lost = reviewing.correct(
        desk, slug, key, Judgement(themes=("skole",)), line_of(desk, slug, key, 2)
    )
    reviewing.correct(desk, slug, key, Sender("FOA Nord", RespondentKind.UNION))
    intake.take_in(desk, slug, [reading("a.txt", LETTER.replace("Vi ser til.", "Tak for alt."))])
    newer = response(desk, slug)
    assert newer != key
    with pytest.raises(StoreError, match="ikke analyseret"):
        reviewing.correct(desk, slug, newer, FAVOR, Span(0, 5))
    analysing.analyse_round(desk, slug, analyse, VERSION)
    found = shown(desk, slug, newer)
    assert found.respondent.name == "FOA Nord"
    assert found.findings[1].stances[0].label is Stance.FAVOR
    listed = reviewing.unfitting(desk, slug)
    assert listed.total == 1
    assert [(u.response_id, u.document, u.review.id) for u in listed.items] == [
        (newer, "a.txt", lost)
    ]
    states = {h.review.id: h.state for h in reviewing.history(desk, slug, newer)}
    assert states[lost] is ReviewState.UNFITTING
    reviewing.undo(desk, slug, lost)
    assert reviewing.unfitting(desk, slug).total == 0
    with pytest.raises(ReviewError, match="nyeste"):
        reviewing.correct(desk, slug, key, FAVOR, Span(9, 20))


def test_history_says_who_and_when_and_what_was_before(desk: Desk, slug: str) -> None:
    key = response(desk, slug)
    span = line_of(desk, slug, key, 1)
    first = reviewing.correct(other(desk), slug, key, FAVOR, span, "  Læs\n igen. ")
    undone = reviewing.undo(desk, slug, first)
    (line,) = reviewing.history(desk, slug, key)
    assert (line.review.by, line.review.reason) == ("Bo", "Læs igen.")
    assert isinstance(line.review.was, Judgement)
    assert line.review.was.stances == (("79", Stance.AGAINST),)
    assert (line.state, line.undone_by) == (ReviewState.WITHDRAWN, "lokal administrator")
    with pytest.raises(ConflictError, match="allerede"):
        reviewing.undo(desk, slug, first)
    reviewing.undo(desk, slug, undone)
    assert reviewing.history(desk, slug, key)[0].state is ReviewState.STANDING
    actions = [e.action for e in auditing.entries(desk).items]
    assert actions[:3] == ["review.undo", "review.undo", "review.correct"]


def test_what_another_has_changed_meanwhile_is_told(desk: Desk, slug: str) -> None:
    key = response(desk, slug)
    span, elsewhere = line_of(desk, slug, key, 1), line_of(desk, slug, key, 2)
    made = reviewing.correct(other(desk), slug, key, FAVOR, span)
    conditional = Judgement(stances=(("79", Stance.CONDITIONAL),))
    with pytest.raises(ConflictError, match="Bo har rettet"):
        reviewing.correct(desk, slug, key, conditional, span, seen=0)
    assert shown(desk, slug, key).findings[1].stances[0].label is Stance.FAVOR
    reviewing.correct(desk, slug, key, Judgement(themes=("skole",)), elsewhere, seen=0)
    reviewing.correct(other(desk), slug, key, conditional, span, seen=0)
    reviewing.correct(desk, slug, key, Sender("X", RespondentKind.CITIZEN), seen=0)
    with pytest.raises(ConflictError):
        reviewing.correct(other(desk), slug, key, Sender("Y", RespondentKind.CITIZEN), seen=made)


@pytest.mark.parametrize(
    ("change", "span", "words"),
    [
        (Judgement(links=("999",)), Span(9, 20), "Kataloget har ikke 999"),
        (Judgement(), Span(9, 20), "siger ikke noget"),
        (Judgement(links=("79",), stances=(("82", Stance.FAVOR),)), Span(9, 20), "ikke er koblet"),
        (Judgement(stances=((None, Stance.FAVOR), ("79", Stance.FAVOR))), Span(9, 20), "kun én"),
        (Judgement(themes=()), Span(9, 20), "mindst ét"),
        (FAVOR, None, "intet sted"),
        (FAVOR, Span(5, 10_000), "intet sted"),
        (Borders((0,)), Span(9, 20), "ikke deles dér"),
        (Borders((6,)), Span(8, 20), None),
        (Sender("", RespondentKind.UNION), None, "navn"),
        (Sender("x" * 201, RespondentKind.UNION), None, "navn"),
        (Withdrawal(1), Span(9, 20), "for sig selv"),
    ],
)
def test_what_makes_no_sense_is_refused(
    desk: Desk, slug: str, change: object, span: Span | None, words: str | None
) -> None:
    key = response(desk, slug)
    if words is None:
        reviewing.correct(desk, slug, key, change, span)  # type: ignore[arg-type]
        return
    with pytest.raises(ReviewError, match=words):
        reviewing.correct(desk, slug, key, change, span)  # type: ignore[arg-type]
    assert reviewing.history(desk, slug, key) == ()


def test_corrections_cannot_be_changed(desk: Desk, slug: str) -> None:
    key = response(desk, slug)
    reviewing.correct(desk, slug, key, FAVOR, line_of(desk, slug, key, 1))
    with pytest.raises(StoreError, match="append-only"), desk.write() as connection:
        connection.execute(sa.text("UPDATE review SET reason = 'x'"))
    with pytest.raises(NotFoundError):
        reviewing.undo(desk, slug, 10**6)


def test_the_queue_begins_with_what_moves_most(desk: Desk, slug: str) -> None:
    found = queue.queue(desk, slug)
    assert found.progress.passages == sum(
        line.to_review for line in browsing.list_responses(desk, slug).items
    )
    values = [d.value for d in found.items]
    assert values == sorted(values, reverse=True)
    assert found.progress.groups == len(found.items)
    beyond = queue.queue(desk, slug, offset=1000)
    assert (beyond.progress, beyond.items) == (found.progress, ())
    one = queue.first(desk, slug).items[0]
    assert queue.first(desk, slug, {(one.response_id, one.passage)}).items[:1] != (one,)
    page = shown(desk, slug, one.response_id).findings[one.passage]
    agree = reviewing.judgement_of(page)
    reviewing.correct(desk, slug, one.response_id, agree, page.passage.span)
    after = queue.queue(desk, slug)
    assert after.progress.passages == found.progress.passages - 1
    assert after.progress.decided == 1


def test_the_same_words_are_one_in_the_queue(desk: Desk, slug: str) -> None:
    unsure = "Fra: Borger {}\nVi ser"
    rows = {f"u{i}": unsure.format(i) for i in range(3)}
    intake.take_in(desk, slug, [table("flere.csv", rows)])
    analysing.analyse_round(desk, slug, analyse, VERSION)
    copies = [d.copies for d in queue.queue(desk, slug).items]
    assert 3 in copies


def test_a_correction_is_applied_to_those_alike_and_taken_back(desk: Desk, slug: str) -> None:
    key = response(desk, slug, "0")
    made = reviewing.correct(desk, slug, key, FAVOR, line_of(desk, slug, key, 1))
    seen = alike.preview(desk, slug, made)
    names = [(like.hit.document, like.likeness == 1, like.as_found) for like in seen.items]
    assert names == [("1", True, True), ("2", True, True), ("3", True, True), ("near", False, True)]
    assert not seen.more
    # One is changed by another person meanwhile, and left.
    third = seen.items[2].hit
    conditional = Judgement(stances=(("79", Stance.CONDITIONAL),))
    reviewing.correct(
        other(desk), slug, third.response_id, conditional, Span(third.start, third.end)
    )
    chosen = [(like.hit.response_id, like.hit.start) for like in seen.items]
    applied = alike.apply_to(desk, slug, made, chosen)
    assert (applied.done, applied.left) == (3, 1)
    stance = browsing.overview(desk, slug).rows[0].stance
    assert (stance[Stance.FAVOR].n, stance[Stance.CONDITIONAL].n) == (4, 1)
    (line,) = reviewing.history(desk, slug, seen.items[0].hit.response_id)
    assert line.review.batch == applied.batch
    assert alike.undo_batch(desk, slug, applied.batch) == 3
    assert alike.undo_batch(desk, slug, applied.batch) == 0
    assert browsing.overview(desk, slug).rows[0].stance[Stance.FAVOR].n == 1
    assert len(alike.preview(desk, slug, made).items) == 3


def test_only_what_a_passage_says_is_applied_to_others(desk: Desk, slug: str) -> None:
    key = response(desk, slug)
    sender = reviewing.correct(desk, slug, key, Sender("X", RespondentKind.UNION))
    with pytest.raises(ReviewError, match="andre"):
        alike.preview(desk, slug, sender)
    made = reviewing.correct(desk, slug, key, FAVOR, line_of(desk, slug, key, 1))
    reviewing.undo(desk, slug, made)
    with pytest.raises(ReviewError, match="fortrudt"):
        alike.apply_to(desk, slug, made, [])


def test_a_correction_that_cannot_be_shown_is_not_kept(
    desk: Desk, slug: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, bad = response(desk, slug, "0"), response(desk, slug, "2")
    made = reviewing.correct(desk, slug, key, FAVOR, line_of(desk, slug, key, 1))
    chosen = [
        (like.hit.response_id, like.hit.start) for like in alike.preview(desk, slug, made).items
    ]
    apply = reviewed.apply

    def fails(connection: Connection, response_id: int) -> Effective:
        if response_id == bad:
            raise StoreError("Analysen gælder en anden tekst end den gemte.")
        return apply(connection, response_id)

    monkeypatch.setattr(reviewed, "apply", fails)
    applied = alike.apply_to(desk, slug, made, chosen)
    assert (applied.done, applied.left) == (len(chosen) - 1, 1)
    assert reviewing.history(desk, slug, bad) == ()
    assert len(reviewing.history(desk, slug, response(desk, slug, "3"))) == 1


def test_words_are_alike_whatever_their_signs(desk: Desk, slug: str) -> None:
    assert alike_of("Vi er IMOD – alle!") == alike_of("vi er imod, alle")
    assert alike_of("…") is None
    with desk.read() as connection:
        key = rounds.get(desk, slug).id
        assert len(likeness.same_words(connection, key, alike_of(CAMPAIGN.upper()) or "", 9)) == 4
