"""Spreadsheets as their program shows them, and tables that are not quite in order."""

import datetime
import io
from pathlib import Path

import odfdo
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from consult.domain.documents import BlockKind, Metadata
from consult.domain.errors import ReadError
from consult.readers import read
from consult.readers.catalogue import read_catalogue
from consult.readers.formats import unpack
from consult.readers.source import SourceFile
from consult.readers.workbook_marks import _letters

HEADER = ["Id", "Svar", "Navn", "Dato", "Punkt"]


@pytest.mark.parametrize(
    ("value", "form", "shown"),
    [
        (6, "000", "006"),
        (6, '"BU-"00', "BU-06"),
        (6, r"000\-0", "6"),
        (0.355, "0.0%", "35,5%"),
        (0.35, "0%", "35%"),
        (-6, "000", "-6"),
        (6.5, "000", "6,5"),
        (79, "General", "79"),
        (1234.5, "#,##0.00", "1234,5"),
        (46266, "dd-mm-yyyy", "01-09-2026"),
        (46266.6041667, "dd/mm/yyyy hh:mm", "01-09-2026 14:30"),
        (0.6041667, "hh:mm", "14:30"),
    ],
)
def test_numbers_as_shown(tmp_path: Path, value: float, form: str, shown: str) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Id", "Svar", "Dato"])
        sheet.write_row(1, 0, ["a", "Vi er imod."])
        sheet.write_number(1, 2, value, book.add_format({"num_format": form}))
    assert read(tmp_path / "a.xlsx")[0].metadata.date == shown


def test_leading_zeros_reach_the_catalogue(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "katalog.xlsx")) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Nummer", "Titel"])
        for row in (1, 2):
            sheet.write_number(row, 0, row, book.add_format({"num_format": "000"}))
            sheet.write_string(row, 1, f"Lukning af bad {row}")
    assert [p.number for p in read_catalogue(tmp_path / "katalog.xlsx")] == ["001", "002"]


