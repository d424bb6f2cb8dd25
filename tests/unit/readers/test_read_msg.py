"""Outlook's own files: bodies in their three forms, senders, attachments, and what is broken."""

import importlib
import struct
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consult.domain.documents import Document, Enclosure
from consult.domain.errors import ReadError
from consult.readers import unpack
from consult.readers.eml import unpack as unpack_eml
from consult.readers.msg import unpack as unpack_msg
from consult.readers.outlook_rtf import html_of, unpacked
from consult.readers.source import SourceFile

SAMPLE = Path(__file__).resolve().parents[3] / "corpus" / "sample"
sys.path.append(str(SAMPLE))
outlook: Any = importlib.import_module("render.outlook")

SENT = datetime(2026, 11, 3, 12, 4, tzinfo=UTC)
UNICODE, EIGHT_BIT, BINARY, INTEGER, BOOLEAN = 0x1F, 0x1E, 0x102, 0x3, 0xB
PDF = b"%PDF-1.4 " + b"x" * 9000
#: The example of MS-OXRTFCP 4.1.1 as it is packed there.
PACKED = bytes.fromhex(
    "2d0000002b0000004c5a4675f1c5c7a703000a00726370673132354232"
    "0af32068656c090020627705b06c647d0a800fa0"
)
RTF = (
    r"{\rtf1\ansi\ansicpg1252\fromhtml1 \deff0{\fonttbl{\f0\fswiss Arial;}}{\colortbl;}"
    r"{\*\htmltag64 <ul>}\htmlrtf \par \htmlrtf0 {\*\htmltag64 <li>}Bl\'e5b\'e6r \{ja\} \u8211- nu"
    r"\htmlrtf skjult\htmlrtf0 {\*\htmltag72 </li>}{\*\mhtmltag64 <x>}{\*\htmltag64 </ul>}}"
)


def letter(**changes: Any) -> Any:
    fields: dict[str, Any] = {
        "sender_name": "Hanne Lund",
        "sender_address": "hl@ravnsholt.dk",
        "to": "hoering@havrebjerg.dk",
        "date": SENT,
        "subject": "Høring om forslag 12",
        "body": "Vi er imod.\n\nVenlig hilsen\nHanne",
    }
    return outlook.Letter(**(fields | changes))


def opened(data: bytes) -> tuple[Document, list[Enclosure]]:
    contents = unpack_msg(SourceFile("svar.msg", data))
    (document,) = contents.documents
    return document, list(contents.enclosures)


def read(**changes: Any) -> tuple[Document, list[Enclosure]]:
    return opened(outlook.msg_bytes(letter(**changes)))


def mela(rtf: str) -> bytes:
    """RTF as it lies in the property unpacked."""
    data = rtf.encode("latin-1")
    return struct.pack("<II4sI", len(data) + 12, len(data), b"MELA", 0) + data


def test_mail_is_read_through_the_front_door(tmp_path: Path) -> None:
    path = tmp_path / "svar.msg"
    outlook.write_msg(
        path, "Hanne Lund", "hl@ravnsholt.dk", "h@h.dk", SENT, "Høring", "Vi er imod.",
        html="<p>Vi er imod.</p>", attachments=[("svar å.pdf", PDF), ("lille.txt", b"hej")],
    )  # fmt: skip
    contents = unpack(path)
    (document,) = contents.documents
    assert document.text == "Høring\n\nVi er imod."
    assert document.metadata.mail_from == "Hanne Lund <hl@ravnsholt.dk>"
    assert document.metadata.date == "2026-11-03"
    files = [(f.name, f.data, f.metadata) for f in contents.enclosures]
    assert files == [
        ("svar å.pdf", PDF, document.metadata),
        ("lille.txt", b"hej", document.metadata),
    ]


def test_same_bytes_every_time() -> None:
    assert outlook.msg_bytes(letter()) == outlook.msg_bytes(letter())


def test_attached_word_file_leaves_it_a_mail(tmp_path: Path) -> None:
    path = tmp_path / "svar.msg"
    mark = "WordDocument".encode("utf-16-le")
    path.write_bytes(outlook.msg_bytes(letter(attachments=[("svar.doc", mark)])))
    assert [f.data for f in unpack(path).enclosures] == [mark]


def test_html_body_in_its_code_page() -> None:
    html = "<ul><li>Blåbær – nej</li></ul>".encode("cp1252")
    extra = ((0x1013, BINARY, html), (0x3FDE, INTEGER, 1252))
    document, _ = read(body=None, extra=extra)
    assert "Blåbær – nej" in document.text
    assert document.blocks[1].kind.value == "list_item"


def test_rtf_body_alone() -> None:
    document, _ = read(body=None, extra=((0x1009, BINARY, mela(RTF)),))
    (_, item) = document.blocks
    assert (item.kind.value, item.span.slice(document.text)) == ("list_item", "Blåbær {ja} – nu")
    plain = r"{\rtf1\ansi\ansicpg1252 Bl\'e5b\'e6r\par nej}"
    document, _ = read(body=None, extra=((0x1009, BINARY, mela(plain)),))
    assert "Blåbær\nnej" in document.text


def test_packed_rtf() -> None:
    assert unpacked(PACKED) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"
    assert unpacked(PACKED[:30]).startswith(b"{\\rtf1\\ansi\\ansicpg125")
    assert unpacked(b"x") == b""


