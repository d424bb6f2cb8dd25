"""Files handed in: kept, read, analysed, each to an end; the counts add up at any time."""

import errno
import io
import random
import resource
import string
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from consult.domain.access import local
from consult.domain.documents import Document
from consult.domain.errors import KeepError, LostLeaseError, NotFoundError, StoreError
from consult.domain.findings import Analysis
from consult.domain.work import WorkState
from consult.readers.discover import sources
from consult.readers.limits import Limits
from consult.run.reading import Reading, read_source
from consult.services import analysing, auditing, browsing, intake, rounds, uploads
from consult.services.analysing_rows import analyse_row
from consult.services.browsing import SourceState
from consult.services.desk import Desk
from consult.services.reading_rows import read_row
from consult.services.searching import search
from consult.services.uploads import Upload
from consult.services.working import Worker
from consult.store.database import Store
from consult.store.records import ResponseState
from tests.service.workbench import Bench, NearReader, packed
from tests.store.builders import CATALOGUE, VERSION, analyse, reading

LETTER = "Fra: FOA\nPunkt 79: vi er imod forslaget"
OTHER = "Fra: Ældrerådet\nPunkt 82: vi støtter forslaget"


@pytest.fixture
def bench(store: Store, tmp_path: Path) -> Bench:
    return Bench(
        store, tmp_path, rounds.create(Desk(store, local()), "Budget 2027", "", CATALOGUE).slug
    )


class Killed(BaseException):
    """What a worker does not survive."""


def nobody() -> bool:
    return False


def nothing() -> None:
    return None


MIXED: dict[str, str | bytes] = {
    "a.txt": LETTER,
    "svar.zip": packed(
        {
            "a.txt": OTHER,
            "mappe/a.txt": "Punkt 79: vi er imod",
            "indre.zip": packed({"b.txt": LETTER, "tabel.csv": "id;svar\n7;Punkt 82: ja\n8;\n"}),
            "__MACOSX/._a.txt": b"\0\5\x16\7",
            "tom.txt": b"",
            "ond.exe": b"MZ",
        }
    ),
    "portal.csv": "id;svar\n7;Punkt 79: imod\n9;Punkt 82: vi støtter det\n",
    "brev.eml": b"From: Bo <bo@x.dk>\nSubject: Svar\nContent-Type: text/plain; charset=utf-8\n\n"
    + b"Punkt 79: vi er imod skolens lukning.",
    ".skjult.txt": "Gem mig ikke",
    "defekt.docx": b"PK\x03\x04 ikke et Word-dokument",
}


def taken_from_a_folder(bench: Bench, folder: Path) -> None:
    """The same files by the other way in: `consult round add` and `run`."""
    paths = []
    for name, data in MIXED.items():
        if name.startswith("."):  # a file that is named is read, also where it is hidden
            continue
        path = folder / name
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        paths.append(path)
    found = sources(paths)
    near = NearReader(Limits())
    with bench.kept.spool() as spool:
        intake.take_in(bench.desk, bench.slug, _walk(near, found, spool))
    analysing.analyse_round(bench.desk, bench.slug, analyse, VERSION)


def _walk(near: NearReader, found: object, spool: Path) -> Iterator[Reading]:
    from tempfile import mkdtemp

    from consult.run.reading import enclosed_source

    for source in found:  # type: ignore[attr-defined]
        if source.skipped or source.error:
            yield Reading(source, skipped=source.skipped, error=source.error)
            continue
        inner = Path(mkdtemp(dir=spool))
        reading, spooled = read_source(near, source, inner)  # type: ignore[arg-type]
        yield reading
        yield from _walk(near, [enclosed_source(e, source) for e in spooled], inner)


@pytest.mark.parametrize("workers", [1, 3])
def test_the_line_comes_to_what_a_folder_does(bench: Bench, tmp_path: Path, workers: int) -> None:
    bench.upload({name: data for name, data in MIXED.items() if not name.startswith(".")})
    at_once(bench, workers)
    other = Bench(bench.store, tmp_path, rounds.create(bench.desk, "Fra mappe", "", CATALOGUE).slug)
    (tmp_path / "ind").mkdir()
    taken_from_a_folder(other, tmp_path / "ind")
    assert bench.texts() == other.texts()
    assert len(bench.texts()) == 8
    threshold = 0.5
    assert browsing.summaries(bench.desk, bench.slug, threshold) == browsing.summaries(
        other.desk, other.slug, threshold
    )
    states = {s.name: s.state for s in browsing.list_sources(bench.desk, bench.slug).items}
    expected = {s.name: s.state for s in browsing.list_sources(other.desk, other.slug).items}
    assert states == expected


