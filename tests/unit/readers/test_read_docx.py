"""Word files built with python-docx, and the parts that it cannot see added by hand."""

import zipfile
from pathlib import Path

import docx
import pytest
from docx.enum.text import WD_BREAK
from docx.oxml import parse_xml

from consult.domain.documents import Document, RemovalKind
from consult.domain.errors import ReadError
from consult.readers import read

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
BOX = f"""<w:p {W} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
 xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
 xmlns:v="urn:schemas-microsoft-com:vml"><w:r><w:t>Ankeret</w:t></w:r><w:r><mc:AlternateContent>
 <mc:Choice Requires="wps"><w:drawing><wps:txbx><w:txbxContent>
 <w:p><w:r><w:t>I boksen</w:t></w:r></w:p>
 </w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>
 <w:p><w:r><w:t>I boksen</w:t></w:r></w:p></w:txbxContent></v:textbox></w:pict></mc:Fallback>
 </mc:AlternateContent></w:r></w:p>"""
TRACKED = f"""<w:p {W}><w:r><w:t xml:space="preserve">Vi er </w:t></w:r>
 <w:del w:id="1" w:author="A"><w:r><w:delText>enige</w:delText></w:r></w:del>
 <w:ins w:id="2" w:author="A"><w:r><w:t>uenige</w:t></w:r></w:ins>
 <w:r><w:t>.</w:t></w:r></w:p>"""
ODD = f"""<w:p {W}><w:r><w:t>BU</w:t><w:noBreakHyphen/><w:t>02</w:t><w:tab/><w:t>er</w:t><w:br/>
 <w:t>sam</w:t><w:softHyphen/><w:t>arbejde</w:t></w:r>
 <w:hyperlink><w:r><w:t xml:space="preserve"> på nettet</w:t></w:r></w:hyperlink>
 <w:r><w:fldChar w:fldCharType="begin"/><w:instrText>HYPERLINK "x"</w:instrText></w:r></w:p>"""


def _read(document: "docx.document.Document", tmp_path: Path) -> Document:
    path = tmp_path / "svar.docx"
    document.save(str(path))
    (read_back,) = read(path)
    return read_back


def _blocks(document: Document) -> list[tuple[str, int, str]]:
    return [(b.kind.value, b.level, document.text[b.start : b.end]) for b in document.blocks]


def test_headings_lists_and_paragraphs(tmp_path: Path) -> None:
    source = docx.Document()
    source.add_heading("Høringssvar", 1)
    source.add_heading("Om skolerne", 2)
    source.add_paragraph("Vi er imod forslaget.")
    source.add_paragraph("første grund", style="List Bullet")
    source.add_paragraph("under grunden", style="List Bullet")
    source.paragraphs[-1]._p.get_or_add_pPr().append(
        parse_xml(f'<w:numPr {W}><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr>')
    )
    source.add_paragraph("Punkt 79")
    source.add_paragraph("Det er en dårlig idé.")
    assert _blocks(_read(source, tmp_path)) == [
        ("heading", 1, "Høringssvar"),
        ("heading", 2, "Om skolerne"),
        ("paragraph", 0, "Vi er imod forslaget."),
        ("list_item", 1, "første grund"),
        ("list_item", 2, "under grunden"),
        ("heading", 2, "Punkt 79"),
        ("paragraph", 0, "Det er en dårlig idé."),
    ]


def test_outline_level_makes_a_heading(tmp_path: Path) -> None:
    source = docx.Document()
    paragraph = source.add_paragraph("vores egen overskrift")
    paragraph._p.get_or_add_pPr().append(parse_xml(f'<w:outlineLvl {W} w:val="2"/>'))
    assert _blocks(_read(source, tmp_path))[0][:2] == ("heading", 3)


def test_a_bold_line_is_a_heading_and_a_bold_sentence_is_not(tmp_path: Path) -> None:
    source = docx.Document()
    source.add_paragraph().add_run("Lukning af biblioteket").bold = True
    source.add_paragraph("Det er vi imod.")
    source.add_paragraph().add_run("Det er slet ikke i orden!").bold = True
    assert [kind for kind, *_ in _blocks(_read(source, tmp_path))] == [
        "heading",
        "paragraph",
        "paragraph",
    ]


def test_tracked_changes(tmp_path: Path) -> None:
    source = docx.Document()
    source.element.body.insert(0, parse_xml(TRACKED))
    document = _read(source, tmp_path)
    assert document.text == "Vi er uenige."
    assert [(r.kind, r.text, r.at) for r in document.removals] == [
        (RemovalKind.DELETED_TEXT, "enige", 6)
    ]
    assert document.warnings == ("1 slettet passage (sporede ændringer) er ikke læst.",)


