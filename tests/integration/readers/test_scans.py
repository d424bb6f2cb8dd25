"""Scans through the real tesseract: text, places, limits, and what happens without it."""

import os
import signal
import subprocess
import sys
import time
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageFilter
from rapidfuzz.distance import Levenshtein
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from consult.domain.documents import BlockKind, Document
from consult.domain.errors import ReadError
from consult.domain.proposals import Catalogue, Proposal
from consult.language.references import ReferenceFinder
from consult.readers import read
from consult.readers.isolation import read_isolated
from consult.readers.limits import Limits

pytestmark = pytest.mark.slow

BODY = (
    "Skolebestyrelsen er imod at lukke skolen. Ændringen rammer de yngste børn,",
    "som får længere til skole, og forældrene får sværere ved at nå på arbejde.",
)
LETTER = ("Høringssvar fra Ellekær Skole", "", "BU-05 Fælles ledelse", *BODY)
SECOND = ("Til Byrådet", *BODY)
CATALOGUE = Catalogue(
    tuple(Proposal(number=n, title=t) for n, t in (("BU-05", "Fælles ledelse"), ("KF-02", "Bad"))),
)


def _drawn(lines: tuple[str, ...], *, size: float = 12) -> Image.Image:
    """The lines on A4 as a grey page of 300 dpi."""
    import pypdfium2 as pdfium

    data = BytesIO()
    canvas = Canvas(data, pagesize=A4)
    _write(canvas, lines, size)
    canvas.save()
    with pdfium.PdfDocument(data.getvalue()) as pdf:
        return pdf[0].render(scale=300 / 72, grayscale=True).to_pil().convert("L")


def _write(canvas: Canvas, lines: tuple[str, ...], size: float = 12) -> None:
    for i, line in enumerate(lines):
        canvas.setFont("Helvetica", 1.5 * size if i == 0 else size)
        canvas.drawString(70, 740 - 1.5 * size * i, line)


def _as_scanned(page: Image.Image) -> Image.Image:
    """A little crooked, out of focus, on grey paper."""
    crooked = page.rotate(1.2, Image.Resampling.BICUBIC, fillcolor=255)
    return crooked.filter(ImageFilter.GaussianBlur(1)).point(lambda v: 10 + v * 0.86)


def _put(canvas: Canvas, page: Image.Image) -> None:
    data = BytesIO()
    page.save(data, "JPEG", quality=60)
    canvas.drawImage(ImageReader(data), 0, 0, *A4)