def at_once(bench: Bench, workers: int) -> None:
    """As many workers as that, until every row is at its end."""
    threads = [
        threading.Thread(target=partial(bench.worker(f"w{i}").run, 0.01, once=True))
        for i in range(workers)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_every_file_has_a_row_and_an_end(bench: Bench) -> None:
    bench.upload(MIXED)
    assert bench.counts() == {WorkState.WAITING: 5, WorkState.SKIPPED: 1}
    bench.work()
    assert bench.states() == {
        "a.txt": "done",
        "svar.zip": "done",
        "svar.zip/a.txt": "done",
        "svar.zip/mappe/a.txt": "done",
        "svar.zip/indre.zip": "done",
        "svar.zip/indre.zip/b.txt": "done",
        "svar.zip/indre.zip/tabel.csv": "done",
        "svar.zip/__MACOSX/._a.txt": "skipped",
        "svar.zip/tom.txt": "failed",
        "svar.zip/ond.exe": "failed",
        "portal.csv": "done",
        "brev.eml": "done",
        ".skjult.txt": "skipped",
        "defekt.docx": "failed",
    }
    for name in ("svar.zip/tom.txt", "defekt.docx"):
        assert bench.reason(name).startswith(f"{name}: ")
    overview = browsing.overview(bench.desk, bench.slug)
    assert overview.totals.responses.current == 8


def test_what_is_handed_in_is_shown_again(bench: Bench) -> None:
    bench.upload(MIXED)
    bench.work()
    inner = {s.name: s.id for s in browsing.list_sources(bench.desk, bench.slug).items}
    for name in ("a.txt", "svar.zip"):
        data = MIXED[name]
        held = data.encode() if isinstance(data, str) else data
        assert uploads.original(bench.desk, bench.kept, bench.slug, inner[name]) == (name, held)
    letter = inner["svar.zip/indre.zip/b.txt"]
    found = uploads.original(bench.desk, bench.kept, bench.slug, letter)
    assert found == ("b.txt", LETTER.encode())
    with pytest.raises(NotFoundError):
        uploads.original(bench.desk, bench.kept, bench.slug, 999)
    elsewhere = rounds.create(bench.desk, "En anden", "", CATALOGUE).slug
    with pytest.raises(NotFoundError):
        uploads.original(bench.desk, bench.kept, elsewhere, letter)


def test_the_same_file_is_told_and_a_corrected_one_supersedes(bench: Bench) -> None:
    bench.upload({"a.txt": LETTER})
    bench.work()
    bench.upload({"a.txt": LETTER})
    bench.work()
    assert bench.counts() == {WorkState.DONE: 1, WorkState.SAME: 1}
    (same,) = uploads.files(bench.desk, bench.slug, WorkState.SAME)
    assert same.reason == "a.txt: samme kilde som den, der blev taget ind 01.03.2027."
    bench.upload({"a.txt": OTHER})
    bench.work()
    assert bench.kinds() == {ResponseState.CURRENT: 1, ResponseState.SUPERSEDED: 1}
    assert bench.texts() == {"a.txt": OTHER}


def test_the_day_of_a_file_is_the_one_on_danish_calendars(bench: Bench) -> None:
    bench.clock.now = datetime(2027, 9, 9, 22, 30, tzinfo=UTC)
    for _ in range(2):
        bench.upload({"a.txt": LETTER})
        bench.work()
    (same,) = uploads.files(bench.desk, bench.slug, WorkState.SAME)
    assert same.reason == "a.txt: samme kilde som den, der blev taget ind 10.09.2027."


def test_of_two_versions_the_later_one_counts_whoever_is_quicker(bench: Bench) -> None:
    bench.upload({"a.txt": LETTER})
    bench.upload({"a.txt": OTHER})
    first = bench.claim("slow")
    assert bench.worker("quick").claim() is None, "the newer version waits for the older one"
    read_row(bench.shop, first)
    at_once(bench, 2)
    assert bench.texts() == {"a.txt": OTHER}


def test_files_wait_until_the_containers_before_them_are_open(bench: Bench) -> None:
    bench.upload(
        {"svar.zip": packed({"b.txt": LETTER}), "b.txt": OTHER, "c.zip": packed({"d": "x"})}
    )
    outer = bench.claim("a")
    other = bench.claim("b")
    assert (outer.row.name, other.row.name) == ("svar.zip", "c.zip")
    assert bench.worker("c").claim() is None
    read_row(bench.shop, other)
    assert bench.worker("c").claim() is None
    read_row(bench.shop, outer)
    bench.work()
    assert bench.texts() == {"b.txt": LETTER, "b.txt/b.txt": OTHER}


def test_a_lease_that_runs_out_is_taken_over_and_the_late_one_writes_nothing(bench: Bench) -> None:
    bench.upload({"a.txt": LETTER})
    late = bench.claim("late")
    assert bench.worker("other").claim() is None
    bench.wait_out()
    taken = bench.claim("other")
    assert taken.row.id == late.row.id
    assert taken.row.attempts == 2
    with pytest.raises(LostLeaseError, match=r"a\.txt"):
        read_row(bench.shop, late)
    assert bench.current() == []
    read_row(bench.shop, taken)
    with pytest.raises(LostLeaseError):
        read_row(bench.shop, taken)
    assert bench.current() == ["a.txt"]


def test_the_late_one_saves_no_findings(bench: Bench) -> None:
    bench.upload({"a.txt": LETTER})
    read_row(bench.shop, bench.claim("a"))
    late = bench.claim("late")
    bench.wait_out()
    bench.claim("other")
    with pytest.raises(LostLeaseError):
        analyse_row(bench.shop, late, nothing, nobody)
    assert analysing.pending_count(bench.desk, bench.slug, VERSION) == 1


def test_a_sign_of_life_keeps_a_row(bench: Bench) -> None:
    from consult.store import leases

    bench.upload({"a.txt": LETTER})
    lease = bench.claim("a")
    for _ in range(5):
        bench.clock.wait(40)
        with bench.store.write() as connection:
            until = bench.clock.now + bench.shop.rules.lease
            assert leases.beat(connection, lease, until)
        assert bench.worker("b").claim() is None
    bench.wait_out()
    bench.claim("b")
    with bench.store.write() as connection:
        assert not leases.beat(connection, lease, bench.clock.now)


def test_a_file_that_none_comes_back_from_fails_and_the_rest_goes_on(bench: Bench) -> None:
    bench.upload({"ond.txt": LETTER, "god.txt": OTHER})
    for attempt in range(3):
        assert bench.claim(f"lost {attempt}").row.name == "ond.txt"
        bench.wait_out()
    bench.work()
    assert bench.states() == {"ond.txt": "failed", "god.txt": "done"}
    assert bench.reason("ond.txt") == (
        "ond.txt: arbejdet er gået i stå 3 gange, mens filen blev læst – "
        "gem den i en enklere udgave, eller del den op."
    )
    (source, _) = browsing.list_sources(bench.desk, bench.slug).items
    assert (source.name, source.state) == ("ond.txt", SourceState.FAILED)
    uploads.retry(bench.desk, bench.kept, bench.slug, bench.row("ond.txt"))
    bench.work()
    assert bench.counts() == {WorkState.DONE: 2}


def test_a_response_that_none_comes_back_from_costs_the_others_nothing(bench: Bench) -> None:
    rows = [f"{i};Punkt 79: vi er imod, brev {i}" for i in range(4)]
    bench.upload({"p.csv": "\n".join(["id;svar", *rows])})
    read_row(bench.shop, bench.claim("a"))

    def dies(document: Document) -> Analysis:
        if document.name == "2":
            raise Killed
        return analyse(document)

    bench.judge = dies
    for attempt in range(3):
        with pytest.raises(Killed):
            analyse_row(bench.shop, bench.claim(f"lost {attempt}"), nothing, nobody)
        bench.wait_out()
    bench.work()
    assert bench.counts() == {WorkState.FAILED: 1}
    assert bench.reason("p.csv") == "2: analysen er gået i stå 3 gange – meld fejlen."
    assert analysing.pending_count(bench.desk, bench.slug, VERSION) == 1
    bench.judge = analyse
    uploads.retry(bench.desk, bench.kept, bench.slug, bench.row("p.csv"))
    bench.work()
    assert bench.counts() == {WorkState.DONE: 1}
    assert analysing.pending_count(bench.desk, bench.slug, VERSION) == 0


def test_a_mistake_of_ours_is_counted_and_a_database_that_is_away_is_not(bench: Bench) -> None:
    bench.upload({"a.txt": LETTER})
    read_row(bench.shop, bench.claim("a"))

    def away(document: Document) -> Analysis:
        raise AssertionError(document)

    def broken(slug: str) -> object:
        raise StoreError(f"{slug}: modellen mangler.")

    bench.judge = away
    worker = bench.worker()
    object.__setattr__(worker.shop, "judge", broken)
    for _ in range(5):
        with pytest.raises(StoreError):
            worker.step()
    (row,) = uploads.files(bench.desk, bench.slug)
    assert (row.state, row.attempts, row.owner) == (WorkState.ANALYSING, 0, None)


def letters(n: int) -> str:
    """Letters that no database can press together."""
    return "".join(random.Random(7).choices(string.ascii_lowercase, k=n))  # noqa: S311


def test_a_word_without_end_and_a_long_way_in_are_taken_in_as_all_others(bench: Bench) -> None:
    word = letters(4_000)
    folder = "/".join(word[i : i + 180] for i in range(0, 3_600, 180))
    bench.upload({"a.txt": f"{LETTER} {word}", "b.zip": packed({f"{folder}/c.txt": OTHER})})
    bench.work()
    assert bench.counts() == {WorkState.DONE: 3}
    assert len(bench.current()) == 2
    assert len(search(bench.desk, bench.slug, word).hits) == 1


def test_what_the_database_refuses_fails_after_the_attempts(bench: Bench) -> None:
    bench.upload({"p.csv": f"id;svar\n{letters(9_000)};Punkt 79: imod\n", "a.txt": LETTER})
    bench.worker().run(0.01, once=True)
    with bench.store.read() as connection:
        has_limits = connection.dialect.name == "postgresql"
    expected = {
        "a.txt": WorkState.DONE,
        "p.csv": WorkState.FAILED if has_limits else WorkState.DONE,
    }
    assert bench.states() == expected
    if has_limits:
        assert "gået i stå 3 gange" in bench.reason("p.csv")


@pytest.mark.parametrize("step", ["reading", "analysing"])
def test_a_row_that_is_refused_at_each_step_comes_to_an_end(bench: Bench, step: str) -> None:
    bench.upload({"a.txt": LETTER})
    told: list[str] = []
    with refusing(bench.store, "source" if step == "reading" else "posting"):
        Worker(bench.shop, "a", tell=told.append).run(0.01, once=True)
    assert bench.counts() == {WorkState.FAILED: 1}
    assert len(told) in (bench.shop.rules.attempts, bench.shop.rules.attempts + 1)
    assert all("tager ikke imod" in sentence for sentence in told)
    assert bench.reason("a.txt").startswith("a.txt: ")


@contextmanager
def refusing(store: Store, table: str) -> Iterator[None]:
    """The database takes no row of that table meanwhile."""
    with store.write() as connection:
        if connection.dialect.name == "postgresql":
            refuse = f"ALTER TABLE {table} ADD CONSTRAINT no CHECK (false) NOT VALID"
            take = f"ALTER TABLE {table} DROP CONSTRAINT no"
        else:
            refused = "BEGIN SELECT RAISE(ABORT, 'no'); END"
            refuse, take = (
                f"CREATE TRIGGER no BEFORE INSERT ON {table} {refused}",
                "DROP TRIGGER no",
            )
        connection.exec_driver_sql(refuse)
    try:
        yield
    finally:
        with store.write() as connection:
            connection.exec_driver_sql(take)


def test_withdrawn_while_in_hand(bench: Bench) -> None:
    bench.upload({"a.txt": LETTER})
    lease = bench.claim("a")
    assert uploads.withdraw(bench.desk, bench.slug, bench.row("a.txt")) == 0
    with pytest.raises(LostLeaseError):
        read_row(bench.shop, lease)
    assert bench.current() == []
    bench.work()
    assert bench.counts() == {WorkState.WITHDRAWN: 1}


def test_withdrawn_and_handed_in_again(bench: Bench) -> None:
    bench.upload({"a.txt": LETTER})
    bench.work()
    assert uploads.withdraw(bench.desk, bench.slug, bench.row("a.txt")) == 1
    assert browsing.list_sources(bench.desk, bench.slug).states[SourceState.WITHDRAWN] == 1
    assert bench.current() == []
    bench.upload({"a.txt": LETTER})
    bench.work()
    assert bench.counts() == {WorkState.WITHDRAWN: 1, WorkState.DONE: 1}
    assert bench.kinds() == {ResponseState.CURRENT: 1, ResponseState.WITHDRAWN: 1}


def test_the_older_version_may_come_back_when_the_newer_is_withdrawn(bench: Bench) -> None:
    for text in (LETTER, OTHER):
        bench.upload({"a.txt": text})
        bench.work()
    uploads.withdraw(bench.desk, bench.slug, bench.row("a.txt"))
    bench.upload({"a.txt": LETTER})
    bench.work()
    assert bench.texts() == {"a.txt": LETTER}


def test_a_copy_that_is_withdrawn_leaves_the_first_one(bench: Bench) -> None:
    for _ in range(2):
        bench.upload({"a.txt": LETTER})
        bench.work()
    uploads.withdraw(bench.desk, bench.slug, bench.row("a.txt"))
    assert bench.current() == ["a.txt"]


def test_an_archive_is_withdrawn_with_all_in_it(bench: Bench) -> None:
    bench.upload({"svar.zip": packed({"a.txt": LETTER, "b.txt": OTHER}), "c.txt": OTHER})
    bench.work()
    assert uploads.withdraw(bench.desk, bench.slug, bench.row("svar.zip")) == 2
    assert bench.current() == ["c.txt"]
    assert bench.counts() == {WorkState.WITHDRAWN: 3, WorkState.DONE: 1}


def test_a_new_archive_says_what_is_in_it(bench: Bench) -> None:
    bench.upload({"svar.zip": packed({"a.txt": LETTER, "b.txt": OTHER})})
    bench.work()
    bench.upload({"svar.zip": packed({"a.txt": "Punkt 79: vi er nu for"})})
    opened = bench.claim("a")
    read_row(bench.shop, opened)
    assert len(bench.current()) == 2, "nothing is taken away before all of the new one is read"
    bench.work()
    assert bench.texts() == {"a.txt": "Punkt 79: vi er nu for"}
    assert bench.kinds() == {
        ResponseState.CURRENT: 1,
        ResponseState.SUPERSEDED: 1,
        ResponseState.WITHDRAWN: 1,
    }
    newest = uploads.files(bench.desk, bench.slug)[-2]
    assert newest.reason is not None
    assert "1 fil, der var i den før, er væk – 1 svar trukket tilbage." in newest.reason
    bench.upload({"svar.zip": packed({"a.txt": LETTER, "b.txt": OTHER, "c.txt": "ny"})})
    bench.work()
    assert set(bench.texts().values()) == {LETTER, OTHER, "ny"}


def test_archives_in_archives_share_the_limits_of_the_outermost(
    store: Store, tmp_path: Path
) -> None:
    slug = rounds.create(Desk(store, local()), "R", "", CATALOGUE).slug
    bench = Bench(store, tmp_path, slug, limits=Limits(archive_files=10))
    small = packed({f"{i}.txt": f"Ja {i}." for i in range(4)})
    bench.upload({"mange.zip": packed({f"{i}.zip": small for i in range(5)})})
    at_once(bench, 3)
    inner = {name: state for name, state in bench.states().items() if name.endswith(".zip")}
    assert inner == {
        "mange.zip": "done",
        "mange.zip/0.zip": "done",
        "mange.zip/1.zip": "done",
        "mange.zip/2.zip": "failed",
        "mange.zip/3.zip": "failed",
        "mange.zip/4.zip": "failed",
    }


def test_run_again_goes_through_the_same_rows(bench: Bench) -> None:
    bench.upload(MIXED)
    bench.work()
    before = bench.counts()
    assert uploads.run_again(bench.desk, bench.slug, VERSION) == 0
    bench.version = "v2"
    again = uploads.run_again(bench.desk, bench.slug, "v2")
    assert bench.counts()[WorkState.ANALYSING] == again == 7
    assert uploads.run_again(bench.desk, bench.slug, "v2") == again, "they are in the line"
    bench.work()
    assert bench.counts() == before
    assert analysing.pending_count(bench.desk, bench.slug, "v2") == 0


def test_what_was_taken_in_without_rows_gets_them(bench: Bench) -> None:
    intake.take_in(bench.desk, bench.slug, [reading("a.txt", LETTER), reading("b.csv", "x", "y")])
    assert uploads.run_again(bench.desk, bench.slug, VERSION) == 2
    bench.work()
    assert bench.counts() == {WorkState.DONE: 2}
    assert analysing.pending_count(bench.desk, bench.slug, VERSION) == 0


def test_the_log_tells_of_one_file_as_of_one(bench: Bench) -> None:
    def told() -> str:
        return auditing.entries(bench.desk).items[0].detail

    intake.take_in(bench.desk, bench.slug, [reading("a.txt", LETTER)])
    assert told() == "1 fil taget ind, 0 nye udgaver"
    intake.take_in(bench.desk, bench.slug, [reading("a.txt", OTHER)])
    assert told() == "0 filer taget ind, 1 ny udgave"
    uploads.run_again(bench.desk, bench.slug, VERSION)
    assert told() == "1 fil"


def test_the_same_as_what_was_never_analysed_is_analysed(bench: Bench) -> None:
    bench.upload({"a.txt": LETTER})
    read_row(bench.shop, bench.claim("a"))
    folder = rounds.create(bench.desk, "To", "", CATALOGUE).slug
    other = Bench(bench.store, bench.kept.folder, folder)
    with other.kept.spool() as spool:
        path = spool / "a.txt"
        path.write_text(LETTER)
        near = NearReader(Limits())
        intake.take_in(other.desk, folder, _walk(near, sources([path]), spool))
    other.upload({"a.txt": LETTER})
    bench.shop.judge  # noqa: B018 - the first round's row is left where it is
    lease = other.claim("b")
    while lease.row.consultation_id != rounds.get(bench.desk, folder).id:
        lease = other.claim("b")
    read_row(other.shop, lease)
    assert other.states() == {"a.txt": "analysing"}


def test_time_left_by_the_running_mean(bench: Bench) -> None:
    bench.upload({f"{i}.txt": f"Punkt 79: imod {i}" for i in range(4)})
    assert uploads.progress(bench.desk, bench.slug).seconds_left is None
    for _ in range(2):
        for _ in range(2):
            lease = bench.claim("a")
            bench.clock.wait(3)
            if lease.row.state is WorkState.READING:
                read_row(bench.shop, lease)
            else:
                analyse_row(bench.shop, lease, nothing, nobody)
    found = uploads.progress(bench.desk, bench.slug)
    assert (found.left, found.workers, found.seconds_left) == (2, 0, 12.0)
    bench.claim("a")
    bench.claim("b")
    found = uploads.progress(bench.desk, bench.slug)
    assert (found.left, found.workers, found.seconds_left) == (2, 2, 6.0)
    bench.wait_out()
    bench.work()
    assert uploads.progress(bench.desk, bench.slug).seconds_left == 0


class Full:
    """What an upload looks like when there is no room for it."""

    def read(self, size: int = -1, /) -> bytes:
        raise OSError(errno.ENOSPC, "No space left on device", size)


@contextmanager
def small_disk(size: int) -> Iterator[None]:
    """No file may grow beyond that many bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_full_disk_is_told_in_one_sentence_and_nothing_is_half_there(bench: Bench) -> None:
    files = [Upload("a.txt", io.BytesIO(LETTER.encode())), Upload("b.txt", Full())]
    with pytest.raises(KeepError) as caught:
        uploads.add(bench.desk, bench.kept, bench.slug, files)
    assert str(caught.value) == (
        "b.txt: der er ikke plads på disken til at gemme filen – gør plads, og prøv igen."
    )
    assert bench.states() == {"a.txt": "waiting"}
    assert [p.name for p in bench.kept.folder.rglob("partial/*")] == []


def test_a_disk_that_fills_while_writing(bench: Bench) -> None:
    with small_disk(1000), pytest.raises(KeepError, match="ikke plads"):
        bench.kept.keep("stor.txt", io.BytesIO(b"x" * 5000))
    assert [p for p in bench.kept.folder.rglob("*") if p.is_file()] == []


def test_no_room_for_what_lies_in_an_archive(bench: Bench) -> None:
    bench.upload({"svar.zip": packed({"a.txt": LETTER, "b.txt": OTHER})})
    full = KeepError("svar.zip/b.txt", "der er ikke plads på disken", "gør plads")
    whole = bench.kept.adopt

    def adopt(name: str, path: Path) -> object:
        if name.endswith("b.txt"):
            raise full
        return whole(name, path)

    bench.kept.adopt = adopt  # type: ignore[assignment]
    bench.work()
    assert bench.states() == {"svar.zip": "failed"}
    assert bench.reason("svar.zip") == str(full)
    bench.kept.adopt = whole  # type: ignore[method-assign]
    uploads.retry(bench.desk, bench.kept, bench.slug, bench.row("svar.zip"))
    bench.work()
    assert bench.counts() == {WorkState.DONE: 3}


def test_kept_files_that_are_lost_or_damaged_are_told(bench: Bench) -> None:
    bench.upload({"væk.txt": LETTER, "skadet.txt": OTHER, "god.txt": "Punkt 79: imod"})
    rows = {r.name: r.file.sha256 for r in uploads.files(bench.desk, bench.slug)}
    bench.kept.path(rows["væk.txt"]).unlink()
    bench.kept.path(rows["skadet.txt"]).write_bytes(b"noget andet")
    bench.work()
    assert bench.states() == {"væk.txt": "failed", "skadet.txt": "failed", "god.txt": "done"}
    assert bench.reason("væk.txt") == (
        "væk.txt: den gemte kopi af filen findes ikke – læg filen op igen."
    )
    assert bench.reason("skadet.txt") == (
        "skadet.txt: den gemte kopi af filen er beskadiget – læg filen op igen."
    )
    with pytest.raises(StoreError, match="læg den op"):
        uploads.retry(bench.desk, bench.kept, bench.slug, bench.row("væk.txt"))
    bench.upload({"væk.txt": LETTER, "skadet.txt": OTHER})
    bench.work()
    assert len(bench.current()) == 3
    assert browsing.list_sources(bench.desk, bench.slug).states[SourceState.FAILED] == 0


def test_a_file_that_is_too_large_fails_with_a_row(store: Store, tmp_path: Path) -> None:
    slug = rounds.create(Desk(store, local()), "R", "", CATALOGUE).slug
    bench = Bench(store, tmp_path, slug, limits=Limits(file_bytes=2 * 1024 * 1024))
    bench.upload({"stor.txt": b"x" * (2 * 1024 * 1024 + 1), "a.txt": LETTER})
    bench.work()
    assert bench.states() == {"stor.txt": "failed", "a.txt": "done"}
    assert "2 MB" in bench.reason("stor.txt")


def test_only_what_failed_is_tried_again(bench: Bench) -> None:
    bench.upload({"a.txt": LETTER, "tom.txt": ""})
    bench.work()
    with pytest.raises(StoreError, match="fejlede ikke"):
        uploads.retry(bench.desk, bench.kept, bench.slug, bench.row("a.txt"))
    bench.upload({"tom.txt": OTHER})
    bench.work()
    failed = next(r.id for r in uploads.files(bench.desk, bench.slug, WorkState.FAILED))
    with pytest.raises(StoreError, match="nyere udgave"):
        uploads.retry(bench.desk, bench.kept, bench.slug, failed)
    with pytest.raises(NotFoundError):
        uploads.retry(bench.desk, bench.kept, bench.slug, 999)


def test_an_unknown_round_is_told_before_anything_is_kept(bench: Bench) -> None:
    with pytest.raises(NotFoundError):
        uploads.add(bench.desk, bench.kept, "nej", [Upload("a.txt", io.BytesIO(b"x"))])
    assert not bench.kept.folder.exists()


def test_one_file_is_kept_once(bench: Bench) -> None:
    bench.upload({"a.txt": LETTER, "b.txt": LETTER})
    assert len([p for p in bench.kept.folder.rglob("*") if p.is_file()]) == 1
    bench.work()
    assert len(bench.current()) == 2


def test_what_is_kept_is_for_its_owner_alone(bench: Bench) -> None:
    bench.upload({"a.txt": LETTER})
    (path,) = (p for p in bench.kept.folder.rglob("*") if p.is_file())
    assert path.stat().st_mode & 0o077 == 0
