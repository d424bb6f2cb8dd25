"""The app and its worker killed with -9 while they work on the sample round, with real models.

    python -m tests.integration.kill9_server [--kills N]

Prints the second table of docs/kill9.md.
"""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from consult.domain.access import local
from consult.evaluate.corpus import read_yaml
from consult.services import browsing, uploads
from consult.services.desk import Desk
from consult.store.database import Store
from consult.store.records import ResponseState
from tests.ui.serving import free_port

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "corpus" / "sample"
CONSULT = (sys.executable, "-m", "consult.cli.main")
#: Files at their end between two kills.
STRIDE = 15


class Site:
    """A database and a folder of its own, and the app on a free port."""

    def __init__(self, folder: Path, **settings: str) -> None:
        """`settings` go to all its processes."""
        self.database = folder / "c.sqlite3"
        self.environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "CONSULT_DATABASE": str(self.database),
            "CONSULT_WORK_LEASE": "10",
            **settings,
        }

    def consult(self, *arguments: object, said: str = "") -> str:
        """What that command prints; `said` is its standard input."""
        command = [*CONSULT, *map(str, arguments)]
        done = subprocess.run(
            command, input=said, capture_output=True, text=True, env=self.environment, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def serve(self, port: int | None = None) -> "subprocess.Popen[bytes]":
        """The app and its worker, on that port or a free one."""
        command = [*CONSULT, "serve", "--port", str(port or free_port())]
        return subprocess.Popen(command, env=self.environment, stderr=subprocess.DEVNULL)


def ended(store: Store, slug: str) -> tuple[int, int]:
    """How many files are at their end, and how many are not."""
    found = uploads.progress(Desk(store, local()), slug)
    return found.total - found.left, found.left


def below(pid: int) -> list[int]:
    """The processes that this one has started, and theirs."""
    try:
        own = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except FileNotFoundError:
        return []
    return [p for child in map(int, own) for p in (child, *below(child))]


def kill(server: "subprocess.Popen[bytes]", everything: bool) -> None:
    """The app with -9, and with `everything` its worker and readers too, all at once."""
    victims = [server.pid, *(below(server.pid) if everything else [])]
    for pid in victims:
        os.kill(pid, signal.SIGKILL)
    server.wait()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=4)
    kills = parser.parse_args().kills
    with tempfile.TemporaryDirectory(prefix="consult-kill9-") as folder:
        site = Site(Path(folder))
        catalogue = ("--catalogue", SAMPLE / "katalog.xlsx", "--subject", "Budget 2027")
        slug = site.consult("round", "create", "Eksempel", *catalogue)
        site.consult("round", "upload", slug, SAMPLE / "svar")
        store = Store.open(f"sqlite:///{site.database}")
        moments = []
        server, goal = site.serve(), STRIDE
        while (now := ended(store, slug))[1]:
            if len(moments) < kills and now[0] >= goal:
                kill(server, everything=len(moments) % 2 == 0)
                moments.append(f"{now[0]} of {sum(now)}")
                goal = now[0] + STRIDE
                server = site.serve()
            time.sleep(0.2)
        kill(server, everything=True)
        print(row(moments, site.consult("round", "progress", slug), store, slug))  # noqa: T201


def row(moments: list[str], progress: str, store: Store, slug: str) -> str:
    """A line of the table."""
    expected = {e["document"] for e in read_yaml(SAMPLE / "expected.yaml")}
    items = browsing.list_responses(Desk(store, local()), slug, limit=10_000).items
    names = Counter(r.document for r in items if r.state is ResponseState.CURRENT)
    states = ", ".join(
        line.replace("\t", " ") for line in progress.splitlines() if not line.startswith("0\t")
    )
    cells = (
        *(", ".join(moments), states, len(expected), names.total()),
        *(len(expected - names.keys()), names.total() - len(names)),
        sum(r.respondent is None for r in items),
    )
    return f"| {' | '.join(map(str, cells))} |"


if __name__ == "__main__":
    main()
