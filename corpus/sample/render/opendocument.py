"""OpenDocument texts, with tracked changes and comments."""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import escape

from render.frozen import STAMP, write_zip
from render.marks import pieces
from render.sources import Block, Source, parse_blocks

MIME = "application/vnd.oasis.opendocument.text"
SPACES = " ".join(
    f'xmlns:{prefix}="{address}"'
    for prefix, address in {
        "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
        "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
        "dc": "http://purl.org/dc/elements/1.1/",
        "meta": "urn:oasis:names:tc:opendocument:xmlns:meta:1.0",
    }.items()
)
MANIFEST = f"""<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" \
manifest:version="1.2">
<manifest:file-entry manifest:full-path="/" manifest:media-type="{MIME}"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>
<manifest:file-entry manifest:full-path="meta.xml" manifest:media-type="text/xml"/>
</manifest:manifest>
"""
HEADING_LEVELS = {"heading": 1, "bold": 2}


class Writer:
    """Writes the blocks of one text and keeps the changes that go before them."""

    def __init__(self, author: str) -> None:
        stamp = STAMP.isoformat()
        self.signed = f"<dc:creator>{escape(author)}</dc:creator><dc:date>{stamp}</dc:date>"
        self.changes: list[str] = []

    def change(self, kind: str, content: str = "") -> str:
        """Note a change and return its identity."""
        name = f"ct{len(self.changes) + 1}"
        info = f"<office:change-info>{self.signed}</office:change-info>"
        self.changes.append(
            f'<text:changed-region xml:id="{name}" text:id="{name}">'
            f"<text:{kind}>{info}{content}</text:{kind}></text:changed-region>"
        )
        return name

    def inline(self, text: str) -> str:
        """Write a paragraph's text with its marks."""
        made = ""
        for piece in pieces(text):
            words = escape(piece.text).replace("\n", "<text:line-break/>")
            if piece.kind == "deleted":
                name = self.change("deletion", f"<text:p>{words}</text:p>")
                made += f'<text:change text:change-id="{name}"/>'
            elif piece.kind == "inserted":
                name = self.change("insertion")
                made += f'<text:change-start text:change-id="{name}"/>{words}'
                made += f'<text:change-end text:change-id="{name}"/>'
            elif piece.kind == "comment":
                made += f"<office:annotation>{self.signed}<text:p>{words}</text:p>"
                made += "</office:annotation>"
            else:
                made += words
        return made

    def block(self, block: Block) -> str:
        """Write one block."""
        words = self.inline(block.text)
        level = HEADING_LEVELS.get(block.kind)
        if level:
            return f'<text:h text:outline-level="{level}">{words}</text:h>'
        paragraph = f"<text:p>{words}</text:p>"
        if block.kind == "bullet":
            return f"<text:list><text:list-item>{paragraph}</text:list-item></text:list>"
        return paragraph


def write_odt(source: Source, target: Path) -> None:
    """Render a response as an OpenDocument text."""
    author = str(source.settings.get("author", ""))
    writer = Writer(author)
    body = "".join(writer.block(block) for block in parse_blocks(source.text))
    changes = "".join(writer.changes)
    tracked = f"<text:tracked-changes>{changes}</text:tracked-changes>" if changes else ""
    content = part(
        "content", f"<office:body><office:text>{tracked}{body}</office:text></office:body>"
    )
    meta = part(
        "meta",
        f"<office:meta><meta:initial-creator>{escape(author)}</meta:initial-creator></office:meta>",
    )
    write_zip(
        target,
        [
            ("mimetype", MIME.encode()),
            ("content.xml", content),
            ("meta.xml", meta),
            ("META-INF/manifest.xml", MANIFEST.encode()),
        ],
    )


def part(kind: str, inside: str) -> bytes:
    """Write one XML part of the package."""
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    root = f"office:document-{kind}"
    return f'{head}<{root} {SPACES} office:version="1.2">{inside}</{root}>'.encode()
