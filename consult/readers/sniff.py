"""What a file holds, told from its bytes and not from its name."""

import zipfile
from enum import StrEnum
from io import BytesIO


class Content(StrEnum):
    """The kinds of content that are told apart."""

    TEXT = "text"
    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    ODT = "odt"
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

_OLE_STREAMS = (
    ("EncryptedPackage", Content.ENCRYPTED_OFFICE),
    ("WordDocument", Content.OLD_WORD),
    ("Workbook", Content.OLD_EXCEL),
    ("__substg1.0_", Content.OUTLOOK),
)
_ZIP_MEMBERS = (
    ("word/document.xml", Content.DOCX),
    ("xl/workbook.xml", Content.XLSX),
    ("xl/workbook.bin", Content.OTHER),
    ("ppt/presentation.xml", Content.PPTX),
)
_MAGIC_BYTES = 8192


def sniff(data: bytes) -> Content:
    """The content of a file, from all its bytes."""
    # A PDF may have a few stray bytes before its header.
    if b"%PDF-" in data[:1024]:
        return Content.PDF
    if data.startswith(b"PK\x03\x04") or data.startswith(b"PK\x05\x06"):
        return _zip_content(data)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _ole_content(data)
    if data.lstrip()[:5] == b"{\\rtf":
        return Content.RTF
    return _by_libmagic(data)


def _zip_content(data: bytes) -> Content:
    """Which of the formats that are zip archives this is."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError):
        return Content.ZIP
    for member, content in _ZIP_MEMBERS:
        if member in names:
            return content
    return Content.ODT if {"mimetype", "content.xml"} <= names else Content.ZIP


def _ole_content(data: bytes) -> Content:
    """Which of the formats of Microsoft's old container this is; stream names are UTF-16."""
    for stream, content in _OLE_STREAMS:
        if stream.encode("utf-16-le") in data:
            return content
    return Content.OLE


def _by_libmagic(data: bytes) -> Content:
    """Text unless libmagic is sure of something else or the bytes cannot be text."""
    import magic

    from consult.readers.decode import decode

    kind = magic.from_buffer(data[:_MAGIC_BYTES], mime=True)
    binary = decode(data[:_MAGIC_BYTES]) is None or b"\x1a\n\x00" in data[:16]
    if kind.startswith("image/") and kind != "image/svg+xml":
        return Content.IMAGE
    if kind in ("application/x-dosexec", "application/x-executable") or data[:4] == b"\x7fELF":
        return Content.PROGRAM
    return Content.OTHER if binary else Content.TEXT
