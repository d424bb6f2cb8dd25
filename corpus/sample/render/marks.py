"""Marks inside a paragraph that plain text has no words for: changes, comments, notes, fields."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# Changes and comments are written as in CriticMarkup.
MARK = re.compile(
    r"\{\+\+(?P<inserted>.*?)\+\+\}|\{--(?P<deleted>.*?)--\}|\{>>(?P<comment>.*?)<<\}"
    r"|\{note:(?P<note>.*?)\}|\{box:(?P<box>.*?)\}|\{field:(?P<field>.*?)\}"
    r"|\{tick:(?P<tick>[x ]\|.*?)\}",
    re.DOTALL,
)


@dataclass(frozen=True)
class Piece:
    """A stretch of a paragraph, and what it is."""

    kind: str  # text, inserted, deleted, comment, note, box, field, tick
    text: str


def pieces(text: str) -> Iterator[Piece]:
    """Cut a paragraph at its marks."""
    at = 0
    for match in MARK.finditer(text):
        if match.start() > at:
            yield Piece("text", text[at : match.start()])
        kind = str(match.lastgroup)
        yield Piece(kind, match[kind])
        at = match.end()
    if at < len(text):
        yield Piece("text", text[at:])
