"""A mail out of an Outlook file as the bytes of an .eml, so that it is read like any other."""

import re
from email import encoders
from email.header import Header
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

from consult.domain.errors import ReadError
from consult.readers.mail import Body, Mail
from consult.readers.mail_files import Attachment

_KIND = re.compile(r"[\w.+-]+/[\w.+-]+", re.ASCII)
_ANY_KIND = "application/octet-stream"


def as_eml(mail: Mail) -> bytes:
    """The mail with all its attachments. One that cannot be taken out is there without bytes.

    Its reader then says that it is empty; so nothing is left out without a word.
    """
    root = MIMEMultipart("mixed")
    for name, value in (("Subject", mail.subject), ("From", mail.sender), ("Date", mail.date)):
        if value:
            root[name] = Header(_plain(" ".join(value.split())), "utf-8").encode()
    for body in mail.bodies:
        root.attach(_text(body))
    for attachment in mail.attachments:
        root.attach(_file(attachment))
    return root.as_bytes()


def _text(body: Body) -> MIMEMultipart:
    both = MIMEMultipart("alternative")
    for text, kind in ((body.plain, "plain"), (body.html, "html")):
        if text:
            both.attach(MIMEText(_plain(text), kind, "utf-8"))
    return both


def _file(attachment: Attachment) -> MIMEBase:
    kind = attachment.content_type
    # A mail inside would have to be taken apart again; its name says what it is.
    if not _KIND.fullmatch(kind) or kind.startswith(("multipart/", "message/")):
        kind = _ANY_KIND
    part = MIMEBase(*kind.split("/"))
    try:
        part.set_payload(attachment.load())
    except ReadError:
        part.set_payload(b"")
    encoders.encode_base64(part)
    shown = "inline" if attachment.inline else "attachment"
    name = _plain(" ".join((attachment.name or "").split()))
    part.add_header("Content-Disposition", shown, filename=("utf-8", "", name))
    return part


def _plain(text: str) -> str:
    """The text without lone surrogates, which no encoding can write."""
    return text.encode("utf-8", errors="replace").decode("utf-8")
