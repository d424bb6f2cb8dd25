"""A page of a PDF or a picture, drawn for the screen."""

from contextlib import closing
from io import BytesIO
from pathlib import Path
from typing import cast

import pypdfium2 as pdfium
from PIL import Image, ImageOps, UnidentifiedImageError

from consult.domain.errors import ReadError
from consult.readers.limits import Limits
from consult.readers.source import SourceFile

# Wide enough to read twelve point print on a tablet, small enough to send at once.
_WIDTH, _HEIGHT = 1100, 2200
_QUALITY = 70


def draw_page(path: Path, name: str, page: int, limits: Limits) -> bytes:
    """The page (1-based) as JPEG. Meant for a process of its own, see `isolation`.

    Raises:
        ReadError: the file is damaged or of another kind, or has no such page.
    """
    source = SourceFile(name, path.read_bytes(), limits)
    try:
        drawn = _of_pdf(source, page) if source.suffix == ".pdf" else _of_picture(source, page)
    except (pdfium.PdfiumError, UnidentifiedImageError, EOFError, OSError, ValueError) as error:
        problem = f"side {page} kan ikke vises"
        raise ReadError(name, problem, "se den i filen selv") from error
    written = BytesIO()
    drawn.convert("RGB").save(written, "JPEG", quality=_QUALITY)
    return written.getvalue()


def _of_pdf(source: SourceFile, page: int) -> Image.Image:
    with closing(pdfium.PdfDocument(source.data)) as pdf:
        if not 1 <= page <= min(len(pdf), source.limits.pages):
            raise ValueError(page)
        with closing(pdf[page - 1]) as sheet:
            scale = min(_WIDTH / sheet.get_width(), _HEIGHT / sheet.get_height())
            with closing(sheet.render(scale=scale)) as bitmap:
                return cast(Image.Image, bitmap.to_pil()).copy()


def _of_picture(source: SourceFile, page: int) -> Image.Image:
    with Image.open(BytesIO(source.data), formats=("PNG", "JPEG", "TIFF")) as picture:
        picture.seek(page - 1)
        turned = ImageOps.exif_transpose(picture)
        turned.thumbnail((_WIDTH, _HEIGHT))
        return turned.copy()
