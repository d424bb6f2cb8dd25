"""One document that holds many responses -> one document for each, shown to a person.

`bundle_starts` finds where they begin. What stands before the first is a document of its own
that is no response, so that nothing vanishes.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import PurePosixPath

from consult.domain.documents import Block, BlockKind, Document, Metadata, Removal
from consult.readers.bundle_lines import Start
from consult.readers.bundle_starts import Found, find_starts
from consult.readers.notices import notices

# A sender's name in a document's name, in characters: enough to know it by.
_LABEL = 40
_PAGE = re.compile(r"\b[Ss]ide (\d+)")
_FRONT = "Det, der står før det første svar i filen, er ikke selv et svar."


def split_bundle(document: Document) -> tuple[Document, ...]:
    """The responses in `document`; itself alone where it holds one or that is not clear.

    Every part, and a document that only looks like several, asks for a person (`confirm`). The
    parts hold the characters of the document in order, each in one block.
    """
    if document.skip_reason is not None or not document.text.strip():
        return (document,)
    found = find_starts(document)
    if found.starts:
        return tuple(_parts(document, found))
    if found.doubtful:
        return (replace(document, confirm=document.confirm or _doubt()),)
    return (document,)


def _doubt() -> str:
    return (
        "Filen ser ud til at rumme flere svar; se efter, og del den i flere filer, hvis det er så."
    )


def _split(count: int) -> str:
    return f"Filen er delt i {count} svar; se, om delingen er rigtig."


def _parts(document: Document, found: Found) -> Iterator[Document]:
    """The cover, where there is one, and the responses."""
    starts = found.starts
    confirm = _split(len(starts))
    cut = _Cutter(document, [0, *(s.at for s in starts), len(document.text)])
    stem = PurePosixPath(document.name).stem
    front = cut.part(0, f"{stem} – forside", Metadata())
    if front.text:
        yield replace(front, skip_reason=_FRONT)
    said = [w for w in document.warnings if w not in notices(document.removals)]
    names = _names(stem, starts)
    for i, (start, name) in enumerate(zip(starts, names, strict=True), 1):
        part = cut.part(i, name, _metadata(document, start, found.family))
        own = [w for w in said if _tells_of(w, part, first=i == 1, document=document)]
        warnings = (*own, *notices(part.removals))
        yield replace(part, warnings=warnings, confirm=document.confirm or confirm)


def _names(stem: str, starts: Sequence[Start]) -> list[str]:
    """A short name for each: the number it bears, else its place, and its sender."""
    numbers = [s.number for s in starts]
    own = None not in numbers and len(set(numbers)) == len(numbers)
    names = []
    for place, start in enumerate(starts, 1):
        label = (start.organisation or start.name or "").partition("<")[0]
        label = " ".join(label.replace("/", " ").split())
        if len(label) > _LABEL:
            label = label[:_LABEL].rsplit(" ", 1)[0]
        names.append(f"{stem} – {start.number if own else place} {label}".strip())
    return names


def _metadata(document: Document, start: Start, family: str) -> Metadata:
    """What the first lines of the response say of its sender; what it answers is the file's."""
    mail = family == "mail"
    return Metadata(
        respondent=None if mail else start.name,
        organisation=start.organisation,
        date=start.date or document.metadata.date,
        subject=start.subject or document.metadata.subject,
        given=document.metadata.given,
        mail_from=start.name if mail else None,
    )


def _tells_of(warning: str, part: Document, *, first: bool, document: Document) -> bool:
    """Whether a warning names a page of the part; one that names none goes to the first."""
    pages = {int(n) for n in _PAGE.findall(warning)}
    known = pages & {b.page for b in document.blocks if b.page is not None}
    if not known:
        return first
    return bool(known & {b.page for b in part.blocks})


class _Cutter:
    """Cuts a document at `bounds`, offsets in its text; each cut costs what it holds."""

    def __init__(self, document: Document, bounds: Sequence[int]) -> None:
        self._document = document
        self._spans = list(pairwise(bounds))
        self._ends = [b.end for b in document.blocks]
        self._starts = [b.start for b in document.blocks]
        self._taken_out: list[list[Removal]] = [[] for _ in self._spans]
        for removal in document.removals:
            place = bisect_right(bounds, removal.at, hi=len(self._spans)) - 1
            self._taken_out[place].append(removal)

    def part(self, index: int, name: str, metadata: Metadata) -> Document:
        """The text between two bounds without the white space around it, blocks counted anew."""
        low, high = self._spans[index]
        text = self._document.text[low:high]
        start = low + len(text) - len(text.lstrip(" \n"))
        end = max(start, low + len(text.rstrip()))
        return Document(
            name=name,
            text=self._document.text[start:end],
            blocks=tuple(self._blocks(start, end)),
            removals=tuple(
                replace(r, at=min(max(r.at, start), end) - start) for r in self._taken_out[index]
            ),
            metadata=metadata,
        )

    def _blocks(self, start: int, end: int) -> Iterator[Block]:
        first, after = bisect_right(self._ends, start), bisect_left(self._starts, end)
        for block in self._document.blocks[first:after]:
            low, high = max(block.start, start), min(block.end, end)
            words = self._document.text[low:high]
            blank = " \n" if block.kind is BlockKind.TABLE else None
            low += len(words) - len(words.lstrip(blank))
            high -= len(words) - len(words.rstrip(blank))
            if low < high:
                yield replace(block, start=low - start, end=high - start)
