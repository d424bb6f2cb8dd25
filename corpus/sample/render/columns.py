"""PDF files in two columns with footnotes, and a filled form."""

from __future__ import annotations

from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageBreak, PageTemplate, Paragraph
from reportlab.platypus.flowables import Flowable

from render.sources import Block, Source, parse_blocks

MARGIN = 56.0
GAP = 22.0
COLUMN = (A4[0] - 2 * MARGIN - GAP) / 2
TOP = A4[1] - 84.0
BOTTOM = 130.0

BODY = ParagraphStyle("body", fontName="Times-Roman", fontSize=13.5, leading=19, spaceAfter=9)
BOLD = ParagraphStyle("bold", BODY, fontName="Times-Bold", spaceBefore=4)
HEADING = ParagraphStyle("heading", BOLD, fontSize=20, leading=25)
LOOKS = {"heading": HEADING, "bold": BOLD}


def write_columns(source: Source, target: Path) -> None:
    """Render a response as a bulletin in two columns; a page break ends both."""

    def frame(canvas: Canvas, _: BaseDocTemplate) -> None:
        draw_frame(canvas, source)

    document = BaseDocTemplate(str(target), pagesize=A4, invariant=1, title=target.stem)
    columns = [
        Frame(x, BOTTOM, COLUMN, TOP - BOTTOM, 0, 0, 0, 0) for x in (MARGIN, MARGIN + COLUMN + GAP)
    ]
    document.addPageTemplates(PageTemplate("columns", columns, onPage=frame))
    document.build([flowable(block) for block in parse_blocks(source.text)])


def flowable(block: Block) -> Flowable:
    """Turn a block into what reportlab lays out."""
    if block.kind == "page":
        return PageBreak()
    return Paragraph(block.text, LOOKS.get(block.kind, BODY))


def draw_frame(canvas: Canvas, source: Source) -> None:
    """Draw the running header and footer and the footnotes of the page."""
    number = canvas.getPageNumber()
    canvas.setFont("Times-Roman", 8)
    canvas.drawString(MARGIN, A4[1] - 48, str(source.settings["header"]))
    canvas.drawString(MARGIN, 44, str(source.settings["footer"]).replace("{page}", str(number)))
    notes = source.settings["notes"].get(number, [])
    if notes:
        canvas.line(MARGIN, BOTTOM - 22, MARGIN + 120, BOTTOM - 22)
    for index, note in enumerate(notes):
        canvas.drawString(MARGIN, BOTTOM - 36 - 11 * index, note)


def write_form(source: Source, target: Path) -> None:
    """Render a form with filled fields and ticks; the text is its heading."""
    canvas = Canvas(str(target), pagesize=A4, invariant=1)
    canvas.setFont("Helvetica-Bold", 14)
    canvas.drawString(MARGIN, A4[1] - 72, source.text)
    y = A4[1] - 120
    for label, value in source.settings["fields"]:
        lines = value.count("\n") + 1
        height = 14.0 * lines + 10
        canvas.setFont("Helvetica", 10)
        canvas.drawString(MARGIN, y, label)
        canvas.acroForm.textfield(
            name=label,
            value=value,
            x=MARGIN,
            y=y - 6 - height,
            width=A4[0] - 2 * MARGIN,
            height=height,
            fontName="Helvetica",
            fontSize=10,
            fieldFlags="multiline" if lines > 1 else "",
        )
        y -= height + 30
    for label, on in source.settings["ticks"]:
        canvas.acroForm.checkbox(
            name=label, checked=on, x=MARGIN, y=y - 3, size=14, buttonStyle="cross"
        )
        canvas.drawString(MARGIN + 24, y, label)
        y -= 26
    canvas.save()
