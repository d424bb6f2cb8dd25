"""Pictures of pages (.png .jpg .tiff) -> one Document, by text recognition."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import cast

from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from consult.domain.documents import Document
from consult.domain.errors import ReadError
from consult.readers.building import Builder
from consult.readers.pdf_blocks import parts_of
from consult.readers.pdf_margins import take_margins
from consult.readers.scan import Scan
from consult.readers.scan_tesseract import DPI
from consult.readers.source import SourceFile

# An A3 page at 600 dpi has 70 million pixels; in colour that is 200 MB of memory.
_MOST_PIXELS = 80_000_000
# Four words of print need more; icons and logos of mails are smaller.
_SMALLEST = 100
# The longest side of an A4 page, in inches; a picture that does not say its size is taken for one.
_PAGE_INCHES = 11.7
# Sizes that a sheet may have; a camera says 72 dpi of anything.
_SHEET_INCHES = (3.0, 17.0)
# Enlarging a small picture more than this only blurs it.
_MOST_ENLARGED = 3.0
_READ = ("PNG", "JPEG", "TIFF")


def read(source: SourceFile) -> tuple[Document, ...]:
    """The one response in the picture; ReadError where it is damaged, too large or without text."""
    scan = Scan(source)
    pages, heights = [], []
    with _opened(source) as image:
        count = getattr(image, "n_frames", 1) if image.format == "TIFF" else 1
        scan.expect(count)
        for number, frame in enumerate(ImageSequence.Iterator(image), start=1):
            if number > count:
                break
            lines, height = scan.page(_page(source, frame), number)
            pages.append(lines)
            heights.append(height)
    if not scan.read and not scan.slow:
        raise ReadError(
            source.name,
            "billedet rummer ingen tekst, der kan læses",
            "se, om det er den rigtige fil, eller bed afsenderen om teksten selv",
        )
    kept, removals = take_margins(pages, heights)
    builder = Builder(source.name)
    for removal in (*scan.removals, *removals):
        builder.remove(removal)
    builder.extend(scan.repaired(parts_of([line for lines in kept for line in lines])))
    return (scan.told(builder.document(warnings=scan.warnings(count))),)


@contextmanager
def _opened(source: SourceFile) -> Iterator[Image.Image]:
    """The picture, not yet decoded; its errors, now or later, as one sentence."""
    try:
        with warnings.catch_warnings():
            # Sizes are judged by ourselves; what else Pillow warns of is no harm to a grey page.
            warnings.simplefilter("ignore")
            with Image.open(BytesIO(source.data), formats=_READ) as image:
                yield image
    except UnidentifiedImageError:
        raise ReadError(
            source.name,
            "billedet er i et format, der ikke kan læses",
            "gem det som .png, .jpg eller .tiff",
        ) from None
    except Image.DecompressionBombError:
        raise _too_large(source) from None
    except (OSError, ValueError, SyntaxError, EOFError):
        raise ReadError(
            source.name, "billedet er beskadiget", "bed afsenderen om at sende det igen"
        ) from None


def _page(source: SourceFile, image: Image.Image) -> Image.Image:
    """The frame as a grey page of about 300 dpi, upright as the camera held it."""
    if image.width * image.height > _MOST_PIXELS:
        raise _too_large(source)
    if min(image.size) < _SMALLEST:
        raise ReadError(
            source.name,
            f"billedet er for lille til at læse ({image.width} x {image.height} punkter)",
            "bed afsenderen om et større",
        )
    longest, scale = max(image.size), _scale(image)
    # A JPEG is decoded no larger than it will be read.
    image.draft("L", (round(image.width * scale), round(image.height * scale)))
    grey = ImageOps.exif_transpose(_grey(image))
    return ImageOps.scale(grey, scale * longest / max(grey.size))


def _scale(image: Image.Image) -> float:
    """What the picture's sides are to be multiplied by, to come to about 300 dpi."""
    longest = max(image.size)
    dpi = float(max(image.info.get("dpi") or (0,)))
    low, high = _SHEET_INCHES
    if not (dpi > 0 and low <= longest / dpi <= high):
        dpi = longest / _PAGE_INCHES
    return min(DPI / dpi, _MOST_ENLARGED)


def _grey(image: Image.Image) -> Image.Image:
    """The picture in 256 greys, on white where it lets the ground through."""
    if image.mode == "F" or image.mode.startswith("I"):
        return _scaled_down(image)
    if image.has_transparency_data:
        clear = image if image.mode in ("LA", "RGBA") else image.convert("RGBA")
        page = Image.new("L", image.size, 255)
        page.paste(clear.convert("L"), mask=clear.getchannel("A"))
        return page
    return image.convert("L")


def _scaled_down(image: Image.Image) -> Image.Image:
    """A picture of 16 bits or more with its darkest point black and its lightest white."""
    deep = image.convert("F")
    low, high = cast(tuple[float, float], deep.getextrema())
    factor = 255 / ((high - low) or 1.0)
    return deep.point(lambda value: value * factor - low * factor).convert("L")


def _too_large(source: SourceFile) -> ReadError:
    return ReadError(
        source.name,
        f"billedet har mere end {_MOST_PIXELS // 1_000_000} millioner punkter",
        "gem det i en mindre opløsning, eller scan det igen med 300 dpi",
    )
