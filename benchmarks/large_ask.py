"""The app served, and pages asked for as a browser does, over one websocket for each reader."""

import asyncio
import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from urllib.parse import urlencode

import websockets
from large_pages import Asked
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.util import calc_hash

from consult.ui.texts import text
from consult.ui.web.cookies import SESSION

ROOT = Path(__file__).resolve().parents[1]
#: Seconds after which a click has come to nothing.
PATIENCE = 60.0
#: Ticks of the clock in a second, and where a process's own and its system's CPU time stand.
_TICKS, _OWN, _SYSTEM = os.sysconf("SC_CLK_TCK"), 13, 14
#: What a page says that could not be shown, or whose reader is no longer signed in.
_WRONG = tuple(
    f"<h1>{text(key)}</h1>".encode() for key in ("app.failed", "signin.title", "app.no_access")
)


class LostError(Exception):
    """A click came to nothing: the page broke down, or the session was lost."""


@dataclass(frozen=True, slots=True)
class Server:
    """The app as a process of its own."""

    port: int
    process: "subprocess.Popen[bytes]"

    def cpu(self) -> float:
        """CPU seconds that it has used so far."""
        stat = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="ascii")
        fields = stat.rsplit(")", 1)[1].split()
        return (int(fields[_OWN - 2]) + int(fields[_SYSTEM - 2])) / _TICKS

    def memory(self) -> int:
        """Megabytes that it had at the most so far."""
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="utf-8")
        (peak,) = (line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))
        return round(int(peak) / 1000)


class Browser:
    """One reader's session; `bytes` is what the last page took to send."""

    def __init__(self, port: int, token: str) -> None:
        self._address = f"ws://127.0.0.1:{port}/_stcore/stream"
        self._headers = {"Cookie": f"{SESSION}={token}"}
        self.bytes = 0

    async def __aenter__(self) -> "Browser":
        self._socket = await websockets.connect(
            self._address,
            subprotocols=["streamlit"],  # type: ignore[list-item]
            additional_headers=self._headers,
            max_size=None,
            # A browser asks for no sign of life.
            ping_interval=None,
        )
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        await self._socket.close()

    async def ask(self, asked: Asked) -> float:
        """Go to a page and wait for all of it; seconds.

        Raises:
            LostError: it could not be shown, or the session was lost.
        """
        message = BackMsg()
        message.rerun_script.query_string = urlencode(asked.query)
        message.rerun_script.page_script_hash = calc_hash(asked.page)
        start = time.perf_counter()
        await self._socket.send(message.SerializeToString())
        async with asyncio.timeout(PATIENCE):
            await self._finished(asked.page)
        return time.perf_counter() - start

    async def _finished(self, page: str) -> None:
        self.bytes, headed = 0, False
        async for data in self._socket:
            assert isinstance(data, bytes)
            self.bytes += len(data)
            headed = headed or b"<h1" in data
            message = ForwardMsg.FromString(data)
            if message.HasField("session_event") or any(wrong in data for wrong in _WRONG):
                raise LostError(page)
            done = message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY
            if message.WhichOneof("type") == "script_finished" and done:
                if not headed:
                    raise LostError(f"{page}: no heading")
                return
        raise LostError(page)


@contextmanager
def served(database: Path, port: int, token: str) -> Iterator[Server]:
    """The app on that database, until the block ends."""
    server = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)],
        cwd=ROOT,
        env={**os.environ, "CONSULT_DATABASE": str(database)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        until = time.monotonic() + 120
        while time.monotonic() < until:
            try:
                asyncio.run(_once(port, token, Asked("om")))
                break
            except (OSError, websockets.WebSocketException):
                time.sleep(0.5)
        yield Server(port, server)
    finally:
        server.terminate()
        server.wait(timeout=30)


async def _once(port: int, token: str, asked: Asked) -> float:
    async with Browser(port, token) as browser:
        return await browser.ask(asked)


async def alone(
    server: Server, token: str, wanted: dict[str, Asked], repeats: int
) -> dict[str, dict[str, float]]:
    """One person alone: seconds and CPU seconds of each page; the first time is not counted."""
    found = {}
    async with Browser(server.port, token) as browser:
        for name, asked in wanted.items():
            await browser.ask(asked)
            cpu = server.cpu()
            times = [await browser.ask(asked) for _ in range(repeats)]
            found[name] = {
                "median_s": round(statistics.median(times), 3),
                "slowest_s": round(max(times), 3),
                "cpu_s": round((server.cpu() - cpu) / repeats, 3),
                "kb": round(browser.bytes / 1000),
            }
            print(name, found[name], file=sys.stderr, flush=True)
    return found


async def crowd(
    server: Server,
    tokens: Sequence[str],
    wanted: Sequence[Asked],
    clicks: int,
    pause: tuple[float, float] | None,
) -> dict[str, object]:
    """One session for each token, each with a course of its own.

    Without a pause all click at the same moment, and again once the last one has been answered.
    """
    waits: list[float] = []
    lost: list[str] = []
    gate = asyncio.Barrier(len(tokens))

    async def reader(number: int) -> None:
        chance = random.Random(number)  # noqa: S311  (no secret)
        async with Browser(server.port, tokens[number]) as browser:
            await browser.ask(wanted[0])
            for _ in range(clicks):
                await (asyncio.sleep(chance.uniform(*pause)) if pause else gate.wait())
                try:
                    waits.append(await browser.ask(chance.choice(wanted)))
                except (LostError, TimeoutError, websockets.WebSocketException) as error:
                    lost.append(f"{type(error).__name__}: {error}")

    start, cpu = time.perf_counter(), server.cpu()
    await asyncio.gather(*(reader(n) for n in range(len(tokens))))
    ordered = sorted(waits)
    return {
        "readers": len(tokens),
        "pause_s": list(pause) if pause else None,
        "clicks": len(waits) + len(lost),
        "lost": len(lost),
        "why": sorted(set(lost)),
        "median_s": round(statistics.median(waits), 3) if waits else None,
        "p95_s": round(ordered[int(0.95 * (len(ordered) - 1))], 3) if waits else None,
        "slowest_s": round(max(waits), 3) if waits else None,
        "seconds": round(time.perf_counter() - start, 1),
        "cpu_s_per_click": round((server.cpu() - cpu) / (clicks + 1) / len(tokens), 3),
        "peak_memory_mb": server.memory(),
    }
