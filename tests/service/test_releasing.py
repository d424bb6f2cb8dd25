"""Versions for readers: what is in them, what is not, who sees which, and what stops them."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest
import sqlalchemy as sa

from consult.domain.access import Action, Actor, Role, decide, local
from consult.domain.documents import Removal, RemovalKind
from consult.domain.errors import DeniedError, NotReleasedError, ReleaseError, StoreError
from consult.domain.proposals import Catalogue, Proposal
from consult.domain.redaction import MASK
from consult.domain.rounds import Details
from consult.services import (
    analysing,
    auditing,
    browsing,
    intake,
    memberships,
    privacy,
    releasing,
    rounds,
    searching,
    uploads,
)
from consult.services.desk import Desk
from consult.services.privacy import Kind, Verdict
from consult.services.releasing import Release, Stopped
from consult.store import copying
from consult.store.database import Store
from consult.store.shelf import Shelf
from consult.store.tables import METADATA
from consult.store.upgrade import HEAD
from tests.service.doors import add
from tests.store.builders import CATALOGUE, VERSION, analyse, broken, reading

CPR, OTHER = "010203-1234", "311299-4321"
LETTER = f"Fra: FOA\nPunkt 79: vi er imod, og mit nummer er {CPR}, siger hun\nPunkt 82: hvis vi må"


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "releases")


@pytest.fixture
def chef(store: Store, shelf: Shelf) -> Desk:
    return Desk(store, local(), shelf)


@pytest.fixture
def slug(chef: Desk) -> str:
    made = rounds.create(chef, "Budget 2027", "Budget", CATALOGUE).slug
    fill(chef, made, reading("foa.txt", "Fra: FOA\nPunkt 79: vi er imod skolens nye timer"))
    return made


def fill(desk: Desk, slug: str, *readings: object) -> None:
    intake.take_in(desk, slug, readings)  # type: ignore[arg-type]
    analysing.analyse_round(desk, slug, analyse, VERSION)


def reader(desk: Desk, shelf: Shelf | None, role: Role = Role.READER) -> Desk:
    return Desk(desk._store, Actor("læser", None, role), shelf)


def made(done: Release | Stopped) -> Release:
    assert isinstance(done, Release), done
    return done


def only_hit(desk: Desk, slug: str, kind: Kind = Kind.CPR) -> int:
    (hit,) = privacy.sightings(desk, slug, kind).items
    return hit.id


def texts_of(desk: Desk, slug: str) -> str:
    """Everything that the services tell of a round."""
    every = [*browsing.list_responses(desk, slug).items, *browsing.list_sources(desk, slug).items]
    for line in browsing.list_responses(desk, slug).items:
        page = browsing.response_page(desk, slug, line.id)
        every += [page, page.document.text]
    every += [browsing.overview(desk, slug), *rounds.every(desk)]
    for number in ("79", "82", None):
        every.append(browsing.proposal_page(desk, slug, number))
        every.append(browsing.proposal_passages(desk, slug, number, limit=50))
    return "\n".join(map(str, every))


# --- Who sees which version


@pytest.mark.parametrize("everywhere", [True, False], ids=["in-all", "in-one"])
@pytest.mark.parametrize("role", [None, *Role], ids=str)
def test_role_by_version(
    chef: Desk, shelf: Shelf, slug: str, role: Role | None, everywhere: bool
) -> None:
    key = rounds.get(chef, slug).id
    actor = Actor("x", None, role if everywhere else None, {key: role} if role else {})
    desk = Desk(chef._store, actor, shelf)

    def sees() -> list[str]:
        return [r.document for r in browsing.list_responses(desk, slug).items]

    works = role in (Role.EDITOR, Role.ADMINISTRATOR)
    if role is None:
        with pytest.raises(DeniedError):
            sees()
    elif works:
        assert sees() == ["foa.txt"]
    else:
        with pytest.raises(NotReleasedError, match="endnu ikke frigivet noget"):
            sees()
    made(releasing.release(chef, slug))
    fill(chef, slug, reading("ny.txt", "Punkt 82: nej"))
    if role is not None:
        assert sees() == (["foa.txt", "ny.txt"] if works else ["foa.txt"])
        version = releasing.seen(desk, slug)
        assert (version and version.number) == (None if works else 1)
        desk.as_reader = True
        assert sees() == ["foa.txt"]
    assert bool(decide(actor, Action.RELEASE, key)) == works


def test_readers_of_a_round_without_a_release_are_told_whom_to_ask(
    chef: Desk, shelf: Shelf, slug: str, store: Store
) -> None:
    store.now = lambda: datetime(2027, 3, 3, tzinfo=UTC)
    add(store, "chef", Role.ADMINISTRATOR)
    add(store, "bo")
    add(store, "eva")
    memberships.grant(chef, "eva", slug, Role.EDITOR)
    with pytest.raises(NotReleasedError) as error:
        rounds.get(reader(chef, shelf), slug)
    assert "spørg eva eller chef" in str(error.value)
    assert not [e for e in auditing.entries(chef).items if not e.allowed]


def test_a_desk_without_a_shelf_shows_readers_nothing(chef: Desk, slug: str) -> None:
    made(releasing.release(chef, slug))
    with pytest.raises(NotReleasedError):
        rounds.get(reader(chef, None), slug)


def test_who_has_the_files_sees_the_round_as_it_is(chef: Desk, slug: str) -> None:
    assert releasing.seen(chef, slug) is None
    assert browsing.list_responses(chef, slug).total == 1


def test_originals_are_not_for_readers(chef: Desk, shelf: Shelf, slug: str) -> None:
    made(releasing.release(chef, slug))
    with pytest.raises(DeniedError, match="filerne, som de blev afleveret"):
        uploads.original(reader(chef, shelf), None, slug, 1)  # type: ignore[arg-type]


# --- What a version holds


def test_a_version_stays_as_it_was_released(chef: Desk, shelf: Shelf, slug: str) -> None:
    desk = reader(chef, shelf)
    first = made(releasing.release(chef, slug, "  Til udvalget\n "))
    assert (first.number, first.note, first.name) == (1, "Til udvalget", "Budget 2027")
    assert dict(first.counts) == {"responses": 1, "passages": 2, "removed": 0, "kept": 0}
    before = texts_of(desk, slug)
    fill(chef, slug, reading("foa.txt", "Fra: FOA\nPunkt 79: vi støtter det"))
    fill(chef, slug, reading("ny.txt", "Punkt 79: nej"))
    assert texts_of(desk, slug) == before
    made(releasing.release(chef, slug))
    assert browsing.list_responses(desk, slug).total == 2
    assert "vi støtter det" in texts_of(desk, slug)


def test_a_version_answers_as_the_round_did(chef: Desk, shelf: Shelf, slug: str) -> None:
    fill(chef, slug, reading("a.txt", LETTER.replace(CPR, "ukendt")), broken("x.pdf"))
    made(releasing.release(chef, slug))
    desk = reader(chef, shelf)
    assert browsing.overview(desk, slug) == browsing.overview(chef, slug)
    for number in ("79", "82", "BU-02", None):
        ours = browsing.proposal_page(chef, slug, number)
        assert browsing.proposal_page(desk, slug, number) == ours
        said = browsing.proposal_passages(chef, slug, number)
        assert browsing.proposal_passages(desk, slug, number) == said
    assert list(browsing.analyses(desk, slug)) == list(browsing.analyses(chef, slug))
    assert browsing.list_responses(desk, slug) == browsing.list_responses(chef, slug)
    found = searching.search(desk, slug, "imod")
    assert found == searching.search(chef, slug, "imod")
    assert found.total == 2


def test_what_no_longer_counts_and_what_could_be_tried_out_is_left_out(
    chef: Desk, shelf: Shelf, slug: str
) -> None:
    fill(chef, slug, reading("a.txt", f"Fra: Bo\nPunkt 79: nej, {CPR}"))
    fill(chef, slug, reading("a.txt", "Fra: Bo\nPunkt 79: nej"))
    path = shelf.folder / made(releasing.release(chef, slug)).file
    with sqlite3.connect(path) as connection:
        (n,) = connection.execute("SELECT count(*) FROM response").fetchone()
        assert n == browsing.list_responses(reader(chef, shelf), slug).total == 2
        assert connection.execute("SELECT DISTINCT content_hash FROM response").fetchall() == [
            ("",)
        ]
        assert connection.execute("SELECT DISTINCT sha256, path FROM source").fetchall() == [
            ("", "")
        ]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        for table in ("account", "audit", "redaction", "sighting", "work"):
            assert connection.execute(f"SELECT * FROM {table}").fetchall() == []  # noqa: S608
    assert CPR.encode() not in path.read_bytes()


def test_every_table_is_copied_or_left_out_on_purpose() -> None:
    """A new table that pages show must be in a release; name it here if it must not."""
    left_out = {
        "account", "attempt", "audit", "device", "membership", "password", "session", "work",
        "release", "redaction", "sighting", "privacy_check", "visit", "review", "machine",
        "taxonomy",
    }  # fmt: skip
    assert {t.name for t in copying.COPIED} | left_out == set(METADATA.tables)


def test_rounds_are_listed_by_the_name_that_readers_may_see(chef: Desk, shelf: Shelf) -> None:
    slug = rounds.create(chef, f"Klage fra {CPR}", f"Om {OTHER}", CATALOGUE).slug
    desk = reader(chef, shelf)
    assert [r.name for r in rounds.every(desk)] == [f"Klage fra {MASK * 11}"]
    fill(chef, slug, reading("a.txt", "Punkt 79: nej"))
    assert releasing.release(chef, slug) == Stopped(3)
    for hit in privacy.sightings(chef, slug).items:
        if hit.field == "slug":
            with pytest.raises(ReleaseError, match="en del af rundens adresse"):
                privacy.settle_sighting(chef, slug, hit.id, Verdict.REMOVE)
            privacy.settle_sighting(chef, slug, hit.id, Verdict.KEEP, reason="Opdigtet.")
        else:
            privacy.settle_sighting(chef, slug, hit.id, Verdict.REMOVE)
    made(releasing.release(chef, slug))
    assert [(r.slug, r.name) for r in rounds.every(desk)] == [(slug, f"Klage fra {MASK * 11}")]
    assert rounds.get(desk, slug).subject == f"Om {MASK * 11}"


def test_the_list_of_rounds_tells_readers_nothing_of_the_working_details(
    chef: Desk, shelf: Shelf
) -> None:
    said = Details(journal_number=CPR, invited=(OTHER,))
    rounds.create(chef, "Klage", "", CATALOGUE, said)
    (seen,) = [r for r in rounds.every(reader(chef, shelf)) if r.name == "Klage"]
    assert seen.details == Details()
    assert not seen.made_by


# --- What stops a release


def test_a_number_stops_the_release_until_it_is_taken_out(
    chef: Desk, shelf: Shelf, slug: str
) -> None:
    fill(chef, slug, reading("a.txt", LETTER))
    assert releasing.release(chef, slug) == Stopped(1)
    assert releasing.history(chef, slug) == ()
    with pytest.raises(NotReleasedError):
        rounds.get(reader(chef, shelf), slug)
    found = privacy.sightings(chef, slug)
    assert found.stopping == 1
    assert found.items[0].anchor.quote == CPR
    privacy.settle_sighting(chef, slug, found.items[0].id, Verdict.REMOVE)
    assert privacy.sightings(chef, slug).stopping == 0
    version = made(releasing.release(chef, slug))
    assert version.counts["removed"] == 1
    desk = reader(chef, shelf)
    shown, kept = texts_of(desk, slug), texts_of(chef, slug)
    assert f"mit nummer er {MASK * 11}, siger hun" in shown
    assert "1234" not in shown
    assert CPR in kept
    for query in (CPR, "010203", '"010203 1234"'):
        assert searching.search(desk, slug, query).total == 0
        assert searching.search(chef, slug, query).total == 1
    assert searching.search(desk, slug, "siger").total == 1
    data = (shelf.folder / version.file).read_bytes()
    for word in (CPR, "010203", "0102031234"):
        assert word.encode() not in data
        assert word.encode("utf-16-le") not in data


def test_a_number_is_kept_with_a_reason_alone(chef: Desk, shelf: Shelf, slug: str) -> None:
    fill(chef, slug, reading("a.txt", LETTER))
    privacy.search_private(chef, slug)
    hit = only_hit(chef, slug)
    with pytest.raises(ReleaseError, match="Skriv, hvorfor"):
        privacy.settle_sighting(chef, slug, hit, Verdict.KEEP, reason=" \n ")
    privacy.settle_sighting(chef, slug, hit, Verdict.KEEP, reason="Et eksempel, ikke en person.")
    made(releasing.release(chef, slug))
    assert CPR in texts_of(reader(chef, shelf), slug)
    # The same words in another place are another matter.
    fill(chef, slug, reading("b.txt", LETTER))
    assert releasing.release(chef, slug) == Stopped(1)


def test_decisions_survive_analysis_and_a_newer_version_of_the_letter(
    chef: Desk, shelf: Shelf, slug: str
) -> None:
    fill(chef, slug, reading("a.txt", LETTER), reading("b.txt", LETTER.replace(CPR, OTHER)))
    privacy.search_private(chef, slug)
    removed, kept = (h.id for h in privacy.sightings(chef, slug).items)
    privacy.settle_sighting(chef, slug, removed, Verdict.REMOVE)
    privacy.settle_sighting(chef, slug, kept, Verdict.KEEP, reason="Opdigtet.")
    analysing.analyse_round(chef, slug, analyse, "v2")
    made(releasing.release(chef, slug))
    longer = "Fra: FOA\nKære byråd\n" + LETTER.removeprefix("Fra: FOA\n")
    fill(chef, slug, reading("a.txt", longer), reading("b.txt", longer.replace(CPR, OTHER)))
    made(releasing.release(chef, slug))
    shown = texts_of(reader(chef, shelf), slug)
    assert CPR not in shown
    assert OTHER in shown
    # In other words the kept number is asked about again, and the removed one stays away.
    fill(chef, slug, reading("a.txt", f"Nr. {CPR}!"), reading("b.txt", f"Nr. {OTHER}!"))
    assert releasing.release(chef, slug) == Stopped(1)
    assert privacy.sightings(chef, slug).items[0].anchor.quote == OTHER


def test_all_that_readers_see_is_searched(chef: Desk, shelf: Shelf) -> None:
    numbers = [f"0102{i:02}-1{i:03}" for i in range(10, 24)]
    n = iter(numbers)
    proposal = Proposal("79", f"Titel {next(n)}", f"Tekst {next(n)}", f"Udvalg {next(n)}", next(n))
    slug = rounds.create(chef, "Runde", f"Om {next(n)}", Catalogue((proposal,))).slug
    letter = reading(f"svar {next(n)}.txt", f"Fra: Bo {next(n)}\nTekst")
    document = letter.documents[0]
    said = replace(
        document.metadata, respondent=next(n), subject=next(n), given=(next(n),), mail_from=next(n)
    )
    removal = Removal(RemovalKind.HIDDEN_TEXT, next(n), 0)
    told = replace(
        document, metadata=said, removals=(removal,), warnings=(f"Side {next(n)}.",),
        confirm=f"Se {next(n)}.",
    )  # fmt: skip
    fill(chef, slug, replace(letter, documents=(told,)))
    found = privacy.search_private(chef, slug)
    quotes = {h.anchor.quote for h in privacy.sightings(chef, slug, limit=100).items}
    assert quotes == set(numbers)
    assert found[Kind.CPR] == len(numbers) + 3, "names stand in several fields"
    for hit in privacy.sightings(chef, slug, limit=100).items:
        if any(hit.id == h.id for h in privacy.sightings(chef, slug, limit=100).items):
            privacy.settle_sighting(chef, slug, hit.id, Verdict.REMOVE)
    version = made(releasing.release(chef, slug))
    data = (shelf.folder / version.file).read_bytes()
    assert [number for number in numbers if number.encode() in data] == []
    page = browsing.response_page(reader(chef, shelf), slug, 1)
    assert page.document.name == f"svar {MASK * 11}.txt"
    assert page.response.respondent is not None
    assert page.response.respondent.name == f"Bo {MASK * 11}"


def test_what_is_not_a_cpr_number_is_offered_and_stops_nothing(
    chef: Desk, shelf: Shelf, slug: str
) -> None:
    text = "Fra: Bo\nRing 20 30 40 50, skriv bo@post.example.dk, bor Lærkevej 12."
    fill(chef, slug, reading("a.txt", text))
    found = privacy.search_private(chef, slug)
    assert dict(found) == {Kind.CPR: 0, Kind.PHONE: 1, Kind.EMAIL: 1, Kind.ADDRESS: 1}
    made(releasing.release(chef, slug))
    phone = only_hit(chef, slug, Kind.PHONE)
    privacy.settle_sighting(chef, slug, phone, Verdict.KEEP, reason="Står i brevhovedet.")
    for kind in (Kind.PHONE, Kind.EMAIL):
        privacy.remove_kind(chef, slug, kind)
    fill(chef, slug, reading("b.txt", "Ring 21 31 41 51"))
    made(releasing.release(chef, slug))
    shown = texts_of(reader(chef, shelf), slug)
    assert "20 30 40 50" in shown
    assert "Lærkevej 12" in shown
    assert "bo@post" not in shown
    assert "21 31" not in shown


# --- Free redaction


def test_words_of_ones_own_choice_are_taken_out(chef: Desk, shelf: Shelf, slug: str) -> None:
    letter = "Fra: Anna Holm\nMin datter Ida er syg.\nIDA har brug for skolen, og Idas ven."
    fill(chef, slug, reading("Ida.txt", letter), reading("b.txt", "Fra: Bo\nIda er et navn."))
    first = next(r for r in browsing.list_responses(chef, slug).items if r.document == "Ida.txt")
    with pytest.raises(ReleaseError, match="står ikke i svaret"):
        privacy.redact(chef, slug, "Ole", first.id)
    with pytest.raises(ReleaseError, match="Skriv eller indsæt"):
        privacy.redact(chef, slug, " – ")
    assert privacy.redact(chef, slug, "ida", first.id) == 4
    made(releasing.release(chef, slug))
    shown = texts_of(reader(chef, shelf), slug)
    assert "Min datter ███ er syg.\n███ har" in shown
    assert "Idas ven" in shown
    assert "███.txt" in shown
    assert "Ida.txt" not in shown
    assert "Ida er et navn" in shown
    privacy.redact(chef, slug, "Ida")
    made(releasing.release(chef, slug))
    assert "███ er et navn" in texts_of(reader(chef, shelf), slug)


def test_two_masked_names_stay_two_senders(chef: Desk, shelf: Shelf, slug: str) -> None:
    fill(
        chef,
        slug,
        reading("1.txt", f"Fra: {CPR}\nPunkt 79: nej"),
        reading("2.txt", f"Fra: {OTHER}\nPunkt 79: nej"),
    )
    fill(chef, slug, reading(f"{CPR}.txt", "Punkt 79: ja"), reading(f"{OTHER}.txt", "Punkt 79: ja"))
    privacy.search_private(chef, slug)
    while items := privacy.sightings(chef, slug).items:
        privacy.settle_sighting(chef, slug, items[0].id, Verdict.REMOVE, everywhere=True)
    made(releasing.release(chef, slug))
    desk = reader(chef, shelf)
    assert browsing.overview(desk, slug) == browsing.overview(chef, slug)
    names = [r.document for r in browsing.list_responses(desk, slug).items]
    assert len(set(names)) == len(names) == 5


def test_a_decision_is_undone_and_stays_on_the_list(chef: Desk, slug: str) -> None:
    fill(chef, slug, reading("a.txt", LETTER))
    privacy.search_private(chef, slug)
    privacy.settle_sighting(chef, slug, only_hit(chef, slug), Verdict.REMOVE, everywhere=True)
    made(releasing.release(chef, slug))
    (decision,) = privacy.decisions(chef, slug).items
    privacy.undo(chef, slug, decision.id)
    with pytest.raises(ReleaseError, match="allerede fortrudt"):
        privacy.undo(chef, slug, decision.id)
    assert releasing.release(chef, slug) == Stopped(1)
    (undone,) = privacy.decisions(chef, slug).items
    assert undone.undone_by == "lokal administrator"


# --- Withdrawn, logged, broken


def test_a_withdrawn_version_gives_way_to_the_one_before(
    chef: Desk, shelf: Shelf, slug: str
) -> None:
    desk = reader(chef, shelf)
    made(releasing.release(chef, slug))
    fill(chef, slug, reading("ny.txt", "Punkt 82: nej"))
    made(releasing.release(chef, slug))
    assert browsing.list_responses(desk, slug).total == 2
    before = releasing.withdraw_release(chef, slug, 2)
    assert before is not None
    assert before.number == 1
    assert browsing.list_responses(desk, slug).total == 1
    with pytest.raises(ReleaseError, match="allerede trukket tilbage"):
        releasing.withdraw_release(chef, slug, 2)
    assert releasing.withdraw_release(chef, slug, 1) is None
    with pytest.raises(NotReleasedError):
        rounds.get(desk, slug)
    assert made(releasing.release(chef, slug)).number == 3


def test_an_empty_round_is_not_released(chef: Desk) -> None:
    slug = rounds.create(chef, "Tom", "", CATALOGUE).slug
    with pytest.raises(ReleaseError, match="ingen svar at frigive"):
        releasing.release(chef, slug)


def test_all_of_it_is_logged_and_no_number_is_in_the_log(chef: Desk, slug: str) -> None:
    fill(chef, slug, reading("a.txt", LETTER), reading("b.txt", LETTER.replace(CPR, OTHER)))
    releasing.release(chef, slug)
    first, second = (h.id for h in privacy.sightings(chef, slug).items)
    privacy.settle_sighting(chef, slug, first, Verdict.REMOVE)
    privacy.settle_sighting(chef, slug, second, Verdict.KEEP, reason="Opdigtet.")
    privacy.remove_kind(chef, slug, Kind.PHONE)
    privacy.redact(chef, slug, "imod")
    privacy.undo(chef, slug, 1)
    privacy.undo(chef, slug, 2)
    releasing.release(chef, slug)
    privacy.search_private(chef, slug)
    for hit in privacy.sightings(chef, slug).items:
        privacy.settle_sighting(chef, slug, hit.id, Verdict.REMOVE)
    releasing.release(chef, slug, "Ud")
    releasing.withdraw_release(chef, slug, 1)
    log = auditing.entries(chef, limit=100).items
    assert {e.action for e in log} >= {
        "round.search_private", "round.redact", "round.keep", "round.undo", "round.release",
        "round.withdraw_release",
    }  # fmt: skip
    assert "1234" not in str(log)
    assert any("Opdigtet." in e.detail for e in log)


def test_the_log_tells_of_decisions_in_danish(chef: Desk, slug: str) -> None:
    fill(chef, slug, reading("brev.txt", LETTER))
    privacy.search_private(chef, slug)
    privacy.settle_sighting(chef, slug, only_hit(chef, slug), Verdict.KEEP, reason="Opdigtet.")
    privacy.remove_kind(chef, slug, Kind.PHONE)
    (line,) = (r for r in browsing.list_responses(chef, slug).items if r.source == "brev.txt")
    privacy.redact(chef, slug, "imod", line.id)
    privacy.redact(chef, slug, "imod")
    log = auditing.entries(chef).items
    assert [e.detail for e in log if e.action in ("round.redact", "round.keep")][::-1] == [
        "CPR-numre kun i svaret brev.txt, i teksten. Opdigtet.",
        "alle telefonnumre, også i nye svar",
        "egne ord overalt i svaret brev.txt.",
        "egne ord i hele runden.",
    ]


def test_the_log_has_a_word_for_all_that_readers_see(chef: Desk, slug: str) -> None:
    details = Details(invited=(f"FOA {CPR}",), journal_number=OTHER)
    rounds.edit(chef, slug, f"Runde {CPR}", f"Emne {CPR}", details)
    fill(chef, slug, reading(f"brev {OTHER}.txt", LETTER))
    privacy.search_private(chef, slug)
    for hit in privacy.sightings(chef, slug).items:
        privacy.settle_sighting(chef, slug, hit.id, Verdict.KEEP, reason="Opdigtet.")
    told = [e.detail for e in auditing.entries(chef).items if e.action == "round.keep"]
    assert len(told) > 4
    for english in ("round", "source", "response", "invited", "journal_number", "subject"):
        assert not any(english in each for each in told)


def test_a_damaged_version_is_told_and_not_shown(chef: Desk, shelf: Shelf, slug: str) -> None:
    path = shelf.folder / made(releasing.release(chef, slug)).file
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(StoreError, match="kan ikke læses"):
        rounds.get(reader(chef, Shelf(shelf.folder)), slug)
    path.unlink()
    with pytest.raises(StoreError, match="kan ikke læses"):
        rounds.get(reader(chef, Shelf(shelf.folder)), slug)


def test_a_version_cannot_be_written(chef: Desk, shelf: Shelf, slug: str) -> None:
    version = made(releasing.release(chef, slug))
    with pytest.raises(StoreError), shelf.open(version.file, version.sha256).write() as connection:
        connection.execute(sa.text("DELETE FROM response"))
    assert sha256((shelf.folder / version.file).read_bytes()).hexdigest() == version.sha256


def test_a_version_of_an_older_program_is_upgraded_when_opened(
    chef: Desk, shelf: Shelf, slug: str
) -> None:
    version = made(releasing.release(chef, slug))
    path = shelf.folder / version.file
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TABLE taxonomy")
        connection.execute("DROP INDEX ix_passage_theme_response_id")
        connection.execute("UPDATE alembic_version SET version_num = '0007'")
    connection.close()
    digest = sha256(path.read_bytes()).hexdigest()
    for _ in range(2):
        store = Shelf(shelf.folder).open(version.file, digest)
        with store.read() as connection:
            assert connection.scalar(sa.text("SELECT version_num FROM alembic_version")) == HEAD
            assert connection.scalar(sa.text("SELECT count(*) FROM response")) == 1
        store.close()
    assert sha256(path.read_bytes()).hexdigest() == digest
    assert sorted(p.suffix for p in path.parent.iterdir()) == [".sqlite3", ".sqlite3"]


def test_what_changes_while_the_copy_is_made_is_asked_about(
    chef: Desk, slug: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    close = Shelf.close

    def slowly(self: Shelf, draft: object) -> str:
        privacy.redact(chef, slug, "imod")
        return close(self, draft)  # type: ignore[arg-type]

    monkeypatch.setattr(Shelf, "close", slowly)
    with pytest.raises(ReleaseError, match="imens"):
        releasing.release(chef, slug)
    monkeypatch.undo()
    made(releasing.release(chef, slug))


def test_writers_do_not_wait_for_the_copy(
    chef: Desk, slug: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    close = Shelf.close

    def busy(self: Shelf, draft: object) -> str:
        fill(chef, slug, reading("imens.txt", "Punkt 79: nej"))
        return close(self, draft)  # type: ignore[arg-type]

    monkeypatch.setattr(Shelf, "close", busy)
    assert made(releasing.release(chef, slug)).counts["responses"] == 1


def test_drafts_and_files_that_nobody_names_are_swept(chef: Desk, shelf: Shelf, slug: str) -> None:
    version = made(releasing.release(chef, slug))
    old = time.time() - 3 * 24 * 3600
    lost = [shelf.folder / "partial" / "a.sqlite3-wal", shelf.folder / "1" / "9-abc.sqlite3"]
    for path in lost:
        path.write_bytes(b"x")
        os.utime(path, (old, old))
    os.utime(shelf.folder / version.file, (old, old))
    fresh = shelf.folder / "partial" / "b.sqlite3"
    fresh.write_bytes(b"")
    releasing.release(chef, slug)
    assert not any(path.exists() for path in lost)
    assert fresh.exists()
    assert (shelf.folder / version.file).exists()


SLOW = """
import sys, time
from consult.domain.access import local
from consult.services import releasing
from consult.services.desk import Desk
from consult.store.database import Store
from consult.store.shelf import Shelf
def wait(*_):
    print("here", flush=True)
    time.sleep(60)
