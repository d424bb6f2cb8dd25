"""Archives with folders, and what file managers leave in them."""

from __future__ import annotations

from pathlib import Path

from render.frozen import write_zip

# The first bytes of such files; nothing in them is ever read.
LEFTOVERS = {
    "._": bytes.fromhex("0005160700020000") + b"Mac OS X        " + bytes(58),
    ".DS": b"\x00\x00\x00\x01Bud1" + bytes(120),
    "Thumbs": bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504),
}


def write_archive(target: Path, members: list[tuple[str, bytes | None]]) -> None:
    """Write an archive; a member without bytes is a file manager's leftover."""
    write_zip(target, [(name, leftover(name) if data is None else data) for name, data in members])


def leftover(name: str) -> bytes:
    """The bytes of a leftover of this name."""
    last = name.rpartition("/")[2]
    return next(data for start, data in LEFTOVERS.items() if last.startswith(start))
