"""PDFs as an office program makes them, from documents made in the test."""

import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import docx
import pypdfium2 as pdfium
import pytest
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from odfdo import Document as Odt
from odfdo import Header, Paragraph
from pypdf import PdfReader

from consult.domain.documents import Document
from consult.language.normalise import clean
from consult.readers import pdf, read
from consult.readers.source import load

pytestmark = pytest.mark.slow

SAMPLE = Path(__file__).parents[3] / "corpus" / "sample" / "svar"
PROSE = (
    "Rådet er imod forslaget om at samle børne- og ungeområdet, fordi de ældste borgere i "
    "kommunen får længere vej til de tilbud, som kommunen stiller til rådighed for dem. "
)
CELLS = [
    ["Nr.", "Forslag", "Rådets bemærkninger"],
    ["79", "Ophør af den koordinerende indsats", PROSE.strip()],
    ["82", "Bortfald af tilskud", "Ingen."],
]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with letter.pdf, columns.pdf and notes.pdf."""
    folder = tmp_path_factory.mktemp("office")
    _letter().save(str(folder / "letter.docx"))
    _columns().save(str(folder / "columns.docx"))
    _notes().save(folder / "notes.odt")
    subprocess.run(
        [
            "soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless",
            "--convert-to", "pdf", "--outdir", str(folder),
            *(str(folder / name) for name in ("letter.docx", "columns.docx", "notes.odt")),
        ],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    return folder


def _field(paragraph: docx.text.paragraph.Paragraph, code: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    paragraph._p.append(field)


def _letter() -> docx.document.Document:
    letter = docx.Document()
    section = letter.sections[0]
    section.header.paragraphs[0].text = "Havrebjerg Ældreråd\tSvar til budget 2027"
    footer = section.footer.paragraphs[0]
    for word, code in (("Side ", "PAGE"), (" af ", "NUMPAGES")):
        footer.add_run(word)
        _field(footer, code)
    letter.add_heading("Høringssvar fra Ældrerådet", 1)
    letter.add_paragraph(PROSE * 3)
    letter.add_heading("Punkt 79", 2)
    raised = letter.add_paragraph("Vi er imod punkt 79")
    raised.add_run("2").font.superscript = True
    raised.add_run(", og vi beder om svar.")
    for text in ("Flere timer til de ældre", "Færre lukkedage i sommerferien, " + PROSE.strip()):
        letter.add_paragraph(text, style="List Bullet")
    table = letter.add_table(rows=0, cols=3, style="Table Grid")
    for row in CELLS:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    letter.add_paragraph()
    letter.add_paragraph(PROSE * 30)
    return letter


def _columns() -> docx.document.Document:
    document = docx.Document()
    document.styles["Normal"].font.size = Pt(10)
    document.add_heading("Lokalrådets samlede svar til kommunens budget for det kommende år", 1)
    section = document.add_section(0)
    columns = section._sectPr.find(qn("w:cols"))
    columns.set(qn("w:num"), "2")
    for i in range(5):
        document.add_paragraph(f"Afsnit {i}. {PROSE * 2}")
        if i == 2:
            document.add_paragraph().add_run().add_break(WD_BREAK.COLUMN)
    return document


def _notes() -> Odt:
    document = Odt("text")
    document.body.clear()
    document.body.append(Header(1, "Svar med noter"))
    first = Paragraph(PROSE * 12 + "Det følger af loven og af punkt 79 i kataloget, at ")
    first.insert_note(after="af loven", note_id="n1", citation="1", body="Lov nr. 1 om hjælp.")
    document.body.append(first)
    for _ in range(3):
        document.body.append(Paragraph(PROSE * 10))
    return document


def _read(path: Path) -> Document:
    (document,) = read(path)
    return document


def _blocks(document: Document) -> list[tuple[str, str]]:
    return [(b.kind.value, document.text[b.start : b.end]) for b in document.blocks]


def test_letter(made: Path) -> None:
    document = _read(made / "letter.pdf")
    assert _blocks(document) == [
        ("heading", "Høringssvar fra Ældrerådet"),
        ("paragraph", (PROSE * 3).strip()),
        ("heading", "Punkt 79"),
        ("paragraph", "Vi er imod punkt 79 2, og vi beder om svar."),
        ("list_item", "• Flere timer til de ældre"),
        ("list_item", "• Færre lukkedage i sommerferien, " + PROSE.strip()),
        *(("table", "\t".join(row)) for row in CELLS),
        ("paragraph", (PROSE * 30).strip()),
    ]
    gone = {r.text for r in document.removals if r.kind.value.startswith("running")}
    pages = {f"Side {i} af 3" for i in (1, 2, 3)}
    assert gone == {"Havrebjerg Ældreråd Svar til budget 2027", *pages}


def test_columns(made: Path) -> None:
    blocks = _blocks(_read(made / "columns.pdf"))
    assert blocks[0] == (
        "heading", "Lokalrådets samlede svar til kommunens budget for det kommende år",
    )  # fmt: skip
    expected = [("paragraph", f"Afsnit {i}. {PROSE * 2}".strip()) for i in range(5)]
    assert blocks[1:] == expected


def test_notes(made: Path) -> None:
    texts = [text for _, text in _blocks(_read(made / "notes.pdf"))]
    assert "Det følger af loven 1 og af punkt 79 i kataloget, at" in texts[1]
    assert texts.count((PROSE * 10).strip()) == 3
    assert "1 Lov nr. 1 om hjælp." in texts


def _every_pdf(made: Path) -> Iterator[Path]:
    """Those made here, and those of the sample that are no scans."""
    for path in (*sorted(made.glob("*.pdf")), *sorted(SAMPLE.glob("*.pdf"))):
        if all(page.get_textpage().count_chars() for page in pdfium.PdfDocument(path)):
            yield path


def _characters(text: str) -> Counter[str]:
    """The letters and digits of the text, however they are set."""
    cleaned = clean(text.replace("\ufffe", "-").replace("\x02", "-"))
    return Counter(c for c in cleaned.text if c.isalnum())


def _independent(path: Path) -> str:
    return "".join(page.extract_text() for page in PdfReader(path).pages)


def _pdfium(path: Path) -> str:
    pages = pdfium.PdfDocument(path)
    return "".join(page.get_textpage().get_text_range() for page in pages)


def test_nothing_vanishes(made: Path) -> None:
    """Every letter and digit that two other readers find is in the text or in the removals."""
    for path in _every_pdf(made):
        (document,) = pdf.read(load(path))
        removed = "".join(r.text * r.count for r in document.removals)
        ours = _characters(document.text + removed)
        for reader in (_independent, _pdfium):
            assert not _characters(reader(path)) - ours, (path.name, reader.__name__)
