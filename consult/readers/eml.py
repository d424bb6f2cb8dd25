""".eml -> the mail's own text, and its attachments; however its program wrote it."""

import re
from base64 import b64decode
from collections.abc import Iterator
from email import policy
from email.errors import MessageError
from email.message import Message
from email.parser import BytesFeedParser
from functools import partial
from typing import Any, cast

from consult.domain.documents import Contents
from consult.domain.errors import ReadError
from consult.readers.decode import decode
from consult.readers.mail import Body, Mail, contents
from consult.readers.mail_files import Attachment
from consult.readers.mail_text import header_text, iso_date, sender_text, text_of
from consult.readers.source import SourceFile

_CHUNK = 1 << 16
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")
# One of these stands in every mail.
_HEADERS = ("From", "To", "Subject", "Date", "Received", "MIME-Version", "Content-Type")
# More parts inside one another than any program writes; a bomb has thousands.
_DEEPEST = 30
# The first line between the parts of a mail whose header does not say what it looks like.
_BOUNDARY = re.compile(r"^--([^\s\"]{1,70})[ \t]*\r?\nContent-", re.MULTILINE | re.IGNORECASE)
_BROKEN = (
    *(RecursionError, ValueError, LookupError, TypeError, AttributeError, AssertionError),
    MessageError,
)
_PLAIN, _HTML = "text/plain", "text/html"


class _Raw(policy.Compat32):
    """Hands header values on as they stand, so that their bytes can be decoded here."""

    def header_fetch_parse(self, _name: str, value: str) -> str:
        return value


def unpack(source: SourceFile) -> Contents:
    """The mail and its attachments; ReadError where it is no mail, or an empty one."""
    message = _parsed(source)
    if not any(name in message for name in _HEADERS):
        raise ReadError(
            source.name,
            "filen er ikke en mail, for den har hverken afsender eller emne",
            "gem mailen igen, eller omdøb filen til .txt, hvis den er almindelig tekst",
        )
    found = _Found()
    try:
        found.walk(message)
    except _BROKEN:
        raise _tangled(source) from None
    mail = Mail(
        subject=header_text(message.get("Subject")),
        sender=sender_text(message.get("From") or message.get("Sender")),
        receiver=sender_text(message.get("To")),
        date=iso_date(message.get("Date")),
        bodies=tuple(found.bodies),
        attachments=tuple(found.attachments),
    )
    return contents(mail, source)


def _parsed(source: SourceFile) -> "Message[Any, Any]":
    """The mail's parts; a fed parser keeps no second copy of the bytes."""
    data = source.data
    if data.startswith(_WIDE_MARKS):
        data = (decode(data) or "").encode()
    try:
        return _parse(data.removeprefix(b"\xef\xbb\xbf").lstrip())
    except _BROKEN:
        raise _tangled(source) from None


def _parse(data: bytes) -> "Message[Any, Any]":
    """Fed bit by bit, for the parser's own door would make a second copy of all of it."""
    view = memoryview(data)
    parser = BytesFeedParser(policy=_Raw(mangle_from_=False))
    for at in range(0, len(view), _CHUNK):
        parser.feed(bytes(view[at : at + _CHUNK]))
    return parser.close()


