"""Hostile inputs, one a row."""

import zipfile
from collections.abc import Callable
from dataclasses import dataclass

import hostile_files as make
from hostile_files import MB


@dataclass(frozen=True, slots=True)
class Hostile:
    """One hostile file: what is wrong with it, its name, how it is made."""

    what: str
    name: str
    build: Callable[[], bytes]


_LETTER = "Vi er imod lukningen af skolen."
_PARAGRAPH = make.words(_LETTER)
_HEADER = "svarnummer;svar\n"


def _text(text: str) -> Callable[[], bytes]:
    return text.encode


ARCHIVES = (
    Hostile(
        "archive: one file unpacks to 1,000 times its size",
        "ratio.zip",
        lambda: make.blanks(50 * MB),
    ),
    Hostile(
        "archive: more files than allowed",
        "antal.zip",
        lambda: make.packed({f"{i}.txt": _LETTER for i in range(25)}),
    ),
    Hostile(
        "archive: more bytes than allowed",
        "stort.zip",
        lambda: make.packed({f"{i}.txt": make.noise(9 * MB) for i in range(5)}, zipfile.ZIP_STORED),
    ),
    Hostile("archive in an archive in an archive", "dyb.zip", lambda: make.nested(3)),
    Hostile("archive: the same packed bytes listed 100 times", "overlap.zip", make.overlapping),
    Hostile(
        "archive: a path that leads out",
        "sti.zip",
        lambda: make.packed({"../../.bashrc": "ond", "svar.txt": _LETTER}),
    ),
    Hostile(
        "archive: an absolute path with a drive letter",
        "drev.zip",
        lambda: make.packed({"C:\\Windows\\svar.txt": "ond"}),
    ),
    Hostile("archive: a symbolic link", "link.zip", make.linked),
    Hostile("archive: encrypted", "kode.zip", make.locked_zip),
    Hostile(
        "archive: packed with bzip2",
        "bzip2.zip",
        lambda: make.packed({"svar.txt": _LETTER}, zipfile.ZIP_BZIP2),
    ),
    Hostile("archive: cut off", "halv.zip", lambda: make.packed({"svar.txt": _LETTER})[:-30]),
    Hostile("archive: empty", "tom.zip", lambda: make.packed({})),
    Hostile(
        "archive: a name with a right-to-left override",
        "omvendt.zip",
        lambda: make.packed({"svar\u202excod.exe": b"MZ" + bytes(100)}),
    ),
    Hostile(
        "archive: what macOS puts in",
        "mac.zip",
        lambda: make.packed({"svar.txt": _LETTER, "__MACOSX/._svar.txt": b"\0\5\x16\7"}),
    ),
    Hostile("archive of another kind", "svar.7z", lambda: b"7z\xbc\xaf\x27\x1c" + bytes(100)),
)
TEXTS = (
    Hostile("0 bytes", "nul.txt", lambda: b""),
    Hostile("only white space", "blank.txt", _text(" \n\t\n")),
    Hostile("NUL bytes in a text", "nulbytes.txt", lambda: b"Vi er\0 imod.\0"),
    Hostile("nothing but NUL bytes", "nuller.txt", lambda: bytes(5000)),
    Hostile(
        "broken UTF-8",
        "brudt.txt",
        lambda: "Vi støtter ældreplejen på Ærø. ".encode() * 40 + b"\xc3",
    ),
    Hostile("100 MB of text", "kæmpe.txt", lambda: (_LETTER + "\n").encode() * 3_200_000),
    Hostile("a single line of 2 MB", "linje.txt", lambda: (_LETTER + " ").encode() * 62_500),
    Hostile("2 MB of full stops", "punktummer.txt", lambda: b"." * 2_000_000 + b"\nVi er imod."),
    Hostile("a name with a right-to-left override", "svar\u202excod.txt", _text(_LETTER)),
    Hostile(
        "HTML with scripts",
        "script.html",
        _text(f"<p>{_LETTER}</p><script>fetch('//x')</script><img src=x onerror=alert(1)>"),
    ),
    Hostile(
        "HTML with entities that call each other",
        "latter.html",
        _text(f"{make.LAUGHS}<p>&l9; {_LETTER}</p>"),
    ),
    Hostile(
        "HTML: 100,000 boxes in each other",
        "dyb.html",
        lambda: b"<div>" * 100_000 + _LETTER.encode(),
    ),
    Hostile(
        "HTML with a 50 MB picture inside",
        "billede.html",
        lambda: b"<p>Vi er imod.</p><img src='data:image/png;base64," + b"A" * (50 * MB) + b"'>",
    ),
    Hostile(
        "SVG with external entities",
        "tegning.svg",
        _text(f"{make.EXTERNAL}<svg><text>&e;</text></svg>"),
    ),
)
TABLES = (
    Hostile(
        "cells that a spreadsheet would run",
        "formler.csv",
        _text(
            _HEADER
            + '1;"=HYPERLINK(""http://x"";""Klik"")"\n2;+45 er imod\n3;-Vi er imod\n4;@SUM(A1)\n'
        ),
    ),
    Hostile(
        "a quotation mark that never ends", "anførsel.csv", _text(_HEADER + '1;"Vi er imod\n' * 3)
    ),
    Hostile(
        "a table of 1,000,000 rows",
        "rækker.csv",
        lambda: _HEADER.encode() + b"1;Vi er imod.\n" * 1_000_000,
    ),
    Hostile(
        "a workbook with formulas that have no value",
        "formler.xlsx",
        lambda: make.xlsx(
            [
                ["<v>svarnummer</v>", "<v>svar</v>"],
                ["<v>1</v>", "<f>CONCAT(A1,A2)</f>"],
                ["<v>2</v>", "<v>Vi er imod.</v>"],
            ]
        ),
    ),
    Hostile(
        "a workbook with entities that call each other",
        "latter.xlsx",
        lambda: make.xlsx(
            [["<v>svarnummer</v>", "<v>svar</v>"], ["<v>1</v>", "<v>&l9; imod</v>"]], make.LAUGHS
        ),
    ),
    Hostile(
        "a workbook with an external entity",
        "ekstern.xlsx",
        lambda: make.xlsx(
            [["<v>svarnummer</v>", "<v>svar</v>"], ["<v>1</v>", "<v>&e; imod</v>"]], make.EXTERNAL
        ),
    ),
    Hostile(
        "a workbook that unpacks to 1,000 times its size",
        "bombe.xlsx",
        lambda: make.xlsx([["<v>svarnummer</v>", f"<v>svar</v>{' ' * (200 * MB)}"]]),
    ),
    Hostile("a workbook with a password", "kode.xlsx", make.locked_office),
)
DOCUMENTS = (
    Hostile(
        "Word: entities that call each other",
        "latter.docx",
        lambda: make.docx(make.words("&l9;") + _PARAGRAPH, make.LAUGHS),
    ),
    Hostile(
        "Word: an external entity",
        "ekstern.docx",
        lambda: make.docx(make.words("&e;") + _PARAGRAPH, make.EXTERNAL),
    ),
    Hostile(
        "Word: unpacks to 1,000 times its size",
        "bombe.docx",
        lambda: make.docx(" " * (160 * MB) + _PARAGRAPH),
    ),
    Hostile(
        "Word: a document with macros, renamed",
        "makro.docx",
        lambda: make.docx(_PARAGRAPH, **{"word/vbaProject.bin": b"x"}),
    ),
    Hostile("Word: with a password", "kode.docx", make.locked_office),
    Hostile(
        "Word: 200,000 boxes in each other",
        "dyb.docx",
        lambda: make.docx(
            "<w:sdt><w:sdtContent>" * 100_000 + _PARAGRAPH + "</w:sdtContent></w:sdt>" * 100_000
        ),
    ),
    Hostile(
        "OpenDocument: entities that call each other",
        "latter.odt",
        lambda: make.odt(f"&l9; {_LETTER}", make.LAUGHS),
    ),
    Hostile(
        "OpenDocument: an external entity",
        "ekstern.odt",
        lambda: make.odt(f"&e; {_LETTER}", make.EXTERNAL),
    ),
    Hostile(
        "PDF: 500 MB of blanks in a content stream", "bombe.pdf", lambda: make.pdf_bomb(500 * MB)
    ),
    Hostile(
        "PDF: JavaScript that runs on opening",
        "script.pdf",
        lambda: make.pdf(
            [make.page(_LETTER)], "/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>"
        ),
    ),
    Hostile(
        "PDF: a file embedded in it",
        "indlejret.pdf",
        lambda: make.pdf(
            [make.page(_LETTER)],
            "/Names << /EmbeddedFiles << /Names [(ond.exe) 4 0 R] >> >>",
            b"<< /Type /Filespec /F (ond.exe) /EF << /F 5 0 R >> >>",
            make.stream_of(b"MZ", "", "/Type /EmbeddedFile"),
        ),
    ),
    Hostile(
        "PDF: 5,000 pages",
        "sider.pdf",
        lambda: make.pdf([make.page(f"Side {i}: {_LETTER}") for i in range(5000)]),
    ),
    Hostile("PDF: with a password", "kode.pdf", make.locked_pdf),
    Hostile(
        "RTF: 100,000 groups in each other",
        "dyb.rtf",
        lambda: b"{\\rtf1 " + b"{" * 100_000 + b"Vi er imod." + b"}" * 100_001,
    ),
    Hostile("a picture of 50,000 by 50,000", "kæmpe.png", lambda: make.png(50_000, 50_000)),
    Hostile("a mail of 10,000 parts", "dele.eml", lambda: make.mail(10_000)),
    Hostile(
        "a program named .pdf",
        "program.pdf",
        lambda: b"MZ\x90\0" + bytes(60) + b"PE\0\0" + bytes(500),
    ),
    Hostile("a Word document named .pdf", "svar.pdf", lambda: make.docx(_PARAGRAPH)),
    Hostile("a PDF named .txt", "svar.txt", lambda: make.pdf([make.page(_LETTER)])),
    Hostile("a text named .docx", "tekst.docx", _text(_LETTER)),
    Hostile("random bytes named .doc", "støj.doc", make.noise),
)
ALL = (*ARCHIVES, *TEXTS, *TABLES, *DOCUMENTS)