def test_text_in_eight_bits() -> None:
    words = "Blåbær".encode("cp1252")
    extra = ((0x3FFD, INTEGER, 1252), (0x1000, EIGHT_BIT, words))
    assert "Blåbær" in read(extra=extra)[0].text


@pytest.mark.parametrize(
    ("extra", "sender"),
    [
        (((0x0042, UNICODE, "Ældrerådet"), (0x5D02, UNICODE, "ae@h.dk")), "Ældrerådet <ae@h.dk>"),
        (
            ((0x0065, UNICODE, "/O=X/CN=HL"), (0x5D02, UNICODE, None)),
            "Hanne Lund <hl@ravnsholt.dk>",
        ),
        (((0x0042, UNICODE, None), (0x0C1A, UNICODE, None)), "hl@ravnsholt.dk"),
        (tuple((n, UNICODE, None) for n in (0x5D01, 0x5D02, 0x65, 0xC1F)), "Hanne Lund"),
        (
            (
                *((n, UNICODE, None) for n in (0x42, 0xC1A, 0x5D01, 0x5D02, 0x65, 0xC1F)),
                (0x7D, UNICODE, "From: Bo <bo@h.dk>\r\nDate: Wed, 4 Nov 2026 00:30:00 +0100\r\n"),
            ),
            "Bo <bo@h.dk>",
        ),
    ],
)
def test_senders(extra: tuple[Any, ...], sender: str) -> None:
    assert read(extra=extra)[0].metadata.mail_from == sender


def test_date_of_the_header_is_the_senders_own() -> None:
    header = "Date: Wed, 4 Nov 2026 00:30:00 +0100\r\n"
    assert read(extra=((0x7D, UNICODE, header),))[0].metadata.date == "2026-11-04"


def test_mail_inside_a_mail() -> None:
    inner = letter(
        subject="Svar 1/2",
        body="Hallen skal blive.",
        attachments=[("æ.txt", b"bilag"), ("logo.png", b"png", "cid1")],
    )
    document, (file,) = read(body="Se vedhæftede.", attachments=[("Svar", inner)])
    assert document.skip_reason is not None
    assert file.name == "Svar 1-2.eml"
    contents = unpack_eml(SourceFile(file.name, file.data))
    (words,) = contents.documents
    assert "Hallen skal blive." in words.text
    assert words.metadata.mail_from == "Hanne Lund <hl@ravnsholt.dk>"
    assert [(f.name, f.data, bool(f.skipped)) for f in contents.enclosures] == [
        ("æ.txt", b"bilag", False),
        ("logo.png", b"", True),
    ]


def test_mails_deeper_than_anyone_forwards_say_so() -> None:
    deep = letter()
    for _ in range(8):
        deep = letter(body="x y z", attachments=[("Svar", deep)])
    data, seen = outlook.msg_bytes(deep), 0
    contents = unpack_msg(SourceFile("svar.msg", data))
    while file := next(iter(contents.enclosures), None):
        if file.error:
            break
        seen += 1
        contents = unpack_eml(SourceFile("svar.eml", file.data))
    assert seen == 5
    assert file is not None
    assert "tomt" in str(file.error)


def test_pictures_and_links() -> None:
    _, (logo, hidden) = read(
        attachments=[("image001.png", b"png", "cid1"), ("logo.jpg", b"jpg", "cid2")]
    )
    assert logo.skipped
    assert hidden.skipped


def test_forwarded_mail() -> None:
    body = (
        "Se nedenfor.\n\nFra: Bo Ris <bo@h.dk>\nSendt: 2. november 2026 08:15\n"
        "Til: Hanne\nEmne: Svar\n\nHallen skal blive."
    )
    document, _ = read(subject="VS: Svar", body=body)
    assert document.metadata.mail_from == "Bo Ris <bo@h.dk>"
    assert document.blocks[-1].kind.value == "paragraph"


def test_empty_and_locked_mails_are_refused() -> None:
    with pytest.raises(ReadError, match="hverken tekst eller bilag"):
        read(body="")
    with pytest.raises(ReadError, match="krypteret"):
        read(body=None, attachments=[("smime.p7m", b"x")])


def test_html_of_groups_that_do_not_close() -> None:
    assert html_of("}}}{\\rtf1 {{{a\\'zz\\u99999999 b") != ""


WHOLE = outlook.msg_bytes(
    letter(
        attachments=[("a.txt", b"x"), ("b", letter())],
        extra=((0x1009, BINARY, PACKED), (0x1000, UNICODE, None)),
    )
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(WHOLE)), st.binary(max_size=8)), max_size=12))
def test_broken_file_is_read_or_refused(changes: list[tuple[int, bytes]]) -> None:
    data = WHOLE
    for at, new in changes:
        data = data[:at] + new + data[at + len(new) :]
    _check(data)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(WHOLE)))
def test_cut_file_is_read_or_refused(end: int) -> None:
    _check(WHOLE[:end])


def _check(data: bytes) -> None:
    try:
        opened(data)
    except ReadError as error:
        said = str(error)
    else:
        said = "svar.msg: "
    assert said.startswith("svar.msg: ")


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=80))
def test_any_packed_bytes_unpack_to_no_more_than_they_say(data: bytes) -> None:
    head = struct.pack("<II4sI", len(data) + 12, 1000, b"LZFu", 0)
    assert len(unpacked(head + data)) <= 1000


@settings(max_examples=150, deadline=None)
@given(st.text("\\{}*'ua1-htmlrg0 fe5", max_size=60))
def test_any_rtf_gives_words(rtf: str) -> None:
    assert isinstance(html_of(rtf), str)
