"""Cut a document into passages: every non-blank character in exactly one, in reading order."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from consult.domain.documents import Document, Span
from consult.domain.findings import Passage, PassageKind
from consult.language.headings import governors, with_headings
from consult.language.points import points
from consult.language.roles import is_closing, is_salutation, stands_alone, with_roles
from consult.language.sentences import sentences_of_line
from consult.language.units import Unit, layout_units


def segment(document: Document) -> tuple[Passage, ...]:
    """The passages of `document`; () for a document without non-blank characters."""
    units = layout_units(document, stands_alone)
    units = with_headings(with_roles(tuple(_opened(document.text, units))))
    return _numbered(document.text, units)


def _opened(text: str, units: Sequence[Unit]) -> Iterator[Unit]:
    """The units with salutation and closing parted from the paragraph they stand in."""
    for unit in units:
        if unit.kind is not PassageKind.BODY or unit.item:
            yield unit
            continue
        yield from _parted(text, unit)


def _parted(text: str, unit: Unit) -> Iterator[Unit]:
    """A paragraph, cut after a salutation that is its first sentence and before its closing."""
    found = sentences_of_line(text, Span(unit.start, unit.end))
    cuts = []
    if len(found) > 1 and is_salutation(found[0].slice(text)):
        cuts.append(1)
    closing = next((i for i in range(1, len(found)) if is_closing(found[i].slice(text))), None)
    if closing is not None and len(found) - closing <= 3:
        cuts.append(closing)
    begun = 0
    for cut in (*dict.fromkeys(cuts), len(found)):
        start, end = found[begun].start, found[cut - 1].end
        yield replace(unit, text=text[start:end], start=start, end=end, fresh=unit.fresh and not begun)
        begun = cut


def _numbered(text: str, units: Sequence[Unit]) -> tuple[Passage, ...]:
    """The passages of the units, with what governs and introduces each."""
    governing = governors(units)
    first_passage: list[int] = []
    passages: list[Passage] = []
    lead_in: int | None = None
    for i, unit in enumerate(units):
        first_passage.append(len(passages))
        if not unit.item:
            lead_in = None
        elif lead_in is None or not units[i - 1].item:
            lead_in = _lead_in(text, passages)
        governed = tuple(first_passage[k] for k in governing[i])
        for span in _cut(text, unit, units[i + 1 : i + 2]):
            passages.append(
                Passage(
                    len(passages), *span, unit.kind, i, governed,
                    lead_in if unit.item else None, unit.page,
                )
            )
    return tuple(passages)


def _lead_in(text: str, passages: Sequence[Passage]) -> int | None:
    """The index of the passage just before a list, where it introduces the list."""
    if not passages or passages[-1].kind is not PassageKind.BODY:
        return None
    return passages[-1].index if text[passages[-1].end - 1] == ":" else None


def _cut(text: str, unit: Unit, following: Sequence[Unit]) -> tuple[Span, ...]:
    """The passages of one unit."""
    if unit.kind is not PassageKind.BODY:
        return (Span(unit.start, unit.end),)
    found = sentences_of_line(text, Span(unit.start, unit.end))
    introduces = len(found) > 1 and unit.text[-1] == ":" and any(u.item for u in following)
    if introduces:
        return (*points(text, found[:-1]), found[-1])
    return points(text, found)
