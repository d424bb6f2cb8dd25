"""`consult worker`: reads and analyses what was handed in, until it is told to stop."""

import os
import signal
import socket
import sys
import threading
from collections.abc import Callable
from contextlib import ExitStack
from itertools import count

import click

from consult.bootstrap import App
from consult.domain.errors import ConsultError
from consult.readers.isolation import IsolatedReader
from consult.services.working import Worker

#: Seconds that a worker may take to finish what it has in hand when it is told to stop.
PATIENCE = 10.0
#: Exit code of a worker that hung and ended itself.
STUCK = 70
_NUMBERS = count(1)


@click.command()
@click.option("--once", is_flag=True, help="Stop, når alle filer i alle runder er færdige.")
@click.option(
    "--poll", default=2.0, show_default=True, help="Sekunder mellem, at der ses efter nye filer."
)
def worker(once: bool, poll: float) -> None:
    """Læs og analysér de filer, der er lagt op; flere på én gang deles om arbejdet."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    sys.exit(0 if work(App(), stop, poll, once=once) else 1)


def work(app: App, stop: threading.Event, poll: float, *, once: bool = False) -> bool:
    """Work in as many threads as the settings say, until `stop`; whether nothing went wrong.

    A worker that does not end in time puts what it has in hand back and ends the process.
    """
    with ExitStack() as stack:
        reader = stack.enter_context(IsolatedReader(app.limits))
        shop = app.workshop(reader)
        workers = [
            Worker(shop, owner(), stop, tell(), on_stuck=lambda: os._exit(STUCK))
            for _ in range(app.workers)
        ]
        workers[0].look_after()
        broken: list[ConsultError] = []
        threads = [
            threading.Thread(target=_run, args=(each, poll, once, broken), daemon=True)
            for each in workers
        ]
        for thread in threads:
            thread.start()
        _wait(threads, stop)
        if any(thread.is_alive() for thread in threads):
            _leave(workers)
        return not broken


def owner() -> str:
    """A name that no other worker has: the machine, the process, a number."""
    return f"{socket.gethostname()}:{os.getpid()}:{next(_NUMBERS)}"


def tell() -> Callable[[str], None]:
    """Says a sentence on stderr, and nothing while it stays the same."""
    last = [""]

    def say(sentence: str) -> None:
        if sentence != last[0]:
            click.echo(sentence, err=True)
        last[0] = sentence

    return say


def _run(each: Worker, poll: float, once: bool, broken: list[ConsultError]) -> None:
    try:
        each.run(poll, once=once)
    except ConsultError as error:
        broken.append(error)
        each.stop.set()


def _wait(threads: list[threading.Thread], stop: threading.Event) -> None:
    """Until all have ended, or, once told to stop, their patience is at its end."""
    for thread in threads:
        while thread.is_alive() and not stop.is_set():
            thread.join(0.2)
    for thread in threads:
        thread.join(PATIENCE)


def _leave(workers: list[Worker]) -> None:
    """Let go of what is in hand and be gone; nobody can wait for a scan of many pages."""
    for each in workers:
        each.let_go()
    os._exit(0)
