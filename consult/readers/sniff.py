"""What a file holds, told from its bytes and not from its name."""

import re
import zipfile
import zlib
from enum import StrEnum
from io import BytesIO


class Content(StrEnum):
    """The kinds of content that are told apart."""

    TEXT = "text"
    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    ODT = "odt"
    ODS = "ods"
    PPTX = "pptx"
    ZIP = "zip"
    RTF = "rtf"
    OLE = "ole"
    ENCRYPTED_OFFICE = "encrypted_office"
    OLD_WORD = "old_word"
    OLD_EXCEL = "old_excel"
    OUTLOOK = "outlook"
    IMAGE = "image"
    PROGRAM = "program"
    OTHER = "other"


# As a user would name the content: "indholdet er …".
NAMES = {
    Content.TEXT: "almindelig tekst",
    Content.PDF: "en PDF",
    Content.DOCX: "et Word-dokument",
    Content.XLSX: "et Excel-regneark",
    Content.ODT: "et OpenDocument-dokument",
    Content.ODS: "et OpenDocument-regneark",
    Content.PPTX: "en PowerPoint-præsentation",
    Content.ZIP: "et zip-arkiv",
    Content.RTF: "et RTF-dokument",
    Content.OLE: "et ældre Office-dokument",
    Content.ENCRYPTED_OFFICE: "et Office-dokument med adgangskode",
    Content.OLD_WORD: "et ældre Word-dokument (.doc)",
    Content.OLD_EXCEL: "et ældre Excel-regneark (.xls)",
    Content.OUTLOOK: "en Outlook-mail",
    Content.IMAGE: "et billede",
    Content.PROGRAM: "et program",
    Content.OTHER: "hverken tekst eller et dokument, der kendes",
}

# A mail holds the files attached to it, so its own mark is looked for first.
_OLE_STREAMS = (
    ("__substg1.0_", Content.OUTLOOK),
    ("EncryptedPackage", Content.ENCRYPTED_OFFICE),
    ("WordDocument", Content.OLD_WORD),
    ("Workbook", Content.OLD_EXCEL),
)
_ZIP_MEMBERS = (
    ("word/document.xml", Content.DOCX),
    ("xl/workbook.xml", Content.XLSX),
    ("xl/workbook.bin", Content.OTHER),
    ("ppt/presentation.xml", Content.PPTX),
)
# What Word in a browser calls its main part.
_ONLINE_WORD = re.compile(r"word/document\d+\.xml")
_MAGIC_BYTES = 8192
# Three header lines, each perhaps going on over several; libmagic wants text below them.
_MAIL_HEAD = re.compile(rb"(?:[!-9;-~]{2,76}:[^\n]*\n(?:[ \t][^\n]*\n)*){3}")


def sniff(data: bytes) -> Content:
    """The content of a file, from all its bytes."""
    if data.startswith(b"PK\x03\x04") or data.startswith(b"PK\x05\x06"):
        return _zip_content(data)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _ole_content(data)
    # A PDF may have a few stray bytes before its header; an Outlook
    # mail or an archive may hold one as early, so they come first.
    if b"%PDF-" in data[:1024]:
        return Content.PDF
    if data.lstrip()[:5] == b"{\\rtf":
        return Content.RTF
    return _by_libmagic(data)


def _zip_content(data: bytes) -> Content:
    """Which of the formats that are zip archives this is."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = set(archive.namelist())
            if {"mimetype", "encrypted-package"} <= names:
                return Content.ENCRYPTED_OFFICE
            if {"mimetype", "content.xml"} <= names:
                return _open_document(archive)
    except (zipfile.BadZipFile, zlib.error, ValueError, OSError, EOFError, RuntimeError):
        return Content.ZIP
    if "[Content_Types].xml" in names and any(_ONLINE_WORD.fullmatch(name) for name in names):
        return Content.DOCX
    for member, content in _ZIP_MEMBERS:
        if member in names:
            return content
    return Content.ZIP


def _open_document(archive: zipfile.ZipFile) -> Content:
    """A spreadsheet or a text, by the type that the archive states first."""
    with archive.open("mimetype") as handle:
        kind = handle.read(100)
    return Content.ODS if b"opendocument.spreadsheet" in kind else Content.ODT


def _ole_content(data: bytes) -> Content:
    """Which of the formats of Microsoft's old container this is.

    By the names at its root: a mail with a Word file attached holds that file's names as well.
    A container too damaged to be listed is told by any name in it; names are UTF-16.
    """
    import olefile

    try:
        with olefile.OleFileIO(BytesIO(data)) as ole:
            names = "".join(path[0] + "\n" for path in ole.listdir(streams=True, storages=True))
            found = [content for stream, content in _OLE_STREAMS if stream in names]
    except Exception:  # olefile raises whatever the broken structure leads it to.
        encoded = ((stream.encode("utf-16-le"), content) for stream, content in _OLE_STREAMS)
        found = [content for stream, content in encoded if stream in data]
    return found[0] if found else Content.OLE


def _by_libmagic(data: bytes) -> Content:
    """Text unless libmagic is sure of something else or the bytes cannot be text."""
    import magic

    from consult.readers.decode import decode

    kind = magic.from_buffer(data[:_MAGIC_BYTES], mime=True)
    binary = decode(data[:_MAGIC_BYTES]) is None or b"\x1a\n\x00" in data[:16]
    # A mail may have any bytes in it; its reader decodes them part by part.
    binary = binary and _MAIL_HEAD.match(data[:_MAGIC_BYTES]) is None
    if kind.startswith("image/") and kind != "image/svg+xml":
        return Content.IMAGE
    if kind in ("application/x-dosexec", "application/x-executable") or data[:4] == b"\x7fELF":
        return Content.PROGRAM
    return Content.OTHER if binary else Content.TEXT
