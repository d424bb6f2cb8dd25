"""Word files written by LibreOffice and python-docx, beside what another reader makes of them."""

import subprocess
from pathlib import Path

import docx
import pytest

from consult.domain.documents import BlockKind, Document, RemovalKind
from consult.readers import read

FLAT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.text">
<office:automatic-styles>
 <style:style style:name="Skjult" style:family="text"><style:text-properties text:display="none"/>
 </style:style>
 <style:style style:name="Ny" style:family="paragraph"><style:paragraph-properties
  fo:break-before="page"/></style:style>
 <text:list-style style:name="L"><text:list-level-style-number text:level="1"
  style:num-format="1" style:num-suffix="."/><text:list-level-style-number text:level="2"
  style:num-format="a" style:num-suffix=")"/></text:list-style>
</office:automatic-styles>
<office:body><office:text>
<text:tracked-changes><text:changed-region text:id="c1"><text:deletion><office:change-info>
 <dc:creator>A</dc:creator><dc:date>2026-09-01T00:00:00</dc:date></office:change-info>
 <text:p>slettede ord</text:p></text:deletion></text:changed-region></text:tracked-changes>
<text:h text:outline-level="1">Høringssvar fra rådet</text:h>
<text:p>Vi er imod punkt 79<text:note text:note-class="footnote"><text:note-citation>1
 </text:note-citation><text:note-body><text:p>Se bilag 3.</text:p></text:note-body></text:note>,
 og det <text:change text:change-id="c1"/>siger vi<office:annotation><dc:creator>Hanne Lund
 </dc:creator><text:p>Skal det med?</text:p></office:annotation>.</text:p>
<text:list text:style-name="L"><text:list-item><text:p>Luk ikke badet.</text:p>
 <text:list><text:list-item><text:p>Det bruges.</text:p></text:list-item></text:list>
 </text:list-item><text:list-item><text:p>Bevar hallen.</text:p></text:list-item></text:list>
<table:table><table:table-column table:number-columns-repeated="2"/>
 <table:table-row><table:table-cell><text:p>Nr</text:p></table:table-cell><table:table-cell>
 <text:p>Titel</text:p></table:table-cell></table:table-row>
 <table:table-row><table:table-cell table:number-columns-spanned="2"><text:p>Samlet række.</text:p>
 </table:table-cell><table:covered-table-cell/></table:table-row></table:table>
<text:p>Synligt <text:span text:style-name="Skjult">usynligt </text:span>til sidst.</text:p>
<text:p text:style-name="Ny">Anden side.</text:p>
</office:text></office:body></office:document>"""


def _convert(path: Path, to: str, profile: Path) -> Path:
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", to,
         "--outdir", path.parent, path],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    return path.with_suffix("." + to.partition(":")[0])


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Document, str, Path]:
    """A document written by LibreOffice: as read here, as LibreOffice reads it, and its file."""
    folder = tmp_path_factory.mktemp("office")
    (folder / "svar.fodt").write_text(FLAT, encoding="utf-8")
    path = _convert(folder / "svar.fodt", "docx", folder / "profile")
    text = _convert(path, "txt:Text (encoded):UTF8", folder / "profile").read_text("utf-8-sig")
    (document,) = read(path)
    return document, text, path


@pytest.mark.slow
def test_libreoffice_reads_the_same_words(written: tuple[Document, str, Path]) -> None:
    document, text, _ = written
    lines = [document.text[block.start : block.end] for block in document.blocks]
    assert lines == [
        "Høringssvar fra rådet",
        "Vi er imod punkt 79, og det siger vi.",
        "Se bilag 3.",
        "Skal det med?",
        "1. Luk ikke badet.",
        "a) Det bruges.",
        "2. Bevar hallen.",
        "Nr\tTitel",
        "Samlet række.",
        "Synligt til sidst.",
        "Anden side.",
    ]
    theirs = " ".join(text.split())
    seen = [line for line in lines if line not in ("Se bilag 3.", "Skal det med?")]
    for line in seen[2:5]:  # numbers are written by both
        assert line in theirs
    assert all(word in theirs for line in seen for word in line.replace("79,", "").split())


@pytest.mark.slow
def test_what_is_not_words_is_told(written: tuple[Document, str, Path]) -> None:
    document, _, _ = written
    taken = [(removal.kind, removal.text.strip()) for removal in document.removals]
    assert taken == [
        (RemovalKind.DELETED_TEXT, "slettede ord"),
        (RemovalKind.HIDDEN_TEXT, "usynligt"),
    ]
    assert document.warnings[0] == "1 kommentar er læst med, skrevet af Hanne Lund."
    assert {block.page for block in document.blocks} == {1, 2}
    assert document.blocks[-1].page == 2


@pytest.mark.slow
def test_python_docx_reads_the_same_paragraphs(written: tuple[Document, str, Path]) -> None:
    document, _, path = written
    theirs = [p.text.strip() for p in docx.Document(str(path)).paragraphs if p.text.strip()]
    items = {block.kind for block in document.blocks} & {BlockKind.LIST_ITEM, BlockKind.HEADING}
    assert items == {BlockKind.LIST_ITEM, BlockKind.HEADING}
    ours = document.text.replace("1. ", "").replace("2. ", "").replace("a) ", "")
    for words in theirs:
        assert words.replace("usynligt ", "").replace("  ", " ") in ours.replace("  ", " ")
