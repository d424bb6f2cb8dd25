"""A mail, however it was stored -> one Document, and the files that came with it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from consult.domain.documents import BlockKind, Contents, Document, Metadata
from consult.domain.errors import ReadError
from consult.language.senders import domain_of, is_private
from consult.language.wordlists import matches
from consult.readers.building import Builder, Part
from consult.readers.mail_files import Attachment, File, enclosures, named
from consult.readers.mail_notes import is_note
from consult.readers.mail_quotes import Told, tell_apart
from consult.readers.source import SourceFile

COVERS = "Mailen er kun et følgebrev; svaret er i bilaget."
_NO_TEXT = "Mailen har ingen tekst."
_NO_OWN = "Mailen har ingen ord over den mail, som den svarer på."
# A longer subject, in characters, is no title.
_TITLE = 300
# Plain text with fewer of the words than the HTML beside it is not the same text.
_POORER = 0.5


@dataclass(frozen=True, slots=True)
class Body:
    """The words of a mail, or a stretch of them, in one or both of the forms they come in."""

    plain: str = ""
    html: str = ""


@dataclass(frozen=True, slots=True)
class Mail:
    """What a mail holds. `sender` and `receiver` are "Name <address>", `date` as in `Metadata`."""

    subject: str = ""
    sender: str | None = None
    receiver: str | None = None
    date: str | None = None
    bodies: tuple[Body, ...] = ()
    attachments: tuple[Attachment, ...] = ()


def contents(mail: Mail, source: SourceFile) -> Contents:
    """The mail's own text as one Document, and its attachments.

    Raises ReadError where there is neither text nor any attachment.
    """
    parts = [part for body in mail.bodies for part in _parts(body, source.name)]
    parts = [part for part in parts if part.text.strip()]
    _measure(parts, source)
    files = named(mail.attachments)
    if not parts:
        _refuse_empty(files, source)
    told = tell_apart(parts, mail.subject, house=_house(mail))
    metadata = Metadata(mail_from=told.sender or mail.sender, date=mail.date)
    others = any(file.readable and not file.is_picture for file in files)
    # Who passes on a mail as an attachment says "Til sagen", not what is attached.
    covers = is_note(told.own, passed_on=any(file.is_mail for file in files))
    document = _document(mail, told, source, metadata)
    pictures = covers and not others
    readable = others or (pictures and any(file.readable for file in files))
    return Contents(
        (_judged(document, told, covers=covers and readable),),
        enclosures(files, source, metadata, pictures=pictures),
    )


def _parts(body: Body, name: str) -> list[Part]:
    """The parts of the form that says more; plain text where both say the same."""
    plain = Part(body.plain)
    if not body.html.strip():
        return [plain]
    if body.plain.strip() and len(body.plain) >= len(body.html):
        return [plain]
    from consult.readers.html import page_parts

    page = page_parts(body.html, name)
    most = sum(len(part.text.split()) for part in page)
    words = len(body.plain.split())
    stub = words < most and matches("mail_quotes", "see_html", body.plain)
    return page if most and (stub or words < _POORER * most) else [plain]


def _house(mail: Mail) -> str | None:
    """The domain that a mail went within, from one office to another; None where it did not."""
    ends = {domain_of(end or "") for end in (mail.sender, mail.receiver)}
    return ends.pop() if len(ends) == 1 and not is_private(mail.sender or "") else None


def _document(mail: Mail, told: Told, source: SourceFile, metadata: Metadata) -> Document:
    """The subject as the heading of what the mail says, then what it says."""
    builder = Builder(source.name)
    subject = " ".join(mail.subject.split())
    title = len(subject) <= _TITLE
    kind, level = (BlockKind.HEADING, 1) if title else (BlockKind.PARAGRAPH, 0)
    builder.extend([Part(subject, kind, level), *told.parts])
    return builder.document(metadata)


def _judged(document: Document, told: Told, *, covers: bool) -> Document:
    """The Document with why it is not counted, or what is odd about it."""
    if covers:
        return replace(document, skip_reason=COVERS)
    if not told.parts:
        return replace(document, skip_reason=_NO_TEXT)
    if not told.own:
        return replace(document, warnings=(*document.warnings, _NO_OWN))
    return document


def _measure(parts: Sequence[Part], source: SourceFile) -> None:
    size, most = sum(len(part.text) for part in parts), source.limits.text_characters
    if size > most:
        raise ReadError(
            source.name,
            f"mailens tekst er på {size // 1_000_000} millioner tegn, "
            f"og grænsen er {most // 1_000_000} millioner",
            "se, om det er den rigtige mail",
        )


def _refuse_empty(files: Sequence[File], source: SourceFile) -> None:
    """ReadError where a mail without text brings nothing either, or nothing that opens."""
    if any(file.attachment.locked for file in files):
        raise ReadError(
            source.name, "mailen er krypteret", "bed afsenderen om at sende den uden kryptering"
        )
    if not files:
        raise ReadError(
            source.name,
            "mailen har hverken tekst eller bilag",
            "bed afsenderen om at sende den igen",
        )
