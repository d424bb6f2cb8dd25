"""Pictures up to the point where text recognition takes over, and what is made of its answer."""

import struct
import zlib
from contextlib import closing
from io import BytesIO
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from consult.domain.documents import Document, RemovalKind
from consult.domain.errors import ReadError
from consult.readers import image, read
from consult.readers.building import Part
from consult.readers.limits import Limits
from consult.readers.pdf_page import read_page
from consult.readers.scan import Scan
from consult.readers.scan_hocr import ocr_lines
from consult.readers.scan_lines import page_lines
from consult.readers.scan_pdf import _is_scanned
from consult.readers.scan_repair import repair, repaired_number
from consult.readers.source import SourceFile
from consult.rules import load_rules

RULES = load_rules("ocr").rules


def _saved(picture: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    data = BytesIO()
    picture.save(data, kind, **options)
    return data.getvalue()


def _problem(tmp_path: Path, name: str, data: bytes) -> str:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(ReadError) as error:
        read(tmp_path / name)
    return str(error.value)


def _page(picture: Image.Image, kind: str = "PNG", **options: object) -> Image.Image:
    source = SourceFile("x.png", _saved(picture, kind, **options))
    with image._opened(source) as opened:
        return image._page(source, opened)


def test_icon_is_too_small(tmp_path: Path) -> None:
    problem = _problem(tmp_path, "logo.png", _saved(Image.new("RGB", (64, 64))))
    assert "billedet er for lille til at læse (64 x 64 punkter)" in problem


@pytest.mark.parametrize("side", [12_000, 50_000])
def test_bomb_costs_a_sentence(tmp_path: Path, side: int) -> None:
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    chunks = b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(1000))), (b"IEND", b""))
    )
    problem = _problem(tmp_path, "stor.png", b"\x89PNG\r\n\x1a\n" + chunks)
    assert "billedet har mere end 80 millioner punkter" in problem