class _Found:
    """Walks the parts of a mail: what it says, and what it brings."""

    def __init__(self) -> None:
        self.bodies: list[Body] = []
        self.attachments: list[Attachment] = []

    def walk(self, part: "Message[Any, Any]", depth: int = 0, *, related: bool = False) -> None:
        """Take in the part and all in it; `related` parts are shown inside the text."""
        kind = part.get_content_type()
        if kind == "message/rfc822" or depth > _DEEPEST:
            self._attach(part, related)
        elif kind == "multipart/alternative" and part.is_multipart():
            self._choose(part, depth)
        elif part.is_multipart():
            for i, child in enumerate(_children(part)):
                self.walk(child, depth + 1, related=kind == "multipart/related" and i > 0)
        elif kind.startswith("multipart/"):
            self._mend(part, depth)
        elif kind in (_PLAIN, _HTML) and not related and not _is_file(part):
            text = text_of(part)
            self.bodies.append(Body(html=text) if kind == _HTML else Body(plain=text))
        else:
            self._attach(part, related)

    def _mend(self, part: "Message[Any, Any]", depth: int) -> None:
        """Parts without the line between them that the header names; all of it is text if none."""
        # As bytes: as text, what is no ASCII would grow threefold each time it is mended.
        payload = cast(bytes, part.get_payload(decode=True) or b"")
        line = _BOUNDARY.search(payload.decode("latin-1"))
        if line is not None:
            head = f'Content-Type: {part.get_content_type()}; boundary="{line[1]}"\n\n'
            mended = _parse(head.encode("latin-1") + payload)
            if mended.is_multipart():
                self.walk(mended, depth + 1)
                return
        self.bodies.append(Body(plain=text_of(part)))

    def _choose(self, part: "Message[Any, Any]", depth: int) -> None:
        """One text in several forms: the forms of it become one body."""
        inner = _Found()
        for child in _children(part):
            inner.walk(child, depth + 1)
        self.attachments += inner.attachments
        plain = "\n\n".join(body.plain for body in inner.bodies if body.plain)
        html = "\n".join(body.html for body in inner.bodies if body.html)
        self.bodies.append(Body(plain, html))

    def _attach(self, part: "Message[Any, Any]", related: bool) -> None:
        disposition = _disposition(part)
        inline = related or disposition == "inline" or ("Content-ID" in part and not disposition)
        self.attachments.append(
            Attachment(_name(part), part.get_content_type(), partial(_data, part), inline)
        )


def _is_file(part: "Message[Any, Any]") -> bool:
    """Whether a text is a file that was sent along, and no part of the letter."""
    disposition = _disposition(part)
    return disposition == "attachment" or _name(part) is not None


def _disposition(part: "Message[Any, Any]") -> str:
    return str(part.get("Content-Disposition") or "").partition(";")[0].strip().lower()


def _name(part: "Message[Any, Any]") -> str | None:
    """What the part is called; a mail inside a mail bears its subject."""
    try:
        name = header_text(part.get_filename())
    except (ValueError, LookupError, TypeError):
        name = ""
    if not name and part.get_content_type() == "message/rfc822":
        inner = next(_children(part), None)
        subject = header_text(inner.get("Subject")) if inner is not None else ""
        # A subject is no path: "Høring 1/2" is one name.
        name = subject.replace("/", "-").replace("\\", "-") + ".eml" if subject else ""
    return name or None


def _children(part: "Message[Any, Any]") -> "Iterator[Message[Any, Any]]":
    payload: object = part.get_payload()
    if isinstance(payload, list):
        yield from (child for child in payload if isinstance(child, Message))


def _data(part: "Message[Any, Any]") -> bytes:
    """The bytes of an attachment; of a mail inside this one, the mail as it came."""
    try:
        if part.is_multipart():
            return b"\n".join(_whole(part, inner) for inner in _children(part))
        payload = part.get_payload(decode=True)
    except _BROKEN:
        raise ReadError(
            "", "bilaget er beskadiget", "bed afsenderen om at sende det igen"
        ) from None
    return payload if isinstance(payload, bytes) else b""


def _whole(part: "Message[Any, Any]", inner: "Message[Any, Any]") -> bytes:
    """A mail inside a mail; some programs encode it, though the standard forbids it."""
    encoded = str(part.get("Content-Transfer-Encoding", "")).strip().lower() == "base64"
    if encoded and not inner.keys():
        return b64decode(str(inner.get_payload()))
    return inner.as_bytes()


def _tangled(source: SourceFile) -> ReadError:
    return ReadError(
        source.name, "mailen er beskadiget eller for indviklet", "gem den igen fra mailprogrammet"
    )
