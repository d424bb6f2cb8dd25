"""Puts right what text recognition is known to mistake in numbers; the slips are data."""

import re
from dataclasses import replace
from functools import cache, partial

from consult.domain.documents import Removal, RemovalKind
from consult.readers.building import Part
from consult.rules import load_rules

_WORD = re.compile(r"\S+")


def repair(part: Part) -> Part:
    """The part with known slips put right; each word as it was recognised is a removal.

    Characters are swapped one for one, so that no place in the text moves.
    """
    text = part.text
    for pattern, becomes in _rules(of_lines=False):
        text = pattern.sub(partial(_swapped, becomes=becomes), text)
    if text == part.text:
        return part
    slips = tuple(
        Removal(RemovalKind.OCR_SLIP, match.group(), match.start())
        for match in _WORD.finditer(part.text)
        if text[match.start() : match.end()] != match.group()
    )
    return replace(part, text=text, removals=(*part.removals, *slips))


def repaired_number(line: str) -> str:
    """A line that is a page number with slips, put right; any other line as it is."""
    for pattern, becomes in _rules(of_lines=True):
        line = pattern.sub(partial(_swapped, becomes=becomes), line)
    return line


def _swapped(match: re.Match[str], becomes: dict[int, str]) -> str:
    whole, start = match.group(), match.start()
    first, last = match.start("slip") - start, match.end("slip") - start
    return whole[:first] + whole[first:last].translate(becomes) + whole[last:]


@cache
def _rules(*, of_lines: bool) -> tuple[tuple[re.Pattern[str], dict[int, str]], ...]:
    """The patterns and what becomes of each character in their group `slip`.

    `of_lines`: those for a line alone, before lines become paragraphs; else for any text.
    """
    return tuple(
        (re.compile(rule.data["pattern"]), str.maketrans(rule.data["becomes"]))
        for rule in load_rules("ocr").rules
        if rule.data.get("whole_line", False) is of_lines
    )
