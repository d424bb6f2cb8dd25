"""Cut a document into passages: every non-blank character in exactly one, in reading order."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from consult.domain.documents import Document, Span
from consult.domain.findings import Passage, PassageKind
from consult.language.headings import governors, with_headings
from consult.language.line_roles import is_closing, is_salutation, stands_alone
from consult.language.points import points
from consult.language.roles import with_roles
from consult.language.sentences import sentences_of_line
from consult.language.units import Unit, layout_units

# A closing is the last sentence of its paragraph, or has a name and an address after it.
_CLOSING_SENTENCES = 3
# How the words before a list end when they introduce it.
_LEAD_IN_ENDS = (":", ",", " at")


def segment(document: Document) -> tuple[Passage, ...]:
    """The passages of `document`; () for a document without non-blank characters.

    Headings govern to the next one of their level or above, sub-headings listed together
    jointly; subject lines and titles govern nothing. A list item is a passage of its own, a
    long paragraph several, never parted within a sentence.
    """
    text = document.text
    units = tuple(_parted(text, layout_units(document, stands_alone)))
    units = tuple(_merged(text, with_headings(with_roles(units))))
    governing = governors(units)
    passages: list[Passage] = []
    first: list[int] = []
    lead_in: int | None = None
    for i, unit in enumerate(units):
        first.append(len(passages))
        lead_in = _lead_in(text, passages, lead_in, unit, units[i - 1] if i else None)
        governed = tuple(first[k] for k in governing[i])
        introduces = i + 1 < len(units) and units[i + 1].item
        for span in _spans(text, unit, introduces=introduces):
            index = len(passages)
            passages.append(Passage(index, *span, unit.kind, i, governed, lead_in, unit.page))
    return tuple(passages)


def _parted(text: str, units: Sequence[Unit]) -> Iterator[Unit]:
    """The units with their sentences, salutation and closing parted from the paragraph."""
    for unit in units:
        if unit.kind is not PassageKind.BODY:
            yield unit
            continue
        found = sentences_of_line(text, Span(unit.start, unit.end))
        begun = 0
        for cut in (*_edges(text, unit, found), len(found)):
            start, end = found[begun].start, found[cut - 1].end
            fresh = unit.fresh and not begun
            yield replace(
                unit,
                text=text[start:end],
                start=start,
                end=end,
                fresh=fresh,
                sentences=found[begun:cut],
            )
            begun = cut


def _merged(text: str, units: Sequence[Unit]) -> Iterator[Unit]:
    """The units with the lines of one signature, of one block of metadata put together."""
    waiting: Unit | None = None
    for unit in units:
        if waiting and _one_frame(waiting, unit):
            end = unit.end
            waiting = replace(waiting, text=text[waiting.start : end], end=end)
            continue
        if waiting:
            yield waiting
        waiting = unit
    if waiting:
        yield waiting


def _one_frame(unit: Unit, following: Unit) -> bool:
    """Whether two units around the letter are parts of the same thing."""
    if unit.kind is not following.kind or unit.page != following.page:
        return False
    if unit.kind is PassageKind.SIGNATURE:
        return not is_closing(following.text)
    framed = unit.kind in (PassageKind.BOILERPLATE, PassageKind.QUOTED)
    return framed and not following.fresh


def _edges(text: str, unit: Unit, found: Sequence[Span]) -> tuple[int, ...]:
    """Before which sentences a paragraph is cut: after its salutation and before its closing."""
    if len(found) < 2 or unit.item:
        return ()
    edges = (1,) if is_salutation(found[0].slice(text)) else ()
    for i in range(max(2 if edges else 1, len(found) - _CLOSING_SENTENCES), len(found)):
        if is_closing(found[i].slice(text)):
            return (*edges, i)
    return edges


def _lead_in(
    text: str, passages: Sequence[Passage], current: int | None, unit: Unit, before: Unit | None
) -> int | None:
    """The index of the passage that introduces the list `unit` stands in, None elsewhere."""
    if not unit.item or unit.kind is not PassageKind.BODY:
        return None
    if before is not None and before.item and before.kind is PassageKind.BODY:
        return current
    last = passages[-1] if passages else None
    if last is None or last.kind is not PassageKind.BODY:
        return None
    return last.index if text.endswith(_LEAD_IN_ENDS, last.start, last.end) else None


def _spans(text: str, unit: Unit, *, introduces: bool) -> tuple[Span, ...]:
    """The passages of one unit; a sentence that introduces a list is one of its own."""
    if unit.kind is not PassageKind.BODY:
        return (Span(unit.start, unit.end),)
    if introduces and unit.text.endswith(_LEAD_IN_ENDS):
        return (*points(text, unit.sentences[:-1]), unit.sentences[-1])
    return points(text, unit.sentences)