def test_damaged(tmp_path: Path) -> None:
    whole = _saved(Image.effect_noise((400, 400), 50), "JPEG")
    assert "billedet er beskadiget" in _problem(tmp_path, "a.jpg", whole[: len(whole) // 2])


def test_format_that_is_not_read(tmp_path: Path) -> None:
    webp = _saved(Image.new("RGB", (400, 400)), "WEBP")
    assert "i et format, der ikke kan læses" in _problem(tmp_path, "a.png", webp)
    assert "filtypen .webp kan ikke læses" in _problem(tmp_path, "a.webp", webp)


def test_more_frames_than_pages_allowed(tmp_path: Path) -> None:
    frames = [Image.new("1", (150, 150))] * 101
    data = _saved(frames[0], "TIFF", save_all=True, append_images=frames[1:])
    assert "101 sider er scannet, og grænsen er 100" in _problem(tmp_path, "a.tif", data)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16", "F"])
def test_every_kind_of_picture_becomes_dark_on_light(mode: str) -> None:
    ink = Image.new("L", (300, 200), 255)
    ink.paste(0, (0, 0, 150, 200))
    if mode == "I;16":
        picture = Image.frombytes(mode, ink.size, b"".join(bytes([0, v]) for v in ink.tobytes()))
    elif mode in ("LA", "RGBA"):  # black on nothing
        picture = Image.new(mode, ink.size, 0)
        picture.putalpha(ink.point(lambda v: 255 - v))
    else:
        picture = ink.convert(mode)
    page = _page(picture, "TIFF" if mode in ("CMYK", "F") else "PNG")
    assert page.mode == "L"
    assert page.getpixel((10, 50)) < 40
    assert page.getpixel((page.width - 10, 50)) > 215


def test_held_as_the_camera_was() -> None:
    picture = Image.new("L", (400, 200), 255)
    picture.paste(0, (0, 0, 100, 200))
    exif = Image.Exif()
    exif[0x0112] = 6
    turned = _page(picture, "JPEG", exif=exif)
    assert turned.height == 2 * turned.width
    assert turned.getpixel((turned.width // 2, 10)) < 40


@pytest.mark.parametrize(
    ("size", "dpi", "longest"),
    [
        ((1240, 1754), 150, 3508),  # a scan that says its resolution
        ((4960, 7016), 600, 3508),
        ((3000, 4000), 72, 3510),  # a photo that says nothing true
        ((600, 300), None, 1800),  # a cutting
    ],
)
def test_brought_to_300_dpi(size: tuple[int, int], dpi: int | None, longest: int) -> None:
    options = {"dpi": (dpi, dpi)} if dpi else {}
    page = _page(Image.new("L", size, 255), "JPEG", **options)
    assert max(page.size) == pytest.approx(longest, rel=0.01)


HOCR = """<html xmlns="http://www.w3.org/1999/xhtml"><body><div class='ocr_page'>
<div class='ocr_carea'><p><span class='ocr_line' title="bbox 200 {top} 1400 {bottom};
baseline -0.05 -6; x_size 42">
<span class='ocrx_word' title='bbox 200 0 800 9; x_wconf {sure}'>{word}</span>
<span class='ocrx_word' title='bbox 820 0 1400 9; x_wconf 95'>forslaget</span></span></p>
</div></div></body></html>"""


def _hocr(word: str, sure: int = 95) -> bytes:
    return HOCR.format(top=300, bottom=342, word=word, sure=sure).encode()


def test_lines_are_upright_and_in_points() -> None:
    (line,) = ocr_lines(_hocr("Mod &amp; for"))
    assert [word.text for word in line.words] == ["Mod & for", "forslaget"]
    (upright,) = page_lines([line], 3, 3508)
    assert (upright.text, upright.page, upright.size) == ("Mod & for forslaget", 3, 10.0)
    # The skewed baseline meets the page's edge ten pixels below where it begins.
    assert upright.y == pytest.approx((3508 - 346) * 72 / 300)


def test_empty_answer() -> None:
    assert ocr_lines(b"") == []
    assert page_lines([], 1, 3508) == []


@pytest.mark.parametrize(
    ("word", "sure", "text", "left_out"),
    [
        ("Imod", 95, "Imod forslaget", []),
        ("Imod", 20, "Imod forslaget", []),
        ("—|", 40, "forslaget", ["—|"]),
        ("–", 90, "– forslaget", []),
    ],
)
def test_specks_are_left_out_and_listed(
    word: str, sure: int, text: str, left_out: list[str]
) -> None:
    scan = Scan(SourceFile("x.png", b"-"))
    kept = scan._readable(ocr_lines(_hocr(word, sure)))
    assert [line.text for line in kept] == [text]
    assert [(r.kind, r.text) for r in scan.removals] == [
        (RemovalKind.UNREADABLE, t) for t in left_out
    ]


def test_a_poor_scan_is_to_be_looked_at() -> None:
    good, poor = Scan(SourceFile("x.pdf", b"-")), Scan(SourceFile("x.pdf", b"-"))
    good._readable(ocr_lines(_hocr("Imod", 90)))
    poor._readable(ocr_lines(_hocr("Imod", 20)))
    document = Document("x.pdf", "Imod forslaget", ())
    assert good.told(document) is document
    assert poor.told(document).confirm == "Scanningen er utydelig: sammenhold med originalen."


def test_what_is_told_of_a_scan() -> None:
    scan = Scan(SourceFile("x.pdf", b"-"), read=[2], empty=[3, 5], slow=[4])
    scan._readable(ocr_lines(_hocr("Imod", 20)))
    assert list(scan.warnings(5)) == [
        "Side 2 er scannet, og teksten er genkendt maskinelt og kan have fejl; 1 ord er usikkert.",
        "Siderne 3 og 5 rummer ingen tekst, der kan læses.",
        "Side 4 er ikke læst, for tekstgenkendelsen tog for lang tid.",
    ]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_examples_of_slips(rule: object) -> None:
    assert hasattr(rule, "match")
    for example in rule.match:
        if rule.data.get("whole_line"):
            assert repaired_number(example.text) == example.gives[0]
        else:
            assert repair(Part(example.text)).text == example.gives[0]
    for text in rule.no_match:
        assert (repair(Part(text)).text, repaired_number(text)) == (text, text)


def test_slips_are_listed_where_they_stood() -> None:
    part = repair(Part("Vi støtter SO-0S, jf. § 4, og BU-O2."))
    assert part.text == "Vi støtter SO-05, jf. § 4, og BU-02."
    assert [(r.kind, r.text, r.at) for r in part.removals] == [
        (RemovalKind.OCR_SLIP, "SO-0S,", 11),
        (RemovalKind.OCR_SLIP, "BU-O2.", 30),
    ]


@given(st.text(alphabet="punktPkBUSO-0189OIl|S§ ,.stkloven\n", max_size=60))
def test_repair_moves_nothing(text: str) -> None:
    part = repair(Part(text))
    assert len(part.text) == len(text)
    assert repair(part).text == part.text
    changed = {i for i, (a, b) in enumerate(zip(text, part.text, strict=True)) if a != b}
    assert changed <= {i for r in part.removals for i in range(r.at, r.at + len(r.text))}


def _pdf(path: Path, text: str, *pictures: tuple[float, float]) -> Path:
    """A page with a line of text and pictures so many points wide and high."""
    canvas = Canvas(str(path), pagesize=(600, 800))
    for width, height in pictures:
        canvas.drawImage(ImageReader(Image.new("L", (50, 50), 200)), 0, 0, width, height)
    for i, line in enumerate(text.splitlines()):
        canvas.drawString(50, 700 - 15 * i, line)
    canvas.showPage()
    canvas.save()
    return path


@pytest.mark.parametrize(
    ("text", "pictures", "is_scanned"),
    [
        ("", [], False),
        ("", [(600, 800)], True),
        ("Modtaget 14. september 2026", [(600, 800)], True),
        ("Vi er imod. Hilsen Else", [(100, 60)], False),
        ("Vi har ingen bemærkninger til det fremsendte forslag. \n" * 2, [(600, 800)], False),
        ("+|ULQJVVYDU IUD VNROHEHVW\\UHOVHQ " * 8, [], True),
        ("#!!$ &&(( **++ ~~== <<>> @@ ##$$ abcdefgh " * 12, [], True),
    ],
)
def test_pages_that_are_pictures_of_text(
    tmp_path: Path, text: str, pictures: list[tuple[float, float]], is_scanned: bool
) -> None:
    path = _pdf(tmp_path / "a.pdf", text, *pictures)
    with pdfium.PdfDocument(path) as pdf, closing(pdf[0]) as page:
        lines = read_page(page, 1, None).lines
        assert _is_scanned(pdf, 0, lines) is is_scanned


def test_more_scanned_pages_than_allowed(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=(600, 800))
    for _ in range(4):
        canvas.drawImage(ImageReader(Image.new("L", (50, 50), 200)), 0, 0, 600, 800)
        canvas.showPage()
    canvas.save()
    with pytest.raises(ReadError, match="4 sider er scannet, og grænsen er 3"):
        read(tmp_path / "a.pdf", limits=Limits(scan_pages=3))
