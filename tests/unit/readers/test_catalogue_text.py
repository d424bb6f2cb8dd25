"""Minutes, agendas and catalogues as running text."""

from pathlib import Path

import docx
import pytest

from consult.domain.errors import CatalogueError
from consult.domain.proposals import Catalogue, Direction
from consult.readers.catalogue import read_catalogue

BODY = (
    "Det foreslås at gøre noget ved sagen, som er beskrevet i vedlagte notat fra forvaltningen.\n"
)


def _text(tmp_path: Path, text: str, name: str = "katalog.txt") -> Catalogue:
    (tmp_path / name).write_text(text, encoding="utf-8")
    return read_catalogue(tmp_path / name)


def _heads(catalogue: Catalogue) -> list[tuple[str, str]]:
    return [(p.number, p.title) for p in catalogue]


def test_minutes(tmp_path: Path) -> None:
    catalogue = _text(
        tmp_path,
        "REFERAT Social- og Sundhedsudvalget 2018-2021 d. 05-12-2019\n\nIndholdsfortegnelse\n\n"
        "Godkendelse af dagsorden.....\t3\nLukning af Ankeret.....\t4\n\n"
        "Punkt 12: Godkendelse af dagsorden\n\n00.22.02-P35-7-14\n\nBeslutning\n\nGodkendt.\n\n"
        "Punkt 13: Lukning af Ankeret\n\n19/7556\n\nIndstilling\n\n1. at stedet lukkes.\n2. at "
        f"sagen sendes videre.\n\nForslag 1: Luk straks\n\n{BODY}\nForslag 2: Luk senere\n\n{BODY}"
        "Punkt 12: Godkendt\n\nPunkt 14:\n\nGensidig orientering\n\nIntet.\n",
    )
    assert _heads(catalogue) == [
        ("12", "Godkendelse af dagsorden"),
        ("13", "Lukning af Ankeret"),
        ("14", "Gensidig orientering"),
    ]
    assert [p.case_number for p in catalogue][:2] == ["00.22.02-P35-7-14", "19/7556"]
    assert {p.committee for p in catalogue} == {"Social- og Sundhedsudvalget"}
    assert catalogue.proposals[1].text.startswith("Indstilling")
    assert "Luk senere" in catalogue.proposals[1].text
    assert [p.direction for p in catalogue] == [Direction.OTHER, Direction.CUT, Direction.OTHER]


@pytest.mark.parametrize(
    ("heads", "expected"),
    [
        (["Pkt. 1 - Lukning", "Pkt. 2 - Ny bus"], [("1", "Lukning"), ("2", "Ny bus")]),
        (["Sag nr. 7 Lukning", "Sag nr. 8 Ny bus"], [("7", "Lukning"), ("8", "Ny bus")]),
        (["Forslag 12: Lukning", "Forslag 13: Ny bus"], [("12", "Lukning"), ("13", "Ny bus")]),
        (["BU-02 Lukning", "TM-01 Ny bus"], [("BU-02", "Lukning"), ("TM-01", "Ny bus")]),
        (["BU 02: Lukning", "TM 1: Ny bus"], [("BU 02", "Lukning"), ("TM 1", "Ny bus")]),
        (
            ["AHLI - 01 Lukning", "AHLI - 02 Ny bus"],
            [("AHLI-01", "Lukning"), ("AHLI-02", "Ny bus")],
        ),
        (["006 Lukning", "007 Ny bus"], [("006", "Lukning"), ("007", "Ny bus")]),
        (["SU15Lukning", "SU16Ny bus"], [("SU15", "Lukning"), ("SU16", "Ny bus")]),
        (["1. Lukning", "2. Ny bus"], [("1", "Lukning"), ("2", "Ny bus")]),
    ],
)
def test_kinds_of_headings(
    tmp_path: Path, heads: list[str], expected: list[tuple[str, str]]
) -> None:
    text = "".join(f"{head}\n\n{BODY}\n" for head in heads)
    catalogue = _text(tmp_path, text)
    assert _heads(catalogue) == expected
    assert [p.text for p in catalogue] == [BODY.strip()] * 2


def test_contents_without_leaders(tmp_path: Path) -> None:
    heads = [f"Forslag {i}: Titel nummer {i}" for i in range(1, 5)]
    text = (
        "\n".join(heads)
        + f"\n\nIndledning\n\n{BODY * 3}\n"
        + "".join(f"{h}\n\n{BODY}\n" for h in heads)
    )
    catalogue = _text(tmp_path, text)
    assert [p.text for p in catalogue] == [BODY.strip()] * 4


def test_fields_and_amounts_below_the_heading(tmp_path: Path) -> None:
    catalogue = _text(
        tmp_path,
        "BU-01: Vestermark Skole\n\nUdvalg: Børneudvalget\n\nRetning: Besparelse\n\n"
        f"{BODY}\n1.000 kr.\t2027\t2028\nÆndring\t-2.100\t-5.200\n\nBU-02: Mariehønen\n\n{BODY}",
    )
    first = catalogue.proposals[0]
    assert (first.committee, first.direction) == ("Børneudvalget", Direction.CUT)
    assert dict(first.amounts) == {"2027": -2100, "2028": -5200}
    assert first.text == BODY.strip()


def test_references_in_sentences_open_nothing(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="ingen nummererede forslag"):
        _text(
            tmp_path,
            f"Punkt 79 bør ikke gennemføres, og vi mener at punkt 82 er dårligt.\n\n{BODY}",
        )


def test_table_in_word(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Katalog over forslag")
    rows = [["Nr.", "Titel", "2027"], ["1", "Lukning af skole", "-500"], ["2", "Ny bus", "300"]]
    table = document.add_table(len(rows), 3)
    for cell, text in zip(table._cells, [c for row in rows for c in row], strict=True):
        cell.text = text
    document.save(str(tmp_path / "katalog.docx"))
    catalogue = read_catalogue(tmp_path / "katalog.docx")
    assert _heads(catalogue) == [("1", "Lukning af skole"), ("2", "Ny bus")]
    assert dict(catalogue.proposals[0].amounts) == {"2027": -500}


def test_overview_table_fills_in_what_the_text_lacks(tmp_path: Path) -> None:
    table = "Nr\tTitel\tUdvalg\t2027\n1\tLukning\tBU\t-5\n2\tNy bus\tTM\t7\n\n"
    text = f"{table}Forslag 1: Lukning\n\n{BODY}\nForslag 2: Ny bus\n\n{BODY}"
    catalogue = _text(tmp_path, text)
    assert [(p.committee, dict(p.amounts), p.text) for p in catalogue] == [
        ("BU", {"2027": -5}, BODY.strip()),
        ("TM", {"2027": 7}, BODY.strip()),
    ]


def test_web_page(tmp_path: Path) -> None:
    page = f"<h2>Punkt 1: Lukning</h2><p>{BODY}</p><h2>Punkt 2: Ny bus</h2><p>{BODY}</p>"
    assert _heads(_text(tmp_path, page, "side.html")) == [("1", "Lukning"), ("2", "Ny bus")]
