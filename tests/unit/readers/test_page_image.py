"""Pages drawn for the screen, in a process of their own."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from consult.domain.errors import ReadError
from consult.readers.isolation import IsolatedReader
from consult.readers.limits import Limits
from consult.readers.page_image import draw_page


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    path = tmp_path / "svar.pdf"
    canvas = Canvas(str(path), pagesize=(595, 842))
    canvas.drawString(100, 700, "Side 1")
    canvas.showPage()
    canvas.setPageSize((842, 595))
    canvas.rect(0, 0, 842, 595, fill=1)
    canvas.showPage()
    canvas.save()
    return path


def drawn(data: bytes) -> Image.Image:
    image = Image.open(BytesIO(data))
    assert image.format == "JPEG"
    return image


def test_the_page_asked_for_is_drawn_to_a_readable_width(pdf: Path) -> None:
    first = drawn(draw_page(pdf, "svar.pdf", 1, Limits()))
    second = drawn(draw_page(pdf, "svar.pdf", 2, Limits()))
    assert first.size == (1100, 1557)
    assert second.width == 1100
    assert second.height < second.width
    assert second.convert("L").getpixel((550, 300)) < 20, "the second page is black"


def test_a_huge_sheet_is_drawn_small(tmp_path: Path) -> None:
    path = tmp_path / "plan.pdf"
    canvas = Canvas(str(path), pagesize=(100, 14_000))
    canvas.showPage()
    canvas.save()
    assert drawn(draw_page(path, "plan.pdf", 1, Limits())).height <= 2200


def test_frames_of_a_fax_are_pages(tmp_path: Path) -> None:
    path = tmp_path / "fax.tiff"
    frames = [Image.new("1", (200, 300), shade) for shade in (1, 0)]
    frames[0].save(path, save_all=True, append_images=frames[1:])
    assert drawn(draw_page(path, "fax.tiff", 2, Limits())).convert("L").getpixel((50, 50)) < 20
    with pytest.raises(ReadError, match="side 3 kan ikke vises"):
        draw_page(path, "fax.tiff", 3, Limits())


@pytest.mark.parametrize("page", [0, 3, -1])
def test_a_page_that_is_not_there_is_one_sentence(pdf: Path, page: int) -> None:
    with pytest.raises(ReadError, match="kan ikke vises"):
        draw_page(pdf, "svar.pdf", page, Limits())


def test_a_damaged_file_is_one_sentence(tmp_path: Path) -> None:
    for name in ("x.pdf", "x.png"):
        (tmp_path / name).write_bytes(b"%PDF-1.4 nej")
        with pytest.raises(ReadError, match="side 1 kan ikke vises"):
            draw_page(tmp_path / name, name, 1, Limits())


def test_a_process_of_its_own_draws_the_same(pdf: Path) -> None:
    with IsolatedReader() as reader:
        assert reader.draw_page(pdf, "svar.pdf", 1) == draw_page(pdf, "svar.pdf", 1, Limits())
        with pytest.raises(ReadError, match="side 9 kan ikke vises"):
            reader.draw_page(pdf, "svar.pdf", 9)
