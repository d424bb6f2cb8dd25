"""Word documents with tracked changes, comments, footnotes, a text box and filled fields."""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import escape

from render.frozen import STAMP, write_zip
from render.marks import Piece, pieces
from render.sources import Block, Source, parse_blocks

FORMATS = "http://schemas.openxmlformats.org"
KINDS = f"{FORMATS}/officeDocument/2006/relationships"
TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
SPACES = " ".join(
    f'xmlns:{prefix}="{address}"'
    for prefix, address in {
        "w": f"{FORMATS}/wordprocessingml/2006/main",
        "r": KINDS,
        "wp": f"{FORMATS}/drawingml/2006/wordprocessingDrawing",
        "a": f"{FORMATS}/drawingml/2006/main",
        "mc": f"{FORMATS}/markup-compatibility/2006",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
        "v": "urn:schemas-microsoft-com:vml",
    }.items()
)
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
STYLES = {"heading": "Heading1", "bold": "Heading2", "bullet": "ListBullet"}
STYLE_NAMES = {"Heading1": "heading 1", "Heading2": "heading 2", "ListBullet": "List Bullet"}


class Writer:
    """Writes the blocks of one text; comments and footnotes are kept for their own parts."""

    def __init__(self, author: str) -> None:
        self.author = escape(author)
        self.comments: list[str] = []
        self.notes: list[str] = []
        self.changes = 0

    def block(self, block: Block) -> str:
        """Write one block as a paragraph."""
        style = STYLES.get(block.kind)
        look = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
        return f"<w:p>{look}{''.join(self.piece(p) for p in pieces(block.text))}</w:p>"

    def piece(self, piece: Piece) -> str:
        """Write one stretch of a paragraph."""
        if piece.kind in ("inserted", "deleted"):
            return self.change(piece)
        if piece.kind == "comment":
            return self.comment(piece.text)
        if piece.kind == "note":
            self.notes.append(run(piece.text))
            return f'<w:r><w:footnoteReference w:id="{len(self.notes)}"/></w:r>'
        writers = {"box": text_box, "field": field, "tick": tick_box}
        return writers.get(piece.kind, run)(piece.text)

    def change(self, piece: Piece) -> str:
        """Write a tracked insertion or deletion."""
        self.changes += 1
        tag, words = ("ins", "t") if piece.kind == "inserted" else ("del", "delText")
        return (
            f'<w:{tag} w:id="{900 + self.changes}" {self.signed}>{run(piece.text, words)}</w:{tag}>'
        )

    def comment(self, text: str) -> str:
        """Keep a comment and write the place it hangs on."""
        number = len(self.comments)
        self.comments.append(
            f'<w:comment w:id="{number}" {self.signed} w:initials="KD">'
            f"<w:p>{run(text)}</w:p></w:comment>"
        )
        return (
            f'<w:commentRangeStart w:id="{number}"/><w:commentRangeEnd w:id="{number}"/>'
            f'<w:r><w:commentReference w:id="{number}"/></w:r>'
        )

    @property
    def signed(self) -> str:
        """Author and time of a change."""
        return f'w:author="{self.author}" w:date="{STAMP.isoformat()}Z"'


def run(text: str, tag: str = "t") -> str:
    """Write plain words."""
    lines = (f'<w:{tag} xml:space="preserve">{escape(line)}</w:{tag}>' for line in text.split("\n"))
    return f"<w:r>{'<w:br/>'.join(lines)}</w:r>"


def text_box(text: str) -> str:
    """Write a text box twice, as Word does: for itself and for older versions."""
    inside = f"<w:txbxContent><w:p>{run(text)}</w:p></w:txbxContent>"
    shape = (
        '<wp:inline><wp:extent cx="4500000" cy="700000"/><wp:docPr id="1" name="Tekstfelt 1"/>'
        '<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/'
        'wordprocessingShape"><wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr/>'
        f"<wps:txbx>{inside}</wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:inline>"
    )
    old = f"<w:pict><v:shape><v:textbox>{inside}</v:textbox></v:shape></w:pict>"
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>{shape}</w:drawing>'
        f"</mc:Choice><mc:Fallback>{old}</mc:Fallback></mc:AlternateContent></w:r>"
    )


def field(text: str) -> str:
    """Write a filled text field."""
    return control('<w:text w:multiLine="1"/>', run(text))


def tick_box(text: str) -> str:
    """Write a tick box and its label; ``x|`` before the label ticks it."""
    on, label = text.startswith("x"), text[2:]
    state = f'<w14:checkbox><w14:checked w14:val="{int(on)}"/></w14:checkbox>'
    return control(state, run("☒" if on else "☐")) + run(f" {label}")


def control(kind: str, inside: str) -> str:
    """Write a content control."""
    return f"<w:sdt><w:sdtPr>{kind}</w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>"


def write_review(source: Source, target: Path) -> None:
    """Render a response as a Word document that others have worked in."""
    writer = Writer(str(source.settings.get("author", "")))
    body = "".join(writer.block(block) for block in parse_blocks(source.text))
    notes = "".join(
        f'<w:footnote w:id="{n}"><w:p><w:r><w:footnoteRef/></w:r>{note}</w:p></w:footnote>'
        for n, note in enumerate(writer.notes, start=1)
    )
    parts = {
        "document": f"<w:body>{body}<w:sectPr/></w:body>",
        "styles": "".join(style(*names) for names in STYLE_NAMES.items()),
        "comments": "".join(writer.comments),
        "footnotes": notes,
    }
    write_zip(target, package({name: inside for name, inside in parts.items() if inside}))


def style(identity: str, name: str) -> str:
    """Write a paragraph style."""
    return f'<w:style w:type="paragraph" w:styleId="{identity}"><w:name w:val="{name}"/></w:style>'


def package(parts: dict[str, str]) -> list[tuple[str, bytes]]:
    """Write the members of the package: the parts, their types, and how they hang together."""
    kinds = "".join(
        f'<Override PartName="/word/{name}.xml" '
        f'ContentType="{TYPES}.{"document.main" if name == "document" else name}+xml"/>'
        for name in parts
    )
    types = (
        f'{HEAD}<Types xmlns="{FORMATS}/package/2006/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{kinds}</Types>'
    )
    members = [
        ("[Content_Types].xml", types),
        ("_rels/.rels", relations([("officeDocument", "word/document.xml")])),
        (
            "word/_rels/document.xml.rels",
            relations([(name, f"{name}.xml") for name in parts if name != "document"]),
        ),
    ]
    members += [
        (f"word/{name}.xml", f"{HEAD}<w:{name} {SPACES}>{inside}</w:{name}>")
        for name, inside in parts.items()
    ]
    return [(name, text.encode()) for name, text in members]


def relations(targets: list[tuple[str, str]]) -> str:
    """Write which parts belong to a part."""
    rows = "".join(
        f'<Relationship Id="rId{n}" Type="{KINDS}/{kind}" Target="{path}"/>'
        for n, (kind, path) in enumerate(targets, start=1)
    )
    return (
        f'{HEAD}<Relationships xmlns="{FORMATS}/package/2006/relationships">{rows}</Relationships>'
    )
