"""Scans: a drawn page laid crooked on the glass, a little out of focus, on grey paper."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from zlib import crc32

import numpy as np
import pypdfium2 as pdfium
from PIL import Image, ImageFilter
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from render.pdf import write_pdf
from render.sources import Source


@dataclass(frozen=True)
class Look:
    """How a scan looks.

    `skew` is in degrees against the clock, `blur` in pixels at 300 dpi, `noise` a standard
    deviation and `paper` the ground, in greys of 255; `turn` lays the page on its side (90) or
    its head (180); `quality` is the JPEG's.
    """

    dpi: int = 300
    skew: float = 0.7
    blur: float = 0.9
    noise: float = 6.0
    paper: int = 232
    turn: int = 0
    quality: int = 70


CLEAN = Look(skew=0.0, blur=0.0, noise=0.0, paper=255, quality=95)


def scan_page(page: Image.Image, look: Look, seed: int = 0) -> Image.Image:
    """A drawn page (grey, `look.dpi`) as the scanner sees it; equal for an equal seed."""
    image = page.rotate(look.skew, Image.Resampling.BICUBIC, fillcolor=255)
    image = image.filter(ImageFilter.GaussianBlur(look.blur * look.dpi / 300))
    grey = np.asarray(image, dtype=np.float32) * (look.paper / 255)
    grey += np.random.default_rng(seed).normal(0.0, look.noise, grey.shape).astype(np.float32)
    seen = Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8))
    return Image.open(BytesIO(jpeg(seen.rotate(look.turn, expand=True), look)))


def scan_pdf(path: Path, look: Look, seed: int = 0) -> list[Image.Image]:
    """The pages of a PDF as scans."""
    with pdfium.PdfDocument(path) as pdf:
        drawn = [p.render(scale=look.dpi / 72, grayscale=True).to_pil().convert("L") for p in pdf]
    return [scan_page(page, look, seed + number) for number, page in enumerate(drawn)]


def write_scan(source: Source, target: Path) -> None:
    """Render a response as a scan: a PDF of pictures, one picture, or a TIFF of many pages.

    `scan` in the front matter sets the looks, as `Look` names them.
    """
    look = replace(Look(), **source.settings.get("scan", {}))
    with tempfile.TemporaryDirectory() as folder:
        drawn = Path(folder) / "drawn.pdf"
        write_pdf(source, drawn)
        write_images(scan_pdf(drawn, look, crc32(target.name.encode())), target, look)


def write_images(pages: list[Image.Image], target: Path, look: Look) -> None:
    """Write scanned pages in the format that the target's suffix names."""
    dpi = (look.dpi, look.dpi)
    if target.suffix == ".pdf":
        write_pictures_pdf(pages, target, look)
    elif target.suffix in (".tif", ".tiff"):
        rest = pages[1:]
        pages[0].save(target, save_all=True, append_images=rest, compression="jpeg", dpi=dpi)
    elif len(pages) > 1:
        raise ValueError(f"{target.name}: {len(pages)} pages in one picture")
    else:
        pages[0].save(target, dpi=dpi, quality=look.quality)


def write_pictures_pdf(pages: list[Image.Image], target: Path, look: Look) -> None:
    """Write a PDF with a picture on each page and no text."""
    canvas = Canvas(str(target), invariant=1)
    for page in pages:
        width, height = (side * 72 / look.dpi for side in page.size)
        canvas.setPageSize((width, height))
        canvas.drawImage(ImageReader(BytesIO(jpeg(page, look))), 0, 0, width, height)
        canvas.showPage()
    canvas.save()


def jpeg(page: Image.Image, look: Look) -> bytes:
    """The page as the bytes of a JPEG."""
    data = BytesIO()
    page.convert("L").save(data, "JPEG", quality=look.quality, dpi=(look.dpi, look.dpi))
    return data.getvalue()