def test_text_box_is_read_once(tmp_path: Path) -> None:
    source = docx.Document()
    source.element.body.insert(0, parse_xml(BOX))
    assert _read(source, tmp_path).text == "Ankeret\n\nI boksen"


def test_odd_characters(tmp_path: Path) -> None:
    source = docx.Document()
    source.element.body.insert(0, parse_xml(ODD))
    assert _read(source, tmp_path).text == "BU-02\ter\nsamarbejde på nettet"


def test_tables(tmp_path: Path) -> None:
    source = docx.Document()
    table = source.add_table(3, 2)
    for cell, text in zip(
        table._cells, ["Nr", "Titel", "79", "Luk\nskolen", "", "Åh"], strict=True
    ):
        cell.text = text
    frame = source.add_table(1, 1)
    frame.cell(0, 0).text = "I en ramme."
    assert _blocks(_read(source, tmp_path)) == [
        ("table", 0, "Nr\tTitel"),
        ("table", 0, "79\tLuk\nskolen"),
        ("table", 0, "\tÅh"),
        ("paragraph", 0, "I en ramme."),
    ]


def test_pages_are_claimed_only_where_breaks_are(tmp_path: Path) -> None:
    source = docx.Document()
    source.add_paragraph("Første side.")
    assert [b.page for b in _read(source, tmp_path).blocks] == [None]
    source.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    source.add_paragraph("Anden side.")
    assert [b.page for b in _read(source, tmp_path).blocks] == [1, 2]


def test_soft_line_breaks_part_a_heading_from_its_text(tmp_path: Path) -> None:
    source = docx.Document()
    source.add_paragraph("Punkt 82\nJobcentret fik en bevilling.\nDen bør fortsætte.")
    assert [kind for kind, *_ in _blocks(_read(source, tmp_path))] == [
        "heading",
        "paragraph",
        "paragraph",
    ]


def test_header_is_boilerplate_and_page_numbers_are_not_text(tmp_path: Path) -> None:
    source = docx.Document()
    source.sections[0].header.paragraphs[0].text = "Ældrerådet i Havrebjerg"
    source.sections[0].footer.paragraphs[0].text = "Side 1"
    source.add_paragraph("Vi er imod.")
    assert _blocks(_read(source, tmp_path)) == [
        ("boilerplate", 0, "Ældrerådet i Havrebjerg"),
        ("paragraph", 0, "Vi er imod."),
    ]


def test_footnotes_follow_their_paragraph(tmp_path: Path) -> None:
    source = docx.Document()
    paragraph = source.add_paragraph("Se noten")
    paragraph._p.append(parse_xml(f'<w:r {W}><w:footnoteReference w:id="2"/></w:r>'))
    source.add_paragraph("Næste.")
    source.save(str(tmp_path / "a.docx"))
    notes = (
        f'<w:footnotes {W}><w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
        '<w:footnote w:id="2"><w:p><w:r><w:t>I noten.</w:t></w:r></w:p></w:footnote></w:footnotes>'
    )
    with zipfile.ZipFile(tmp_path / "a.docx", "a") as archive:
        archive.writestr("word/footnotes.xml", notes)
    (document,) = read(tmp_path / "a.docx")
    assert document.text == "Se noten\n\nI noten.\n\nNæste."


def _with_document_xml(path: Path, xml: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", xml)
    return path


def test_entities_are_not_resolved(tmp_path: Path) -> None:
    secret = tmp_path / "hemmelig.txt"
    secret.write_text("hemmeligt")
    xml = (
        f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{secret}">]><w:document {W}><w:body><w:p><w:r>'
        "<w:t>Ja &e; tak</w:t></w:r></w:p></w:body></w:document>"
    )
    (document,) = read(_with_document_xml(tmp_path / "a.docx", xml.encode()))
    assert "hemmeligt" not in document.text
    assert "Ja" in document.text


@pytest.mark.parametrize(
    ("xml", "words"),
    [
        (b"", "beskadiget"),
        (b" " * 30_000_000, "langt mere"),
        (f"<w:document {W}><w:body/></w:document>".encode(), "ingen tekst"),
        (f"<w:document {W}/>".encode(), "intet indhold"),
    ],
)
def test_bad_files(tmp_path: Path, xml: bytes, words: str) -> None:
    with pytest.raises(ReadError, match=words):
        read(_with_document_xml(tmp_path / "a.docx", xml))


def test_truncated_file(tmp_path: Path) -> None:
    source = docx.Document()
    source.add_paragraph("Vi er imod.")
    source.save(str(tmp_path / "a.docx"))
    data = (tmp_path / "a.docx").read_bytes()
    (tmp_path / "b.docx").write_bytes(data[: len(data) // 2])
    with pytest.raises(ReadError):
        read(tmp_path / "b.docx")
