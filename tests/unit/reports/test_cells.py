"""Cells: no formula, nothing a file cannot hold, nothing lost; and workbooks of such cells."""

import io
import unicodedata
from datetime import datetime
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consult.domain.errors import ExportError
from consult.reports import workbook
from consult.reports.cells import CELL, HARMLESS, escaped, harmless, is_formula, pieces, visible
from consult.reports.export_csv import cells
from consult.reports.steady_zip import SteadyZip
from consult.reports.workbook import Workbook, column, fits

FORMULAS = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    "+45 12 34 56 78",
    "-2+3",
    "@SUM(A1:A9)",
    "\t=1",
    "\r=1",
    "\n=1",
    "\tHej",
    "\rHej",
    " =1",
    "\u00a0=1",
    "\u200b=1",
    "\ufeff=1",
    "\u202e=1",
    "\x00=1",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(1)",
    "﹦1",
    "  \t ＝1",
    "- en liste",
]
HARMLESS_TEXTS = ["", "Vi er imod", "5 - 3", "a=b", "'=1", "– tankestreg", "(=1)", "100 %", "§ 4"]


@pytest.mark.parametrize("text", FORMULAS)
def test_what_could_be_a_formula_is_made_harmless(text: str) -> None:
    assert harmless(text) == HARMLESS + text
    assert not is_formula(harmless(text))
    assert cells((text,)) == [HARMLESS + text]


@pytest.mark.parametrize("text", HARMLESS_TEXTS)
def test_what_could_not_stays_as_it_is(text: str) -> None:
    assert harmless(text) == text


@given(st.text())
def test_no_cell_begins_like_a_formula_whatever_it_holds(text: str) -> None:
    made = harmless(text)
    assert made.removeprefix(HARMLESS) == text.removeprefix(HARMLESS)
    begins = next((c for c in made if not c.isspace()), "")
    assert unicodedata.normalize("NFKC", begins)[:1] not in set("=+-@") or begins == ""
    assert made[:1] not in set("\t\r\n=+-@")


def test_what_a_file_cannot_hold_can_be_seen() -> None:
    assert visible("a\x00b\x0bc\x1fd\ufffee\ud800f") == "a␀b␋c␟d�e�f"
    assert visible("tab\t linje\n æøå 😀") == "tab\t linje\n æøå 😀"


def test_a_text_that_looks_like_an_escape_of_excels_is_kept_as_it_is() -> None:
    assert escaped("_x000D_ og _x00e5_") == "_x005F_x000D_ og _x005F_x00e5_"
    assert escaped("_xyz_ _x12_") == "_xyz_ _x12_"


@given(st.text(max_size=60), st.integers(min_value=2, max_value=9))
def test_pieces_are_the_text_and_none_is_too_long(text: str, longest: int) -> None:
    found = pieces(text, longest)
    assert "".join(found) == text
    assert all(len(p.encode("utf-16-le", "surrogatepass")) // 2 <= longest for p in found)


def test_whether_a_cell_can_hold_a_text_counts_as_excel_does() -> None:
    assert fits("a" * (CELL - 1))
    assert not fits("a" * CELL)
    assert fits("😀" * (CELL // 2))
    assert not fits("😀" * (CELL // 2 + 1))


def saved(folder: Path, rows: list[list[object]]) -> bytes:
    with Workbook(folder) as book:
        sheet = book.sheet("Ark & »1«", [10] * max(map(len, rows)))
        for row in rows:
            sheet.append(row)  # type: ignore[arg-type]
        out = io.BytesIO()
        book.save(out)
    return out.getvalue()


def test_a_book_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["Nr.", "Tekst", "Tal"],
        [1, "æ <b>&\" 'x' \r\n linje ]]>", 0.1234],
        [2, None, -3.5],
        [3, " mellemrum ", 10**12],
    ]
    read = openpyxl.load_workbook(io.BytesIO(saved(tmp_path, rows)))
    assert read.sheetnames == ["Ark & »1«"]
    assert [[c.value for c in row] for row in read.active.rows] == rows
    assert read.active.freeze_panes == "A2"


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.lists(st.one_of(st.none(), st.integers(-(2**40), 2**40), st.text()), min_size=2),
        max_size=4,
    )
)
def test_any_text_comes_back_and_never_as_a_formula(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[object]]
) -> None:
    read = openpyxl.load_workbook(
        io.BytesIO(saved(tmp_path_factory.mktemp("b"), [["x"] * 9, *rows]))
    )
    for n, row in enumerate(rows, start=2):
        for at, value in enumerate(row, start=1):
            cell = read.active.cell(n, at) if at <= read.active.max_column else None
            if cell is None or value in (None, ""):
                continue
            assert cell.data_type in "sn"
            if isinstance(value, str):
                assert cell.value == escaped(harmless(visible(value)))
            else:
                assert cell.value == value


def test_the_same_rows_are_the_same_bytes(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    rows: list[list[object]] = [["a", 1], ["b", 2.5]]
    first = saved(tmp_path, rows)
    assert first == saved(tmp_path_factory.mktemp("again"), rows)
    with ZipFile(io.BytesIO(first)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        names = archive.namelist()
        assert not any(str(datetime.now().year) in archive.read(n).decode() for n in names)


def test_a_full_sheet_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "ROWS", 2)
    with Workbook(tmp_path) as book:
        sheet = book.sheet("Svar", [10])
        sheet.append(["a"])
        sheet.append(["b"])
        with pytest.raises(ExportError, match="»Svar« får flere rækker"):
            sheet.append(["c"])


def test_columns_have_letters() -> None:
    assert [column(n) for n in (0, 25, 26, 51, 52, 701, 702)] == [
        "A", "Z", "AA", "AZ", "BA", "ZZ", "AAA",
    ]  # fmt: skip


def test_a_zip_takes_files_without_their_dates(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("hej", encoding="utf-8")
    out = io.BytesIO()
    with SteadyZip(out, "w") as archive:
        archive.add(file, "æ.csv")
        archive.text("b.txt", "hej")
    with ZipFile(out) as archive:
        assert archive.read("æ.csv") == archive.read("b.txt") == b"hej"
        assert archive.getinfo("æ.csv").external_attr >> 16 == 0o644
