"""PDFs drawn with reportlab and read back."""

from io import BytesIO
from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Frame,
    ListFlowable,
    ListItem,
    PageTemplate,
    Paragraph,
    SimpleDocTemplate,
    Table,
)

from consult.domain.documents import BlockKind, Document, RemovalKind
from consult.domain.errors import ReadError
from consult.readers import read
from consult.readers.hyphens import join_lines

STYLES = getSampleStyleSheet()
LONG = (
    "Rådet er imod forslaget om at samle børne- og ungeområdet, fordi de ældste borgere i "
    "kommunen får længere vej til de tilbud, som kommunen stiller til rådighed. "
)


def _read(path: Path) -> Document:
    (document,) = read(path)
    return document


def _blocks(document: Document) -> list[tuple[str, str]]:
    return [(b.kind.value, document.text[b.start : b.end]) for b in document.blocks]


def _drawn(path: Path, *pages: list[tuple[float, float, str]]) -> Path:
    canvas = Canvas(str(path), pagesize=A4)
    for page in pages:
        for x, y, text in page:
            canvas.drawString(x, y, text)
        canvas.showPage()
    canvas.save()
    return path


def test_structure(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    body = STYLES["BodyText"]
    SimpleDocTemplate(str(path), pagesize=A4).build(
        [
            Paragraph("Høringssvar om budget", STYLES["Heading1"]),
            Paragraph("Punkt 79", STYLES["Heading2"]),
            Paragraph(LONG * 3, body),
            Paragraph(LONG, body),
            ListFlowable(
                [ListItem(Paragraph(LONG, body)), ListItem(Paragraph("Anden grund", body))],
                bulletType="bullet",
            ),
            Table([["79", "Ophør af koordinering", "-1.200"], ["82", "Bortfald", "-800"]]),
        ]
    )
    assert [(kind, text[:20]) for kind, text in _blocks(_read(path))] == [
        ("heading", "Høringssvar om budge"),
        ("heading", "Punkt 79"),
        ("paragraph", LONG[:20]),
        ("paragraph", LONG[:20]),
        ("list_item", "• " + LONG[:18]),
        ("list_item", "• Anden grund"),
        ("table", "79\tOphør af koordine"),
        ("table", "82\tBortfald\t-800"),
    ]
    assert (LONG * 3).strip() in _read(path).text


def test_columns_in_two_frames(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    template = BaseDocTemplate(str(path), pagesize=A4)
    frames = [Frame(50, 50, 230, 740), Frame(310, 50, 230, 740)]
    template.addPageTemplates([PageTemplate(frames=frames)])
    template.build([Paragraph(f"Afsnit {i}. {LONG * 3}", STYLES["BodyText"]) for i in range(8)])
    blocks = _blocks(_read(path))
    assert [text.split(".")[0] for _, text in blocks] == [f"Afsnit {i}" for i in range(8)]
    assert all(text.endswith("rådighed.") for _, text in blocks)


def test_columns_drawn_line_by_line(tmp_path: Path) -> None:
    left = [
        "Venstre spalte begynder her og",
        "fortsætter på næste linje om",
        "børne- og ungeområdet,",
        "og den slutter så til sidst her.",
    ]
    right = [
        "Højre spalte handler om noget",
        "andet, nemlig den ældrepleje",
        "som kommunen har og dens",
        "mange tilbud til alle borgere.",
    ]
    rows = [(x, 700 - 14 * i, t) for i in range(4) for x, t in ((60, left[i]), (320, right[i]))]
    assert [text for _, text in _blocks(_read(_drawn(tmp_path / "a.pdf", rows)))] == [
        " ".join(left),
        " ".join(right),
    ]


def test_running_lines_are_listed_not_lost(tmp_path: Path) -> None:
    pages = [
        [
            (60, 815, "Ældrerådet i Havrebjerg"),
            (60, 700, f"Her står der noget andet på side {name}."),
            (280, 25, f"Side {i} af 3"),
        ]
        for i, name in enumerate(["et", "to", "tre"], start=1)
    ]
    document = _read(_drawn(tmp_path / "a.pdf", *pages))
    assert "Ældrerådet" not in document.text
    assert document.text.count("Her står der") == 3
    assert [(r.kind, r.text, r.count) for r in document.removals] == [
        (RemovalKind.RUNNING_HEADER, "Ældrerådet i Havrebjerg", 3),
        (RemovalKind.RUNNING_FOOTER, "Side 1 af 3", 1),
        (RemovalKind.RUNNING_FOOTER, "Side 2 af 3", 1),
        (RemovalKind.RUNNING_FOOTER, "Side 3 af 3", 1),
    ]
    assert document.warnings == (
        "3 gentagne sidehoveder er udeladt.",
        "3 sidefødder og sidetal er udeladt.",
    )
    assert [b.page for b in document.blocks] == [1, 2, 3]


def test_hyphenation_across_lines(tmp_path: Path) -> None:
    rows = [
        (60, 700, "Vi er bekymrede for de ældste, og samar-"),
        (60, 686, "bejdet mellem ældre- og sundhedsområdet, for ældre-"),
        (60, 672, "og handicaprådet har ikke været hørt om sagen i år."),
    ]
    document = _read(_drawn(tmp_path / "a.pdf", rows))
    assert (
        "samarbejdet mellem ældre- og sundhedsområdet, for ældre- og handicaprådet" in document.text
    )
    removed = [r for r in document.removals if r.kind is RemovalKind.LINE_HYPHENATION]
    assert [(r.text, r.count) for r in removed] == [("-", 1)]
    assert document.text[removed[0].at - 5 : removed[0].at + 6] == "samarbejdet"


@pytest.mark.parametrize(
    ("before", "after", "is_cut", "joined"),
    [
        ("samar-", "bejde", False, "samarbejde"),
        ("samar", "bejde", True, "samarbejde"),
        ("ældre-", "og handicap", False, "ældre- og handicap"),
        ("ældre", "og handicap", True, "ældre- og handicap"),
        ("børne-", "eller ungeområdet", False, "børne- eller ungeområdet"),
        ("EU-", "landene", False, "EU-landene"),
        ("2019-", "2022", False, "2019-2022"),
        ("Nord-", "Djurs", False, "Nord-Djurs"),
        ("børne-", "ogsåhave", False, "børneogsåhave"),
        ("det er -", "synes jeg", False, "det er - synes jeg"),
        ("et", "to", False, "et to"),
    ],
)
def test_join_lines(before: str, after: str, is_cut: bool, joined: str) -> None:
    start, _ = join_lines(before, after, is_cut)
    assert start + after == joined


def test_paragraph_goes_on_over_the_page(tmp_path: Path) -> None:
    first = [
        (60, 700, "Vi er imod forslaget, fordi det rammer de svageste borgere i vores"),
        (60, 686, "kommune, og det vil vi ikke være med til, for det er nemlig"),
    ]
    second = [(60, 780, "urimeligt over for dem."), (60, 740, "Venlig hilsen")]
    texts = [text for _, text in _blocks(_read(_drawn(tmp_path / "a.pdf", first, second)))]
    assert texts[0].endswith("det er nemlig urimeligt over for dem.")
    assert texts[1] == "Venlig hilsen"


def test_bold_line_is_a_heading(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=A4)
    canvas.setFont("Helvetica-Bold", 11)
    canvas.drawString(60, 700, "Lukning af biblioteket")
    canvas.setFont("Helvetica", 11)
    canvas.drawString(60, 686, "Det er vi imod, for biblioteket er byens hjerte.")
    canvas.save()
    kinds = [b.kind for b in _read(tmp_path / "a.pdf").blocks]
    assert kinds == [BlockKind.HEADING, BlockKind.PARAGRAPH]


def test_scan_is_told(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=A4)
    canvas.rect(50, 50, 400, 600, fill=1)
    canvas.save()
    with pytest.raises(ReadError, match=r"PDF.en er uden tekst"):
        read(tmp_path / "a.pdf")


def test_a_page_that_is_a_picture_is_told(tmp_path: Path) -> None:
    from reportlab.lib.utils import ImageReader

    pixel = BytesIO(b"P6 2 2 255\n" + bytes(12))
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=A4)
    canvas.drawString(60, 700, "Vi er imod forslaget, som det fremgår af bilaget.")
    canvas.showPage()
    canvas.drawImage(ImageReader(pixel), 50, 50, 400, 600)
    canvas.save()
    assert _read(tmp_path / "a.pdf").warnings == ("Side 2 rummer ingen tekst, der kan læses.",)


def test_password(tmp_path: Path) -> None:
    lock = StandardEncryption("hemmelig", canPrint=0)
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=A4, encrypt=lock)
    canvas.drawString(60, 700, "Vi er imod.")
    canvas.save()
    with pytest.raises(ReadError, match="adgangskode"):
        read(tmp_path / "a.pdf")


def test_truncated(tmp_path: Path) -> None:
    data = _drawn(tmp_path / "a.pdf", [(60, 700, "Vi er imod.")]).read_bytes()
    (tmp_path / "b.pdf").write_bytes(data[:200])
    with pytest.raises(ReadError, match=r"b\.pdf"):
        read(tmp_path / "b.pdf")


def test_the_numbers_of_responses_over_the_pages_are_no_running_header(tmp_path: Path) -> None:
    pages = [
        [
            (60, 800.0 - 20 * i - 30 * (i == 3), line)
            for i, line in enumerate(
                (f"Høringssvar nr. {n}", f"Afsender: {who}", "Modtaget: 12-09-2026", "Vi er imod.")
            )
        ]
        for n, who in enumerate(("Ældrerådet", "Lokalrådet"), 1)
    ]
    text = _read(_drawn(tmp_path / "a.pdf", *pages)).text
    assert [line for line in text.split("\n") if line][:4] == [
        "Høringssvar nr. 1",
        "Afsender: Ældrerådet",
        "Modtaget: 12-09-2026",
        "Vi er imod.",
    ]
    assert "Høringssvar nr. 2" in text
