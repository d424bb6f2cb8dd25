"""PDF files with real text, running headers and hyphens at line ends."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from render.sources import Block, Source, parse_blocks

MARGIN = 62.0
BODY_TOP = A4[1] - 92.0
BODY_BOTTOM = 82.0
VOWELS = "aeiouyæøåéAEIOUYÆØÅ"
MIN_STEM = 4


@dataclass
class Page:
    """A PDF being filled from the top, with a header and a footer per page."""

    canvas: Canvas
    settings: dict[str, Any]
    pages: int = 1
    number: int = 1
    y: float = field(default=BODY_TOP)

    @property
    def size(self) -> float:
        """Body size in points."""
        return float(self.settings.get("size", 10.5))

    def font(self, *, bold: bool = False) -> str:
        """Name of the standard font to use."""
        if self.settings.get("font") == "Times":
            return "Times-Bold" if bold else "Times-Roman"
        return "Helvetica-Bold" if bold else "Helvetica"

    def frame(self) -> None:
        """Draw the running header and footer."""
        self.canvas.setFont(self.font(), 8)
        for key, y in (("header", A4[1] - 48), ("footer", 44.0)):
            text = str(self.settings.get(key, ""))
            text = text.replace("{page}", str(self.number))
            text = text.replace("{pages}", str(self.pages))
            self.canvas.drawString(MARGIN, y, text)

    def turn(self) -> None:
        """Finish the page and start the next."""
        self.canvas.showPage()
        self.number += 1
        self.y = BODY_TOP
        self.frame()

    def line(self, text: str, *, x: float = MARGIN, bold: bool = False) -> None:
        """Draw one line and move down."""
        if self.y < BODY_BOTTOM:
            self.turn()
        self.canvas.setFont(self.font(bold=bold), self.size)
        self.canvas.drawString(x, self.y, text)
        self.y -= self.size * 1.36


def write_pdf(source: Source, target: Path) -> None:
    """Render a response as a PDF with real text; once to count the pages."""
    pages = draw_pdf(source, target, pages=0)
    draw_pdf(source, target, pages=pages)


def draw_pdf(source: Source, target: Path, *, pages: int) -> int:
    """Draw the whole document and return how many pages it took."""
    canvas = Canvas(str(target), pagesize=A4, invariant=1)
    canvas.setTitle(target.stem)
    page = Page(canvas, source.settings, pages)
    page.frame()
    for block in parse_blocks(source.text):
        draw_block(page, block)
    canvas.save()
    return page.number


def draw_block(page: Page, block: Block) -> None:
    """Draw one block and the space below it."""
    if block.kind == "table":
        draw_table(page, block.rows)
    elif block.kind == "page":
        page.turn()
    else:
        draw_text(page, block)
    if block.kind not in ("bullet", "heading", "bold"):
        page.y -= page.size * 0.7


def draw_text(page: Page, block: Block) -> None:
    """Draw a paragraph, heading or list item, wrapped to the page."""
    bold = block.kind in ("heading", "bold")
    indent = 14.0 if block.kind == "bullet" else 0.0
    font, width = page.font(bold=bold), A4[0] - 2 * MARGIN - indent
    hyphenate = bool(page.settings.get("hyphenate")) and not bold
    lines: list[str] = []
    for row in block.text.split("\n"):
        lines += wrap(row, font, page.size, width, hyphenate=hyphenate)
    for index, line in enumerate(lines):
        if indent and index == 0:
            page.line("• " + line, x=MARGIN + indent - stringWidth("• ", font, page.size))
        else:
            page.line(line, x=MARGIN + indent, bold=bold)


def draw_table(page: Page, rows: tuple[tuple[str, ...], ...]) -> None:
    """Draw the rows of a table in columns, without lines."""
    shares = page.settings.get("columns") or [1] * len(rows[0])
    widths = [(A4[0] - 2 * MARGIN) * share / sum(shares) for share in shares]
    for index, row in enumerate(rows):
        top, x, lowest, bold = page.y, MARGIN, page.y, index == 0
        for text, width in zip(row, widths, strict=True):
            page.y = top
            for line in wrap(text, page.font(bold=bold), page.size, width - 8, hyphenate=False):
                page.line(line, x=x, bold=bold)
            lowest, x = min(lowest, page.y), x + width
        page.y = lowest - 2


def wrap(text: str, font: str, size: float, width: float, *, hyphenate: bool) -> list[str]:
    """Break text into lines of at most ``width`` points."""
    lines: list[str] = []
    current = ""
    for word in text.split(" "):
        joined = f"{current} {word}" if current else word
        if stringWidth(joined, font, size) <= width:
            current = joined
            continue
        head, tail = "", word
        if hyphenate:
            room = width - stringWidth(f"{current} ", font, size)
            head, tail = split_word(word, partial(fits, font=font, size=size, room=room))
        lines.append(f"{current} {head}".strip())
        current = tail
    return [*lines, current]


def fits(part: str, *, font: str, size: float, room: float) -> bool:
    """Say whether a part of a word has room on the line."""
    return bool(stringWidth(part, font, size) <= room)


def split_word(word: str, has_room: Callable[[str], bool]) -> tuple[str, str]:
    """Split a long word before a consonant and a vowel, as a typesetter would."""
    if not word.rstrip(".,;:").isalpha():
        return "", word
    for cut in range(len(word) - 3, MIN_STEM - 1, -1):
        opens = word[cut] not in VOWELS and word[cut + 1] in VOWELS
        if opens and word[cut - 1].islower() and has_room(word[:cut] + "-"):
            return word[:cut] + "-", word[cut:]
    return "", word
