"""Proposals that stand in running text: minutes, agendas, catalogues with a heading each."""

import re
from dataclasses import dataclass

from consult.domain.documents import Document
from consult.readers.amounts import amounts_in_rows
from consult.readers.catalogue_lines import Line, Opening, lines_of, main_family, openings
from consult.readers.drafts import Draft

# A proposal seen before with at least this many characters below it is not opened again: a
# shorter one was an entry of a list of contents.
REAL_BODY = 60
# Lines at the top of minutes that may name the committee, and of an item that may hold fields.
_TOP_LINES = 30
_FIELD_LINES = 8
_COMMITTEE = (
    r"(?:[Uu]dvalget for [A-ZÆØÅ][\wæøåÆØÅ]*(?:(?:,| og|-) ?[\wæøåÆØÅ]+)*"
    r"|(?:[A-ZÆØÅ][a-zæøå]+(?:-|,)? (?:og )?){0,5}[A-ZÆØÅ][a-zæøå]*"
    r"(?:udvalget|udvalg|byrådet|kommunalbestyrelsen)|Byrådet|Kommunalbestyrelsen)"
)
_MINUTES = re.compile(
    rf"^(?:REFERAT|DAGSORDEN|Referat|Dagsorden|Beslutningsprotokol|Udvalg|Møde i)\b.{{0,60}}?"
    rf"(?P<name>{_COMMITTEE})",
)
_COMMITTEE_HEADING = re.compile(rf"(?:(?:Fagudvalg|Udvalg): ?)?(?P<name>{_COMMITTEE})")
_CASE = re.compile(
    r"(?:(?:Sags?(?:nr|nummer|-?id)|Journal(?:nr|nummer)|J\.? ?nr|Sag|ESDH)\.?\s*:?\s*)?"
    r"(?P<case>\d{2}\.\d{2}\.\d{2}-[A-ZÆØÅ]\d{2}-\d+-\d{2}|\d{2}/\d{2,6}|\d{4}-\d{3,6}|"
    r"[A-Z]{2,5}-\d{4}-\d{3,6})"
)
_FIELD = re.compile(
    r"(?P<key>udvalg|fagudvalg|retning|type|forslagstype|kategori): ?(?P<value>.+)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Item:
    """An opening and the lines below it up to the next."""

    opening: Opening
    body: list[Line]
    committee: str | None

    @property
    def size(self) -> int:
        return sum(len(line.text) for line in self.body)


def read_text(document: Document) -> list[Draft]:
    """The proposals of the document, in order; empty where no line opens one."""
    lines = lines_of(document)
    found = openings(lines)
    family = main_family(found)
    if family is None:
        return []
    own = [opening for opening in found if opening.family == family]
    items = _items(lines, _without_inner(lines, own))
    return [_draft(item, document) for item in items]


def _without_inner(lines: list[Line], found: list[Opening]) -> list[Opening]:
    """Openings without those of a list of contents and without repeats inside an item."""
    ends = [opening.line for opening in found[1:]] + [len(lines)]
    sizes = [
        sum(len(line.text) for line in lines[opening.line + 1 : end])
        for opening, end in zip(found, ends, strict=True)
    ]
    kept: dict[str, int] = {}
    for index, opening in enumerate(found):
        known = kept.get(opening.number)
        if known is None or _is_contents(found, sizes, known, index):
            kept[opening.number] = index
    return [found[index] for index in sorted(kept.values())]


def _is_contents(found: list[Opening], sizes: list[int], known: int, again: int) -> bool:
    """Whether opening `known` is an entry of a list of contents and `again` the proposal.

    An entry has next to nothing below it; the last one has the introduction below it, but
    an entry above it.
    """
    small = sizes[known] < REAL_BODY
    if _is_same(found[known].title, found[again].title):
        return small or (known > 0 and sizes[known - 1] < REAL_BODY)
    return small and sizes[again] > sizes[known]


def _is_same(one: str, other: str) -> bool:
    """Whether two titles begin alike; contents pages cut long ones."""
    start = min(len(one), len(other), 25)
    return one[:start].casefold() == other[:start].casefold()


def _items(lines: list[Line], found: list[Opening]) -> list[_Item]:
    """Each opening with its lines, and the committee named above it."""
    committee = next(
        (m["name"] for ln in lines[:_TOP_LINES] if (m := _MINUTES.match(ln.text))), None
    )
    items: list[_Item] = []
    start = 0
    for opening, following in zip(found, [*found[1:], None], strict=True):
        for line in lines[start : opening.line]:
            heading = _COMMITTEE_HEADING.fullmatch(line.text)
            committee = heading["name"] if heading and line.is_heading else committee
        end = following.line if following else len(lines)
        items.append(_Item(opening, lines[opening.line + 1 : end], committee))
        start = opening.line + 1
    return items


def _draft(item: _Item, document: Document) -> Draft:
    """The proposal: fields from the first lines of its body, the rest as its text."""
    body = list(item.body)
    draft = Draft(item.opening.number, item.opening.title.rstrip(" :"))
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
    return draft


def _take_field(line: Line, draft: Draft) -> bool:
    """Take a line that is a case number or a field alone; says whether it was one."""
    case = _CASE.fullmatch(line.text)
    if case and not draft.case_number:
        draft.case_number = case["case"]
        return True
    match = _FIELD.fullmatch(line.text)
    if not match:
        return False
    if match["key"].casefold().endswith("udvalg"):
        draft.committee = match["value"]
    else:
        draft.direction = match["value"]
    return True


def row_cells(row: str) -> list[str]:
    """The cells of a table row as it stands in a text: parted by tabs, or by bars."""
    if "\t" not in row and row.count("|") >= 2:
        return [cell.strip() for cell in row.strip().strip("|").split("|")]
    return row.split("\t")
