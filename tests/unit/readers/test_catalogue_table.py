"""Catalogues as tables, with what people put above, between and below the rows."""

from pathlib import Path

import pytest
import xlsxwriter

from consult.domain.errors import CatalogueError
from consult.domain.proposals import Catalogue, Direction
from consult.readers.catalogue import read_catalogue
from consult.readers.catalogue_table import plain_number


def _xlsx(tmp_path: Path, rows: list[list[object]]) -> Catalogue:
    path = tmp_path / "katalog.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        for i, row in enumerate(rows):
            sheet.write_row(i, 0, row)
    return read_catalogue(path)


def _csv(tmp_path: Path, text: str) -> Catalogue:
    path = tmp_path / "katalog.csv"
    path.write_text(text, encoding="utf-8")
    return read_catalogue(path)


def test_smallest_catalogue(tmp_path: Path) -> None:
    catalogue = _csv(tmp_path, "Nummer,Titel\n79,Ophør af koordinering\n82,Bortfald af bevilling\n")
    assert catalogue.numbers == ("79", "82")
    assert catalogue.proposals[0].title == "Ophør af koordinering"
    assert catalogue.proposals[0].direction is Direction.CUT


def test_all_that_people_put_in_a_sheet(tmp_path: Path) -> None:
    catalogue = _xlsx(
        tmp_path,
        [
            ["Sparekatalog 2027"],
            [],
            [
                "Forslag nr.",
                "Overskrift",
                "Beskrivelse",
                "Udvalg",
                "Retning",
                "Budget 2027",
                "2028 (1.000 kr.)",
            ],
            ["Børne- og Ungeudvalget"],
            [79.0, "Ophør af koordinering", "Projektet stopper.", "", "Besparelse", -1200, -0.5],
            ["", "", "Og mere tekst.", "", "", "", ""],
            ["006", "Ny cykelsti", "", "Teknikudvalget", "", "1.500", "1,5 mio. kr."],
            [],
            [
                "Forslag nr.",
                "Overskrift",
                "Beskrivelse",
                "Udvalg",
                "Retning",
                "Budget 2027",
                "2028 (1.000 kr.)",
            ],
            ["BU-02", "Skolerne samles", "", "", "", "", ""],
            ["", "Uden nummer", "Noget tekst", "", "", "", ""],
            ["I alt", "", "", "", "", 300, 1500],
        ],
    )
    assert catalogue.numbers == ("79", "006", "BU-02")
    first, second, third = catalogue
    assert first.text == "Projektet stopper.\nOg mere tekst."
    assert first.committee == third.committee == "Børne- og Ungeudvalget"
    assert second.committee == "Teknikudvalget"
    assert dict(first.amounts) == {"2027": -1200, "2028": -0.5}
    assert dict(second.amounts) == {"2027": 1500, "2028": 1_500_000}
    assert [p.direction for p in catalogue] == [
        Direction.CUT,
        Direction.INVESTMENT,
        Direction.REORGANISATION,
    ]
    assert catalogue.warnings == (
        "Række 11 (»Uden nummer«) har intet nummer og er ikke læst som forslag.",
    )


def test_years_in_a_second_header_row(tmp_path: Path) -> None:
    catalogue = _xlsx(
        tmp_path,
        [["Nr", "Titel", "Beløb i 1.000 kr."], ["", "", 2027, 2028], [1, "Lukning", -5, -6]],
    )
    assert dict(catalogue.proposals[0].amounts) == {"2027": -5, "2028": -6}


def test_number_in_the_title(tmp_path: Path) -> None:
    catalogue = _csv(tmp_path, "Forslag;Udvalg\nBU-02: Lukning af skole;BU\nForslag 7 Ny bus;TM\n")
    assert [(p.number, p.title) for p in catalogue] == [
        ("BU-02", "Lukning af skole"),
        ("7", "Ny bus"),
    ]


def test_a_number_used_twice_keeps_both_proposals(tmp_path: Path) -> None:
    catalogue = _csv(tmp_path, "nr;titel\n1;Et\n2;To\n1;Igen\n")
    assert [(p.number, p.title) for p in catalogue] == [("1", "Et"), ("2", "To"), ("1 (2)", "Igen")]
    assert catalogue.warnings == (
        "Nummer 1 står flere gange i kataloget; »Igen« hedder her »1 (2)« – ret nummeret.",
    )


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("79.0", "79"),
        ("Punkt 79", "79"),
        ("Forslag nr. 006", "006"),
        ("BU-02", "BU-02"),
        ("3,1", "3.1"),
        ("12.", "12"),
        ("Pkt. 4)", "4"),
    ],
)
def test_plain_number(cell: str, number: str) -> None:
    assert plain_number(cell) == number


@pytest.mark.parametrize("text", ["farve;form\nrød;rund\n", "nummer;titel\n"])
def test_one_clear_sentence(tmp_path: Path, text: str) -> None:
    with pytest.raises(CatalogueError, match="ingen forslag"):
        _csv(tmp_path, text)


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "tom.xlsx").touch()
    with pytest.raises(CatalogueError, match="filen er tom"):
        read_catalogue(tmp_path / "tom.xlsx")
