"""Mails as Outlook and Gmail write them, with quoted mails, a logo and attachments."""

from __future__ import annotations

import base64
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parseaddr, parsedate_to_datetime
from html import escape
from mimetypes import guess_type
from pathlib import Path
from typing import Any

from render.outlook import write_msg
from render.sources import Source

Attachment = tuple[str, bytes]

# One dark square of 1 x 1 point: enough to be an image inside a mail.
LOGO = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPj/HwADBwIAMCbHYQAAAABJRU5ErkJggg=="
)


def write_mail(source: Source, target: Path, attachments: list[Attachment]) -> None:
    """Render a response as a mail."""
    settings = source.settings
    message = EmailMessage(policy=SMTP)
    for header, key in (("From", "from"), ("To", "to"), ("Date", "date"), ("Subject", "subject")):
        message[header] = settings[key]
    message["Message-ID"] = f"<{source.digest[:12]}@havrebjerg.example>"
    message.set_content(plain_body(source), charset=settings.get("encoding", "utf-8"))
    if "html" in settings:
        message.add_alternative(html_body(source), subtype="html")
        if settings.get("logo"):
            page = message.get_payload()[1]
            page.add_related(
                LOGO, "image", "png", cid="<image001.png@01DD23A1>", filename="image001.png"
            )
    for name, data in attachments:
        main, _, sub = (guess_type(name)[0] or "application/octet-stream").partition("/")
        message.add_attachment(data, main, sub, filename=name)
    for number, part in enumerate(p for p in message.walk() if p.is_multipart()):
        part.set_boundary(f"_{number:03}_{source.digest[:20]}_")
    target.write_bytes(message.as_bytes())


def write_outlook_mail(source: Source, target: Path, attachments: list[Attachment]) -> None:
    """Render a response as a message that Outlook saved."""
    settings = source.settings
    name, address = parseaddr(settings["from"])
    write_msg(
        target,
        sender_name=name,
        sender_address=address,
        to=parseaddr(settings["to"])[1],
        date=parsedate_to_datetime(settings["date"]),
        subject=settings["subject"],
        body=plain_body(source),
        html=html_body(source) if "html" in settings else None,
        attachments=attachments,
    )


def plain_body(source: Source) -> str:
    """Write the text and the mail it answers, as plain text."""
    quoted = source.settings.get("quoted")
    if not quoted:
        return source.text + "\n"
    if "attribution" in quoted:
        marked = "\n".join(f"> {line}".rstrip() for line in quoted["text"].split("\n"))
        return f"{source.text}\n\n{quoted['attribution']}\n\n{marked}\n"
    head = "\n".join(f"{label} {value}" for label, value in quoted_head(quoted))
    return f"{source.text}\n\n{head}\n\n{quoted['text']}\n"


def quoted_head(quoted: dict[str, Any]) -> list[tuple[str, str]]:
    """The lines that Outlook puts over a quoted mail."""
    labels = (("Fra:", "from"), ("Sendt:", "sent"), ("Til:", "to"), ("Emne:", "subject"))
    return [(label, quoted[key]) for label, key in labels]


def html_body(source: Source) -> str:
    """Write the text and the mail it answers, as the mail program's HTML."""
    writer = {"outlook": outlook_html, "gmail": gmail_html}[source.settings["html"]]
    return writer(source)


def outlook_html(source: Source) -> str:
    """Write the page that Outlook sends."""
    logo = '<p class="MsoNormal"><img width="120" src="cid:image001.png@01DD23A1"></p>'
    body = paragraphs(source.text) + (logo if source.settings.get("logo") else "")
    quoted = source.settings.get("quoted")
    if quoted:
        head = "<br>\n".join(
            f"<b>{label}</b> {escape(value)}" for label, value in quoted_head(quoted)
        )
        body += (
            '<div><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm">'
            f'<p class="MsoNormal">{head}</p></div></div>{paragraphs(quoted["text"])}'
        )
    return (
        '<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>'
        '<meta name="Generator" content="Microsoft Word 15 (filtered medium)">'
        "<style><!-- p.MsoNormal {margin:0cm;font-size:11.0pt} --></style></head>"
        f'<body lang="DA" link="#0563C1"><div class="WordSection1">{body}</div></body></html>\n'
    )


def paragraphs(text: str) -> str:
    """Write paragraphs with the empty ones that Outlook puts between them."""
    rows = [escape(part).replace("\n", "<br>\n") for part in text.split("\n\n")]
    gap = '<p class="MsoNormal"><o:p>&nbsp;</o:p></p>\n'
    return gap.join(f'<p class="MsoNormal">{row}<o:p></o:p></p>\n' for row in rows)


def gmail_html(source: Source) -> str:
    """Write the page that Gmail sends."""
    quoted = source.settings["quoted"]
    body = "".join(f"<div>{escape(line) or '<br>'}</div>" for line in source.text.split("\n"))
    answered = escape(quoted["text"]).replace("\n", "<br>\n")
    return (
        f'<div dir="ltr">{body}</div><br><div class="gmail_quote">'
        f'<div dir="ltr" class="gmail_attr">{escape(quoted["attribution"])}<br></div>'
        '<blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex">'
        f"{answered}</blockquote></div>\n"
    )
