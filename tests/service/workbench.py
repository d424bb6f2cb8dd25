"""A workshop for tests: the real readers without their processes, and the hand-written judge."""

import io
import zipfile
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from consult.domain.access import local
from consult.domain.documents import Document
from consult.domain.findings import Analysis
from consult.domain.work import WorkState
from consult.readers import unpack, wire
from consult.readers.limits import Limits
from consult.run.reading import read_source
from consult.services import browsing, uploads
from consult.services.browsing import ResponseFilter
from consult.services.desk import Desk
from consult.services.uploads import Upload
from consult.services.working import Worker
from consult.services.workshop import Judge, Rules, Workshop
from consult.store.database import Store
from consult.store.kept import KeptFiles
from consult.store.records import ResponseState
from consult.store.work_records import Lease
from tests.store.builders import VERSION, analyse


class Clock:
    """A clock that stands still until it is told to go on; only for stores that take it."""

    def __init__(self) -> None:
        self.now = datetime(2027, 3, 1, 8, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def wait(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


class NearReader:
    """The real readers in this process: quick, and as good where nobody means ill."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits

    def unpack(
        self, path: Path, name: str | None = None, spool: Path | None = None
    ) -> wire.Unpacked:
        found = wire.decode(wire.encode_contents(unpack(path, name, self._limits), spool))
        assert isinstance(found, wire.Unpacked)
        return found


class Bench:
    """A round's workshop, and shorthands for what tests ask again and again."""

    def __init__(
        self,
        store: Store,
        folder: Path,
        slug: str,
        judge: Callable[[Document], Analysis] = analyse,
        limits: Limits | None = None,
        rules: Rules | None = None,
    ) -> None:
        self.store, self.slug = store, slug
        self.desk = Desk(store, local())
        self.clock = Clock()
        store.now = self.clock
        self.limits = limits or Limits()
        self.kept = KeptFiles(folder / "files", self.limits.file_bytes)
        self.version, self.judge = VERSION, judge
        read = partial(read_source, NearReader(self.limits))  # type: ignore[arg-type]
        self.shop = Workshop(store, self.kept, self.limits, read, self._judge, rules or Rules())

    def _judge(self, slug: str) -> Judge:
        assert slug == self.slug
        return Judge(self.version, self.judge)

    def upload(self, files: Mapping[str, str | bytes]) -> tuple[int, ...]:
        given = (Upload(name, io.BytesIO(_bytes(data))) for name, data in files.items())
        return uploads.add(self.desk, self.kept, self.slug, given)

    def worker(self, owner: str = "a") -> Worker:
        return Worker(self.shop, owner)

    def work(self, owner: str = "a") -> None:
        """All that a worker finds to do at this moment."""
        worker = self.worker(owner)
        while worker.step():
            pass

    def claim(self, owner: str) -> Lease:
        lease = self.worker(owner).claim()
        assert lease is not None
        return lease

    def wait_out(self) -> None:
        """Until every lease has run out."""
        self.clock.wait(self.shop.rules.lease.total_seconds() + 1)

    def states(self) -> dict[str, str]:
        return {r.name: r.state for r in uploads.files(self.desk, self.slug)}

    def reason(self, name: str) -> str:
        (row,) = (r for r in uploads.files(self.desk, self.slug) if r.name == name)
        assert row.reason is not None
        return row.reason

    def row(self, name: str) -> int:
        """The id of the newest row of that name."""
        return [r.id for r in uploads.files(self.desk, self.slug) if r.name == name][-1]

    def counts(self) -> dict[WorkState, int]:
        found = uploads.progress(self.desk, self.slug)
        assert found.total == len(uploads.files(self.desk, self.slug))
        return {state: n for state, n in found.states.items() if n}

    def current(self) -> list[str]:
        return [r.document for r in browsing.list_responses(self.desk, self.slug).items]

    def texts(self) -> dict[str, str]:
        """The texts of the responses that count, by name."""
        items = browsing.list_responses(self.desk, self.slug, limit=10_000).items
        pages = (browsing.response_page(self.desk, self.slug, r.id) for r in items)
        return {p.document.name: p.document.text for p in pages}

    def kinds(self) -> dict[ResponseState, int]:
        """How many responses count, were superseded, were withdrawn."""
        every = ResponseFilter(state=None)
        items = browsing.list_responses(self.desk, self.slug, every, limit=10_000).items
        return {s: n for s in ResponseState if (n := sum(r.state is s for r in items))}


def packed(members: Mapping[str, bytes | str]) -> bytes:
    """A .zip of those files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name), data)
    return out.getvalue()


def _bytes(data: str | bytes) -> bytes:
    return data.encode() if isinstance(data, str) else data
