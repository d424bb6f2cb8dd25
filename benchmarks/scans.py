"""How well scans are read: errors, seconds and memory for several looks of the same pages.

Run: .venv/bin/python benchmarks/scans.py [--out benchmarks/scans.json]
The pages are responses of the sample round, drawn as PDFs and then scanned (corpus/sample/render),
and one page that is nothing but references. What the PDF reader makes of the same pages with
their text is the truth. `cer` and `wer` are edits per character and per word. References are
compared as numbers named; `before` is without the repair of known slips (consult/rules/ocr.yaml).
"""

import argparse
import json
import os
import platform
import resource
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path

from PIL import Image, ImageOps
from rapidfuzz.distance import Levenshtein

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "corpus" / "sample"
sys.path[:0] = [str(SAMPLE), str(ROOT)]

from render.pdf import write_pdf  # noqa: E402
from render.scan import CLEAN, Look, scan_pdf  # noqa: E402
from render.sources import Source, read_source  # noqa: E402

from consult.domain.documents import Document, RemovalKind  # noqa: E402
from consult.domain.proposals import Catalogue  # noqa: E402
from consult.language.references import ReferenceFinder  # noqa: E402
from consult.readers import pdf  # noqa: E402
from consult.readers.building import Builder  # noqa: E402
from consult.readers.catalogue import read_catalogue  # noqa: E402
from consult.readers.pdf_blocks import parts_of  # noqa: E402
from consult.readers.pdf_lines import PdfLine  # noqa: E402
from consult.readers.pdf_margins import take_margins  # noqa: E402
from consult.readers.scan import SURE, Scan  # noqa: E402
from consult.readers.source import SourceFile, load  # noqa: E402

PAGES = ("04", "24")
LOOKS = {
    "clean": CLEAN,
    "usual": Look(),
    "skew 1.5": replace(CLEAN, skew=1.5),
    "skew 3": replace(CLEAN, skew=3.0),
    "upside down": replace(Look(), turn=180),
    "blurred": replace(Look(), blur=2.2),
    "jpeg 35": replace(Look(), quality=35),
    "150 dpi": replace(Look(), dpi=150),
    "150 dpi, blurred, jpeg 35": Look(dpi=150, blur=3.0, noise=10, quality=35),
}


@dataclass
class Tally:
    """What was counted over all pages of one look."""

    pages: int = 0
    seconds: float = 0.0
    edits: int = 0
    characters: int = 0
    word_edits: int = 0
    words: int = 0
    confidences: list[float] = field(default_factory=list)
    sure: Counter[str] = field(default_factory=Counter)
    found: dict[str, Counter[str]] = field(default_factory=dict)
    slips: int = 0

    def report(self) -> dict[str, object]:
        """Rates, rounded."""
        return {
            "pages": self.pages,
            "cer": round(self.edits / self.characters, 4),
            "wer": round(self.word_edits / self.words, 4),
            "confidence": round(sum(self.confidences) / len(self.confidences), 1),
            "cpu_seconds_a_page": round(self.seconds / self.pages, 1),
            "words": dict(sorted(self.sure.items())),
            "slips_repaired": self.slips,
            "references": {key: dict(sorted(c.items())) for key, c in self.found.items()},
        }


def references_page(catalogue: Catalogue) -> Source:
    """A page that names every proposal, and sections of laws beside them."""
    numbers = [p.number for p in catalogue.proposals]
    lines = [
        f"Vi er imod {n}, for efter § {7 * i + 9}, stk. {i % 4 + 1}, har kommunen pligten, og "
        f"forslag {m} er bedre end {n}."
        for i, (n, m) in enumerate(zip(numbers, numbers[::-1], strict=True))
    ]
    return Source({"file": "henvisninger.pdf", "size": 10.5}, "\n\n".join(lines[:22]))


