""".msg -> the mail's own text, and its attachments, as Outlook saved them."""

import struct
from email.parser import HeaderParser
from functools import partial
from io import BytesIO

from olefile import OleFileIO

from consult.domain.documents import Contents
from consult.domain.errors import ReadError
from consult.readers.mail import Body, Mail, contents
from consult.readers.mail_files import Attachment
from consult.readers.mail_text import iso_date, sender_text
from consult.readers.mail_writing import as_eml
from consult.readers.outlook_rtf import rtf_body
from consult.readers.outlook_store import Store
from consult.readers.source import SourceFile

# Properties of a mail and of an attachment (MS-OXPROPS).
_SUBJECT, _HEADERS, _BODY, _HTML, _RTF = 0x0037, 0x007D, 0x1000, 0x1013, 0x1009
_SENT, _DELIVERED = 0x0039, 0x0E06
# Name and addresses of the one the mail is from, then of the one who sent it for him.
_SENDERS = ((0x0042, (0x5D02, 0x0065)), (0x0C1A, (0x5D01, 0x0C1F)))
_METHOD, _DATA, _CONTENT_ID, _FLAGS, _HIDDEN = 0x3705, 0x3701, 0x3712, 0x3714, 0x7FFE
_NAMES = (0x3707, 0x3704, 0x3001)
_MIME_TYPE = 0x370E
_BY_VALUE, _EMBEDDED, _OLE = (0, 1), 5, 6
_SHOWN_IN_HTML = 4
# Mails inside mails inside mails: more than anyone forwards.
_DEEPEST = 5
_BROKEN = (OSError, ValueError, LookupError, TypeError, AttributeError, struct.error)
_AGAIN = "gem mailen igen fra Outlook"


def unpack(source: SourceFile) -> Contents:
    """The mail and its attachments; ReadError where it is damaged or empty."""
    try:
        ole = OleFileIO(BytesIO(source.data))
        mail = _mail(Store(ole), 0)
    except (*_BROKEN, RecursionError):
        raise ReadError(source.name, "mailen er beskadiget", _AGAIN) from None
    return contents(mail, source)


def _mail(store: Store, depth: int) -> Mail:
    headers = HeaderParser().parsestr(store.text(_HEADERS))
    day = store.day(_SENT) or store.day(_DELIVERED)
    # The header has the sender's own time; the property is in UTC.
    sent = iso_date(headers.get("Date")) or (day.isoformat() if day else None)
    return Mail(
        subject=store.text(_SUBJECT),
        sender=_sender(store) or sender_text(headers.get("From")),
        receiver=sender_text(headers.get("To")),
        date=sent,
        bodies=(_body(store),),
        attachments=tuple(_attachment(file, depth) for file in store.attachments()),
    )


def _sender(store: Store) -> str | None:
    """The one the mail is from, as "Name <address>"; an address inside Exchange is none."""
    name = next((text for key, _ in _SENDERS if (text := store.text(key).strip())), "")
    keys = [key for _, addresses in _SENDERS for key in addresses]
    address = next((text for key in keys if "@" in (text := store.text(key).strip())), "")
    if name and address and name != address:
        return f"{name} <{address}>"
    return address or name or None


def _body(store: Store) -> Body:
    plain = store.text(_BODY)
    html = store.letters(store.binary(_HTML)) or store.text(_HTML)
    if plain.strip() or html.strip():
        return Body(plain, html)
    return rtf_body(store.binary(_RTF))


def _attachment(store: Store, depth: int) -> Attachment:
    method = store.number(_METHOD)
    name = next((text for key in _NAMES if (text := store.text(key).strip("\0 "))), None)
    kind = store.text(_MIME_TYPE).lower()
    if method == _EMBEDDED:
        inner = store.mail(_DATA)
        subject = (inner.text(_SUBJECT).strip() if inner else "") or name or "mail"
        shown = subject.replace("/", "-").replace("\\", "-") + ".eml"
        return Attachment(shown, "message/rfc822", partial(_embedded, inner, depth))
    if method not in _BY_VALUE:
        return Attachment(name, kind, partial(_missing, method))
    if kind == "multipart/signed":
        # A signed mail lies in the file as it was sent, and is all there is of it.
        return Attachment("signeret mail.eml", "message/rfc822", partial(_data, store))
    inline = any((store.text(_CONTENT_ID), store.number(_HIDDEN) & 1))
    inline |= bool(store.number(_FLAGS) & _SHOWN_IN_HTML)
    return Attachment(name, kind, partial(_data, store), inline)


def _data(store: Store) -> bytes:
    try:
        return store.binary(_DATA)
    except _BROKEN:
        raise ReadError("", "bilaget er beskadiget", _AGAIN) from None


def _embedded(inner: Store | None, depth: int) -> bytes:
    """A mail inside this one, as .eml: the format has no bytes of its own for it."""
    if inner is None or depth >= _DEEPEST:
        problem = "mailen i mailen kan ikke tages ud"
        raise ReadError("", problem, "gem den for sig selv fra Outlook")
    try:
        return as_eml(_mail(inner, depth + 1))
    except (*_BROKEN, RecursionError):
        raise ReadError("", "mailen i mailen er beskadiget", _AGAIN) from None


def _missing(method: int) -> bytes:
    problem = (
        "bilaget er et objekt, der er sat ind i Outlook"
        if method == _OLE
        else "bilaget ligger ikke i mailen; der er kun et link til det"
    )
    raise ReadError("", problem, "bed afsenderen om filen")
