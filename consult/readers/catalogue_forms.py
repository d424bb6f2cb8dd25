"""Proposals that stand in a form each: "Forslag nr.", "Titel", "Udvalg" and a value beside it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from consult.readers.amounts import amounts_in_rows, amounts_in_text
from consult.readers.catalogue_columns import role_name, role_of
from consult.readers.catalogue_lines import Line
from consult.readers.catalogue_table import numbered, parted_title, plain_number, told_numbered
from consult.readers.drafts import Draft

_KEY = re.compile(r"(?P<key>[^:\t]{2,60}?)\s*:\s*(?P<value>\S.*)?", re.DOTALL)
# Keys that begin a form.
_NUMBER_KEYS = frozenset({
    "forslagnr", "forslagsnr", "forslagsnummer", "forslagnummer", "budgetforslagnr", "punktnr",
    "budgetforslagsnr", "spareforslagnr", "forslagsid", "nummer", "nr", "forslagskode",
})  # fmt: skip
_TITLE_KEYS = frozenset({
    "titel", "forslagstitel", "overskrift", "forslagsnavn", "navn", "forslag", "budgetforslag",
    "spareforslag", "besparelsesforslag", "effektiviseringsforslag", "reduktionsforslag",
})  # fmt: skip
_ROLES = ("committee", "direction", "case_number")
# Keys that begin a form only in a table; letters and minutes have them too.
_IN_TABLES = ("nr", "navn", "forslag")
# Words that a value must have to be told again in the proposal's text under its key.
_WORDS = 3


@dataclass(slots=True)
class _Form:
    """What has been read of a form."""

    draft: Draft
    said: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)


def row_cells(row: str) -> list[str]:
    """The cells of a table row as it stands in a text: parted by tabs, or by bars."""
    if "\t" not in row and row.count("|") >= 2:
        return [cell.strip() for cell in row.strip().strip("|").split("|")]
    return row.split("\t")


def fields_of(line: Line) -> Iterator[tuple[str, str]]:
    """The keys of a line and the values beside them: "Udvalg: X", or cells two by two."""
    if not line.is_table:
        match = _KEY.fullmatch(line.text)
        if match:
            yield match["key"], (match["value"] or "").strip()
        return
    cells = [cell.strip() for cell in row_cells(line.text)]
    filled = [cell for cell in cells if cell]
    # A table that touches another has its empty columns too.
    if len(filled) == 2 and (cells[0] or role_of(filled[0].rstrip(" :"))):
        yield filled[0].rstrip(" :"), filled[1]
    elif len(filled) == 4 and role_of(filled[0].rstrip(" :")) and role_of(filled[2].rstrip(" :")):
        yield filled[0].rstrip(" :"), filled[1]
        yield filled[2].rstrip(" :"), filled[3]


def read_forms(lines: list[Line]) -> tuple[list[Draft], list[str]]:
    """The proposals whose forms the lines hold, in order, and what is to be told of them."""
    start = _start_key(lines)
    forms: list[_Form] = []
    for above, line in zip([None, *lines], lines, strict=False):
        pairs = list(fields_of(line))
        if start and any(role_name(key) == start and value for key, value in pairs):
            if forms and above and above.is_heading and forms[-1].said[-1:] == [above.text]:
                forms[-1].said.pop()
            forms.append(_Form(Draft("")))
        if forms:
            taken = [_take(forms[-1], *pair) for pair in pairs]
            if not taken or not all(taken):
                _add(forms[-1], line)
    drafts = [draft for form in forms if (draft := _finished(form))]
    if drafts and not any(draft.number for draft in drafts):
        return numbered(drafts), [told_numbered(len(drafts))]
    return [draft for draft in drafts if draft.number], []


def _start_key(lines: list[Line]) -> str | None:
    """The key that begins each form: that of the number, or of the title where it stands first."""
    found = [
        (role_name(key), value)
        for line in lines
        for key, value in fields_of(line)
        if value and (line.is_table or role_name(key) not in _IN_TABLES)
    ]
    numbers = [name for name, value in found if name in _NUMBER_KEYS and _is_number(value)]
    titles = [name for name, value in found if name in _TITLE_KEYS and role_of(value) is None]
    if not numbers or not titles:
        return next(iter(numbers or titles), None)
    first = next(name for name, _ in found if name in (numbers[0], titles[0]))
    number, title = numbers[0], titles[0]
    return first if titles.count(title) >= numbers.count(number) else number


def _is_number(value: str) -> bool:
    return len(value) == 1 or any(c.isdigit() for c in value)


def _take(form: _Form, key: str, value: str) -> bool:
    """Take in a key and its value; says whether it belongs to the form's own fields."""
    draft, name, role = form.draft, role_name(key), role_of(key)
    if name in _NUMBER_KEYS and not draft.number:
        draft.number = plain_number(value)
        if len(draft.number) > 12 or " " in draft.number:
            number, title = parted_title(value)
            draft.number, draft.title = (number, title) if number else (draft.number, draft.title)
    elif name in _TITLE_KEYS and not draft.title:
        draft.title = " ".join(value.split())
    elif role in _ROLES and not getattr(draft, role):
        setattr(draft, role, value)
    elif role == "text" and value:
        form.said.append(value)
    else:
        return False
    return True


def _add(form: _Form, line: Line) -> None:
    """Keep a line of the form that is no field: amounts, or words."""
    if not line.is_table:
        form.said.append(line.text)
        return
    cells = row_cells(line.text)
    form.rows.append(cells)
    filled = [cell.strip() for cell in cells if cell.strip()]
    if len(filled) == 2 and len(filled[1].split()) >= _WORDS:
        form.said.append(f"{filled[0].rstrip(' :')}: {filled[1]}")


def _finished(form: _Form) -> Draft | None:
    """The draft; None where the form says neither number nor title."""
    draft = form.draft
    if draft.title and not draft.number:
        draft.number, draft.title = parted_title(draft.title)
    draft.text = "\n".join(form.said).strip()
    draft.amounts = amounts_in_rows(form.rows) or amounts_in_text(draft.text)
    draft.title = draft.title or draft.text.split("\n")[0][:120]
    return draft if draft.title else None
