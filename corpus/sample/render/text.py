"""Plain text files in the encodings that arrive by mail."""

from __future__ import annotations

from pathlib import Path

from render.sources import Source


def write_txt(source: Source, target: Path) -> None:
    """Write the text as it stands, in the encoding that the source asks for."""
    newline = "\r\n" if source.settings.get("newline") == "crlf" else "\n"
    text = (source.text + "\n").replace("\n", newline)
    target.write_bytes(text.encode(source.settings.get("encoding", "utf-8")))
