"""Scanned pages -> lines, by text recognition; what is unsure or cannot be read is told."""

import resource
import signal
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from PIL import Image

from consult.domain.documents import Document, Removal, RemovalKind
from consult.domain.errors import ReadError
from consult.readers.building import Part
from consult.readers.limits import Limits
from consult.readers.pdf_lines import PdfLine
from consult.readers.scan_hocr import OcrLine, Word, ocr_lines
from consult.readers.scan_lines import page_lines
from consult.readers.scan_repair import repair, repaired_number
from consult.readers.scan_tesseract import DPI, NotInstalledError, TooSlowError, recognise
from consult.readers.source import SourceFile

# Of the words less sure than this more than half are wrong, of the others one in fifty; most
# wrong words are among the others, for they are so many more (benchmarks/scans.json).
SURE = 60.0
# A line as unsure as this is no print: a signature, a stamp, a photo.
UNREADABLE = 30.0
# Letters in sure words that a page needs to hold text.
_FEWEST_LETTERS = 3
# Legible scans had a mean of 94 to 95, one with half its text lost 67 (benchmarks/scans.json).
# Set between them; no more is known of where it should be.
POOR = 90.0
# Longest that one page may take, where many are read at a time.
_PAGE_SECONDS = 120.0
# How long after our own end the alarm comes; the parent waits longer than this.
_GRACE_SECONDS = 3.0


@dataclass(slots=True)
class Scan:
    """Reads the scanned pages of one file, one at a time; then knows what there is to tell."""

    source: SourceFile
    read: list[int] = field(default_factory=list)
    empty: list[int] = field(default_factory=list)
    slow: list[int] = field(default_factory=list)
    unread: list[int] = field(default_factory=list)
    is_installed: bool = True
    removals: list[Removal] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)
    _seen: list[Word] = field(default_factory=list)
    _turn: int = 0
    _deadline: float = 0.0

    def expect(self, pages: int) -> None:
        """Make ready for so many pages; ReadError where they are more than anyone waits for."""
        most = self.source.limits.scan_pages
        if pages > most:
            raise ReadError(
                self.source.name,
                f"{pages} sider er scannet, og grænsen er {most}",
                "del filen op, eller bed afsenderen om en udgave med tekst",
            )
        if pages:
            left = _take_scan_time(self.source.limits)
            self._deadline = time.monotonic() + left

    def page(self, image: Image.Image, number: int) -> tuple[list[PdfLine], float]:
        """The lines of a grey page at 300 dpi, and its height in points once it is upright.

        No lines where the page holds no text or took too long; `warnings` tells it.
        """
        try:
            lines, height = self._upright(image)
        except TooSlowError:
            self.slow.append(number)
            return [], image.height * 72 / DPI
        kept = self._readable(lines)
        (self.read if kept else self.empty).append(number)
        return [self._numbered(p) for p in page_lines(kept, number, height)], height * 72 / DPI

    def _numbered(self, line: PdfLine) -> PdfLine:
        """The line; a page number ("Side I af 2") put right, to be known for what it is."""
        text = repaired_number(line.text)
        if text == line.text:
            return line
        self.removals.append(Removal(RemovalKind.OCR_SLIP, line.text, 0))
        return replace(line, text=text)

    def repaired(self, parts: Iterable[Part]) -> Iterator[Part]:
        """The parts; in those of scanned pages known slips are put right and listed."""
        scanned = frozenset(self.read)
        for part in parts:
            yield repair(part) if part.page in scanned else part

    def warnings(self, pages: int) -> Iterator[str]:
        """What a reader of the text has to know; `pages` is how many the file has."""
        if self.read:
            what = "Filen" if len(self.read) == pages else _pages(self.read)
            unsure = sum(word.confidence < SURE for word in self.words)
            words = {0: "", 1: "; 1 ord er usikkert"}.get(unsure, f"; {unsure} ord er usikre")
            yield f"{what} er scannet, og teksten er genkendt maskinelt og kan have fejl{words}."
        if self.empty:
            yield f"{_pages(self.empty)} rummer ingen tekst, der kan læses."
        if self.slow:
            yield f"{_pages(self.slow)} er ikke læst, for tekstgenkendelsen tog for lang tid."
        if self.unread:
            yield (
                f"{_pages(self.unread)} er scannet og ikke læst, "
                "for tekstgenkendelse (tesseract med dansk) er ikke installeret."
            )

    @property
    def confidence(self) -> float:
        """The mean over the characters of all pages with text, 0 to 100; 100 where none has any.

        Lines that were left out count too: it is what the reader of the text cannot see.
        """
        return _confidence(self._seen)

    def told(self, document: Document) -> Document:
        """The document, to be looked at by a person where words are wrong throughout."""
        if self.confidence >= POOR:
            return document
        return replace(document, confirm="Scanningen er utydelig: sammenhold med originalen.")

    def _upright(self, image: Image.Image) -> tuple[list[OcrLine], int]:
        """The lines and the height in pixels, of the page turned as its text stands.

        The pages of a file mostly lie the same way, so the next is tried as the last one lay.
        """
        turned = _turned(image, self._turn)
        lines = self._recognised(turned)
        angle = _angle(lines)
        if angle:
            self._turn = (self._turn + angle) % 360
            turned = _turned(image, self._turn)
            lines = self._recognised(turned)
        return lines, turned.height

    def _recognised(self, image: Image.Image) -> list[OcrLine]:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise self._late()
        try:
            return ocr_lines(recognise(image, min(left, _PAGE_SECONDS)))
        except NotInstalledError:
            self.is_installed = False
            raise ReadError(
                self.source.name,
                "filen er scannet, og tekstgenkendelse (tesseract med dansk) er ikke installeret",
                "bed den, der driver systemet, om at installere den, "
                "eller bed afsenderen om en udgave med tekst",
            ) from None
        except TooSlowError:
            if left < _PAGE_SECONDS:
                raise self._late() from None
            raise

    def _late(self) -> ReadError:
        seconds = round(self.source.limits.scan_seconds)
        return ReadError(
            self.source.name,
            f"de scannede sider kunne ikke læses inden for {seconds} sekunder",
            "del filen op, eller bed afsenderen om en udgave med tekst",
        )

    def _readable(self, lines: Sequence[OcrLine]) -> list[OcrLine]:
        """The lines that are print, without specks; what is left out is listed as removals."""
        sure = sum(_letters(w.text) for line in lines for w in line.words if w.confidence >= SURE)
        kept: list[OcrLine] = []
        for line in lines:
            self._seen += line.words if sure >= _FEWEST_LETTERS else ()
            if sure < _FEWEST_LETTERS or _confidence(line.words) < UNREADABLE:
                self.removals.append(Removal(RemovalKind.UNREADABLE, line.text, 0))
                continue
            specks = [word for word in line.words if _is_speck(word)]
            words = tuple(word for word in line.words if word not in specks)
            self.removals += (Removal(RemovalKind.UNREADABLE, w.text, 0) for w in specks)
            self.words += words
            if words:
                kept.append(replace(line, words=words))
        return kept


