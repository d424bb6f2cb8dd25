"""Proposals that stand in running text: minutes, agendas, catalogues with a heading each."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from consult.domain.documents import Document
from consult.readers.amounts import amounts_in_rows, amounts_in_text
from consult.readers.catalogue_columns import role_of
from consult.readers.catalogue_forms import fields_of, row_cells
from consult.readers.catalogue_lines import Line, Opening, main_family, openings
from consult.readers.committee_headings import committees, is_committee
from consult.readers.drafts import Draft, same_title

# A proposal seen before with at least this many characters below it is not opened again: a
# shorter one was an entry of a list of contents.
REAL_BODY = 60
# Lines at the top of an item that may hold fields.
_FIELD_LINES = 8
_CASE = re.compile(
    r"(?:(?:Sags?(?:nr|nummer|-?id)|Journal(?:nr|nummer)|J\.? ?nr|Sag|ESDH)\.?\s*:?\s*)?"
    r"(?P<case>\d{2}\.\d{2}\.\d{2}-[A-ZÆØÅ]\d{2}-\d+-\d{2}|\d{2}/\d{2,6}|\d{4}-\d{3,6}|"
    r"[A-Z]{2,5}-\d{4}-\d{3,6})"
)


@dataclass(frozen=True, slots=True)
class _Item:
    """An opening and the lines below it up to the next, in a part of the catalogue."""

    opening: Opening
    body: list[Line]
    committee: str | None
    section: str | None


def read_text(document: Document, lines: list[Line]) -> list[Draft]:
    """The proposals of the document, in order; empty where none of its lines opens one."""
    found = openings(lines)
    family = main_family(found)
    if family is None:
        return []
    return drafts_below([opening for opening in found if opening.family == family], lines, document)


def drafts_below(found: list[Opening], lines: list[Line], document: Document) -> list[Draft]:
    """The proposal that each opening opens, with what stands below it."""
    if not found:
        return []
    headed = committees(lines, found)
    sections = _sections(lines, found, headed)
    kept = _without_inner(lines, found, sections)
    parts = dict(zip((o.line for o in found), sections, strict=True))
    items = _items(lines, kept, headed, parts)
    return [_draft(item, document) for item in items]


def _sizes(lines: list[Line], found: list[Opening]) -> list[int]:
    """Characters below each opening."""
    ends = [opening.line for opening in found[1:]] + [len(lines)]
    return [
        sum(len(line.text) for line in lines[opening.line + 1 : end])
        for opening, end in zip(found, ends, strict=True)
    ]


def _sections(
    lines: list[Line], found: list[Opening], headed: Mapping[int, str]
) -> list[str | None]:
    """The part of the catalogue that each opening stands in.

    A part is headed by a committee, or by the heading over a number that begins anew.
    """
    section: str | None = None
    sections: list[str | None] = []
    start = 0
    for opening, size in zip(found, _sizes(lines, found), strict=True):
        for index in range(start, opening.line):
            section = headed.get(index, section)
        above = lines[opening.line - 1] if opening.line > start else None
        first = opening.number == found[0].number and size >= REAL_BODY
        if first and above and above.is_heading and not is_committee(above):
            section = above.text
        sections.append(section)
        start = opening.line + 1
    return sections


def _without_inner(
    lines: list[Line], found: list[Opening], sections: list[str | None]
) -> list[Opening]:
    """Openings without those of a list of contents and without repeats inside an item."""
    sizes = _sizes(lines, found)
    kept: dict[tuple[str | None, str], int] = {}
    for index, opening in enumerate(found):
        key = (sections[index], opening.number)
        known = kept.get(key)
        if known is None or _is_contents(found, sizes, known, index):
            kept[key] = index
    return [found[index] for index in sorted(kept.values())]


def _is_contents(found: list[Opening], sizes: list[int], known: int, again: int) -> bool:
    """Whether opening `known` is an entry of a list of contents and `again` the proposal.

    An entry has next to nothing below it; the last one has the introduction below it, but
    an entry above it.
    """
    small = sizes[known] < REAL_BODY
    if same_title(found[known].title, found[again].title):
        return small or (known > 0 and sizes[known - 1] < REAL_BODY)
    return small and sizes[again] > sizes[known]


def _items(
    lines: list[Line],
    found: list[Opening],
    headed: Mapping[int, str],
    sections: Mapping[int, str | None],
) -> list[_Item]:
    """Each opening with its lines, and the committee named above it."""
    committee = None
    items: list[_Item] = []
    start = 0
    for opening, following in zip(found, [*found[1:], None], strict=True):
        for index in range(start, opening.line):
            committee = headed.get(index, committee)
        end = following.line if following else len(lines)
        part = sections[following.line] if following else None
        if end - 1 in headed:
            end -= 1
        body = _own_lines(lines[opening.line + 1 : end], part)
        items.append(_Item(opening, body, committee, sections[opening.line]))
        start = opening.line + 1
    return items


def _own_lines(body: list[Line], following: str | None) -> list[Line]:
    """The lines without the heading of the part that begins below them."""
    while body and body[-1].is_heading and (is_committee(body[-1]) or body[-1].text == following):
        body = body[:-1]
    return body


def _draft(item: _Item, document: Document) -> Draft:
    """The proposal: fields from the first lines of its body, the rest as its text."""
    body = list(item.body)
    draft = Draft(item.opening.number, item.opening.title.rstrip(" :"), section=item.section)
    if not draft.title and body:
        draft.title = body.pop(0).text
    for line in body[:_FIELD_LINES]:
        if _take_field(line, draft):
            body.remove(line)
    draft.committee = draft.committee or item.committee
    draft.amounts = amounts_in_rows([row_cells(line.text) for line in body if line.is_table])
    while draft.amounts and body and body[-1].is_table:
        body.pop()
    if body:
        draft.text = document.text[body[0].start : body[-1].end].strip()
    draft.amounts = draft.amounts or amounts_in_text(draft.text)
    return draft


def _take_field(line: Line, draft: Draft) -> bool:
    """Take a line that is a case number or a field alone; says whether it was one."""
    case = _CASE.fullmatch(line.text)
    if case and not draft.case_number:
        draft.case_number = case["case"]
        return True
    pairs = list(fields_of(line))
    if len(pairs) != 1 or not pairs[0][1] or role_of(pairs[0][0]) not in ("committee", "direction"):
        return False
    setattr(draft, role_of(pairs[0][0]) or "", pairs[0][1])
    return True