def read_pages(images: list[Image.Image], look: Look, scan: Scan) -> tuple[Document, Document]:
    """The pages as the readers read them: without and with the repair of known slips."""
    pages = []
    scan.expect(len(images))
    for number, image in enumerate(images, start=1):
        at_300 = ImageOps.scale(image.convert("L"), 300 / look.dpi)
        pages.append(scan.page(at_300, number))
    lines, heights = [page[0] for page in pages], [page[1] for page in pages]
    return tuple(assembled(lines, heights, scan, repaired=r) for r in (False, True))


def assembled(
    lines: list[list[PdfLine]], heights: list[float], scan: Scan, *, repaired: bool
) -> Document:
    """The Document that the pages' lines make."""
    kept, _ = take_margins(lines, heights)
    parts = parts_of([line for page in kept for line in page])
    builder = Builder(scan.source.name)
    builder.extend(scan.repaired(parts) if repaired else parts)
    return builder.document()


def processor_seconds() -> float:
    """What tesseract has used until now; wall time says more of what else the machine does."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def numbers(finder: ReferenceFinder, text: str) -> Counter[str]:
    """The proposals named, as often as they are."""
    return Counter(n for r in finder.find(text) for n in (*r.resolved, *r.unresolved))


def count(
    tally: Tally,
    truth: Document,
    pair: tuple[Document, Document],
    scan: Scan,
    finder: ReferenceFinder,
) -> None:
    """Add one response to the tally; `pair` is read without and with repair."""
    wanted = " ".join(truth.text.split())
    got = " ".join(pair[1].text.split())
    tally.edits += Levenshtein.distance(wanted, got)
    tally.characters += len(wanted)
    tally.word_edits += Levenshtein.distance(wanted.split(), got.split())
    tally.words += len(wanted.split())
    tally.confidences.append(scan.confidence)
    tally.slips += sum(r.count for r in pair[1].removals if r.kind is RemovalKind.OCR_SLIP)
    # Words cut at a line's end and those of the margins are looked for too: as parts of it all.
    everything = " ".join((wanted, *(r.text for r in truth.removals)))
    for word in scan.words:
        right = word.text.rstrip("-") in everything
        tally.sure[
            f"{'sure' if word.confidence >= SURE else 'unsure'}, {'right' if right else 'wrong'}"
        ] += 1
    expected = numbers(finder, truth.text)
    for key, document in zip(("before", "after"), pair, strict=True):
        held = tally.found.setdefault(key, Counter())
        found = numbers(finder, document.text)
        held["found"] += (found & expected).total()
        held["missed"] += (expected - found).total()
        held["wrong"] += (found - expected).total()


def main() -> None:
    """Measure everything and write it down."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", type=Path)
    out = parser.parse_args().out
    catalogue = read_catalogue(SAMPLE / "katalog.xlsx")
    finder = ReferenceFinder(catalogue)
    folder = SAMPLE / "source" / "svar"
    sources = [read_source(next(folder.glob(f"{page}-*"))) for page in PAGES]
    tallies = {name: Tally() for name in LOOKS}
    with tempfile.TemporaryDirectory() as temporary:
        for source in [*sources, references_page(catalogue)]:
            drawn = Path(temporary) / "drawn.pdf"
            write_pdf(source, drawn)
            (truth,) = pdf.read(load(drawn))
            for name, look in LOOKS.items():
                tally, scan = tallies[name], Scan(SourceFile("scan.pdf", b"-"))
                images = scan_pdf(drawn, look)
                start = processor_seconds()
                whole = read_pages(images, look, scan)
                tally.seconds += processor_seconds() - start
                tally.pages += len(images)
                count(tally, truth, whole, scan, finder)
                print(source.file, name, tally.report(), flush=True)
    report = {
        "command": "python benchmarks/scans.py --out benchmarks/scans.json",
        "machine": f"{os.cpu_count()} cores, {platform.machine()}",
        "date": time.strftime("%Y-%m-%d"),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024),
        "looks": {name: tally.report() for name, tally in tallies.items()},
    }
    text = json.dumps(report, ensure_ascii=False, indent=1)
    if out:
        out.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
