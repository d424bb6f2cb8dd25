"""PDFs made to do harm, and broken ones: one sentence or a text, never anything else."""

import time
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from consult.domain.documents import Document
from consult.domain.errors import ReadError
from consult.readers import Limits, pdf, read
from consult.readers.isolation import IsolatedReader, read_isolated
from consult.readers.source import SourceFile

TEXT = "Vi er imod forslaget om at lukke biblioteket."
FONT = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


@pytest.fixture(scope="module")
def reader() -> Iterator[IsolatedReader]:
    with IsolatedReader() as isolated:
        yield isolated


def _pdf(content: bytes, entries: str = "", kids: str = "3 0 R", count: int = 1) -> bytes:
    """A PDF of one page with `content` as its stream, and no table of where objects are."""
    objects = [
        b"1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj",
        f"2 0 obj << /Type /Pages /Kids [{kids}] /Count {count} >> endobj".encode(),
        f"3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        f"/Resources << /Font << /F1 {FONT} >> >> >> endobj".encode(),
        f"4 0 obj << /Length {len(content)} {entries} >> stream\n".encode()
        + content
        + b"\nendstream endobj",
        b"trailer << /Root 1 0 R /Size 5 >>\n%%EOF",
    ]
    return b"%PDF-1.7\n" + b"\n".join(objects)


def _inflating(chunk: bytes, times: int) -> bytes:
    """A stream that inflates to `chunk` so many times, without compressing it as often."""
    packer = zlib.compressobj(9)
    head = packer.compress(chunk) + packer.flush(zlib.Z_FULL_FLUSH)
    again = zlib.compressobj(9, wbits=-15)
    block = again.compress(chunk) + again.flush(zlib.Z_FULL_FLUSH)
    return head + block * (times - 1) + again.flush()


def _letter(pages: int = 1) -> bytes:
    to = BytesIO()
    canvas = Canvas(to, pagesize=A4)
    for number in range(pages):
        canvas.drawString(60, 700, f"{TEXT} {number}")
        canvas.showPage()
    canvas.save()
    return to.getvalue()


def _tried(data: bytes, limits: Limits | None = None) -> Document | ReadError:
    try:
        (document,) = pdf.read(SourceFile("a.pdf", data, limits or Limits()))
    except ReadError as error:
        return error
    return document


def _isolated(reader: IsolatedReader, path: Path, data: bytes) -> Document | ReadError:
    """What comes out of the limited process, which may use a gigabyte; at most 60 seconds."""
    path.write_bytes(data)
    started = time.monotonic()
    try:
        return reader.read(path)[0]
    except ReadError as error:
        return error
    finally:
        assert time.monotonic() - started < 60


def test_no_table_of_objects() -> None:
    document = _tried(_pdf(f"BT /F1 11 Tf 60 700 Td ({TEXT}) Tj ET".encode()))
    assert isinstance(document, Document)
    assert document.text == TEXT


@pytest.mark.slow
@pytest.mark.parametrize(
    "content",
    [
        pytest.param(_inflating(b" " * 2**20, 1024), id="spaces"),
        pytest.param(_inflating(b"q " * 2**19, 1024), id="states"),
        pytest.param(
            _inflating(b"BT /F1 9 Tf 60 700 Td (a) Tj ET " * 2**14, 61), id="million texts"
        ),
        pytest.param(_inflating(b"0 0 m 9 9 l S " * 2**16, 61), id="million lines"),
    ],
)
def test_bombs(reader: IsolatedReader, tmp_path: Path, content: bytes) -> None:
    data = _pdf(content, "/Filter /FlateDecode")
    assert len(data) < 10_000_000
    result = _isolated(reader, tmp_path / "a.pdf", data)
    if isinstance(result, ReadError):
        assert str(result).startswith("a.pdf: ")
    else:
        assert len(result.text) < 20_000_000


@pytest.mark.parametrize(
    ("kids", "count"), [("2 0 R", 1), ("2 0 R 3 0 R", 2), ("3 0 R", 1_000_000), ("", 0)]
)
def test_page_trees_that_loop_or_lie(kids: str, count: int) -> None:
    content = f"BT /F1 11 Tf 60 700 Td ({TEXT}) Tj ET".encode()
    result = _tried(_pdf(content, kids=kids, count=count))
    assert isinstance(result, ReadError) or TEXT in result.text


def test_too_many_pages() -> None:
    error = _tried(_letter(4), Limits(pages=3))
    assert str(error) == ("a.pdf: PDF'en har 4 sider, og grænsen er 3 – del den op, og prøv igen.")


def test_too_much_text() -> None:
    error = _tried(_letter(4), Limits(text_characters=100))
    assert "teksten er på mere end" in str(error)


@pytest.mark.slow
def test_thousands_of_pages_within_the_limits(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(_letter(5_000))
    # Limits() has 1 GB and a minute of processor time: more would end the process.
    (document,) = read_isolated(path, limits=Limits(pages=5_000))
    assert document.text.count(TEXT) == 5_000


@pytest.mark.parametrize("share", [0.1, 0.5, 0.8, 0.95, 0.99])
def test_cut_off(share: float) -> None:
    data = _letter(3)
    result = _tried(data[: int(share * len(data))])
    assert isinstance(result, ReadError) or TEXT in result.text


def test_a_damaged_page_is_told() -> None:
    content = f"BT /F1 11 Tf 60 700 Td ({TEXT}) Tj ET".encode()
    result = _tried(_pdf(content, kids="3 0 R 9 0 R", count=2))
    assert isinstance(result, Document)
    assert result.text == TEXT
    assert result.warnings == ("Side 2 er beskadiget og er ikke læst.",)


def test_text_named_pdf(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"MZ\x90\x00" + bytes(300))
    with pytest.raises(ReadError, match=r"a\.pdf"):
        read(tmp_path / "a.pdf")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    changes=st.lists(st.tuples(st.integers(0, 10**6), st.binary(max_size=6)), max_size=8),
    cut=st.integers(0, 10**6),
)
def test_any_damage(changes: list[tuple[int, bytes]], cut: int) -> None:
    """Bytes changed anywhere: a document that covers its text, or one sentence."""
    data = bytearray(_letter(2))
    for at, new in changes:
        data[at % len(data) : at % len(data) + len(new)] = new
    result = _tried(bytes(data[: len(data) - cut % 40]))
    if isinstance(result, Document):
        inside = "".join(result.text[b.start : b.end] for b in result.blocks)
        assert "".join(inside.split()) == "".join(result.text.split())
