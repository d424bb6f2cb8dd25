"""`consult serve` on a database of its own, with its worker, as people run it; it can be killed."""

import os
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from consult.domain.access import local
from consult.services.desk import Desk
from consult.store.database import Store
from tests.integration.kill9_server import below
from tests.ui.serving import ROOT, free_port

CONSULT = (sys.executable, "-m", "consult.cli.main")
#: Seconds until the app answers, on a machine that has other things to do.
PATIENCE = 180


class Site:
    """A database of its own, and the app on one port, however often it is killed."""

    def __init__(self, folder: Path) -> None:
        self.database = folder / "c.sqlite3"
        self.environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "CONSULT_DATABASE": str(self.database),
            "CONSULT_WORK_LEASE": "5",
            "CONSULT_WORKERS": "1",
        }
        self.port = str(free_port())
        self.address = f"http://127.0.0.1:{self.port}/"

    def consult(self, *arguments: str, said: str = "") -> str:
        """What that command prints; `said` is its standard input."""
        done = subprocess.run(
            [*CONSULT, *arguments],
            input=said,
            capture_output=True,
            text=True,
            env=self.environment,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start(self) -> None:
        """The app and its worker, until they answer."""
        command = [*CONSULT, "serve", "--port", self.port]
        self.server = subprocess.Popen(command, env=self.environment, stderr=subprocess.DEVNULL)
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            assert self.server.poll() is None, "the server ended at once"
            try:
                with urllib.request.urlopen(f"{self.address}_stcore/health", timeout=2):  # noqa: S310
                    return
            except OSError:
                time.sleep(0.3)
        pytest.fail("the server did not answer")

    def kill(self) -> None:
        """The app, its worker and its readers with -9, all at once."""
        for pid in (self.server.pid, *below(self.server.pid)):
            os.kill(pid, signal.SIGKILL)
        self.server.wait()

    def desk(self) -> Desk:
        """The desk of the local administrator, on the same database."""
        store = Store.open(f"sqlite:///{self.database}")
        store.upgrade()
        return Desk(store, local())