def _error_rate(document: Document, wanted: str) -> float:
    got = " ".join(document.text.split())
    return Levenshtein.distance(got, wanted) / len(wanted)


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A PDF: a page of text, a scan that lies on its head, and a page of text."""
    path = tmp_path_factory.mktemp("scan") / "blandet.pdf"
    canvas = Canvas(str(path), pagesize=A4)
    _write(
        canvas,
        (
            "Følgebrev",
            "Vedlagt er bestyrelsens svar, som er underskrevet og scannet på skolens kontor.",
        ),
    )
    canvas.showPage()
    _put(canvas, _as_scanned(_drawn(LETTER)).rotate(180))
    canvas.showPage()
    _write(canvas, ("Efterskrift", "Vi støtter derimod KF-02, som har ventet i mange år."))
    canvas.save()
    return path


def test_mixed_pdf(mixed: Path) -> None:
    (document,) = read_isolated(mixed)
    pages = [block.page for block in document.blocks]
    assert pages == sorted(p for p in pages if p)
    assert set(pages) == {1, 2, 3}
    scanned = [b for b in document.blocks if b.page == 2]
    assert [b.kind for b in scanned] == [BlockKind.HEADING, BlockKind.HEADING, BlockKind.PARAGRAPH]
    text = " ".join(document.text[b.start : b.end] for b in scanned)
    wanted = " ".join(filter(None, LETTER))
    assert Levenshtein.distance(text, wanted) < 0.03 * len(wanted)
    found = [r.resolved for r in ReferenceFinder(CATALOGUE).find(document.text)]
    assert found == [("BU-05",), ("KF-02",)]
    assert "Side 2 er scannet, og teksten er genkendt maskinelt og kan have fejl." in (
        document.warnings
    )


def test_tiff_of_two_pages(tmp_path: Path) -> None:
    pages = [_as_scanned(_drawn(lines)).crop((0, 0, 2480, 1000)) for lines in (LETTER, SECOND)]
    path = tmp_path / "fax.tiff"
    pages[0].save(path, save_all=True, append_images=pages[1:], dpi=(300, 300))
    (document,) = read_isolated(path)
    assert {block.page for block in document.blocks} == {1, 2}
    assert _error_rate(document, " ".join(filter(None, (*LETTER, *SECOND)))) < 0.03


def test_photo_of_a_letter(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 8  # held on its side
    photo = _as_scanned(_drawn(LETTER)).convert("RGB").rotate(-90, expand=True)
    photo.save(tmp_path / "IMG_0001.JPG", exif=exif, quality=70)
    (document,) = read_isolated(tmp_path / "IMG_0001.JPG")
    assert _error_rate(document, " ".join(filter(None, LETTER))) < 0.03
    assert document.warnings[0].startswith("Filen er scannet, og teksten er genkendt maskinelt")


def test_photo_without_text(tmp_path: Path) -> None:
    view = Image.effect_mandelbrot((800, 600), (-2, -1.2, 0.6, 1.2), 60).convert("RGB")
    view.save(tmp_path / "udsigt.jpg")
    with pytest.raises(ReadError, match="billedet rummer ingen tekst, der kan læses"):
        read_isolated(tmp_path / "udsigt.jpg")


def test_without_tesseract(tmp_path: Path, mixed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    path = tmp_path / "svar.png"
    _drawn(BODY).save(path)
    with pytest.raises(ReadError) as error:
        read_isolated(path)
    assert "tekstgenkendelse (tesseract med dansk) er ikke installeret – " in str(error.value)
    (document,) = read_isolated(mixed)
    assert "Efterskrift" in document.text
    assert "Side 2 er scannet og ikke læst" in " ".join(document.warnings)


def test_without_danish(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TESSDATA_PREFIX", str(tmp_path))
    _drawn(BODY).save(tmp_path / "svar.png")
    with pytest.raises(ReadError, match="er ikke installeret"):
        read(tmp_path / "svar.png")


def test_a_scan_has_its_own_time(tmp_path: Path) -> None:
    path = tmp_path / "svar.png"
    _drawn(LETTER).crop((0, 0, 2480, 1000)).save(path)
    (document,) = read_isolated(path, limits=Limits(wall_seconds=1, cpu_seconds=1))
    assert "BU-05" in document.text


def test_time_limit(tmp_path: Path) -> None:
    path = tmp_path / "svar.png"
    _drawn(BODY * 20, size=8).save(path)
    started = time.monotonic()
    with pytest.raises(ReadError, match="sider kunne ikke læses inden for 2 sekunder"):
        read_isolated(path, limits=Limits(wall_seconds=2, scan_seconds=2))
    assert time.monotonic() - started < 8
    assert not _running(str(os.getpid()))


def test_recognition_dies_with_its_reader(tmp_path: Path) -> None:
    path = tmp_path / "svar.png"
    _drawn(BODY * 20, size=8).save(path)
    code = "import sys, pathlib, consult.readers as r; r.read(pathlib.Path(sys.argv[1]))"
    with subprocess.Popen([sys.executable, "-c", code, str(path)]) as reader:
        recogniser = _until(lambda: [p for p in _running(str(reader.pid)) if _seconds(p) > 1])
        reader.send_signal(signal.SIGKILL)
    _until(lambda: [] if any(map(_is_tesseract, recogniser)) else [0], seconds=2)


def _running(parent: str) -> list[int]:
    """The tesseract processes that `parent` started."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if fields[1] == parent and _is_tesseract(int(status.parent.name)):
            found.append(int(status.parent.name))
    return found


def _seconds(pid: int) -> float:
    """The processor time that a process has used: past one second it has the whole image."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _is_tesseract(pid: int) -> bool:
    try:
        return "tesseract" in os.readlink(f"/proc/{pid}/exe")
    except OSError:
        return False


def _until(found: object, seconds: float = 30) -> list[int]:
    """What `found` gives once it gives something; fails after `seconds`."""
    assert callable(found)
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if result := found():
            return list(result)
        time.sleep(0.05)
    pytest.fail("it never came to be")
