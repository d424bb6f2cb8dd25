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


KULTUR, SOCIAL = "Kultur- og Fritidsudvalget", "Social- og Ældreudvalget"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # The field of a later item is that item's alone.
        (
            f"Katalog\n\nForslag 1: Ny bus\n\n{BODY}\nForslag 2: Ny hal\n\n"
            f"Udvalg: {KULTUR}\n\n{BODY}",
            [None, KULTUR],
        ),
        (
            f"{SOCIAL}\n\nForslag 1: Ny bus\n\n{BODY}\nForslag 2: Nyt hjem\n\n{BODY}\n"
            f"{KULTUR}\n\nForslag 3: Ny hal\n\n{BODY}",
            [SOCIAL, SOCIAL, KULTUR],
        ),
        (f"REFERAT\n\n{KULTUR}\n\nMandag\n\nPunkt 1: Ny hal\n\n{BODY}", [KULTUR]),
        (f"Udvalg: {KULTUR}\nMødedato: 2. maj\n\nPunkt 1: Ny hal\n\n{BODY}", [KULTUR]),
        # Who treats a case is not whose part begins.
        (
            f"Punkt 1: Ny hal\n\n{BODY}\nBeslutningskompetence\n\n{KULTUR}\n\n"
            f"Punkt 2: Ny bus\n\n{BODY}",
            [None, None],
        ),
        (f"Punkt 1: Ny hal\n\n{BODY}\nByrådet\n\nPunkt 2: Ny bus\n\n{BODY}", [None, None]),
    ],
)
def test_the_committee_that_a_part_is_headed_by(
    tmp_path: Path, text: str, expected: list[str | None]
) -> None:
    catalogue = _text(tmp_path, text)
    assert [p.committee for p in catalogue] == expected
    assert [KULTUR in p.text for p in catalogue] == [
        "Beslutningskompetence" in p.text for p in catalogue
    ]


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


@pytest.mark.parametrize(
    ("heads", "expected"),
    [
        (
            ["Scenarie A: Én skole", "Scenarie B: To skoler"],
            [("A", "Én skole"), ("B", "To skoler")],
        ),
        (["Model 1 – Én skole", "Model 2 – To skoler"], [("1", "Én skole"), ("2", "To skoler")]),
        (["Forslag A: Én skole", "Forslag B: To skoler"], [("A", "Én skole"), ("B", "To skoler")]),
        (["Forslag a: Én skole", "Forslag b: To skoler"], [("a", "Én skole"), ("b", "To skoler")]),
        (
            ["Lokalplan 4-31: Ny bydel", "Delområde B: Fiskerkajen"],
            [("Lokalplan 4-31", "Ny bydel"), ("Delområde B", "Fiskerkajen")],
        ),
        (["Tema 1: Fællesskab", "Tema 2: Ro"], [("1", "Fællesskab"), ("2", "Ro")]),
        (["Spor 1: Fællesskab", "Spor 2: Ro"], [("Spor 1", "Fællesskab"), ("Spor 2", "Ro")]),
        (["Nr.211 - Lukning", "Nr. 212 - Ny bus"], [("211", "Lukning"), ("212", "Ny bus")]),
        (
            ["BS-D-01 Lukning", "BS-A-02 Ny bus"],
            [("BS-D-01", "Lukning"), ("BS-A-02", "Ny bus")],
        ),
        (["## B1 Lukning", "## B2 Ny bus"], [("B1", "Lukning"), ("B2", "Ny bus")]),
        (
            ["Forslag til lokalplan 3.12 for et boligområde"],
            [("Lokalplan 3.12", "Boligområde")],
        ),
    ],
)
def test_what_else_proposals_are_called(
    tmp_path: Path, heads: list[str], expected: list[tuple[str, str]]
) -> None:
    text = "Baggrund\n\n" + "".join(f"{head}\n\n{BODY}\n" for head in heads)
    assert _heads(_text(tmp_path, text, "katalog.md")) == expected


def _word(tmp_path: Path, *parts: tuple[int, str]) -> Catalogue:
    """A Word file of headings with their level; level 0 is a paragraph."""
    document = docx.Document()
    for level, text in parts:
        if level:
            document.add_heading(text, level)
        else:
            document.add_paragraph(text)
    document.save(str(tmp_path / "katalog.docx"))
    return read_catalogue(tmp_path / "katalog.docx")


