"""PDFs drawn with reportlab: columns, tables, notes, running lines, turned text."""

import textwrap
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BalancedColumns,
    BaseDocTemplate,
    Flowable,
    Frame,
    FrameBreak,
    PageTemplate,
    Paragraph,
    SimpleDocTemplate,
    Table,
    TableStyle,
)

from consult.domain.documents import Document, RemovalKind
from consult.readers import read

BODY = getSampleStyleSheet()["BodyText"]
TITLE = getSampleStyleSheet()["Heading1"]
PROSE = (
    "Rådet er imod forslaget om at samle børne- og ungeområdet, fordi de ældste borgere i "
    "kommunen får længere vej til de tilbud, som kommunen stiller til rådighed for dem. "
)
Row = tuple[float, float, str]


def _read(path: Path) -> Document:
    (document,) = read(path)
    return document


def _blocks(document: Document) -> list[tuple[str, str]]:
    return [(b.kind.value, document.text[b.start : b.end]) for b in document.blocks]


def _texts(path: Path) -> list[str]:
    return [text for _, text in _blocks(_read(path))]


def _drawn(path: Path, *pages: list[Row], size: float = 11) -> Path:
    canvas = Canvas(str(path), pagesize=A4)
    for page in pages:
        canvas.setFont("Helvetica", size)
        for x, y, text in page:
            canvas.drawString(x, y, text)
        canvas.showPage()
    canvas.save()
    return path


def _story(count: int, name: str = "Afsnit") -> list[Flowable]:
    return [Paragraph(f"{name} {i}. {PROSE * 2}", BODY) for i in range(count)]


def _in_frames(path: Path, frames: list[Frame], story: list[Flowable]) -> Path:
    template = BaseDocTemplate(str(path), pagesize=A4)
    template.addPageTemplates([PageTemplate(frames=frames)])
    template.build(story)
    return path


def _columns(path: Path, columns: int, story: list[Flowable]) -> Path:
    width = 500 / columns
    frames = [Frame(48 + i * width, 50, width, 740) for i in range(columns)]
    return _in_frames(path, frames, story)


@pytest.mark.parametrize("columns", [2, 3])
@pytest.mark.parametrize("count", [3, 9])
def test_columns_in_order(tmp_path: Path, columns: int, count: int) -> None:
    path = _columns(tmp_path / "a.pdf", columns, _story(count))
    texts = _texts(path)
    assert [text.split(".")[0] for text in texts] == [f"Afsnit {i}" for i in range(count)]
    assert all(text.endswith("rådighed for dem.") for text in texts)


def test_columns_below_a_title_and_a_box_between(tmp_path: Path) -> None:
    frames = [
        Frame(50, 740, 490, 60), Frame(50, 460, 240, 280), Frame(300, 460, 240, 280),
        Frame(50, 400, 490, 60), Frame(50, 100, 240, 300), Frame(300, 100, 240, 300),
    ]  # fmt: skip
    wide = "Bredt afsnit i en boks, der går tværs over begge spalter på siden og er midt i teksten."
    story: list[Flowable] = [Paragraph("Høringssvar om kommunens budget for 2027", TITLE)]
    for name, count in (("Første", 3), ("Anden", 2)):
        story += [FrameBreak(), *_story(count, name), FrameBreak(), *_story(count, name + "h")]
        if name == "Første":
            story += [FrameBreak(), Paragraph(wide, BODY)]
    texts = _texts(_in_frames(tmp_path / "a.pdf", frames, story))
    expected = [
        "Høringssvar om kommunens budget for 2027",
        *(f"Første {i}" for i in range(3)), *(f"Førsteh {i}" for i in range(3)),
        wide.split(".")[0],
        *(f"Anden {i}" for i in range(2)), *(f"Andenh {i}" for i in range(2)),
    ]  # fmt: skip
    assert [text.split(".")[0] for text in texts] == expected


def test_a_picture_across_the_columns_parts_them(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=A4)
    for name, top in (("over", 780), ("under", 380)):
        for x in (50, 310):
            for i, line in enumerate(_wrapped(f"Spalte {x} {name}. {PROSE}")):
                canvas.drawString(x, top - 14 * i, line)
    canvas.drawImage(_pixel(tmp_path), 50, 420, 490, 200)
    canvas.save()
    assert [text.split(".")[0] for text in _texts(tmp_path / "a.pdf")] == [
        "Spalte 50 over", "Spalte 310 over", "Spalte 50 under", "Spalte 310 under",
    ]  # fmt: skip


def _pixel(folder: Path) -> ImageReader:
    (folder / "p.ppm").write_bytes(b"P6 2 2 255\n" + bytes(12))
    return ImageReader(str(folder / "p.ppm"))