setattr(Shelf if sys.argv[3] != "add" else releasing.releases, sys.argv[3], wait)
releasing.release(Desk(Store.open(sys.argv[1]), local(), Shelf(sys.argv[2])), sys.argv[4])
"""


@pytest.mark.slow
@pytest.mark.parametrize("moment", ["close", "put", "add"])
def test_killed_in_the_middle_readers_see_what_they_saw(
    chef: Desk, shelf: Shelf, slug: str, moment: str
) -> None:
    made(releasing.release(chef, slug))
    fill(chef, slug, reading("ny.txt", "Punkt 82: nej"))
    url = chef._store._engine.url.render_as_string(hide_password=False)
    code = SLOW.replace("Shelf(sys.argv[2])", "Shelf(__import__('pathlib').Path(sys.argv[2]))")
    child = subprocess.Popen(
        [sys.executable, "-c", code, url, str(shelf.folder), moment, slug], stdout=subprocess.PIPE
    )
    assert child.stdout is not None
    assert child.stdout.readline() == b"here\n"
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()
    again = Shelf(shelf.folder)
    assert [v.number for v in releasing.history(chef, slug)] == [1]
    assert browsing.list_responses(reader(chef, again), slug).total == 1
    assert made(releasing.release(chef, slug)).number == 2
    assert browsing.list_responses(reader(chef, again), slug).total == 2
