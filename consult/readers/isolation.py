"""Read files in processes of their own, with limits on memory, time and size of the answer."""

import json
import os
import select
import socket
import subprocess
import sys
import threading
import time
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Self

import consult
from consult.domain.documents import Document
from consult.domain.errors import CatalogueError, ReadError
from consult.domain.proposals import Catalogue
from consult.readers import wire
from consult.readers.limits import Limits

# How long the parent waits beyond the child's own alarm before it gives up on it.
_GRACE_SECONDS = 5.0
# Largest answer that is taken in: 100 MB of text is fifty thousand long responses.
_MAX_ANSWER = 400 * 1024 * 1024
_CHUNK = 1 << 20


class IsolatedReader:
    """Reads each file in a process of its own. A context manager; may be used by many threads.

    A parser that crashes, hangs or eats memory costs one file and one clear sentence.
    """

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._lock = threading.Lock()
        self._worker: subprocess.Popen[bytes] | None = None
        self._socket: socket.socket | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def read(self, path: Path, name: str | None = None) -> tuple[Document, ...]:
        """As `consult.readers.read`, in a process of its own; raises ReadError."""
        return self.unpack(path, name).documents

    def unpack(
        self, path: Path, name: str | None = None, spool: Path | None = None
    ) -> wire.Unpacked:
        """As `consult.readers.unpack`, apart; the files inside are written to folder `spool`.

        Without `spool` they are left where they are.
        """
        result = self._ask("contents", path, name, spool)
        if not isinstance(result, wire.Unpacked):
            raise _crashed(name or path.name)
        return result

    def draw_page(self, path: Path, name: str, page: int) -> bytes:
        """As `consult.readers.page_image.draw_page`, apart; raises ReadError."""
        result = self._ask("page", path, name, page=page)
        if not isinstance(result, bytes):
            raise _crashed(name)
        return result

    def read_catalogue(self, path: Path, name: str | None = None) -> Catalogue:
        """As `consult.readers.catalogue.read_catalogue`, apart; raises CatalogueError."""
        try:
            result = self._ask("catalogue", path, name)
        except CatalogueError:
            raise
        except ReadError as error:
            raise CatalogueError(error.name, error.problem, error.advice) from None
        if not isinstance(result, Catalogue):
            raise _crashed(name or path.name)
        return result

    def close(self) -> None:
        """End the worker; a later read starts another."""
        with self._lock:
            self._stop()

    def _ask(
        self,
        what: str,
        path: Path,
        name: str | None,
        spool: Path | None = None,
        page: int | None = None,
    ) -> wire.Result:
        shown, limits = name or path.name, self._limits
        started = time.monotonic()
        request = {
            "what": what,
            "path": str(path.absolute()),
            "name": name,
            "limits": asdict(limits),
            "spool": None if spool is None else str(spool),
            "page": page,
        }
        descriptor = self._send(json.dumps(request).encode(), shown)
        longest = max(limits.wall_seconds, limits.scan_seconds)
        try:
            data = _receive(descriptor, started + longest + _GRACE_SECONDS)
        finally:
            os.close(descriptor)
        if data is None:
            raise self._failure(shown, time.monotonic() - started)
        try:
            return wire.decode(data)
        except ValueError:
            raise _crashed(shown) from None

    def _send(self, message: bytes, name: str) -> int:
        """Hand the request to the worker; returns the descriptor that the answer comes on."""
        ours, theirs = os.pipe()
        try:
            with self._lock:
                for is_last in (False, True):
                    try:
                        socket.send_fds(self._connected(), [message], [theirs])
                        break
                    except OSError:
                        self._stop()
                        if is_last:
                            raise
        except OSError:
            os.close(ours)
            raise _crashed(name) from None
        finally:
            os.close(theirs)
        return ours

    def _connected(self) -> socket.socket:
        """The socket to a living worker. The lock is held."""
        if self._socket is None or self._worker is None or self._worker.poll() is not None:
            self._stop()
            ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            with theirs:
                self._worker = _start(theirs)
            self._socket = ours
        return self._socket

    def _stop(self) -> None:
        """Close the socket, which ends the worker. The lock is held."""
        if self._socket is not None:
            self._socket.close()
        if self._worker is not None:
            try:
                self._worker.wait(timeout=2)
            except subprocess.TimeoutExpired:
                self._worker.kill()
                self._worker.wait()
        self._socket = self._worker = None

    def _failure(self, name: str, seconds: float) -> ReadError:
        """The sentence for a child that ended without an answer after `seconds`."""
        limits = self._limits
        if seconds >= min(limits.wall_seconds, limits.cpu_seconds):
            return ReadError(
                name,
                f"filen kunne ikke læses inden for {round(seconds)} sekunder",
                "del den op, eller gem den i en enklere udgave",
            )
        return _crashed(name)


def read_isolated(
    path: Path, name: str | None = None, limits: Limits | None = None
) -> tuple[Document, ...]:
    """One file in a process of its own; for many files use `IsolatedReader`."""
    with IsolatedReader(limits) as reader:
        return reader.read(path, name)


def read_catalogue_isolated(
    path: Path, name: str | None = None, limits: Limits | None = None
) -> Catalogue:
    """One catalogue in a process of its own."""
    with IsolatedReader(limits) as reader:
        return reader.read_catalogue(path, name)


def _start(theirs: socket.socket) -> subprocess.Popen[bytes]:
    """The worker process, with our own package on its path and no terminal."""
    root = str(Path(consult.__file__).resolve().parent.parent)
    paths = [root, *filter(None, [os.environ.get("PYTHONPATH")])]
    return subprocess.Popen(  # noqa: S603 - our own interpreter and module
        [sys.executable, "-m", "consult.readers.worker", str(theirs.fileno())],
        pass_fds=[theirs.fileno()],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
    )


def _receive(descriptor: int, deadline: float) -> bytes | None:
    """The whole answer; None where it is cut off, too large or too late."""
    data = bytearray()
    poll = select.poll()
    poll.register(descriptor, select.POLLIN)
    while True:
        left = deadline - time.monotonic()
        if left <= 0 or not poll.poll(left * 1000):
            return None
        chunk = os.read(descriptor, _CHUNK)
        if not chunk:
            break
        data += chunk
        if len(data) > _MAX_ANSWER:
            return None
    length = int.from_bytes(data[:8], "big")
    return bytes(data[8:]) if len(data) >= 8 and len(data) - 8 == length else None


def _crashed(name: str) -> ReadError:
    return ReadError(
        name,
        "filen fik læseren til at gå i stå eller løbe tør for hukommelse",
        "åbn og gem den igen, eller bed afsenderen om en anden udgave",
    )
