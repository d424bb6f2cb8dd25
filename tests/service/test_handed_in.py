"""The files of a round as a person sees them, and what must be seen to."""

import io
from hashlib import sha256
from pathlib import Path

import pytest
import sqlalchemy as sa

from consult.domain.access import Actor, Role, local
from consult.domain.errors import DeniedError, KeepError, ReadError, StoreError
from consult.domain.work import WorkState
from consult.readers.discover import Source
from consult.run.reading import Reading
from consult.services import auditing, browsing, handed_in, releasing, rounds, uploads
from consult.services.desk import Desk
from consult.services.fronts import fronts
from consult.services.handed_in import FileFilter, FileView
from consult.services.uploads import Upload
from consult.store.database import Store
from consult.store.tables import response
from tests.service.workbench import Bench, packed
from tests.store.builders import CATALOGUE

ASKED = "Filen er delt i 2 svar; se, om det er rigtigt."


@pytest.fixture
def bench(store: Store, tmp_path: Path) -> Bench:
    return Bench(
        store, tmp_path, rounds.create(Desk(store, local()), "Budget 2027", "", CATALOGUE).slug
    )


def ask(bench: Bench, name: str) -> None:
    """Have the responses of that file ask for a person."""
    (line,) = (r for r in browsing.list_responses(bench.desk, bench.slug).items if r.source == name)
    with bench.store.write() as connection:
        connection.execute(
            sa.update(response).where(response.c.id == line.id).values(confirm=ASKED)
        )


def names(found: handed_in.FileList) -> list[str]:
    return [view.row.name for view in found.items]


def of(bench: Bench, name: str) -> FileView:
    return next(v for v in handed_in.listed(bench.desk, bench.slug).items if v.row.name == name)


def test_files_are_listed_by_state_and_name_a_page_at_a_time(bench: Bench) -> None:
    bench.upload({f"brev {i}.txt": f"Fra: Bo {i}\nVi er imod {i}." for i in range(5)})
    bench.upload({"ÅRSMØDE.txt": "Hej", ".skjult.txt": "Gem", "50%.txt": "Hej igen"})
    bench.work()
    found = handed_in.listed(bench.desk, bench.slug, limit=3, offset=3)
    assert (found.total, names(found)) == (8, ["brev 3.txt", "brev 4.txt", "ÅRSMØDE.txt"])
    by_state = FileFilter(state=WorkState.SKIPPED)
    assert names(handed_in.listed(bench.desk, bench.slug, by_state)) == [".skjult.txt"]
    for words, expected in (
        ("årsm", ["ÅRSMØDE.txt"]),
        ("%", ["50%.txt"]),
        ("REV 3", ["brev 3.txt"]),
    ):
        filters = FileFilter(words=words)
        assert names(handed_in.listed(bench.desk, bench.slug, filters)) == expected


def test_a_corrected_answer_is_seen_beside_the_old_one(bench: Bench) -> None:
    bench.upload({"a.txt": "Vi er imod."})
    bench.work()
    bench.upload({"a.txt": "Vi er for."})
    bench.work()
    old, new = handed_in.listed(bench.desk, bench.slug).items
    assert (old.replaced, old.responses, new.replaced, new.responses) == (True, 0, False, 1)
    assert new.row.outcome == "superseding"


def test_a_second_copy_has_no_responses_of_its_own(bench: Bench) -> None:
    bench.upload({"a.txt": "Vi er imod."})
    bench.upload({"a.txt": "Vi er imod."})
    bench.work()
    first, second = handed_in.listed(bench.desk, bench.slug).items
    assert (first.responses, second.responses, second.row.state) == (1, 0, WorkState.SAME)


def test_what_is_to_be_confirmed_comes_first_and_goes_when_it_is(bench: Bench) -> None:
    bench.upload({"a.docx": b"ikke Word", "b.txt": "Vi er imod.", "c.txt": "Vi er for."})
    bench.work()
    ask(bench, "c.txt")
    found = handed_in.to_see_to(bench.desk, bench.slug)
    assert names(found) == ["c.txt", "a.docx"]
    assert found.items[0].confirm == ASKED
    handed_in.confirm(bench.desk, bench.slug, bench.row("c.txt"))
    assert names(handed_in.to_see_to(bench.desk, bench.slug)) == ["a.docx"]
    assert any(e.action == "round.confirm" for e in auditing.entries(bench.desk).items)
    with pytest.raises(StoreError, match="intet at bekræfte"):
        handed_in.confirm(bench.desk, bench.slug, bench.row("c.txt"))


def test_a_failed_file_is_done_with_once_a_good_one_has_its_name(bench: Bench) -> None:
    bench.upload({"a.txt": b""})
    bench.work()
    assert names(handed_in.to_see_to(bench.desk, bench.slug)) == ["a.txt"]
    bench.upload({"a.txt": "Vi er imod."})
    bench.work()
    assert names(handed_in.to_see_to(bench.desk, bench.slug)) == []


