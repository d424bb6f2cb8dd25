"""The files that come with a mail: what each is called, and why some are not read."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from consult.domain.documents import Enclosure, Metadata
from consult.domain.errors import ReadError
from consult.readers.discover import shown_name
from consult.readers.formats import SUPPORTED
from consult.readers.source import SourceFile

_MB = 1 << 20
# Suffixes for files that came without a name; the others have to be told by their sender.
_SUFFIXES = {
    "application/pdf": ".pdf",
    "application/msword": ".doc",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/rtf": ".rtf",
    "application/zip": ".zip",
    "application/x-zip-compressed": ".zip",
    "application/vnd.ms-outlook": ".msg",
    "application/pkcs7-mime": ".p7m",
    "application/x-pkcs7-mime": ".p7m",
    "application/pkcs7-signature": ".p7s",
    "application/ms-tnef": ".dat",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/tiff": ".tif",
    "image/gif": ".gif",
    "message/rfc822": ".eml",
    "message/delivery-status": ".txt",
    "text/calendar": ".ics",
    "text/csv": ".csv",
    "text/html": ".html",
    "text/plain": ".txt",
    "text/rtf": ".rtf",
    "text/vcard": ".vcf",
    "text/x-vcard": ".vcf",
}
_SKIPPED = {
    ".ics": "Kalenderinvitationen er ikke læst.",
    ".vcf": "Visitkortet er ikke læst.",
    ".p7s": "Den digitale signatur er ikke læst.",
    ".asc": "Den digitale signatur er ikke læst.",
}
_SKIPPED_TYPES = {
    "text/calendar": _SKIPPED[".ics"],
    "text/vcard": _SKIPPED[".vcf"],
    "text/x-vcard": _SKIPPED[".vcf"],
    "application/pkcs7-signature": _SKIPPED[".p7s"],
    "application/x-pkcs7-signature": _SKIPPED[".p7s"],
    "application/pgp-signature": _SKIPPED[".asc"],
    "message/delivery-status": "Mailserverens kvittering er ikke læst.",
    "message/disposition-notification": "Mailprogrammets kvittering er ikke læst.",
    "text/rfc822-headers": "Mailserverens kvittering er ikke læst.",
}
_WINMAIL = (
    "Outlook har pakket bilagene i winmail.dat, som ikke kan åbnes – "
    "bed afsenderen om at sende dem hver for sig."
)
_INLINE = "Billedet står inde i mailen (for eksempel et logo) og er ikke læst."
_LOCKED = {"application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted"}
_LOCKED_SUFFIXES = {".p7m", ".pgp", ".gpg"}
# What Outlook calls the pictures of a signature.
_LOGO = re.compile(r"(?:image\d{3}|Outlook-[\w-]+|ATT\d{5})\.(?:png|jpe?g|gif|bmp|emf|wmz)", re.I)
# Never part of a name: separators of paths, and what Windows does not allow in one.
_FORBIDDEN = re.compile(r'[<>:"|?*]')


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file in a mail as its format gives it; `load` gives its bytes, or raises ReadError.

    `inline` says that the mail shows it inside its text. `name` may be missing or hostile.
    """

    name: str | None
    content_type: str
    load: Callable[[], bytes] = field(compare=False)
    inline: bool = False

    @property
    def locked(self) -> bool:
        """Whether only the one it was encrypted for can open it."""
        suffix = PurePosixPath(self.name or "").suffix.lower()
        return self.content_type in _LOCKED or suffix in _LOCKED_SUFFIXES


@dataclass(frozen=True, slots=True)
class File:
    """An attachment under a name of its own, safe to show and to write."""

    name: str
    attachment: Attachment

    @property
    def is_picture(self) -> bool:
        """Whether it is a picture that the mail shows inside its text."""
        image = self.attachment.content_type.startswith("image/")
        logo = _LOGO.fullmatch(self.name) is not None
        known = PurePosixPath(self.name).suffix.lower() in (".png", ".jpg", ".jpeg", ".gif")
        return (image or known) and (self.attachment.inline or logo)

    @property
    def is_mail(self) -> bool:
        """Whether it is a mail itself."""
        return PurePosixPath(self.name).suffix.lower() in (".eml", ".msg")

    @property
    def skipped(self) -> str | None:
        """Why it is not read though nothing is wrong with it; pictures are not looked at."""
        if self.name.lower() == "winmail.dat" or self.attachment.content_type.endswith("ms-tnef"):
            return _WINMAIL
        suffix = PurePosixPath(self.name).suffix.lower()
        return _SKIPPED_TYPES.get(self.attachment.content_type) or _SKIPPED.get(suffix)

    @property
    def readable(self) -> bool:
        """Whether there is a reader for it."""
        suffix = PurePosixPath(self.name).suffix.lower()
        return not self.skipped and not self.attachment.locked and suffix in SUPPORTED