def test_hidden_merged_and_broken_cells(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as book:
        sheet = book.add_worksheet("Svar")
        sheet.write_row(0, 0, [*HEADER, "Alder"])
        sheet.write_row(1, 0, ["a", "Et.", "", "", "", "40"])
        sheet.write_row(2, 0, ["b", "To."])
        sheet.merge_range(1, 2, 2, 2, "Bo Ek")
        sheet.set_row(2, None, None, {"hidden": True})
        sheet.set_column(1, 1, None, None, {"hidden": True})
        sheet.write_formula(3, 1, "=Ukendt!A1", None, "#REF!")
        sheet.write_row(4, 0, ["d", "=1+1 er ikke en formel"])
        sheet.write_string(4, 1, "=1+1 er ikke en formel")
        hidden = book.add_worksheet("Gamle")
        hidden.write_row(0, 0, HEADER[:2])
        hidden.write_row(1, 0, ["e", "Skjult ark."])
        hidden.hide()
    documents = read(tmp_path / "a.xlsx")
    assert [(d.name, d.text, d.metadata.respondent) for d in documents] == [
        ("a", "Et.", "Bo Ek"),
        ("b", "To.", "Bo Ek"),
        ("d", "=1+1 er ikke en formel", None),
        ("e", "Skjult ark.", None),
    ]
    assert documents[0].warnings == (
        "Kolonnen »Svar« er skjult i regnearket, men er læst med.",
        "Kolonnen »Alder« er ikke læst.",
    )
    assert documents[1].warnings == ("Rækken er skjult i regnearket, men er læst med.",)
    assert documents[3].warnings == ("Arket »Gamle« er skjult i regnearket, men er læst med.",)


def test_errors_and_formulas_without_a_result_are_told(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    sheet.append(["Id", "Svar", "Navn"])
    sheet.append(["a", "=B9", "Bo Ek"])
    sheet.append(["b", "Vi er imod.", "#REF!"])
    sheet["C3"].data_type = "e"
    book.save(tmp_path / "a.xlsx")
    documents = read(tmp_path / "a.xlsx")
    assert documents[0].skip_reason
    assert documents[0].warnings == ("Celle B2 er en formel uden gemt resultat og er ikke læst.",)
    assert documents[1].warnings == ("Celle C3 viser en fejl (#REF!) og er ikke læst.",)


def test_a_cell_far_out_is_refused(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["Id", "Svar"])
    book.active["XFD1048576"] = "x"
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(ReadError, match="langt uden for tabellen"):
        read(tmp_path / "a.xlsx")


def test_macros_are_told_and_the_suffix_is_read(tmp_path: Path) -> None:
    (tmp_path / "vba.bin").write_bytes(b"x")
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsm")) as book:
        book.add_vba_project(str(tmp_path / "vba.bin"))
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Id", "Svar"])
        sheet.write_row(1, 0, ["a", "Et."])
    (document,) = read(tmp_path / "a.xlsm")
    assert document.warnings == ("Regnearket har makroer; de er ikke kørt.",)


def test_open_document_spreadsheet(tmp_path: Path) -> None:
    document = odfdo.Document("spreadsheet")
    document.body.clear()
    table = odfdo.Table("Svar")
    for row in (["Id", "Svar", "Dato"], ["a", "Vi er imod.", datetime.date(2026, 9, 1)]):
        table.append_row(odfdo.Row())
        table.set_row_values(table.height - 1, row)
    document.body.append(table)
    document.save(tmp_path / "a.ods")
    (response,) = read(tmp_path / "a.ods")
    assert (response.name, response.text, response.metadata.date) == (
        "a",
        "Vi er imod.",
        "01-09-2026",
    )


def _csv(text: str, encoding: str = "utf-8") -> SourceFile:
    return SourceFile("svar.csv", text.encode(encoding))


def test_rows_longer_than_the_header_are_told() -> None:
    documents = unpack(_csv("id;tekst\na;Nej; aldrig; igen\nb;Ja.\nc\n")).documents
    assert documents[0].warnings == ("2 celler uden kolonnenavn er ikke læst: »aldrig«, »igen«.",)
    assert documents[1].warnings == ()
    assert documents[2].skip_reason


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_one_column_and_quoted_line_breaks(encoding: str, end: str) -> None:
    text = end.join(["Høringssvar", '"Nej til lukning.', "", 'Åh nej."', "Ja.", ""])
    documents = unpack(_csv(text, encoding)).documents
    assert [d.text for d in documents] == ["Nej til lukning.\n\nÅh nej.", "Ja."]


def test_letters_of_columns() -> None:
    assert [_letters(n) for n in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


_CELL = st.text("ab æ;,\n\"=\t'0", max_size=12)


@given(st.lists(st.lists(_CELL, max_size=4), max_size=6), st.sampled_from(";,\t"))
def test_any_csv_gives_responses_or_one_sentence(rows: list[list[str]], delimiter: str) -> None:
    text = f"id{delimiter}tekst\n" + "\n".join(delimiter.join(row) for row in rows)
    try:
        documents = unpack(_csv(text)).documents
    except ReadError:
        return
    assert len({document.name for document in documents}) == len(documents)
    for document in documents:
        blocks = "".join(document.text[b.start : b.end] for b in document.blocks)
        assert "".join(blocks.split()) == "".join(document.text.split())


def _workbook() -> bytes:
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True}) as book:
        book.add_worksheet().write_row(0, 0, ["Id", "Svar"])
    return data.getvalue()


_GOOD = _workbook()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.integers(4, len(_GOOD) - 1), st.integers(0, 255)), max_size=6))
def test_any_bytes_of_a_workbook_may_be_wrong(changes: list[tuple[int, int]]) -> None:
    data = bytearray(_GOOD)
    for at, byte in changes:
        data[at] = byte
    with pytest.raises(ReadError):
        unpack(SourceFile("svar.xlsx", bytes(data)))