def _wrapped(text: str, width: int = 40) -> list[str]:
    return textwrap.wrap(text, width)


def test_balanced_columns(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    SimpleDocTemplate(str(path), pagesize=A4).build(
        [Paragraph("Overskrift", TITLE), BalancedColumns(_story(5), nCols=2)]
    )
    names = [text.split(".")[0] for text in _texts(path)]
    assert names == ["Overskrift", *(f"Afsnit {i}" for i in range(5))]


def test_notes_beside_a_letter(tmp_path: Path) -> None:
    rows: list[Row] = [(50, 700 - 14 * i, t) for i, t in enumerate(_wrapped(PROSE * 3, 60))]
    side = ["Havrebjerg Ældreråd", "Rådhuspladsen 1", "Sagsnr. 26/1187"]
    rows += [(420, 695 - 12 * i, t) for i, t in enumerate(side)]
    texts = _texts(_drawn(tmp_path / "a.pdf", rows))
    assert texts[0] == (PROSE * 3).strip()
    assert " ".join(texts[1:]) == " ".join(side)


def test_a_table_is_no_columns(tmp_path: Path) -> None:
    cells = [
        ["Punkt 79", "Ophør af koordinering på området", "Vi er imod, det rammer de svage"],
        ["Punkt 82", "Bortfald af tilskud til foreninger", "Vi er imod, det rammer de unge"],
        ["Punkt 90", "Lukning af aktivitetscenteret", "Vi har ingen bemærkninger til det"],
        ["Punkt 91", "Færre timer til ældre borgere", "Vi er imod, det rammer de ældre"],
    ]
    places = (60, 140, 340)
    rows = [(x, 700 - 16 * i, t) for i in range(4) for x, t in zip(places, cells[i], strict=True)]
    expected = [("table", "\t".join(row)) for row in cells]
    assert _blocks(_read(_drawn(tmp_path / "a.pdf", rows))) == expected


LONG_CELLS = [
    ["79", "Ophør af den koordinerende indsats over for udsatte børn og unge", "-1.200"],
    ["82", "Bortfald af tilskuddet til de frivillige foreninger i kommunen", "-800"],
    ["90", "Kort titel", "-35"],
]


@pytest.mark.parametrize("grid", [True, False])
def test_wrapped_cells(tmp_path: Path, grid: bool) -> None:
    path = tmp_path / "a.pdf"
    rows = [[a, Paragraph(b, BODY), c] for a, b, c in LONG_CELLS]
    style = TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP")])
    if grid:
        style = TableStyle([("GRID", (0, 0), (-1, -1), 0.5, "black")])
    table = Table(rows, colWidths=[40, 170, 60], style=style)
    SimpleDocTemplate(str(path), pagesize=A4).build([Paragraph(PROSE, BODY), table])
    blocks = _blocks(_read(path))
    assert blocks[0] == ("paragraph", PROSE.strip())
    assert blocks[1:] == [("table", "\t".join(row)) for row in LONG_CELLS]


def test_names_beside_texts_are_a_table(tmp_path: Path) -> None:
    names = ("Biblioteket i Ravnsholt", "Svømmehallen", "Skolen ved skoven")
    rows: list[Row] = []
    for i, name in enumerate(names):
        rows.append((60, 700 - 80 * i, name))
        lines = _wrapped(f"{name} er vigtig. {PROSE}", 50)
        rows += [(230, 700 - 80 * i - 14 * j, line) for j, line in enumerate(lines)]
    text = " ".join(_read(_drawn(tmp_path / "a.pdf", rows)).text.split())
    assert text == " ".join(f"{name} {name} er vigtig. {PROSE}".strip() for name in names)


def test_a_ruled_table_with_long_cells_beside_each_other(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    cells = [
        [f"Forslag {i} om noget. {PROSE}".strip(), f"Svar {i}. {PROSE}".strip()] for i in (1, 2)
    ]
    rows = [[Paragraph(cell, BODY) for cell in row] for row in cells]
    table = Table(rows, colWidths=[230, 230], style=[("GRID", (0, 0), (-1, -1), 0.5, "black")])
    SimpleDocTemplate(str(path), pagesize=A4).build([table])
    assert _blocks(_read(path)) == [("table", "\t".join(row)) for row in cells]


def test_headers_that_change_sides(tmp_path: Path) -> None:
    pages: list[list[Row]] = []
    for i in range(1, 4):
        left, right = ("Ældrerådet", f"Side {i}") if i % 2 else (f"Side {i}", "Ældrerådet")
        pages.append(
            [(60, 810, left), (480, 810, right), (60, 600, f"Teksten på side {'abc'[i - 1]}.")]
        )
    document = _read(_drawn(tmp_path / "a.pdf", *pages))
    assert document.text == "Teksten på side a.\n\nTeksten på side b.\n\nTeksten på side c."
    assert {r.kind for r in document.removals} == {RemovalKind.RUNNING_HEADER}
    assert sum(r.count for r in document.removals) == 3


def test_headings_on_every_page_are_no_headers(tmp_path: Path) -> None:
    names = ("et", "to", "tre")
    pages: list[list[Row]] = [
        [(60, 790, f"Punkt {n}"), (60, 760, f"Vi er imod forslag {name}."), (60, 60, "Punktum.")]
        for n, name in zip((79, 80, 81), names, strict=True)
    ]
    text = _read(_drawn(tmp_path / "a.pdf", *pages)).text
    assert [n for n in (79, 80, 81) if f"Punkt {n}" in text] == [79, 80, 81]


def test_lines_that_differ_in_their_numbers_are_no_headers(tmp_path: Path) -> None:
    pages: list[list[Row]] = [
        [(60, 790, f"Der kom {n} borgere til mødet."), (60, 600, f"Det er side {name}.")]
        for n, name in ((14, "et"), (230, "to"), (9, "tre"))
    ]
    assert not _read(_drawn(tmp_path / "a.pdf", *pages)).removals


def test_letterhead_stays_and_page_lines_go(tmp_path: Path) -> None:
    first: list[Row] = [(60, 810, "Havrebjerg Ældreråd"), (60, 700, "Vi er imod.")]
    second: list[Row] = [
        (60, 810, "Ældrerådets svar, den 2. september – side 2 af 2"), (60, 700, "Slut herfra."),
    ]  # fmt: skip
    document = _read(_drawn(tmp_path / "a.pdf", first, second))
    assert document.text == "Havrebjerg Ældreråd\n\nVi er imod.\n\nSlut herfra."
    assert [r.text for r in document.removals] == [second[0][2]]


def _with_notes(path: Path) -> Path:
    canvas = Canvas(str(path), pagesize=A4)
    for number, (lines, note) in enumerate(
        [
            (
                ["Vi henviser til punkt 79 og til loven,", "som siger, at de ældste borgere i"],
                "Lov nr. 1",
            ),
            (
                ["kommunen har ret til hjælp. Det står vi", "fast på, og det er vores sidste ord."],
                "Se bilag",
            ),
        ]
    ):
        text = canvas.beginText(60, 700)
        text.setFont("Helvetica", 11)
        text.textOut(lines[0][:-1] if number == 0 else lines[0])
        text.setRise(4)
        text.setFont("Helvetica", 7)
        text.textOut(str(number + 1))
        text.setRise(0)
        text.setFont("Helvetica", 11)
        text.textLine("," if number == 0 else "")
        text.textLine(lines[1])
        canvas.drawText(text)
        canvas.line(60, 145, 200, 145)
        canvas.setFont("Helvetica", 8)
        canvas.drawString(60, 130, f"{number + 1} {note} om hjælp til ældre, som går over")
        canvas.drawString(60, 120, "to linjer.")
        canvas.showPage()
    canvas.save()
    return path


def test_footnotes_do_not_split_a_sentence(tmp_path: Path) -> None:
    document = _read(_with_notes(tmp_path / "a.pdf"))
    assert _blocks(document) == [
        (
            "paragraph",
            "Vi henviser til punkt 79 og til loven 1, som siger, at de ældste borgere i kommunen "
            "har ret til hjælp. Det står vi 2 fast på, og det er vores sidste ord.",
        ),
        ("paragraph", "1 Lov nr. 1 om hjælp til ældre, som går over to linjer."),
        ("paragraph", "2 Se bilag om hjælp til ældre, som går over to linjer."),
    ]
    assert [b.page for b in document.blocks] == [1, 1, 2]


def test_note_mark_is_no_part_of_a_number(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    words = (
        "Vi er imod punkt 79<super>2</super> og 80<super>12</super>. Det er 14 m<super>2</super>"
    )
    words += " og CO<sub>2</sub> hos os, jf. loven<super>1</super>, som vi alle kender."
    SimpleDocTemplate(str(path), pagesize=A4).build([Paragraph(words, BODY)])
    expected = (
        "Vi er imod punkt 79 2 og 80 12. Det er 14 m2 og CO2 hos os, jf. loven 1, som vi alle "
    )
    assert _read(path).text == expected + "kender."


LETTER: list[Row] = [
    (60, 700, "Vi er imod forslaget, fordi det rammer de svageste borgere i vores"),
    (60, 686, "kommune, og det vil vi ikke være med til, for det er et dårligt samar-"),
    (60, 672, "bejde om børnene."),
    (60, 640, "Med venlig hilsen"),
]
LETTER_TEXT = (
    "Vi er imod forslaget, fordi det rammer de svageste borgere i vores kommune, og det vil vi "
    "ikke være med til, for det er et dårligt samarbejde om børnene.\n\nMed venlig hilsen"
)


@pytest.mark.parametrize("turn", [90, 180, 270])
@pytest.mark.parametrize("upright", [True, False])
def test_turned_pages(tmp_path: Path, turn: int, upright: bool) -> None:
    """The page is turned when shown; its text with it, or against it so that it is upright."""
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=A4)
    if upright:
        canvas.translate(300, 420)
        canvas.rotate(turn)
        canvas.translate(-300, -420)
    for x, y, text in LETTER:
        canvas.drawString(x, y, text)
    canvas.save()
    writer = PdfWriter(PdfReader(tmp_path / "a.pdf"))
    writer.pages[0].rotate(turn)
    writer.write(tmp_path / "b.pdf")
    assert _read(tmp_path / "a.pdf").text == LETTER_TEXT
    assert _read(tmp_path / "b.pdf").text == LETTER_TEXT


def test_content_in_odd_order(tmp_path: Path) -> None:
    path = _drawn(tmp_path / "a.pdf", [LETTER[i] for i in (3, 1, 0, 2)])
    assert _read(path).text == LETTER_TEXT


def test_a_leaning_watermark_and_a_stamp_in_the_margin(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=A4)
    for page in range(2):
        for turn, text in ((45, "UDKAST"), (90, f"Modtaget som nr. {'xy'[page]}")):
            canvas.saveState()
            canvas.translate(200, 600)
            canvas.rotate(turn)
            canvas.drawString(0, 0, text)
            canvas.restoreState()
        for x, y, text in LETTER[:3]:
            canvas.drawString(x, y, text if page == 0 else text.upper())
        canvas.showPage()
    canvas.save()
    document = _read(tmp_path / "a.pdf")
    blocks = document.text.split("\n\n")
    assert (blocks[0], blocks[1]) == (LETTER_TEXT.split("\n\n")[0], "Modtaget som nr. x")
    assert blocks[-1] == "Modtaget som nr. y"
    assert [(r.text, r.count) for r in document.removals if r.text == "UDKAST"] == [("UDKAST", 2)]


def test_letter_spaced_heading_and_bold_by_doubling(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=A4)
    canvas.setFont("Helvetica-Bold", 16)
    canvas.drawString(60, 760, "H Ø R I N G S S V A R   O M   S K O L E N")
    canvas.setFont("Helvetica", 11)
    # A copy drawn right after its text is dropped by pdfium; one drawn much later is not.
    for shift in (0, 0.4):
        for i in range(12):
            canvas.drawString(60 + shift, 700 - 40 * i, f"Dette er fed skrift nr. {i}.")
    canvas.save()
    document = _read(tmp_path / "a.pdf")
    lines = [("paragraph", f"Dette er fed skrift nr. {i}.") for i in range(12)]
    assert _blocks(document) == [("heading", "HØRINGSSVAR OM SKOLEN"), *lines]


def test_headings_by_size(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    styles = [ParagraphStyle(str(s), BODY, fontSize=s, leading=1.3 * s) for s in (20, 15)]
    story = [
        Paragraph("Svar på høringen", styles[0]), Paragraph(PROSE, BODY),
        Paragraph("Om biblioteket", styles[1]), Paragraph(PROSE, BODY),
    ]  # fmt: skip
    SimpleDocTemplate(str(path), pagesize=A4).build(story)
    document = _read(path)
    assert [(b.kind.value, b.level) for b in document.blocks] == [
        ("heading", 1), ("paragraph", 0), ("heading", 2), ("paragraph", 0),
    ]  # fmt: skip


def test_symbol_bullets_and_ligatures(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=A4)
    for i, text in enumerate(("Flere timer til ældre", "Færre lukkedage i skolen")):
        canvas.setFont("Symbol", 11)
        canvas.drawString(60, 700 - 16 * i, "\u2022")
        canvas.setFont("Helvetica", 11)
        canvas.drawString(82, 700 - 16 * i, text)
    canvas.save()
    assert _blocks(_read(tmp_path / "a.pdf")) == [
        ("list_item", "• Flere timer til ældre"), ("list_item", "• Færre lukkedage i skolen"),
    ]  # fmt: skip
