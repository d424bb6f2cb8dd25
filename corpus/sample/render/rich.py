"""Rich text as Word writes it: Windows-1252 bytes as hexadecimal escapes."""

from __future__ import annotations

from pathlib import Path

from render.sources import Block, Source, parse_blocks

HEAD = (
    r"{\rtf1\ansi\ansicpg1252\uc1\deff0\deflang1030"
    r"{\fonttbl{\f0\fswiss\fcharset0 FONT;}{\f1\froman\fcharset2 Symbol;}}"
    r"{\colortbl;\red0\green0\blue0;}{\stylesheet{\ql\f0\fs22 \snext0 Normal;}}"
    r"{\*\generator Riched20 10.0.19041}{\info{\title T\'e6llelys}{\author Bruger}"
    r"{\creatim\yr2026\mo9\dy8\hr21\min14}}"
    r"\paperw11906\paperh16838\margl1134\margr1134\viewkind4"
)


def write_rtf(source: Source, target: Path) -> None:
    """Render a response as rich text."""
    size = round(2 * float(source.settings.get("size", 11)))
    head = HEAD.replace("FONT", str(source.settings.get("font", "Calibri")))
    body = "\r\n".join(paragraph(block, size) for block in parse_blocks(source.text))
    target.write_bytes(f"{head}\r\n{body}\r\n}}\r\n".encode("ascii"))


def paragraph(block: Block, size: int) -> str:
    """Write one block as a paragraph."""
    words = escaped(block.text)
    if block.kind == "bullet":
        bullet = r"{\listtext\pard\plain\f1\fs22 \'b7\tab}"
        return rf"\pard\plain \fi-360\li720\f0\fs{size} {bullet}{words}\par"
    if block.kind in ("heading", "bold"):
        return rf"\pard\plain \sa200\f0\b\fs{size} {words}\b0\par"
    return rf"\pard\plain \sa200\f0\fs{size} {words}\par"


def escaped(text: str) -> str:
    """Write characters beyond ASCII as Word does."""
    made = []
    for character in text:
        if character == "\n":
            made.append("\\line ")
        elif character in "\\{}":
            made.append("\\" + character)
        elif character.isascii():
            made.append(character)
        else:
            made.append(f"\\'{character.encode('cp1252').hex()}")
    return "".join(made)
