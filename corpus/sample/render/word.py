"""Word documents: responses, and the catalogue as the administration writes it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from docx import Document
from docx.document import Document as DocxDocument
from docx.enum.text import WD_BREAK, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph

from render.frozen import STAMP, freeze_zip
from render.sources import YEARS, Block, Source, parse_blocks

BOOKMARK = "{goback}"
WORD_HYPHEN = "{wordnbhy}"

# Two proposals fill a page of the Word catalogue; page 1 is the title,
# page 2 the contents, page 3 the introduction.
FIRST_PROPOSAL_PAGE = 4
PROPOSALS_PER_PAGE = 2


def new_docx(font: str, size: float) -> DocxDocument:
    """Start a Word document with one body font."""
    document = Document()
    normal = document.styles["Normal"]
    normal.font.name = font
    normal.font.size = Pt(size)
    document.core_properties.author = ""
    document.core_properties.comments = ""
    document.core_properties.created = STAMP
    document.core_properties.modified = STAMP
    return document


def save_docx(document: DocxDocument, target: Path) -> None:
    """Save and freeze a Word document."""
    document.save(str(target))
    freeze_zip(target)


def write_docx(source: Source, target: Path) -> None:
    """Render a response as a Word document."""
    settings = source.settings
    document = new_docx(settings.get("font", "Calibri"), settings.get("size", 11))
    section = document.sections[0]
    if "header" in settings:
        section.header.paragraphs[0].text = settings["header"]
    if "footer" in settings:
        add_page_footer(section.footer.paragraphs[0], settings["footer"])
    for block in parse_blocks(source.text):
        add_block(document, block)
    save_docx(document, target)


DOCX_STYLES = {"heading": "Heading 1", "bullet": "List Bullet", "number": "List Number"}


def add_block(document: DocxDocument, block: Block) -> None:
    """Append one block to a Word document."""
    if block.kind == "table":
        add_table(document, block.rows)
    elif block.kind == "page":
        add_page_break(document)
    else:
        paragraph = document.add_paragraph(style=DOCX_STYLES.get(block.kind))
        add_text(paragraph, block.text, bold=block.kind == "bold")


def add_text(paragraph: Paragraph, text: str, *, bold: bool = False) -> None:
    """Add text with Word's own leftovers: bookmarks and fixed hyphens."""
    for piece in re.split(f"({re.escape(BOOKMARK)}|{re.escape(WORD_HYPHEN)})", text):
        if piece == BOOKMARK:
            add_bookmark(paragraph)
        elif piece == WORD_HYPHEN:
            paragraph.add_run()._r.append(OxmlElement("w:noBreakHyphen"))
        elif piece:
            paragraph.add_run(piece).bold = bold or None


def add_bookmark(paragraph: Paragraph) -> None:
    """Add the empty ``_GoBack`` bookmark that Word leaves behind."""
    for tag in ("w:bookmarkStart", "w:bookmarkEnd"):
        mark = OxmlElement(tag)
        mark.set(qn("w:id"), "0")
        if tag == "w:bookmarkStart":
            mark.set(qn("w:name"), "_GoBack")
        paragraph._p.append(mark)


def add_table(document: DocxDocument, rows: tuple[tuple[str, ...], ...]) -> None:
    """Append a table with lines around its cells."""
    table = document.add_table(rows=0, cols=len(rows[0]), style="Table Grid")
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text


def add_page_footer(paragraph: Paragraph, text: str) -> None:
    """Write a footer; ``{page}`` becomes Word's page number field."""
    before, _, after = text.partition("{page}")
    paragraph.add_run(before)
    for kind, code in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = paragraph.add_run()._r
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = code
        run.append(mark)
    paragraph.add_run(after)


def add_page_break(document: DocxDocument) -> None:
    """End the page."""
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


def write_catalogue_docx(catalogue: dict[str, Any], target: Path) -> None:
    """Write the catalogue as the administration's Word document."""
    document = new_docx("Calibri", 11)
    footer = f"{catalogue['municipality']} · {catalogue['title']} · side {{page}}"
    add_page_footer(document.sections[0].footer.paragraphs[0], footer)
    document.add_paragraph(catalogue["municipality"], style="Title")
    document.add_paragraph(catalogue["title"], style="Subtitle")
    for line in (catalogue["subtitle"], *catalogue["lines"]):
        document.add_paragraph(line)
    add_page_break(document)
    add_contents(document, catalogue["proposals"])
    add_page_break(document)
    document.add_paragraph("Indledning", style="Heading 1")
    for text in catalogue["introduction"]:
        document.add_paragraph(text)
    for index, proposal in enumerate(catalogue["proposals"]):
        if index % PROPOSALS_PER_PAGE == 0:
            add_page_break(document)
        add_proposal(document, proposal)
    save_docx(document, target)


def add_contents(document: DocxDocument, proposals: list[dict[str, Any]]) -> None:
    """Write a table of contents with dotted leaders."""
    document.add_paragraph("Indholdsfortegnelse").runs[0].bold = True
    entries = [("Indledning", FIRST_PROPOSAL_PAGE - 1)]
    for index, proposal in enumerate(proposals):
        page = FIRST_PROPOSAL_PAGE + index // PROPOSALS_PER_PAGE
        entries.append((f"{proposal['number']}: {proposal['title']}", page))
    for text, page in entries:
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(2)
        stops = paragraph.paragraph_format.tab_stops
        stops.add_tab_stop(Cm(15.2), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
        paragraph.add_run(f"{text}\t{page}")


def add_proposal(document: DocxDocument, proposal: dict[str, Any]) -> None:
    """Write one proposal: heading, facts, text and amounts."""
    document.add_paragraph(f"{proposal['number']}: {proposal['title']}", style="Heading 2")
    document.add_paragraph(f"Udvalg: {proposal['committee']}")
    if proposal["direction"]:
        document.add_paragraph(f"Retning: {proposal['direction']}")
    document.add_paragraph(proposal["text"])
    amounts = tuple(danish(proposal["amounts"][year]) for year in YEARS)
    add_table(document, (("1.000 kr.", *map(str, YEARS)), ("Ændring", *amounts)))
    document.add_paragraph()


def danish(amount: int) -> str:
    """Write an amount with the Danish thousands mark."""
    return f"{amount:,}".replace(",", ".")
