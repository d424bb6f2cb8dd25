"""Outlook's .msg files (MS-OXMSG), as "Save as" writes them; the same bytes every time."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from uuid import UUID

from render.compound import Node, compound

MESSAGE = UUID("00020D0B-0000-0000-C000-000000000046")
UNICODE, BINARY, INTEGER, BOOLEAN, TIME, OBJECT = 0x1F, 0x102, 0x3, 0xB, 0x40, 0xD
READ_WRITE = 6
UTF8 = 65001
#: "Strings are Unicode", with the other bits that Outlook sets.
STORE_MASK = 0x00040E79
BY_VALUE, EMBEDDED = 1, 5
TYPES = {
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".txt": "text/plain",
    ".png": "image/png",
}


@dataclass(frozen=True)
class Letter:
    """A mail; `extra` are properties beside or in place of its own (None leaves one out)."""

    sender_name: str
    sender_address: str
    to: str
    date: datetime
    subject: str
    body: str | None
    html: str | None = None
    attachments: Sequence[tuple[str, bytes | Letter] | tuple[str, bytes, str]] = ()
    extra: tuple[tuple[int, int, object], ...] = ()


def write_msg(
    path: Path,
    sender_name: str,
    sender_address: str,
    to: str,
    date: datetime,
    subject: str,
    body: str | None,
    html: str | None = None,
    attachments: Sequence[tuple[str, bytes | Letter] | tuple[str, bytes, str]] = (),
) -> None:
    """Write a mail; `date` has a time zone, `to` is one address.

    An attachment is (name, bytes), (name, another mail) or (name, bytes, content id).
    """
    letter = Letter(sender_name, sender_address, to, date, subject, body, html, attachments)
    path.write_bytes(msg_bytes(letter))


def msg_bytes(letter: Letter) -> bytes:
    """The mail as the bytes of a .msg file."""
    streams = [Node(f"__substg1.0_{number:04X}0102") for number in (2, 3, 4)]
    names = Node("__nameid_version1.0", children=streams)
    return compound([names, *_message(letter, top=True)], MESSAGE)


def _message(letter: Letter, *, top: bool) -> list[Node]:
    """What lies in the root of a mail, or in the storage of a mail attached to another."""
    html = None if letter.html is None else letter.html.encode()
    body = None if letter.body is None else letter.body.replace("\n", "\r\n")
    name, address = letter.sender_name, letter.sender_address
    properties: dict[int, tuple[int, object]] = {
        0x001A: (UNICODE, "IPM.Note"),
        0x0037: (UNICODE, letter.subject),
        0x0039: (TIME, letter.date),
        0x0042: (UNICODE, name),
        0x0064: (UNICODE, "SMTP"),
        0x0065: (UNICODE, address),
        0x0C1A: (UNICODE, name),
        0x0C1E: (UNICODE, "SMTP"),
        0x0C1F: (UNICODE, address),
        0x0E04: (UNICODE, letter.to),
        0x0E06: (TIME, letter.date),
        0x0E07: (INTEGER, 1),
        0x0E1B: (BOOLEAN, bool(letter.attachments)),
        0x1000: (UNICODE, body),
        0x1013: (BINARY, html),
        0x340D: (INTEGER, STORE_MASK),
        0x3FDE: (INTEGER, UTF8),
        0x5D01: (UNICODE, address),
        0x5D02: (UNICODE, address),
        **{number: (kind, value) for number, kind, value in letter.extra},
    }
    files = [_attachment(i, file) for i, file in enumerate(letter.attachments)]
    head = struct.pack("<8x4I", 1, len(files), 1, len(files)) + (b"\0" * 8 if top else b"")
    return [*_properties(head, properties), _recipient(letter.to), *files]


def _recipient(address: str) -> Node:
    properties: dict[int, tuple[int, object]] = {
        0x0C15: (INTEGER, 1),
        0x3000: (INTEGER, 0),
        0x3001: (UNICODE, address),
        0x3002: (UNICODE, "SMTP"),
        0x3003: (UNICODE, address),
        0x39FE: (UNICODE, address),
    }
    return Node("__recip_version1.0_#00000000", children=_properties(b"\0" * 8, properties))


def _attachment(number: int, file: tuple[str, bytes | Letter] | tuple[str, bytes, str]) -> Node:
    name, data = file[0], file[1]
    suffix = PurePosixPath(name).suffix
    inside = isinstance(data, Letter)
    content: tuple[int, object] = (OBJECT, data) if inside else (BINARY, data)
    properties: dict[int, tuple[int, object]] = {
        0x0E21: (INTEGER, number),
        0x0FFE: (INTEGER, 7),
        0x3001: (UNICODE, name),
        0x3701: content,
        0x3703: (UNICODE, suffix),
        0x3705: (INTEGER, EMBEDDED if inside else BY_VALUE),
        0x3707: (UNICODE, name),
        0x370B: (INTEGER, 0xFFFFFFFF),
        0x370E: (UNICODE, TYPES.get(suffix.lower())),
        0x3712: (UNICODE, file[2] if len(file) == 3 else None),
    }
    return Node(f"__attach_version1.0_#{number:08X}", children=_properties(b"\0" * 8, properties))


def _properties(head: bytes, properties: dict[int, tuple[int, object]]) -> list[Node]:
    """The stream that lists the properties, and a stream for each that is no number."""
    table, nodes = head, []
    for number, (kind, value) in sorted(properties.items()):
        if value is None:
            continue
        if isinstance(value, Letter):
            node = Node(f"__substg1.0_{number:04X}{kind:04X}", children=_message(value, top=False))
            nodes.append(node)
            shown = struct.pack("<II", 0xFFFFFFFF, 1)
        elif isinstance(value, str | bytes):
            data = value.encode("utf-16-le") if isinstance(value, str) else value
            nodes.append(Node(f"__substg1.0_{number:04X}{kind:04X}", data))
            shown = struct.pack("<II", len(data) + (2 if kind == UNICODE else 0), 0)
        elif isinstance(value, datetime):
            since = value.astimezone(UTC) - datetime(1601, 1, 1, tzinfo=UTC)
            shown = struct.pack("<Q", int(since.total_seconds()) * 10_000_000)
        else:
            shown = struct.pack("<II", value, 0)
        table += struct.pack("<HHI", kind, number, READ_WRITE) + shown
    return [Node("__properties_version1.0", table), *nodes]