def _letters(text: str) -> int:
    return sum(c.isalpha() for c in text)


def _confidence(words: Sequence[Word]) -> float:
    """The mean over all characters, 0 to 100; 100 of nothing."""
    length = sum(len(word.text) for word in words)
    return sum(w.confidence * len(w.text) for w in words) / length if length else 100.0


def _is_speck(word: Word) -> bool:
    """Whether an unsure mark without letters or figures is dirt or a drawn line."""
    return word.confidence < SURE and not any(c.isalnum() for c in word.text)


def _angle(lines: Sequence[OcrLine]) -> int:
    """How far most of the text is turned against the clock, in degrees."""
    turned = [line.angle for line in lines for _ in line.text]
    return max(set(turned), key=turned.count) if turned else 0


def _turned(image: Image.Image, angle: int) -> Image.Image:
    """The page turned with the clock."""
    return image.rotate(-angle, expand=True) if angle else image


def _take_scan_time(limits: Limits) -> float:
    """Let the isolated process that reads the file go on for `scan_seconds` from its start.

    A scan is slow for a reason that is not the file's. Returns the seconds left; the alarm
    comes a little later, so that we come to say why. Elsewhere there is no alarm to move.
    """
    until_alarm, _ = signal.getitimer(signal.ITIMER_REAL)
    if not until_alarm:
        return limits.scan_seconds
    left = max(limits.scan_seconds - (limits.wall_seconds - until_alarm), 0.1)
    signal.setitimer(signal.ITIMER_REAL, left + _GRACE_SECONDS)
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (round(limits.scan_seconds) + 1, hard))
    return left


def _pages(numbers: Sequence[int]) -> str:
    if len(numbers) == 1:
        return f"Side {numbers[0]}"
    return f"Siderne {', '.join(map(str, numbers[:-1]))} og {numbers[-1]}"
