"""hOCR -> the recognised lines of a page with their words, places and confidence."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

# "bbox 229 591 2151 672; baseline -0.027 1; x_size 45; x_wconf 96": a name and its numbers.
_PROPERTY = re.compile(r"(\w+)((?: -?[\d.]+)+)")


@dataclass(frozen=True, slots=True)
class Word:
    """A word with its edges in pixels from the left, and how sure it is (0 to 100)."""

    text: str
    left: float
    right: float
    confidence: float


@dataclass(frozen=True, slots=True)
class OcrLine:
    """A line of one block. Lengths are in pixels; `base` is where its baseline meets `left`.

    `slope` is the baseline's (pixels down per pixel right), `size` about the font's, `angle`
    how far the text is turned against the clock, in degrees: 0, 90, 180 or 270.
    """

    words: tuple[Word, ...]
    block: int
    left: float
    base: float
    slope: float
    size: float
    angle: int

    @property
    def text(self) -> str:
        """The words with single spaces between."""
        return " ".join(word.text for word in self.words)


def ocr_lines(hocr: bytes) -> list[OcrLine]:
    """The lines in tesseract's reading order; lines without a visible character are left out."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    root = etree.fromstring(hocr, parser) if hocr.strip() else None
    if root is None:
        return []
    blocks = (e for e in root.iter() if e.get("class") == "ocr_carea")
    return [line for number, block in enumerate(blocks) for line in _block_lines(block, number)]


def _block_lines(block: "_Element", number: int) -> Iterator[OcrLine]:
    for element in block.iter():
        words = tuple(_words(element)) if _is_line(element) else ()
        if words:
            own = _properties(element)
            left, _, _, bottom = own["bbox"]
            slope, rise = own.get("baseline", (0.0, 0.0))
            size = own.get("x_size", (0.0,))[0]
            angle = int(own.get("textangle", (0.0,))[0]) % 360
            yield OcrLine(words, number, left, bottom + rise, slope, size, angle)


def _is_line(element: "_Element") -> bool:
    """Whether the element is a line: of text, or set apart as a heading, caption or margin."""
    return element.get("class") in ("ocr_line", "ocr_header", "ocr_caption", "ocr_textfloat")


def _words(line: "_Element") -> Iterator[Word]:
    for element in line.iter():
        text = "".join(element.itertext()).strip() if element.get("class") == "ocrx_word" else ""
        if text:
            own = _properties(element)
            left, _, right, _ = own["bbox"]
            yield Word(text, left, right, own.get("x_wconf", (0.0,))[0])


def _properties(element: "_Element") -> dict[str, tuple[float, ...]]:
    title = element.get("title") or ""
    return {name: tuple(map(float, numbers.split())) for name, numbers in _PROPERTY.findall(title)}