def test_a_failed_row_takes_no_answers_of_a_later_copy_along(bench: Bench) -> None:
    read = bench.shop.read

    def torn(source: Source, _spool: Path) -> tuple[Reading, tuple[()]]:
        data = source.path.read_bytes()
        error = ReadError(source.name, "filen blev ikke læst til ende", "prøv igen")
        return Reading(source, error=error, sha256=sha256(data).hexdigest(), size=len(data)), ()

    object.__setattr__(bench.shop, "read", torn)
    (first,) = bench.upload({"a.txt": "Vi er imod."})
    bench.work()
    object.__setattr__(bench.shop, "read", read)
    bench.upload({"a.txt": "Vi er imod."})
    bench.work()
    ask(bench, "a.txt")
    old, new = handed_in.listed(bench.desk, bench.slug).items
    assert (old.row.source_id, old.row.outcome) == (new.row.source_id, "failed")
    assert (old.responses, old.confirm, new.responses, new.confirm) == (0, None, 1, ASKED)
    seen = handed_in.to_see_to(bench.desk, bench.slug)
    assert [view.row.id for view in seen.items] == [new.row.id]
    assert handed_in.at_stake(bench.desk, bench.slug, first).responses == 0
    assert uploads.withdraw(bench.desk, bench.slug, first) == 0
    assert bench.current() == ["a.txt"]
    assert uploads.withdraw(bench.desk, bench.slug, new.row.id) == 1


def test_what_is_at_stake_is_what_goes(bench: Bench) -> None:
    bench.upload({"post.zip": packed({"a.txt": "Vi er imod.", "b.txt": "Vi er for."})})
    bench.upload({"c.txt": "Hej"})
    bench.upload({"c.txt": "Hej"})
    bench.work()
    found = handed_in.at_stake(bench.desk, bench.slug, bench.row("post.zip"))
    assert (found.enclosed, found.responses) == (2, 2)
    assert handed_in.at_stake(bench.desk, bench.slug, bench.row("c.txt")).responses == 0
    assert uploads.withdraw(bench.desk, bench.slug, bench.row("post.zip")) == 2
    assert of(bench, "post.zip").row.state is WorkState.WITHDRAWN
    assert handed_in.at_stake(bench.desk, bench.slug, bench.row("post.zip")).responses == 0


def test_an_original_is_for_those_who_fill_the_round_and_is_logged(bench: Bench) -> None:
    bench.upload({"mappe/brev.txt": "Vi er imod."})
    bench.work()
    (line,) = browsing.list_sources(bench.desk, bench.slug).items
    assert uploads.original(bench.desk, bench.kept, bench.slug, line.id) == (
        "brev.txt",
        b"Vi er imod.",
    )
    assert any(e.action == "round.original" for e in auditing.entries(bench.desk).items)
    reader = Desk(bench.store, Actor("x", 999, Role.READER))
    with pytest.raises(DeniedError):
        uploads.original(reader, bench.kept, bench.slug, line.id)


def test_those_before_a_full_disk_are_in_line_and_in_the_log(bench: Bench) -> None:
    class Full:
        def read(self, size: int = -1, /) -> bytes:  # noqa: ARG002
            raise OSError(28, "No space left on device")

    given = [Upload("a.txt", io.BytesIO(b"Hej")), Upload("b.txt", Full())]
    with pytest.raises(KeepError, match="plads"):
        uploads.add(bench.desk, bench.kept, bench.slug, given)
    assert list(bench.states()) == ["a.txt"]
    assert auditing.entries(bench.desk).items[0].detail == "1 fil lagt op"


def test_files_in_line_are_told_before_a_release_and_in_the_list_of_rounds(bench: Bench) -> None:
    bench.upload({"a.txt": "Vi er imod.", "b.txt": "Hej"})
    assert releasing.readiness(bench.desk, bench.slug).in_line == 2
    assert [front.in_line for front in fronts(bench.desk)] == [2]
    reader = Desk(bench.store, Actor("x", 999, Role.READER))
    assert [front.in_line for front in fronts(reader)] == [0], "readers see no line"
    bench.work()
    assert releasing.readiness(bench.desk, bench.slug).in_line == 0
    assert [front.in_line for front in fronts(bench.desk)] == [0]


def test_sources_are_listed_by_urgency_a_page_at_a_time(bench: Bench) -> None:
    bench.upload({"a.txt": "Vi er imod.", "b.txt": "Hej", ".c.txt": "Gem", "d.docx": b"ikke Word"})
    bench.work()
    ask(bench, "b.txt")
    bench.upload({"a.txt": "Vi er for."})
    bench.work()
    found = browsing.list_sources(bench.desk, bench.slug, urgent=True, limit=4)
    assert [s.name for s in found.items] == ["d.docx", ".c.txt", "b.txt", "a.txt"]
    assert (found.total, found.to_confirm) == (5, 1)
    (last,) = browsing.list_sources(bench.desk, bench.slug, urgent=True, limit=4, offset=4).items
    assert last.superseded_by is not None
