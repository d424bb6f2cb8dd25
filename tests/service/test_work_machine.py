"""Whatever happens in whatever order, every file comes to one end and counts once."""

import io
import shutil
import tempfile
from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from consult.domain.access import local
from consult.domain.errors import LostLeaseError, StoreError
from consult.domain.work import ENDED, IN_HAND, NEXT, WorkState, may_become
from consult.services import analysing, browsing, rounds, uploads
from consult.services.browsing import ResponseFilter
from consult.services.desk import Desk
from consult.services.uploads import Upload
from consult.store.database import Store
from consult.store.records import ResponseState
from consult.store.work_records import Lease
from tests.service.workbench import Bench, packed
from tests.store.builders import CATALOGUE

WORKERS = st.sampled_from(["a", "b", "c"])
#: Two names, so that versions meet; texts, an archive, and what cannot be read.
CONTENTS = ("Punkt 79: imod", "Punkt 82: vi støtter", "")
NAMES = ("x.txt", "y.txt")


def test_nothing_follows_what_was_withdrawn_and_every_state_comes_to_an_end() -> None:
    assert NEXT[WorkState.WITHDRAWN] == frozenset()
    reached = {WorkState.WAITING}
    for _ in WorkState:
        reached |= {then for state in reached for then in NEXT[state]}
    assert reached == set(WorkState)
    for state in set(WorkState) - ENDED:
        assert NEXT[state] & ENDED


class Work(RuleBasedStateMachine):
    """Files come in, workers take them, die, come back late; people try again and withdraw."""

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="consult-test-"))
        self.store = Store.open(f"sqlite:///{self.folder}/c.sqlite3")
        self.store.upgrade()
        slug = rounds.create(Desk(self.store, local()), "Runde", "", CATALOGUE).slug
        self.bench = Bench(self.store, self.folder, slug)
        self.held: list[tuple[str, Lease]] = []
        self.seen: dict[int, WorkState] = {}
        self.handed_in = 0

    @rule(name=st.sampled_from(NAMES), text=st.sampled_from(CONTENTS))
    def hand_in(self, name: str, text: str) -> None:
        self._hand_in(name, text.encode())

    @rule(
        members=st.dictionaries(
            st.sampled_from(NAMES), st.sampled_from(CONTENTS), min_size=1, max_size=2
        )
    )
    def hand_in_archive(self, members: dict[str, str]) -> None:
        self._hand_in("z.zip", packed(members))

    def _hand_in(self, name: str, data: bytes) -> None:
        bench = self.bench
        uploads.add(bench.desk, bench.kept, bench.slug, [Upload(name, io.BytesIO(data))])
        self.handed_in += 1

    @rule(owner=WORKERS)
    def claim(self, owner: str) -> None:
        lease = self.bench.worker(owner).claim()
        if lease is not None:
            self.held.append((owner, lease))

    @precondition(lambda self: self.held)
    @rule(data=st.data())
    def work_on(self, data: st.DataObject) -> None:
        """Also with a lease that another has had in the meantime."""
        owner, lease = self.held.pop(data.draw(st.integers(0, len(self.held) - 1)))
        mine = self._row(lease.row.id)
        before = self._responses()
        try:
            self.bench.worker(owner).work_on(lease)
        except LostLeaseError:
            assert self._responses() == before, "who lost the lease must not write"
            assert mine.fence != lease.fence or mine.owner is None
        else:
            assert (mine.fence, mine.owner) == (lease.fence, owner)

    @precondition(lambda self: self.held)
    @rule()
    def die(self) -> None:
        self.held.pop()

    @rule()
    def leases_run_out(self) -> None:
        self.bench.wait_out()

    @rule(data=st.data())
    def retry(self, data: st.DataObject) -> None:
        row = self._some(data)
        if row is not None:
            with suppress(StoreError):  # it did not fail, or a newer version counts
                uploads.retry(self.bench.desk, self.bench.kept, self.bench.slug, row)

    @rule(data=st.data())
    def withdraw(self, data: st.DataObject) -> None:
        row = self._some(data)
        if row is not None:
            uploads.withdraw(self.bench.desk, self.bench.slug, row)

    @rule()
    def run_again(self) -> None:
        self.bench.version = f"{self.bench.version}+"
        uploads.run_again(self.bench.desk, self.bench.slug, self.bench.version)

    @invariant()
    def the_sums_add_up(self) -> None:
        found = uploads.progress(self.bench.desk, self.bench.slug)
        rows = uploads.files(self.bench.desk, self.bench.slug)
        assert found.total == len(rows) == sum(found.states.values())
        assert sum(r.file.depth == 0 for r in rows) == self.handed_in
        assert Counter(r.state for r in rows) == {s: n for s, n in found.states.items() if n}

    @invariant()
    def one_state_follows_another(self) -> None:
        for row in uploads.files(self.bench.desk, self.bench.slug):
            before = self.seen.get(row.id, row.state)
            # A step of this machine may be two of a row's: taken, and then at its end.
            ways = {before} | NEXT[before] | {t for s in NEXT[before] & IN_HAND for t in NEXT[s]}
            assert row.state in ways
            assert row.ended == (row.finished_at is not None)
            assert not (row.ended and row.owner)
            self.seen[row.id] = row.state

    @invariant()
    def one_answer_counts_for_each_name(self) -> None:
        every = browsing.list_responses(
            self.bench.desk, self.bench.slug, ResponseFilter(state=None), limit=1000
        ).items
        current = [r for r in every if r.state is ResponseState.CURRENT]
        assert len({(r.source, r.row) for r in current}) == len(current)

    def teardown(self) -> None:
        try:
            self._drain()
        finally:
            self.store.close()
            shutil.rmtree(self.folder)

    def _drain(self) -> None:
        """Whatever came before: left alone, every row comes to an end, and all is analysed."""
        self.bench.wait_out()
        self.bench.work("last")
        assert all(r.ended for r in uploads.files(self.bench.desk, self.bench.slug))
        stale = analysing.pending_count(self.bench.desk, self.bench.slug, self.bench.version)
        uploads.run_again(self.bench.desk, self.bench.slug, self.bench.version)
        self.bench.work("last")
        assert analysing.pending_count(self.bench.desk, self.bench.slug, self.bench.version) == 0, (
            stale
        )

    def _row(self, work_id: int):  # noqa: ANN202
        return next(r for r in uploads.files(self.bench.desk, self.bench.slug) if r.id == work_id)

    def _responses(self) -> list[tuple[object, ...]]:
        found = browsing.list_responses(
            self.bench.desk, self.bench.slug, ResponseFilter(state=None), limit=1000
        ).items
        return [(r.id, r.state, r.passages, r.failure) for r in found]

    def _some(self, data: st.DataObject) -> int | None:
        rows = uploads.files(self.bench.desk, self.bench.slug)
        return data.draw(st.sampled_from([r.id for r in rows])) if rows else None


TestWork = Work.TestCase
TestWork.settings = settings(max_examples=25, stateful_step_count=25)


@pytest.mark.parametrize("state", list(WorkState))
def test_a_row_cannot_jump(state: WorkState) -> None:
    assert not may_become(WorkState.WITHDRAWN, state)
    assert may_become(state, WorkState.WITHDRAWN) == (state is not WorkState.WITHDRAWN)