def named(attachments: Sequence[Attachment]) -> tuple[File, ...]:
    """The attachments in order, each under a name that no other bears."""
    taken: set[str] = set()
    counts: dict[str, int] = {}
    files = []
    for number, attachment in enumerate(attachments, 1):
        name = first = safe_name(attachment.name or "", attachment.content_type, number)
        path = PurePosixPath(first)
        while name.casefold() in taken:
            counts[first] = counts.get(first, 1) + 1
            name = f"{path.stem} ({counts[first]}){path.suffix}"
        taken.add(name.casefold())
        files.append(File(name, attachment))
    return tuple(files)


def safe_name(raw: str, content_type: str, number: int) -> str:
    """A file name without folders and unseen characters; `bilag-1.pdf` where none is left."""
    flat = unicodedata.normalize("NFC", raw).replace("\\", "/").rstrip("/ ").rpartition("/")[2]
    flat = _FORBIDDEN.sub("_", " ".join(shown_name(flat).split())).strip(". ")
    suffix = _SUFFIXES.get(content_type, "")
    # What shows nothing has been called "uden navn"; a mail can say more.
    if not flat or not raw.strip() or flat == "uden navn":
        return f"bilag-{number}{suffix}"
    return flat if PurePosixPath(flat).suffix else flat + suffix


def enclosures(
    files: Sequence[File], source: SourceFile, metadata: Metadata, *, pictures: bool
) -> Iterator[Enclosure]:
    """Each file in turn; `pictures` says whether those inside the text are read as well.

    Those beyond the limit on files come together as one that says so; those beyond the limit
    on bytes each say so.
    """
    limits, total = source.limits, 0
    for file in files[: limits.archive_files]:
        enclosure = _enclosure(file, source, metadata, pictures, limits.archive_bytes - total)
        total += len(enclosure.data)
        yield enclosure
    left = len(files) - limits.archive_files
    if left > 0:
        problem = (
            f"mailen har {len(files)} bilag, og grænsen er {limits.archive_files}; "
            f"de sidste {left} er ikke læst"
        )
        error = ReadError(source.name, problem, "gem bilagene, og læg dem ind for sig selv")
        yield Enclosure(f"de sidste {left} bilag", metadata=metadata, error=error)


def _enclosure(
    file: File, source: SourceFile, metadata: Metadata, pictures: bool, room: int
) -> Enclosure:
    """One file; `room` is how many bytes the limit on all of them still leaves."""
    skipped = file.skipped or (_INLINE if file.is_picture and not pictures else None)
    if skipped:
        return Enclosure(file.name, metadata=metadata, skipped=skipped)
    whole = f"{source.name}/{file.name}"
    try:
        if file.attachment.locked:
            raise ReadError(whole, "filen er krypteret", "bed afsenderen om en udgave uden")
        data = file.attachment.load()
        if not data.strip():
            raise ReadError(whole, "bilaget er tomt", "bed afsenderen om at sende det igen")
        if len(data) > min(room, source.limits.file_bytes):
            raise ReadError(
                whole,
                f"mailens bilag fylder mere end {source.limits.archive_bytes // _MB} MB tilsammen"
                if len(data) > room
                else f"bilaget fylder mere end {source.limits.file_bytes // _MB} MB",
                "gem bilaget, og læg det ind for sig selv",
            )
    except ReadError as error:
        named_error = ReadError(whole, error.problem, error.advice)
        return Enclosure(file.name, metadata=metadata, error=named_error)
    return Enclosure(file.name, data, metadata)
