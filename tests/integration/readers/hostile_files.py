"""Builders of files that mean harm, or do it: small recipes, no stored binaries."""

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Mapping

MB = 1 << 20


def _ten(i: int) -> str:
    return f"&l{i};" * 10


ENTITIES = "".join(f"<!ENTITY l{i} '{_ten(i - 1)}'>" for i in range(1, 10))
LAUGHS = f'<!DOCTYPE x [<!ENTITY l0 "ha">{ENTITIES}]>'
EXTERNAL = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns"
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def packed(members: Mapping[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A .zip of the members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def member(archive: bytes, name: str) -> bytes:
    """The bytes of one member of a .zip."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return opened.read(name)


def with_member(archive: bytes, name: str, data: bytes) -> bytes:
    """The .zip with one member changed."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        members = {other: opened.read(other) for other in opened.namelist()}
    return packed({**members, name: data}, zipfile.ZIP_STORED)


def blanks(size: int) -> bytes:
    """A .zip with one text of blanks, `size` bytes of them."""
    return packed({"bombe.txt": b" " * size})


def linked() -> bytes:
    """A .zip with a symbolic link in it."""
    info = zipfile.ZipInfo("svar.txt")
    info.create_system, info.external_attr = 3, 0o120777 << 16
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(info, "/etc/passwd")
    return out.getvalue()


def locked_zip() -> bytes:
    """A .zip whose member says that it is encrypted."""
    data = bytearray(packed({"svar.txt": "Vi er imod."}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def noise(size: int = 10_000) -> bytes:
    """Bytes that mean nothing, the same each time."""
    return random.Random(1).randbytes(size)  # noqa: S311 - nothing is kept secret


def overlapping() -> bytes:
    """One packed file that the list of contents names a hundred times."""
    data = packed({"a.txt": noise(MB)})
    start, end = data.index(b"PK\x01\x02"), data.rindex(b"PK\x05\x06")
    entry, tail = data[start:end], bytearray(data[end:])
    tail[8:12] = struct.pack("<HH", 100, 100)
    tail[12:16] = struct.pack("<I", 100 * len(entry))
    return data[:start] + entry * 100 + bytes(tail)


def nested(layers: int) -> bytes:
    """A letter in a .zip in a .zip ..."""
    data = packed({"svar.txt": "Vi er imod lukningen af skolen."})
    for _ in range(layers - 1):
        data = packed({"indre.zip": data})
    return data


def docx(body: str, doctype: str = "", **members: bytes | str) -> bytes:
    """A Word document with `body` as XML."""
    xml = f'<?xml version="1.0"?>{doctype}<w:document {_W}><w:body>{body}</w:body></w:document>'
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Override PartName="/word/document.xml" ContentType="{kind}"/></Types>'
    )
    return packed({"[Content_Types].xml": types, "word/document.xml": xml, **members})


def words(text: str) -> str:
    """A paragraph of WordprocessingML."""
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def odt(text: str, doctype: str = "") -> bytes:
    """An OpenDocument text of one paragraph."""
    xml = (
        f'<?xml version="1.0"?>{doctype}<o:document-content xmlns:o="{_OFFICE}:office:1.0" '
        f'xmlns:t="{_OFFICE}:text:1.0"><o:body><o:text><t:p>{text}</t:p></o:text></o:body>'
        "</o:document-content>"
    )
    return packed({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": xml})


def xlsx(rows: list[list[str]], doctype: str = "") -> bytes:
    """A workbook with `rows` of cells, each the XML inside a `c` element."""
    written = ["".join(f'<c t="str">{cell}</c>' for cell in row) for row in rows]
    cells = "".join(f'<row r="{n}">{row}</row>' for n, row in enumerate(written, 1))
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    return packed(
        {
            "_rels/.rels": f'<Relationships xmlns="{package}"><Relationship Id="r1" '
            f'Type="{relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook xmlns="{_SHEET}" xmlns:r="{relations}"><sheets>'
            '<sheet name="Ark1" sheetId="1" r:id="r1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}"><Relationship '
            f'Id="r1" Type="{relations}/worksheet" Target="worksheets/sheet1.xml"/>'
            "</Relationships>",
            "xl/worksheets/sheet1.xml": f'<?xml version="1.0"?>{doctype}'
            f'<worksheet xmlns="{_SHEET}"><sheetData>{cells}</sheetData></worksheet>',
        }
    )


def locked_office() -> bytes:
    """The container that Office puts an encrypted document in, as far as it is looked at."""
    magic = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    return magic + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(1024)


def png(width: int, height: int) -> bytes:
    """A white picture, packed to next to nothing."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    packer = zlib.compressobj(1)
    row = b"\0" + b"\xff" * ((width + 7) // 8)
    lines = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", lines) + chunk(b"IEND", b"")
    )


def pdf(pages: list[bytes], catalog: str = "", *extra: bytes, packing: str = "") -> bytes:
    """A PDF with one content stream for each page; `extra` objects begin at number 4."""
    first = 4 + len(extra)
    kids = " ".join(f"{first + 2 * i} 0 R" for i in range(len(pages)))
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {catalog} >>".encode(),
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        *extra,
    ]
    for i, stream in enumerate(pages):
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842]"
            f" /Contents {first + 2 * i + 1} 0 R /Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        objects.append(stream_of(stream, packing))
    out, offsets = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    table = len(out)
    out += f"xref\n0 {len(offsets) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{at:010d} 00000 n \n".encode() for at in offsets)
    out += (
        f"trailer << /Size {len(offsets) + 1} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n".encode()
    )
    return bytes(out)


def stream_of(data: bytes, packing: str = "", about: str = "") -> bytes:
    """A PDF stream object."""
    return f"<< /Length {len(data)} {about} {packing} >>\nstream\n".encode() + data + b"\nendstream"


def page(text: str) -> bytes:
    """A page that says `text`, in Latin letters."""
    return b"BT /F1 12 Tf 72 720 Td (" + text.encode("cp1252") + b") Tj ET"


def pdf_bomb(size: int) -> bytes:
    """A page whose content is a line of text, and blanks that unpack to `size` bytes."""
    packer = zlib.compressobj(9)
    data = packer.compress(page("Vi er imod."))
    for _ in range(size // MB):
        data += packer.compress(b" " * MB)
    return pdf([data + packer.flush()], packing="/Filter /FlateDecode")


def locked_pdf() -> bytes:
    """A PDF that asks for a password."""
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(PdfReader(io.BytesIO(pdf([page("Vi er imod.")]))))
    writer.encrypt("hemmelig", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def mail(parts: int) -> bytes:
    """A mail with a body and many small attachments."""
    head = (
        "From: Hanne <h@example.dk>\nSubject: Svar\nMIME-Version: 1.0\n"
        'Content-Type: multipart/mixed; boundary="x"\n\n'
    )
    body = "--x\nContent-Type: text/plain; charset=utf-8\n\nVi er imod.\n"
    one = (
        '--x\nContent-Type: text/plain\nContent-Disposition: attachment; filename="{}.txt"\n\nJa.\n'
    )
    return (head + body + "".join(one.format(i) for i in range(parts)) + "--x--\n").encode()
