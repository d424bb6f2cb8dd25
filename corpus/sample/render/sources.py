"""Read the sources: front matter, invisible characters, blocks of text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import yaml

YEARS = (2027, 2028, 2029, 2030)

# Characters that an editor would not show, written as names in the sources.
ESCAPES = {"{shy}": "\u00ad", "{nbhy}": "\u2011", "{nbsp}": "\u00a0", "{tab}": "\t"}


@dataclass(frozen=True)
class Block:
    """One paragraph, heading, list item or table of a source text."""

    kind: str  # paragraph, heading, bold, bullet, number, table, page
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Source:
    """A response as written: settings from the front matter, and the text."""

    settings: dict[str, Any]
    text: str

    @property
    def file(self) -> str:
        """Name of the file to make."""
        return str(self.settings["file"])

    @property
    def digest(self) -> str:
        """Letters and digits that are always the same for this response and for no other."""
        return sha256(f"{self.file}\n{self.text}".encode()).hexdigest()


def read_source(path: Path) -> Source:
    """Split a source file into its front matter and its text."""
    _, front, text = path.read_text(encoding="utf-8").split("---\n", 2)
    return Source(yaml.safe_load(front), unescape(text.strip("\n")))


def unescape(text: str) -> str:
    """Put invisible characters in the place of their names."""
    for name, character in ESCAPES.items():
        text = text.replace(name, character)
    return text


def parse_blocks(text: str) -> Iterator[Block]:
    """Cut a source text into blocks; a blank line or a list mark ends one."""
    for chunk in re.split(r"\n\s*\n", text):
        lines = chunk.split("\n")
        if lines[0].startswith("|"):
            yield Block("table", rows=tuple(table_row(line) for line in lines))
        else:
            yield from parse_lines(lines)


def table_row(line: str) -> tuple[str, ...]:
    """Split ``| a | b |`` into its cells."""
    return tuple(cell.strip() for cell in line.strip().strip("|").split("|"))


MARKS = (("# ", "heading"), ("## ", "bold"), ("- ", "bullet"), ("#. ", "number"))


def parse_lines(lines: list[str]) -> Iterator[Block]:
    """Give the blocks of lines that stand together."""
    held: list[str] = []
    for line in lines:
        mark = next(((m, kind) for m, kind in MARKS if line.startswith(m)), None)
        if mark is None and line != "===":
            held.append(line)
            continue
        if held:
            yield Block("paragraph", "\n".join(held))
            held = []
        yield Block("page") if mark is None else Block(mark[1], line[len(mark[0]) :])
    if held:
        yield Block("paragraph", "\n".join(held))
