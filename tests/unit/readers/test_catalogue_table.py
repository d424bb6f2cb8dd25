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


def _sheets(tmp_path: Path, sheets: dict[str, list[list[object]]]) -> Catalogue:
    path = tmp_path / "katalog.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for i, row in enumerate(rows):
                sheet.write_row(i, 0, row)
    return read_catalogue(path)


def _heads(catalogue: Catalogue) -> list[tuple[str, str]]:
    return [(p.number, p.title) for p in catalogue]


@pytest.mark.parametrize(
    "header",
    [
        "Lbnr.;Bevillingsområde;Forslag;Budget 2027",
        "Forslags-nr.;Område;Forslagets titel;2027",
        "Forslag;Område;Titel på forslag;BO2027",
        "ID;Område;Navn på forslag (kort);B2027",
        "Nr.;Bemærkninger;Handlemulighed;2027",
        "Nr.;Bemærkninger;Projekt/tiltag;2027",
    ],
)
def test_names_of_columns(tmp_path: Path, header: str) -> None:
    catalogue = _csv(tmp_path, f"{header}\n12;Sundhed;Lukning af bassin;-450,5\n")
    assert _heads(catalogue) == [("12", "Lukning af bassin")]
    assert dict(catalogue.proposals[0].amounts) == {"2027": -450.5}


def test_a_sheet_for_each_committee_with_numbers_that_begin_anew(tmp_path: Path) -> None:
    header = ["Nr.", "Forslag", "2027"]
    catalogue = _sheets(
        tmp_path,
        {
            "Oversigt": [["Udvalg", "2027"], ["BUU", -300], ["I alt", -300]],
            "BUU": [header, [1, "Lukning af klub", -100], [2, "Færre vikarer", -200]],
            "Ark3": [["Social- og Sundhedsudvalget – forslag"], header, [1, "Færre bade", -5]],
        },
    )
    assert _heads(catalogue) == [
        ("BUU-1", "Lukning af klub"),
        ("BUU-2", "Færre vikarer"),
        ("SSU-1", "Færre bade"),
    ]
    assert [p.committee for p in catalogue] == ["BUU", "BUU", "Social- og Sundhedsudvalget"]
    assert catalogue.warnings == (
        "Numrene begynder forfra i hver del af kataloget; delens navn er skrevet foran, "
        "fx »BUU-1«.",
    )


def test_what_stands_on_two_sheets_is_one_proposal(tmp_path: Path) -> None:
    catalogue = _sheets(
        tmp_path,
        {
            "Oversigt": [["Nr.", "Forslag", "Udvalg"], [1, "Lukning af klub", "BUU"]],
            "BUU": [["Nr.", "Forslag", "2027"], [1, "Lukning af klub", -100]],
        },
    )
    assert _heads(catalogue) == [("1", "Lukning af klub")]
    assert (dict(catalogue.proposals[0].amounts), catalogue.warnings) == ({"2027": -100}, ())


def test_parts_of_a_proposal_in_rows_of_their_own(tmp_path: Path) -> None:
    catalogue = _xlsx(
        tmp_path,
        [
            ["Forslag", "Titel", "Art", "2027", "2028"],
            ["E12", "Ændret tandpleje", "Løn", -500, -1000],
            ["", "", "Øvrig drift", -100, -200],
            ["", "", "Anlæg", 300, 0],
            ["", "", "Årsværk", -2, -4],
            ["E13", "Færre busser", "Drift", -700, -700],
            ["", "Skoler i alt", "", -1000, -1900],
        ],
    )
    assert [dict(p.amounts) for p in catalogue] == [
        {"2027": -300, "2028": -1200},
        {"2027": -700, "2028": -700},
    ]
    assert catalogue.warnings == ()


def test_rows_without_numbers_are_numbered_and_that_is_told(tmp_path: Path) -> None:
    catalogue = _csv(tmp_path, "Udvalg;Forslag;2027\nBUU;Lukning af klub;-1\nTMU;Ny cykelsti;5\n")
    assert _heads(catalogue) == [("1", "Lukning af klub"), ("2", "Ny cykelsti")]
    assert [w[:34] for w in catalogue.warnings] == ["Forslagene har ingen numre i filen"]


def test_a_table_without_a_header(tmp_path: Path) -> None:
    catalogue = _csv(tmp_path, "BU-01;Lukning af skole;-100\nBU-02;Ny bus;50\n")
    assert _heads(catalogue) == [("BU-01", "Lukning af skole"), ("BU-02", "Ny bus")]


@pytest.mark.parametrize(
    ("title", "header", "directions"),
    [
        ("Prioriteringskatalog", "Besparelse 2027", ["cut", "cut"]),
        ("Sparekatalog 2027", "2027", ["cut", "cut"]),
        ("Prioriteringskatalog", "2027", ["investment", "investment"]),
        ("Spare- og udvidelsesforslag", "2027", ["investment", "investment"]),
    ],
)
def test_savings_may_be_written_without_a_minus(
    tmp_path: Path, title: str, header: str, directions: list[str]
) -> None:
    rows = [[title], ["Nr", "Emne", header], [1, "Digitale møder", 100], [2, "Energi", 250]]
    catalogue = _xlsx(tmp_path, rows)
    assert [p.direction.value for p in catalogue] == directions


def test_a_cell_over_several_rows_counts_for_all(tmp_path: Path) -> None:
    catalogue = _csv(tmp_path, "Udvalg;Nr;Titel\nSkoleudvalget;1;Et\n;2;To\nMiljøudvalget;3;Tre\n")
    assert [p.committee for p in catalogue] == ["Skoleudvalget", "Skoleudvalget", "Miljøudvalget"]


def test_a_long_title_is_text_as_well(tmp_path: Path) -> None:
    long = "Det foreslås at lukke klubben. " * 20
    (proposal,) = _csv(tmp_path, f"Nr;Beskrivelse\n1;{long}\n")
    assert proposal.title.endswith(" …")
    assert len(proposal.title) < 130
    assert proposal.text == long.strip()
