"""Catalogues that number nothing as proposals are numbered: a plain list, or headings alone."""

import re

from consult.domain.documents import BlockKind, Document
from consult.readers.catalogue_lines import Line, Opening, listed, titles_of
from consult.readers.catalogue_table import numbered, told_numbered
from consult.readers.catalogue_text import REAL_BODY, drafts_below
from consult.readers.drafts import Draft

# Headings that every draft of a policy or plan has and that are no proposal of it.
_FRAME = re.compile(
    r"(?:indledning|forord|baggrund|indhold\w*|resumé|resume|sammenfatning|tidsplan|proces\w*"
    r"|opfølgning|bilag\w*|høring\w*|kontakt|læsevejledning|om (?:politikken|planen|høringen)"
    r"|hvorfor .*|hvad .*|hvordan .*|implementering|evaluering|ordliste|kilder)\b.{0,40}",
    re.IGNORECASE,
)


# What a draft calls itself whose headings are what people answer to.
_DRAFT = re.compile(
    r"\w*(?:politik|strategi|handleplan|udviklingsplan|helhedsplan|vision)(?:en)?\b", re.I
)


def read_at_last(document: Document, lines: list[Line]) -> tuple[list[Draft], list[str]]:
    """The proposals of a document that has neither numbers nor tables of them, and what to tell.

    "1. Title", "2. Title" as a list; else, in the draft of a policy or strategy, the headings
    of one level with text below, which are numbered in their order. Nothing where there are
    fewer than two.
    """
    found = listed(lines)
    if found:
        return drafts_below(found, lines, document), []
    if not any(map(_DRAFT.search, titles_of(lines))):
        return [], []
    drafts = drafts_below(_headed(document, lines), lines, document)
    return (numbered(drafts), [told_numbered(len(drafts))]) if len(drafts) > 1 else ([], [])


def _headed(document: Document, lines: list[Line]) -> list[Opening]:
    """The headings of the level that has most of them, the higher one of two."""
    levels = {b.start: b.level for b in document.blocks if b.kind is BlockKind.HEADING}
    headed = [
        (levels[line.start], index)
        for index, line in enumerate(lines)
        if line.start in levels and not _FRAME.fullmatch(line.text) and _has_body(lines, index)
    ]
    count = {level: sum(1 for found, _ in headed if found == level) for level, _ in headed}
    if not count:
        return []
    level = max(sorted(count), key=lambda one: count[one])
    return [
        Opening("heading", str(n), lines[index].text, index)
        for n, index in enumerate((i for found, i in headed if found == level), 1)
    ]


def _has_body(lines: list[Line], index: int) -> bool:
    size = 0
    for line in lines[index + 1 :]:
        if line.is_heading:
            break
        size += len(line.text)
    return size >= REAL_BODY
