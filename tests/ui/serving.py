"""Processes that a test starts on a free port and ends again."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def running(
    module: Sequence[str], ready: str, environment: Mapping[str, str] | None = None
) -> Iterator[None]:
    """That module as a process, from when `ready` answers until the end of the block."""
    server = subprocess.Popen(
        [sys.executable, "-m", *module],
        cwd=ROOT,
        env={**os.environ, **(environment or {})},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        answered(ready, server)
        yield
    finally:
        server.terminate()
        server.wait(timeout=60)


def answered(url: str, server: "subprocess.Popen[bytes]") -> None:
    """Wait until that address answers."""
    until = time.monotonic() + 180
    while time.monotonic() < until:
        assert server.poll() is None, "the server ended at once"
        try:
            with urllib.request.urlopen(url, timeout=5):  # noqa: S310
                return
        except OSError:
            time.sleep(0.3)
    pytest.fail("the server did not answer")
