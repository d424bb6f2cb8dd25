"""Tables of responses: one row is one response, and no row is lost."""

import csv
import datetime
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from consult.domain.documents import Metadata
from consult.domain.errors import ReadError
from consult.readers import read
from consult.readers.columns import RESPONSE_COLUMNS, match_columns
from consult.readers.grid import cell_text, delimiter_of
from consult.readers.table import given_proposals


def _csv(tmp_path: Path, text: str, encoding: str = "utf-8") -> Path:
    path = tmp_path / "svar.csv"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_delimiters_and_encodings(tmp_path: Path, delimiter: str, encoding: str) -> None:
    path = tmp_path / "svar.csv"
    with path.open("w", newline="", encoding=encoding) as handle:
        writer = csv.writer(handle, delimiter=delimiter)
        writer.writerows(
            [
                ["Svarnummer", "Høringssvar", "Navn"],
                ["a1", "Nej, nej; aldrig\n| igen", "Åse Ø"],
                ["a2", "Ja.", ""],
            ]
        )
    documents = read(path)
    assert [(d.name, d.text) for d in documents] == [
        ("a1", "Nej, nej; aldrig\n| igen"),
        ("a2", "Ja."),
    ]
    assert documents[0].metadata.respondent == "Åse Ø"


def test_all_columns(tmp_path: Path) -> None:
    path = _csv(
        tmp_path,
        "ID;Tekst;Afsender;Organisation;Dato;Punkt;Emne\n"
        "7;Vi er imod.;Bo;FOA;1/9;79, 82;Budget 2027\n",
    )
    (document,) = read(path)
    assert document.metadata == Metadata("Bo", "FOA", "1/9", "Budget 2027", ("79", "82"))


@pytest.mark.parametrize(
    ("header", "roles"),
    [
        (["Svar-nummer", "HØRINGSSVAR", "forslag"], {"id": 0, "text": 1, "given": 2}),
        (["svar", "id"], {"text": 0, "id": 1}),
        (["text", "date", "proposal", "subject"], {"text": 0, "date": 1, "given": 2, "subject": 3}),
        (["Nr.", "Svar nr.", "Besvarelse:"], {"id": 1, "text": 2}),
        (["farve", "form"], {}),
    ],
)
def test_column_names(header: list[str], roles: dict[str, int]) -> None:
    assert match_columns(header, RESPONSE_COLUMNS) == roles


def test_rows_without_id_or_text(tmp_path: Path) -> None:
    path = _csv(tmp_path, "id;tekst\n;Uden id.\nb;\n;;\nb;To gange.\n;\n")
    documents = read(path)
    assert [d.name for d in documents] == ["svar.csv#række 2", "b", "b#række 5"]
    assert [d.skip_reason for d in documents] == [
        None,
        "Rækken har ingen tekst og er sprunget over.",
        None,
    ]
    assert documents[2].warnings == ("Id »b« står flere gange; rækken hedder »b#række 5«.",)


@pytest.mark.parametrize(
    ("cell", "given"),
    [
        ("79, 82", ("79", "82")),
        ("79; 82 og 83", ("79", "82", "83")),
        ("79.0", ("79",)),
        ("BU-02", ("BU-02",)),
        ("Lukning af skole, bibliotek og hal", ("Lukning af skole, bibliotek og hal",)),
        ("006", ("006",)),
        ("", ()),
        ("79, 79", ("79",)),
    ],
)
def test_given_proposals(cell: str, given: tuple[str, ...]) -> None:
    assert given_proposals(cell) == given


def test_a_code_with_a_slash_is_one() -> None:
    assert given_proposals("SI/UD03") == ("SI/UD03",)


def test_xlsx_numbers_dates_and_several_sheets(tmp_path: Path) -> None:
    path = tmp_path / "svar.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        info = book.add_worksheet("Om")
        info.write(0, 0, "Udtræk fra portalen")
        for name, start in (("Uge 1", 1), ("Uge 2", 3)):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, ["Eksport fra portalen"])
            sheet.write_row(2, 0, ["Id", "Svar", "Dato", "Punkt"])
            for i in range(2):
                sheet.write_row(3 + i, 0, [start + i, f"Svar {start + i} er langt.", "", 79])
                sheet.write_datetime(
                    3 + i,
                    2,
                    datetime.datetime(2026, 9, 1),
                    book.add_format({"num_format": "d/m/yy"}),
                )
    documents = read(path)
    assert [d.name for d in documents] == ["1", "2", "3", "4"]
    assert {d.metadata.date for d in documents} == {"01-09-2026"}
    assert {d.metadata.given for d in documents} == {("79",)}


def test_openpyxl_cell_with_line_breaks_and_markup(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["id", "tekst"])
    book.active.append(["x", "Punkt 79\nVi er <b>imod</b>.\n\n- et\n- to_x000D_"])
    book.save(tmp_path / "svar.xlsx")
    (document,) = read(tmp_path / "svar.xlsx")
    assert document.text == "Punkt 79\nVi er imod.\n\n- et\n- to"
    assert [b.kind.value for b in document.blocks] == [
        "heading",
        "paragraph",
        "list_item",
        "list_item",
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("farve;form\nrød;rund\n", "ingen kolonne med svarenes tekst (fundet: »farve«, »form«)"),
        ("id;tekst\n", "ingen svar under overskriften"),
    ],
)
def test_one_clear_sentence(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(ReadError) as caught:
        read(_csv(tmp_path, text))
    assert words in str(caught.value)


def test_damaged_workbook(tmp_path: Path) -> None:
    book = Workbook()
    book.save(tmp_path / "svar.xlsx")
    data = (tmp_path / "svar.xlsx").read_bytes()
    (tmp_path / "svar.xlsx").write_bytes(
        data.replace(b"<sheet", b"<shxxt").replace(b"PK\x01\x02", b"PK\x01\x03")
    )
    with pytest.raises(ReadError, match=r"svar\.xlsx"):
        read(tmp_path / "svar.xlsx")


@given(
    st.lists(st.text("abc ,;.", min_size=1, max_size=20).filter(str.strip), min_size=1, max_size=8)
)
def test_delimiter_of_what_csv_writes(cells: list[str]) -> None:
    rows = "id\ttekst\n" + "".join(f"{i}\t{cell}\n" for i, cell in enumerate(cells))
    assert delimiter_of(rows) == "\t"


@pytest.mark.parametrize(
    ("value", "text"),
    [(79.0, "79"), (1.5, "1,5"), (None, ""), (True, "ja"), ("006", "006"), (-0.35, "-0,35")],
)
def test_cell_text(value: object, text: str) -> None:
    assert cell_text(value) == text
