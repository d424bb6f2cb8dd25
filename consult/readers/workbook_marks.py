"""What an Excel sheet says about its cells beside their values: formats, hidden rows, formulas."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO

from lxml import etree
from lxml.etree import _Element

from consult.readers.package import Package, relations

_BOOK = "xl/workbook.xml"
_LITERAL = r'(?:"[^"]*"|\\.|[-/ ])*'
_PADDED = re.compile(rf"(?P<before>{_LITERAL})(?P<digits>0{{2,15}})(?P<after>{_LITERAL})")
_PERCENT = re.compile(r"#?#?0(?:\.(?P<decimals>0{1,9}))? ?%")
# Percentages among the formats that every workbook has.
_BUILT_IN = {9: "0%", 10: "0.00%"}
_PLACE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
_HIDDEN_ROW = "Rækken er skjult i regnearket, men er læst med."


@dataclass(frozen=True, slots=True)
class Form:
    """How a number is shown: so many digits between words, or as a percentage."""

    before: str = ""
    digits: int = 0
    after: str = ""
    decimals: int | None = None

    def text(self, value: object, plain: str) -> str:
        """`value` as shown; `plain` where it is no number that the form fits."""
        if isinstance(value, bool) or not isinstance(value, int | float):
            return plain
        if self.decimals is not None:
            return f"{value * 100:.{self.decimals}f}".replace(".", ",") + "%"
        if value < 0 or value != int(value):
            return plain
        return f"{self.before}{int(value):0{self.digits}}{self.after}"


@dataclass(slots=True)
class Marks:
    """What a sheet says; rows and columns count from 0, the keys of `remarks` from 1."""

    formats: dict[tuple[int, int], Form] = field(default_factory=dict)
    remarks: dict[int, list[str]] = field(default_factory=dict)
    hidden_columns: set[int] = field(default_factory=set)
    height: int = 0
    width: int = 0

    def remark(self, row: int, sentence: str) -> None:
        """Tell of the row with index `row`."""
        self.remarks.setdefault(row + 1, []).append(sentence)


def marks_of(package: Package) -> dict[str, Marks]:
    """The marks of every sheet, by its name; ReadError where a sheet is damaged or a bomb."""
    book = package.xml(_BOOK)
    styles = package.xml("xl/styles.xml")
    members = relations(package, _BOOK)
    forms = _forms(styles) if styles is not None else {}
    found: dict[str, Marks] = {}
    for sheet in book.iterfind("{*}sheets/{*}sheet") if book is not None else ():
        key = next((v for k, v in sheet.attrib.items() if k.endswith("}id")), "")
        member = members[key].member if key in members else ""
        if member in package.members and "sheet" in members[key].kind:
            found[sheet.get("name") or ""] = _marks(package.raw(member), forms)
    return found


def _forms(styles: _Element) -> dict[str, Form]:
    """The forms that change what is shown, by the number of the cell style."""
    codes = dict(_BUILT_IN)
    for element in styles.iterfind("{*}numFmts/{*}numFmt"):
        number = element.get("numFmtId") or ""
        if number.isdigit():
            codes[int(number)] = element.get("formatCode") or ""
    found: dict[str, Form] = {}
    for index, style in enumerate(styles.iterfind("{*}cellXfs/{*}xf")):
        number = style.get("numFmtId") or ""
        form = _form(codes.get(int(number), "")) if number.isdigit() else None
        if form:
            found[str(index)] = form
    return found


def _form(code: str) -> Form | None:
    """The form that a format code for positive numbers gives; None where plain digits will do."""
    code = code.split(";")[0]
    percent = _PERCENT.fullmatch(code)
    if percent:
        return Form(decimals=len(percent["decimals"] or ""))
    padded = _PADDED.fullmatch(code)
    if not padded:
        return None
    return Form(_plain(padded["before"]), len(padded["digits"]), _plain(padded["after"]))


def _plain(literal: str) -> str:
    return re.sub(r'"([^"]*)"|\\(.)', lambda m: m[1] if m[1] is not None else m[2], literal)


def _marks(data: bytes, forms: dict[str, Form]) -> Marks:
    """Walk the sheet once, forgetting each row when it is read."""
    marks = Marks()
    number = -1
    for element in _elements(data):
        name = str(element.tag).rpartition("}")[2]
        if name == "col" and element.get("hidden") in ("1", "true"):
            first, last = _index(element, "min"), _index(element, "max")
            marks.hidden_columns.update(range(first, min(last + 1, 16_384)))
        elif name == "row":
            number = _index(element, "r") if element.get("r") else number + 1
            _row(element, number, marks, forms)
            element.clear()
    return marks


def _elements(data: bytes) -> Iterator[_Element]:
    steps = etree.iterparse(
        BytesIO(data), tag=("{*}row", "{*}col"), resolve_entities=False, no_network=True,
        load_dtd=False, recover=True, huge_tree=True,
    )  # fmt: skip
    try:
        for _event, element in steps:
            yield element
    except etree.XMLSyntaxError:  # The workbook's own reader says what is wrong.
        return


def _index(element: _Element, name: str) -> int:
    """A number that counts from 1, as one from 0; 0 where it is none."""
    text = element.get(name) or ""
    return max(int(text) - 1, 0) if text.isascii() and text.isdigit() and len(text) < 8 else 0


def _row(row: _Element, number: int, marks: Marks, forms: dict[str, Form]) -> None:
    column = -1
    for cell in row:
        place = _PLACE.fullmatch(cell.get("r") or "")
        column = _column(place[1]) if place else column + 1
        style = cell.get("s")
        if style in forms and len(cell):
            marks.formats[number, column] = forms[style]
        sentence = _trouble(cell, f"{_letters(column)}{number + 1}")
        if sentence:
            marks.remark(number, sentence)
    if len(row):
        marks.height = max(marks.height, number + 1)
        marks.width = max(marks.width, column + 1)
        if row.get("hidden") in ("1", "true"):
            marks.remark(number, _HIDDEN_ROW)


def _trouble(cell: _Element, name: str) -> str | None:
    """What a reader of the table must know of the cell: an error, or a formula never counted."""
    if cell.get("t") == "e":
        return f"Celle {name} viser en fejl ({cell.findtext('{*}v') or '?'}) og er ikke læst."
    if cell.get("t") == "str" or cell.find("{*}f") is None or cell.findtext("{*}v"):
        return None
    return f"Celle {name} er en formel uden gemt resultat og er ikke læst."


def _column(letters: str) -> int:
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column - 1


def _letters(column: int) -> str:
    letters = ""
    while column >= 0:
        letters = chr(ord("A") + column % 26) + letters
        column = column // 26 - 1
    return letters
