"""`consult round upload`, `progress` and `worker`, and the worker beside the app."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import CORRUPT, LETTERS, SKIPPED, Consult

pytestmark = pytest.mark.slow
#: Seconds in which a process must have started or ended, on a machine that has much to do.
LONG = 120.0


def counts(stdout: str) -> dict[str, int]:
    return {name: int(n) for n, name in re.findall(r"^(\d+)\t(.+)$", stdout, re.M)}


def test_files_in_line_are_worked_through(
    consult: Consult, folder: Path, catalogue: Path, tmp_path: Path
) -> None:
    here = {"CONSULT_DATABASE": str(tmp_path / "c.sqlite3"), "CONSULT_WORKERS": "2"}
    consult("round", "create", "Budget 2027", "--catalogue", catalogue, **here)
    sent = consult("round", "upload", "budget-2027", folder, **here)
    assert (sent.returncode, sent.stderr) == (0, "5 filer er gemt og står i kø.\n")
    before = counts(consult("round", "progress", "budget-2027", **here).stdout)
    assert (before["venter"], before["sprunget over"], before["i alt"]) == (4, 1, 5)
    assert SKIPPED.startswith(".")
    done = consult("worker", "--once", "--poll", "0.1", **here)
    assert (done.returncode, done.stderr) == (0, "")
    told = consult("round", "progress", "budget-2027", **here)
    after = counts(told.stdout)
    assert (after["færdige"], after["fejlede"], after["sprunget over"]) == (len(LETTERS), 1, 1)
    assert sum(after.values()) == 2 * after["i alt"]
    assert Path(CORRUPT).name in told.stderr
    ran = consult("round", "run", "budget-2027", **here)
    assert ran.stderr == "0 svar analyseret, 0 fejlede.\n"
    assert (tmp_path / "files").is_dir()


def test_a_full_or_missing_place_is_told(consult: Consult, folder: Path, tmp_path: Path) -> None:
    blocked = tmp_path / "fil"
    blocked.write_text("her er en fil, hvor mappen skulle være")
    here = {"CONSULT_DATABASE": str(tmp_path / "c.sqlite3"), "CONSULT_FILES": str(blocked)}
    consult("round", "create", "Runde", **here)
    done = consult("round", "upload", "runde", folder / "a-foa.txt", **here)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "a-foa.txt: filen kan ikke gemmes" in done.stderr


@pytest.fixture
def app(tmp_path: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """A process that has started a worker beside itself, as `consult serve` does."""
    code = "import time; from consult.cli import beside; beside.start(); time.sleep(600)"
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        stdout=subprocess.PIPE,
        env={**os.environ, "CONSULT_DATABASE": str(tmp_path / "c.sqlite3")},
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate(timeout=LONG)


def test_a_worker_beside_the_app_is_replaced_and_ends_with_it(
    app: "subprocess.Popen[bytes]",
) -> None:
    keeper = child_of(app.pid)
    first = child_of(keeper)
    os.kill(first, signal.SIGKILL)
    second = child_of(keeper, other_than=first)
    assert second != first
    app.kill()
    # They share its output: it ends once all of them are gone.
    app.communicate(timeout=LONG)
    assert not Path(f"/proc/{second}/exe").exists()


def child_of(pid: int, other_than: int | None = None) -> int:
    """The process that this one has started, once it has."""
    end = time.monotonic() + LONG
    while time.monotonic() < end:
        for found in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
            if int(found) != other_than:
                return int(found)
        time.sleep(0.1)
    pytest.fail("no process was started")


def test_a_worker_with_nothing_to_do_stops_when_told(tmp_path: Path) -> None:
    here = {**os.environ, "CONSULT_DATABASE": str(tmp_path / "c.sqlite3")}
    process = subprocess.Popen(
        [sys.executable, "-m", "consult.cli.main", "worker", "--poll", "0.1"], env=here
    )
    end = time.monotonic() + LONG
    while not (tmp_path / "c.sqlite3").exists() and time.monotonic() < end:
        time.sleep(0.1)
    time.sleep(1)
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=LONG) == 0