@pytest.mark.parametrize(
    ("parts", "numbers"),
    [
        (("Børne- og Ungdomsudvalget", "Teknik- og Miljøudvalget"), ["BUU-1", "BUU-2", "TMU-1"]),
        (("Dagtilbud", "Skole"), ["Dagtilbud 1", "Dagtilbud 2", "Skole 1"]),
    ],
)
def test_numbers_that_begin_anew(
    tmp_path: Path, parts: tuple[str, str], numbers: list[str]
) -> None:
    first, second = parts
    catalogue = _word(
        tmp_path,
        (1, first),
        *((2, "Forslag 1: Lukning af klub"), (0, BODY), (2, "Forslag 2: Færre timer"), (0, BODY)),
        (1, second),
        *((2, "Forslag 1: Ny bus"), (0, BODY)),
    )
    assert [p.number for p in catalogue] == numbers
    assert [p.text for p in catalogue][2] == BODY.strip()
    assert second not in catalogue.proposals[1].text
    assert len(catalogue.warnings) == 1


def test_numbers_below_the_numbers_of_chapters(tmp_path: Path) -> None:
    catalogue = _word(
        tmp_path,
        *((1, "1. Dagtilbud"), (0, BODY), (2, "1.1 Mindre rengøring"), (0, BODY)),
        *((2, "1.2 Færre vikarer"), (0, BODY), (1, "2. Skole"), (0, BODY)),
        *((2, "2.1 Større klasser"), (0, BODY)),
    )
    assert [p.number for p in catalogue] == ["1.1", "1.2", "2.1"]


def test_chapters_of_each_proposal_are_no_proposals(tmp_path: Path) -> None:
    inner = [(2, "1.1 Baggrund"), (0, BODY), (2, "1.2 Økonomi"), (0, BODY)]
    catalogue = _word(tmp_path, (1, "1. Lukning"), *inner, (1, "2. Ny bus"), *inner)
    assert _heads(catalogue) == [("1", "Lukning"), ("2", "Ny bus")]


def test_scenarios_inside_numbered_proposals(tmp_path: Path) -> None:
    catalogue = _word(
        tmp_path,
        *((1, "Forslag 1: Én skole"), (2, "Scenarie A: Nord"), (0, BODY), (2, "Scenarie B: Syd")),
        *((0, BODY), (1, "Forslag 2: To skoler"), (0, BODY)),
    )
    assert _heads(catalogue) == [("1", "Én skole"), ("2", "To skoler")]


@pytest.mark.parametrize("marks", [("1.", "2.", "3."), ("A)", "B)", "C)"), ("a.", "b.", "c.")])
def test_a_plain_list(tmp_path: Path, marks: tuple[str, ...]) -> None:
    titles = ("Lukning af svømmehallen (1,2 mio. kr.)", "Færre skolelæger", "Højere takst")
    items = "\n".join(f"{mark} {title}" for mark, title in zip(marks, titles, strict=True))
    catalogue = _text(tmp_path, f"Følgende sendes i høring:\n\n{items}\n\nFrist den 1. maj.\n")
    assert _heads(catalogue) == [
        (mark[0], title)
        for mark, title in zip(marks, ("Lukning af svømmehallen", *titles[1:]), strict=True)
    ]


def test_headings_of_a_draft_policy_are_numbered_and_that_is_told(tmp_path: Path) -> None:
    inner = [
        (1, "Forord"),
        (0, BODY),
        (1, "Plads til alle"),
        (0, BODY),
        (1, "Gode rammer"),
        (0, BODY),
    ]
    catalogue = _word(tmp_path, (0, "Udkast til frivillighedspolitik"), *inner)
    assert _heads(catalogue) == [("1", "Plads til alle"), ("2", "Gode rammer")]
    assert [w[:34] for w in catalogue.warnings] == ["Forslagene har ingen numre i filen"]
    with pytest.raises(CatalogueError, match="ingen nummererede forslag"):
        _word(tmp_path, (0, "Høringssvar fra bestyrelsen"), *inner)


def test_a_year_is_no_number(tmp_path: Path) -> None:
    text = (
        f"Budgetforslag 2027\n\n{BODY}\nForslag 1: Lukning\n\n{BODY}\nForslag 2: Ny bus\n\n{BODY}"
    )
    assert _heads(_text(tmp_path, text)) == [("1", "Lukning"), ("2", "Ny bus")]


def test_titles_in_headings_may_begin_with_a_number_and_end_with_a_full_stop(
    tmp_path: Path,
) -> None:
    heads = ("Forslag 3 40 km/t i midtbyen", "Forslag 4 Reduktion på 2 pct.")
    catalogue = _word(tmp_path, *(part for head in heads for part in ((1, head), (0, BODY))))
    assert _heads(catalogue) == [("3", "40 km/t i midtbyen"), ("4", "Reduktion på 2 pct.")]
