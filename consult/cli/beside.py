"""The worker beside the web app: started by `consult serve`, and gone when the app is.

Run as `python -m consult.cli.beside keep`: it starts workers one after another, should one be
lost. Each end knows by its standard input that the other side is there: it ends when the app
does, however that comes to its end.
"""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable

#: Seconds before a worker that was lost is started again; doubled each time, up to the longest.
FIRST_WAIT, LONGEST_WAIT = 1.0, 60.0
#: Seconds between two looks for new files.
POLL = 2.0
#: How much a worker steps back for those who read: 19 is the most.
NICE = 10
#: Seconds that the worker may take to end, beyond what it takes by itself.
GRACE = 15.0


def start() -> None:
    """Start the keeper of a worker; it ends with this process or what this process becomes."""
    ours, theirs = _pipe()
    subprocess.Popen([sys.executable, "-m", "consult.cli.beside", "keep"], stdin=theirs)
    os.close(theirs)
    # Held open for as long as this process lives, also once it has become the app.
    os.set_inheritable(ours, True)


def keep() -> None:
    """Have a worker until standard input ends; start another one when it is lost."""
    over, wait = _when_input_ends(), FIRST_WAIT
    while True:
        began = time.monotonic()
        ours, theirs = _pipe()
        worker = subprocess.Popen(
            [sys.executable, "-m", "consult.cli.beside", "work"], stdin=theirs
        )
        os.close(theirs)
        while worker.poll() is None and not over.wait(0.5):
            pass
        os.close(ours)
        if over.wait(wait):
            break
        lived = time.monotonic() - began
        wait = FIRST_WAIT if lived > LONGEST_WAIT else min(2 * wait, LONGEST_WAIT)
    try:
        worker.wait(GRACE)
    except subprocess.TimeoutExpired:
        worker.kill()


def work() -> None:
    """Be the worker, until standard input ends."""
    from consult.bootstrap import App
    from consult.cli.worker import work as work_until
    from consult.domain.errors import ConsultError

    os.nice(NICE)
    try:
        work_until(App(), _when_input_ends(), POLL)
    except ConsultError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(1)


def _pipe() -> tuple[int, int]:
    """The end to hold open, and the one that the other side reads."""
    theirs, ours = os.pipe()
    return ours, theirs


def _when_input_ends() -> threading.Event:
    """An event that is set once whoever started this process is gone, or asks it to stop."""
    over = threading.Event()

    def watch() -> None:
        while os.read(0, 1024):
            pass
        over.set()

    threading.Thread(target=watch, daemon=True).start()
    # Ctrl-C goes to all who share the terminal: the app ends by it, and this with the app.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: over.set())
    return over


WAYS: dict[str, Callable[[], None]] = {"keep": keep, "work": work}

if __name__ == "__main__":
    WAYS[sys.argv[1]]()