def test_an_export_headed_by_questions(tmp_path: Path) -> None:
    path = tmp_path / "portal.csv"
    path.write_text(
        "Udtræk fra portalen;;;;;;;\n"
        "Svar-ID;Indsendelsestidspunkt;Fornavn;Efternavn;Organisation/virksomhed;E-mail;"
        "Hvilket forslag vedrører dit svar?;Skriv dit høringssvar her\n"
        "1001;2026-09-12;Mona;Rask;;m@x.example;TM-03 Cykelsti;Jeg glæder mig til stien.\n"
        "1002;2026-09-13;Ole;Friis;Grundejerforeningen Åparken;o@x.example;;Vi er imod.\n",
        encoding="utf-8",
    )
    first, second = read(path)
    assert (first.name, first.text) == ("1001", "Jeg glæder mig til stien.")
    assert first.metadata == Metadata("Mona Rask", None, "2026-09-12", None, ("TM-03 Cykelsti",))
    assert second.metadata.organisation == "Grundejerforeningen Åparken"
    assert any("»E-mail«" in warning for warning in first.warnings)


def test_several_answers_of_a_row_stand_under_their_questions(tmp_path: Path) -> None:
    path = tmp_path / "svar.csv"
    path.write_text(
        "Id;Navn;BU-01 Lukning af skolen;BU-02 Færre timer;Har du andre kommentarer?\n"
        "1;Tina;Luk ikke skolen.;Helt forkert vej at gå.;nej\n"
        "2;Bo;;Vi er imod;Tak for god dialog\n",
        encoding="utf-8",
    )
    first, second = read(path)
    assert first.text == (
        "BU-01 Lukning af skolen\n\nLuk ikke skolen.\n\n"
        "BU-02 Færre timer\n\nHelt forkert vej at gå."
    )
    assert [b.kind for b in first.blocks] == [BlockKind.HEADING, BlockKind.PARAGRAPH] * 2
    assert "Svaret »nej« på »Har du andre kommentarer?« er ikke læst." in first.warnings
    assert second.text == (
        "BU-02 Færre timer\n\nVi er imod\n\nHar du andre kommentarer?\n\nTak for god dialog"
    )


def test_a_column_of_answers_beside_the_one_that_bears_the_name(tmp_path: Path) -> None:
    path = tmp_path / "svar.csv"
    path.write_text(
        "Navn;BU-01 Lukning;Bemærkninger;Forvaltningens notat\nTina;Luk ikke;Tak;Tages ikke med\n",
        encoding="utf-8",
    )
    (document,) = read(path)
    assert document.text == "BU-01 Lukning\n\nLuk ikke\n\nBemærkninger\n\nTak"
    assert "Kolonnen »Forvaltningens notat« er ikke læst." in document.warnings


@pytest.mark.parametrize("said", ["Mig selv som borger", "Borger", "nej", "Privatperson"])
def test_who_speaks_for_nobody_is_no_organisation(tmp_path: Path, said: str) -> None:
    path = tmp_path / "svar.csv"
    path.write_text(
        f"Navn;Hvem svarer du på vegne af?;Hvad er din mening?\nBo;{said};Jeg er imod\n",
        encoding="utf-8",
    )
    (document,) = read(path)
    assert (document.metadata.respondent, document.metadata.organisation) == ("Bo", None)


def test_a_row_of_answers_without_a_header_is_no_header(tmp_path: Path) -> None:
    path = tmp_path / "svar.csv"
    path.write_text(
        "17;Jeg synes, at skolen skal blive liggende\n18;Det synes jeg også den skal\n",
        encoding="utf-8",
    )
    with pytest.raises(ReadError, match="ingen kolonne med svarenes tekst"):
        read(path)


def test_a_survey_in_english(tmp_path: Path) -> None:
    path = tmp_path / "survey.csv"
    path.write_text(
        "Respondent ID,IP Address,First Name,Last Name,Which proposal?,Please write your response\n"
        '113,1.1.1.1,Ulla,Vig,BU-01,"Jeg synes, at det er trist."\n',
        encoding="utf-8",
    )
    (document,) = read(path)
    assert document.metadata == Metadata("Ulla Vig", given=("BU-01",))
    assert document.text == "Jeg synes, at det er trist."
