"""Words out of a mail's headers and texts, whatever its program says of their letters."""

import codecs
import re
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime
from typing import Any

from consult.language.normalise import clean
from consult.readers.decode import decode

_FOLD = re.compile(r"\s+")
# Labels that programs put on whatever they have; the bytes themselves say more.
_UNSURE = frozenset({"ascii", "iso8859-1", "cp1252", "iso8859-15"})
# Python has codecs that are no letters, or take for ever over hostile bytes.
_LETTERS = ("utf", "iso8859", "cp", "mac", "koi8", "gb", "big5", "euc", "shift", "iso2022")
# No address or date is longer, in characters; Python's parsers are slow on long ones.
_LONGEST_FIELD = 2_000
# A longer header, in characters, is no title: its encoded words stay as they stand.
_LONGEST_HEADER = 50_000


def header_text(value: object) -> str:
    """A header's words on one line, its encoded words decoded; "" where there is none."""
    if value is None:
        return ""
    return _FOLD.sub(" ", clean(_decoded(_raw_text(str(value)))).text).strip()


def sender_text(value: object) -> str | None:
    """The first address of a header as "Name <address>"; what stands there where it is none."""
    if value is None:
        return None
    raw = _FOLD.sub(" ", _raw_text(str(value)))[:_LONGEST_FIELD]
    try:
        name, address = parseaddr(raw)
    except (ValueError, IndexError, TypeError, AttributeError):
        name, address = "", ""
    if not address or "@" not in address:
        return header_text(raw) or None
    name, address = header_text(name), header_text(address)
    return f"{name} <{address}>" if name and name != address else address


def iso_date(value: object) -> str | None:
    """The day in a date header ("2026-11-03"), in the sender's own time; else what stands there."""
    text = header_text(value)[:_LONGEST_FIELD]
    try:
        return parsedate_to_datetime(text).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError, AttributeError):
        return text or None


def text_of(part: "Message[Any, Any]") -> str:
    """The words of a text part, its soft line breaks joined where it says that it has any."""
    try:
        payload = part.get_payload(decode=True)
    except (ValueError, LookupError, TypeError, AttributeError):
        payload = None
    if not isinstance(payload, bytes):
        return ""
    text = decoded(payload, _parameter(part, "charset"))
    if _parameter(part, "format").lower() == "flowed":
        return unflowed(text, delete_space=_parameter(part, "delsp").lower() == "yes")
    return text


def decoded(data: bytes, label: str = "") -> str:
    """The words that `data` holds; `label` is what the program says of their encoding."""
    encoding = _encoding(label)
    if encoding and encoding not in _UNSURE:
        try:
            return data.decode(encoding)
        except (UnicodeError, ValueError):
            pass
    text = decode(data)
    return data.decode("cp1252", errors="replace") if text is None else text


def unflowed(text: str, *, delete_space: bool = False) -> str:
    """format=flowed (RFC 3676) as it was written: one line for each paragraph."""
    lines: list[str] = []
    open_depth: int | None = None
    for line in text.replace("\r\n", "\n").split("\n"):
        bare = line.lstrip(">")
        depth = len(line) - len(bare)
        words = bare.removeprefix(" ")
        signature = words == "-- "
        if open_depth == depth and not signature:
            lines[-1] += words
        else:
            lines.append(">" * depth + (" " if depth else "") + words)
        flows = words.endswith(" ") and not signature
        if flows and delete_space:
            lines[-1] = lines[-1][:-1]
        open_depth = depth if flows else None
    return "\n".join(lines)


def _encoding(label: str) -> str | None:
    """Python's name of an encoding; None where it knows none that is letters."""
    try:
        name = codecs.lookup(label.strip("\"' ")).name if label.isascii() else ""
    except (LookupError, ValueError):
        return None
    return name if name in _UNSURE or name.startswith(_LETTERS) else None


def _raw_text(value: str) -> str:
    """A header with eight-bit letters in it, which the parser hands on as surrogates."""
    if not any("\udc80" <= c <= "\udcff" for c in value):
        return value
    return decoded(value.encode("utf-8", "surrogateescape"))


def _decoded(value: str) -> str:
    """A header's encoded words (RFC 2047) as letters; one that is broken stays as it stands."""
    if "=?" not in value or len(value) > _LONGEST_HEADER:
        return value
    try:
        pieces = decode_header(value)
    except (MessageError, ValueError, TypeError, AttributeError):
        return value
    return "".join(
        piece if isinstance(piece, str) else _piece(piece, charset) for piece, charset in pieces
    )


def _piece(piece: bytes, charset: str | None) -> str:
    # What stood between encoded words is handed on as Latin-1.
    return piece.decode("latin-1") if charset is None else decoded(piece, charset)


def _parameter(part: "Message[Any, Any]", name: str) -> str:
    try:
        value = part.get_param(name)
    except (ValueError, LookupError, TypeError):
        return ""
    return value[2] if isinstance(value, tuple) else str(value or "")
