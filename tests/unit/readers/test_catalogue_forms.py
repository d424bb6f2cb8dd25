"""Catalogues in which each proposal has a form of its own."""

from pathlib import Path

import docx
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

from consult.domain.proposals import Catalogue, Direction
from consult.readers.catalogue import read_catalogue

SAID = "Opgaven løses fremover af færre medarbejdere, og åbningstiden bliver kortere."


def _heads(catalogue: Catalogue) -> list[tuple[str, str]]:
    return [(p.number, p.title) for p in catalogue]


def _word(tmp_path: Path, forms: list[list[list[str]]], heading: str = "") -> Catalogue:
    document = docx.Document()
    for rows in forms:
        if heading:
            document.add_heading(heading, 1)
        table = document.add_table(len(rows), max(len(row) for row in rows))
        for r, row in enumerate(rows):
            for c, text in enumerate(row):
                table.cell(r, c).text = text
        document.add_paragraph("")
    document.save(str(tmp_path / "katalog.docx"))
    return read_catalogue(tmp_path / "katalog.docx")


def _form(number: str, title: str, *amounts: str) -> list[list[str]]:
    return [
        ["Forslag nr.", number],
        ["Forslagets titel", title],
        ["Udvalg", "Socialudvalget"],
        ["Politikområde", "Voksne"],
        ["1.000 kr. (2027-priser)", "2027", "2028"],
        ["Løn", "-300", *amounts[1:]],
        ["Samlet ændring", *amounts],
        ["Resumé af forslaget", SAID],
        ["Konsekvenser for personalet", "To stillinger nedlægges."],
    ]


def test_a_table_for_each_proposal(tmp_path: Path) -> None:
    catalogue = _word(
        tmp_path,
        [
            _form("SOC-01", "Værestedet Lygten", "-500", "-1.000"),
            _form("SOC-02", "Støtte", "1", "2"),
        ],
    )
    assert _heads(catalogue) == [("SOC-01", "Værestedet Lygten"), ("SOC-02", "Støtte")]
    first = catalogue.proposals[0]
    assert (first.committee, dict(first.amounts)) == (
        "Socialudvalget",
        {"2027": -500, "2028": -1000},
    )
    assert first.text == f"{SAID}\nKonsekvenser for personalet: To stillinger nedlægges."
    assert catalogue.warnings == ()


def test_the_number_may_stand_in_the_title_and_chapters_may_have_numbers(tmp_path: Path) -> None:
    forms = [
        [["Forslagets titel:", f"TV0{n} {title}"], ["Kort resumé:", SAID]]
        for n, title in ((1, "Digital post"), (2, "Fælles lager"))
    ]
    catalogue = _word(tmp_path, forms, heading="EFFEKTIVISERINGSFORSLAG")
    assert _heads(catalogue) == [("TV01", "Digital post"), ("TV02", "Fælles lager")]
    assert [p.text for p in catalogue] == [SAID, SAID]
    # The catalogue calls its items savings: what their own words leave open is a cut.
    assert catalogue.proposals[0].direction is Direction.CUT


def test_forms_without_numbers_are_numbered_and_that_is_told(tmp_path: Path) -> None:
    forms = [[["Titel", title], ["Beskrivelse", SAID]] for title in ("Fælles lager", "Ny hal")]
    catalogue = _word(tmp_path, forms)
    assert _heads(catalogue) == [("1", "Fælles lager"), ("2", "Ny hal")]
    assert catalogue.warnings == (
        "Forslagene har ingen numre i filen; de er nummereret 1-2 i filens rækkefølge – "
        "ret numrene, hvis svarene bruger andre.",
    )


def test_a_bar_with_number_and_title_over_pairs_of_cells(tmp_path: Path) -> None:
    forms = [
        [[f"Forslag {n}: {title}", "", "", ""], ["Udvalg", "Kulturudvalget", "Type", "Besparelse"]]
        for n, title in (("12", "Hallen"), ("13", "Museet"))
    ]
    catalogue = _word(tmp_path, forms)
    assert _heads(catalogue) == [("12", "Hallen"), ("13", "Museet")]


def test_keys_and_values_as_lines(tmp_path: Path) -> None:
    forms = (
        f"Forslag nr.: {n}\nTitel: {title}\nUdvalg: Skoleudvalget\nBeskrivelse: {SAID}\n"
        "Økonomi: 2027: -1,0 mio. kr., 2028: -2,0 mio. kr.\n"
        for n, title in ((7, "Kystskolen"), (8, "Musiklinjen"))
    )
    (tmp_path / "katalog.txt").write_text("\n".join(forms), encoding="utf-8")
    catalogue = read_catalogue(tmp_path / "katalog.txt")
    assert _heads(catalogue) == [("7", "Kystskolen"), ("8", "Musiklinjen")]
    first = catalogue.proposals[0]
    assert dict(first.amounts) == {"2027": -1_000_000, "2028": -2_000_000}
    assert (first.committee, SAID in first.text) == ("Skoleudvalget", True)


def test_forms_in_a_pdf(tmp_path: Path) -> None:
    style, grid = getSampleStyleSheet()["BodyText"], [("GRID", (0, 0), (-1, -1), 0.5, "black")]
    flow = []
    for number, title in (("101", "Kystskolen"), ("102", "Vintertjenesten")):
        flow += [
            Table([["Forslag nr.:", number], ["Titel:", title]], style=grid),
            Paragraph(SAID, style),
            Table([["1.000 kr.", "2027", "2028"], ["Ændring", "-500", "-1.000"]], style=grid),
        ]
    SimpleDocTemplate(str(tmp_path / "katalog.pdf"), pagesize=A4).build(flow)
    catalogue = read_catalogue(tmp_path / "katalog.pdf")
    assert _heads(catalogue) == [("101", "Kystskolen"), ("102", "Vintertjenesten")]
    assert [dict(p.amounts) for p in catalogue] == [{"2027": -500, "2028": -1000}] * 2


@pytest.mark.parametrize("said", ["Forslag nr.: mangler", "Titel: direktør"])
def test_a_key_alone_makes_no_form(tmp_path: Path, said: str) -> None:
    text = f"{said}\n\nPunkt 1: Hallen\n\n{SAID}\n\nPunkt 2: Museet\n\n{SAID}\n"
    (tmp_path / "katalog.txt").write_text(text, encoding="utf-8")
    assert _heads(read_catalogue(tmp_path / "katalog.txt")) == [("1", "Hallen"), ("2", "Museet")]


def test_numbers_that_are_letters(tmp_path: Path) -> None:
    forms = [[["Nr.", letter], ["Titel", f"Model {letter}"]] for letter in "ABC"]
    assert _heads(_word(tmp_path, forms)) == [("A", "Model A"), ("B", "Model B"), ("C", "Model C")]
