"""What Word puts in a document beside plain paragraphs: changes, notes, boxes, fields, controls."""

import io
import zipfile

import pytest

from consult.domain.documents import BlockKind, Document, RemovalKind
from consult.domain.errors import ReadError
from consult.readers import docx as reader
from consult.readers.formats import unpack
from consult.readers.source import SourceFile

NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
)
RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def _source(body: str, name: str = "svar.docx", **members: str | bytes) -> SourceFile:
    """A Word file with that body; further members by name, "__" for "/" and "_" for "."."""
    members = {"word/document.xml": f"<w:document {NAMES}><w:body>{body}</w:body></w:document>"} | {
        key.replace("__", "/").replace("0", "."): data for key, data in members.items()
    }
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, content in members.items():
            archive.writestr(member, content)
    return SourceFile(name, data.getvalue())


def _read(body: str, **members: str | bytes) -> Document:
    (document,) = reader.read(_source(body, **members))
    return document


def _p(inner: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def _r(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def _taken(document: Document) -> list[tuple[RemovalKind, str]]:
    return [(removal.kind, removal.text) for removal in document.removals]


def _relations(*entries: tuple[str, str, str]) -> str:
    inner = "".join(
        f'<Relationship Id="{key}" Type="{RELS}/{kind}" Target="{target}"/>'
        for key, kind, target in entries
    )
    return f'<Relationships xmlns="{RELS}">{inner}</Relationships>'


DELETED_MARK = '<w:rPr><w:del w:id="9"/></w:rPr>'


def test_a_deleted_paragraph_mark_joins_what_it_parted() -> None:
    document = _read(_p(_r("Vi er "), DELETED_MARK) + _p(_r("imod.")) + _p(_r("Slut.")))
    assert document.text == "Vi er imod.\n\nSlut."


def test_a_deleted_mark_before_a_table_joins_nothing() -> None:
    table = f"<w:tbl><w:tr><w:tc>{_p(_r('a'))}</w:tc><w:tc>{_p(_r('b'))}</w:tc></w:tr></w:tbl>"
    assert _read(_p(_r("Vi er"), DELETED_MARK) + table).text == "Vi er\n\na\tb"
    assert _read(table + _p(_r("Vi er"), DELETED_MARK)).text == "a\tb\n\nVi er"


def test_a_paragraph_deleted_whole_is_listed() -> None:
    gone = "<w:del><w:r><w:delText>Hele </w:delText><w:delText>stykket.</w:delText></w:r></w:del>"
    document = _read(_p(gone, DELETED_MARK) + _p(_r("Tilbage.")))
    assert document.text == "Tilbage."
    assert _taken(document) == [(RemovalKind.DELETED_TEXT, "Hele stykket.")]


def test_moved_words_are_read_where_they_stand_now() -> None:
    document = _read(
        _p(f"<w:moveFrom>{_r('Flyttet.')}</w:moveFrom>", '<w:rPr><w:moveFrom w:id="1"/></w:rPr>')
        + _p(_r("Først."))
        + _p(f"<w:moveTo>{_r('Flyttet.')}</w:moveTo>")
    )
    assert document.text == "Først.\n\nFlyttet."
    assert document.removals == ()


def test_formatting_changes_are_not_words() -> None:
    change = "<w:rPrChange><w:rPr><w:b/><w:vanish/></w:rPr></w:rPrChange>"
    document = _read(_p(_r("Lukning af biblioteket", change)) + _p(_r("Det er vi imod.")))
    assert document.text == "Lukning af biblioteket\n\nDet er vi imod."


def test_tracked_table_rows() -> None:
    def row(properties: str, *cells: str) -> str:
        inner = "".join(f"<w:tc>{_p(cell)}</w:tc>" for cell in cells)
        return f"<w:tr><w:trPr>{properties}</w:trPr>{inner}</w:tr>"

    document = _read(
        "<w:tbl>"
        + row("", _r("Nr"), _r("Titel"))
        + row("<w:ins/>", f"<w:ins>{_r('79')}</w:ins>", f"<w:ins>{_r('Ny')}</w:ins>")
        + row("<w:del/>", "<w:del><w:r><w:delText>80</w:delText></w:r></w:del>", _r("Væk"))
        + "</w:tbl>"
    )
    assert document.text == "Nr\tTitel\n79\tNy"
    assert _taken(document) == [(RemovalKind.DELETED_TEXT, "80Væk")]


COMMENTS = f"""<w:comments {NAMES}>
 <w:comment w:id="0" w:author="Hanne Lund"><w:p><w:r><w:annotationRef/><w:t>Vi er imod.</w:t></w:r>
 </w:p><w:p><w:r><w:t>Helt imod.</w:t></w:r></w:p></w:comment>
 <w:comment w:id="1" w:author="Bo Ek"><w:p><w:r><w:t>Enig.</w:t></w:r></w:p></w:comment>
 <w:comment w:id="2" w:author="Bo Ek"><w:p><w:r><w:t>Uden sted.</w:t></w:r></w:p></w:comment>
</w:comments>"""


def test_comments_follow_the_paragraph_they_annotate() -> None:
    marks = '<w:r><w:commentReference w:id="0"/></w:r><w:r><w:commentReference w:id="1"/></w:r>'
    document = _read(
        _p(_r("Byrådet vil lukke badet.") + marks) + _p(_r("Næste.")), word__comments0xml=COMMENTS
    )
    blocks = [(b.kind, document.text[b.start : b.end]) for b in document.blocks]
    assert blocks == [
        (BlockKind.PARAGRAPH, "Byrådet vil lukke badet."),
        (BlockKind.PARAGRAPH, "Vi er imod.\nHelt imod."),
        (BlockKind.PARAGRAPH, "Enig."),
        (BlockKind.PARAGRAPH, "Næste."),
        (BlockKind.PARAGRAPH, "Uden sted."),
    ]
    assert document.warnings == ("3 kommentarer er læst med, skrevet af Hanne Lund og Bo Ek.",)


def test_a_comment_to_deleted_words_is_read() -> None:
    deleted = (
        "<w:del><w:r><w:delText>Luk.</w:delText></w:r>"
        '<w:r><w:commentReference w:id="1"/></w:r></w:del>'
    )
    document = _read(_p(deleted + _r("Bevar.")), word__comments0xml=COMMENTS)
    assert document.text.startswith("Bevar.\n\nEnig.")


FOOTNOTES = f"""<w:footnotes {NAMES}><w:footnote w:id="2"><w:p><w:r><w:footnoteRef/></w:r>
 {_r(" Se bilag 3.")}</w:p></w:footnote><w:footnote w:id="3"><w:p>{_r("Forladt.")}</w:p>
 </w:footnote></w:footnotes>"""


def test_the_mark_of_a_note_does_not_stick_to_a_number() -> None:
    mark = '<w:r><w:footnoteReference w:customMarkFollows="1" w:id="2"/><w:t>2</w:t></w:r>'
    document = _read(
        _p(_r("Vi er imod punkt 79") + mark + _r(" og 80.")), word__footnotes0xml=FOOTNOTES
    )
    assert document.text == "Vi er imod punkt 79 og 80.\n\nSe bilag 3."
    assert (RemovalKind.HIDDEN_TEXT, "Forladt.") in _taken(document)


def test_notes_in_a_table_follow_the_table_and_deleted_ones_are_listed() -> None:
    mark = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    gone = '<w:del><w:r><w:footnoteReference w:id="3"/></w:r></w:del>'
    row = f"<w:tr><w:tc>{_p(_r('79') + mark)}</w:tc><w:tc>{_p(_r('Nej') + gone)}</w:tc></w:tr>"
    document = _read(f"<w:tbl>{row}{row.replace(mark, '')}</w:tbl>", word__footnotes0xml=FOOTNOTES)
    assert document.text == "79\tNej\n79\tNej\n\n Se bilag 3.".replace(" Se", "Se")
    assert (RemovalKind.DELETED_TEXT, "Forladt.") in _taken(document)


def test_a_note_that_refers_to_itself_ends() -> None:
    notes = f"""<w:footnotes {NAMES}><w:footnote w:id="2"><w:p>{_r("I ring.")}<w:r>
    <w:footnoteReference w:id="2"/></w:r></w:p></w:footnote></w:footnotes>"""
    body = _p(_r("Se") + '<w:r><w:footnoteReference w:id="2"/></w:r>')
    assert _read(body, word__footnotes0xml=notes).text == "Se\n\nI ring."


def test_shapes_of_all_kinds_are_read_once() -> None:
    def box(text: str) -> str:
        return f"<w:txbxContent>{_p(_r(text))}</w:txbxContent>"

    both = (
        f"<mc:AlternateContent><mc:Choice>{box('Ny boks.')}</mc:Choice>"
        f"<mc:Fallback>{box('Ny boks.')}</mc:Fallback></mc:AlternateContent>"
    )
    only_old = (
        "<mc:AlternateContent><mc:Choice><a:pic/></mc:Choice>"
        f"<mc:Fallback>{box('Gammel boks.')}</mc:Fallback></mc:AlternateContent>"
    )
    art = '<w:pict><v:shape><v:textpath string="Stop lukningen"/></v:shape></w:pict>'
    canvas = "<a:txBody><a:p><a:r><a:t>På lærredet.</a:t></a:r></a:p></a:txBody>"
    document = _read(
        _p(f"<w:r>{both}</w:r><w:r>{only_old}</w:r><w:r>{art}</w:r>") + _p(f"<w:r>{canvas}</w:r>")
    )
    assert document.text == "Stop lukningen\n\nNy boks.\n\nGammel boks.\n\nPå lærredet."


def test_diagrams_are_read_and_charts_and_embedded_files_are_told() -> None:
    data = (
        f"<dgm:dataModel {NAMES}><dgm:ptLst>"
        "<dgm:pt><dgm:t><a:p><a:r><a:t>Først høring</a:t></a:r></a:p></dgm:t></dgm:pt>"
        "<dgm:pt><dgm:t><a:p><a:r><a:t>Så beslutning</a:t></a:r></a:p></dgm:t></dgm:pt>"
        "</dgm:ptLst></dgm:dataModel>"
    )
    document = _read(
        _p(_r("Forløbet:") + '<w:r><w:drawing><dgm:relIds r:dm="rId1"/></w:drawing></w:r>')
        + '<w:altChunk r:id="rId2"/>',
        word___rels__document0xml0rels=_relations(
            ("rId1", "diagramData", "diagrams/data1.xml"), ("rId2", "aFChunk", "brev.htm")
        ),
        word__diagrams__data10xml="",
        **{
            "word__diagrams__data1.xml": data,
            "word__brev0htm": "<p>hej</p>",
            "word__charts__chart1.xml": "<c/>",
            "word__charts___rels__chart1.xml.rels": _relations(
                ("rId1", "package", "../embeddings/tal.xlsx")
            ),
            "word__embeddings__tal.xlsx": b"PK",
            "word__embeddings__Bilag.docx": b"PK",
            "word__vbaProject.bin": b"x",
        },
    )
    assert document.text == "Forløbet:\n\nFørst høring\n\nSå beslutning"
    assert document.warnings == (
        "Dokumentet har makroer; de er ikke kørt.",
        "2 indlejrede filer er ikke læst: »Bilag.docx«, »brev.htm«.",
        "Teksten i 1 diagram er ikke læst.",
    )


def _control(properties: str, content: str) -> str:
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def test_controls_filled_and_not() -> None:
    tick = _control('<w14:checkbox><w14:checked w14:val="1"/></w14:checkbox>', _r("☒"))
    document = _read(
        _p(_r("Navn: ") + _control("", _r("Bo Ek")))
        + _p(_r("Svar: ") + _control("<w:showingPlcHdr/>", _r("Klik her for at skrive")))
        + _control("<w:showingPlcHdr/>", _p(_r("Vælg et element")))
        + _p(tick + _r(" Enig"))
        + _control("<w:dropDownList/>", _p(_r("Uenig")))
    )
    assert document.text == "Navn: Bo Ek\n\nSvar:\n\n☒ Enig\n\nUenig".replace("Svar:", "Svar: ")
    assert _taken(document) == [
        (RemovalKind.PLACEHOLDER, "Klik her for at skrive"),
        (RemovalKind.PLACEHOLDER, "Vælg et element"),
    ]
    assert document.warnings == ("2 felter er ikke udfyldt; vejledningen i dem er ikke læst.",)


def _field(code: str, result: str, data: str = "", middle: str = "separate") -> str:
    def mark(kind: str, inner: str = "") -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}">{inner}</w:fldChar></w:r>'

    inner = f"<w:r><w:instrText>{code}</w:instrText></w:r>"
    between = mark("separate") if middle else ""
    return mark("begin", data) + inner + between + result + mark("end")


_CHECKED = "<w:ffData><w:checkBox><w:checked/></w:checkBox></w:ffData>"


@pytest.mark.parametrize(
    ("field", "shown"),
    [
        (_field("REF x", _r("punkt 79")), "punkt 79"),
        (_field(" IF 1 ", _r("ja")), "ja"),
        (_field("FORMTEXT", _r("Vi er imod"), "<w:ffData><w:textInput/></w:ffData>"), "Vi er imod"),
        (
            _field("FORMCHECKBOX", "", _CHECKED),
            "☒",
        ),
        (
            _field(
                "FORMCHECKBOX",
                "",
                '<w:ffData><w:checkBox><w:default w:val="0"/></w:checkBox></w:ffData>',
                middle="",
            ),
            "☐",
        ),
        (
            _field(
                "FORMDROPDOWN",
                "",
                '<w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="For"/>'
                '<w:listEntry w:val="Imod"/></w:ddList></w:ffData>',
            ),
            "Imod",
        ),
        (f'<w:fldSimple w:instr="DATE">{_r("1. maj")}</w:fldSimple>', "1. maj"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>', "☑"),
        ('<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>', "≥"),
        ('<w:r><w:sym w:font="Arial" w:char="00E6"/></w:r>', "æ"),
        (f"<w:smartTag>{_r('Havrebjerg')}</w:smartTag>", "Havrebjerg"),
        (f'<w:bdo w:val="ltr">{_r("(før)")}</w:bdo>', "(før)"),
    ],
)
def test_what_is_shown_is_read(field: str, shown: str) -> None:
    assert _read(_p(_r("[") + field + _r("]"))).text == f"[{shown}]"


def test_a_field_within_the_code_of_a_field_is_not_shown() -> None:
    inner = _field("MERGEFIELD x", _r("skjult kode"))
    outer = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        + inner
        + '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        + _r("vist")
        + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    document = _read(_p(_r("a ") + outer + _r(" b")))
    assert document.text == "a vist b"
    assert _taken(document) == [(RemovalKind.MARKUP, "skjult kode")]


def test_a_field_that_never_ends_hides_nothing() -> None:
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    assert _read(_p(_r("a ") + begin + _r("b")) + _p(_r("c"))).text == "a b\n\nc"


def test_hidden_words_are_listed() -> None:
    styles = (
        f'<w:styles {NAMES}><w:style w:type="character" w:styleId="S"><w:rPr><w:vanish/></w:rPr>'
        "</w:style></w:styles>"
    )
    document = _read(
        _p(_r("Vi er ") + _r("ikke ", "<w:vanish/>") + _r("imod", '<w:rStyle w:val="S"/>'))
        + _p(_r("Synlig.", '<w:vanish w:val="0"/>')),
        word__styles0xml=styles,
    )
    assert document.text == "Vi er \n\nSynlig."
    assert _taken(document) == [(RemovalKind.HIDDEN_TEXT, "ikke imod")]


def test_merged_cells_are_not_doubled_and_keep_their_columns() -> None:
    def cell(text: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{_p(_r(text))}</w:tc>"

    document = _read(
        "<w:tbl><w:tr>"
        + cell("Samlet", '<w:gridSpan w:val="2"/>')
        + cell("Sum")
        + "</w:tr><w:tr>"
        + cell("79", '<w:vMerge w:val="restart"/>')
        + cell("Bad")
        + cell("1")
        + "</w:tr><w:tr>"
        + cell("79 igen", "<w:vMerge/>")
        + cell("Hal")
        + cell("2")
        + "</w:tr></w:tbl>"
    )
    assert document.text == "Samlet\t\tSum\n79\tBad\t1\n\tHal\t2"
    assert _taken(document) == [(RemovalKind.HIDDEN_TEXT, "79 igen")]


def test_a_page_laid_out_as_a_table_is_a_letter() -> None:
    letter = "".join(_p(_r(f"Afsnit {n} om sagen.")) for n in range(4))
    logo = _p(_r("Ældrerådet"))
    row = f"<w:tr><w:tc>{logo}</w:tc><w:tc>{letter}</w:tc></w:tr>"
    document = _read(f"<w:tbl>{row}</w:tbl>")
    assert BlockKind.TABLE not in {b.kind for b in document.blocks}
    assert document.text.startswith("Ældrerådet\n\nAfsnit 0")


def test_pages_by_what_word_has_rendered() -> None:
    mark = "<w:r><w:lastRenderedPageBreak/></w:r>"
    explicit = '<w:r><w:br w:type="page"/></w:r>'
    cells = f"<w:tc>{_p(mark + _r('a'))}</w:tc><w:tc>{_p(mark + _r('b'))}</w:tc>"
    document = _read(
        _p(_r("Et.") + explicit)
        + _p(mark + _r("To."))
        + f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>"
        + _p(_r("Tre."))
    )
    assert [b.page for b in document.blocks] == [1, 2, 3, 3]


def test_pages_by_breaks_before_paragraphs_and_sections() -> None:
    document = _read(
        _p(_r("Et."), "<w:sectPr/>")
        + _p(_r("To."), '<w:sectPr><w:type w:val="continuous"/></w:sectPr>')
        + _p(_r("Tre."), "<w:pageBreakBefore/>")
    )
    assert [b.page for b in document.blocks] == [1, 2, 3]


def test_only_the_first_letterhead_is_text() -> None:
    def header(text: str) -> str:
        return f"<w:hdr {NAMES}>{_p(_r(text))}</w:hdr>"

    document = _read(
        _p(_r("Vi er imod.")) + '<w:sectPr><w:headerReference w:type="first" r:id="a"/>'
        '<w:headerReference w:type="default" r:id="b"/><w:titlePg/></w:sectPr>',
        word__header10xml="",
        **{
            "word__header1.xml": header("Svar fra Ældrerådet"),
            "word__header2.xml": header("Høringssvar, fortsat"),
            "word___rels__document.xml.rels": _relations(
                ("b", "header", "header1.xml"), ("a", "header", "header2.xml")
            ),
        },
    )
    assert document.text == "Høringssvar, fortsat\n\nVi er imod."
    assert _taken(document) == [(RemovalKind.RUNNING_HEADER, "Svar fra Ældrerådet")]


def test_entries_of_a_table_of_contents_are_no_text_of_their_own() -> None:
    styles = (
        f'<w:styles {NAMES}><w:style w:type="paragraph" w:styleId="I1"><w:name w:val="toc 1"/>'
        "</w:style></w:styles>"
    )
    document = _read(
        _p(_r("Lukning af bad") + "<w:r><w:tab/></w:r>" + _r("3"), '<w:pStyle w:val="I1"/>')
        + _p(_r("Vi er imod.")),
        word__styles0xml=styles,
    )
    assert [b.kind for b in document.blocks] == [BlockKind.BOILERPLATE, BlockKind.PARAGRAPH]


def test_strict_namespaces() -> None:
    xml = f"<w:document {NAMES}><w:body>{_p(_r('Streng.'))}</w:body></w:document>"
    strict = xml.replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/",
        "http://purl.oclc.org/ooxml/wordprocessingml/",
    )
    assert "purl" in strict
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("word/document.xml", strict)
    assert reader.read(SourceFile("a.docx", data.getvalue()))[0].text == "Streng."


def test_the_main_part_may_have_another_name() -> None:
    xml = f"<w:document {NAMES}><w:body>{_p(_r('Fra nettet.'))}</w:body></w:document>"
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("_rels/.rels", _relations(("x", "officeDocument", "/word/document2.xml")))
        archive.writestr("word/document2.xml", xml)
    assert unpack(SourceFile("a.docx", data.getvalue())).documents[0].text == "Fra nettet."


@pytest.mark.parametrize("suffix", [".docm", ".dotx"])
def test_the_other_suffixes_of_word(suffix: str) -> None:
    source = _source(_p(_r("Vi er imod.")), f"svar{suffix}")
    assert unpack(source).documents[0].text == "Vi er imod."


def test_xml_cut_short_is_told() -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr(
            "word/document.xml", f"<w:document {NAMES}><w:body>{_p(_r('Vi er imod.'))}<w:p><w:r>"
        )
    (document,) = reader.read(SourceFile("a.docx", data.getvalue()))
    assert document.text == "Vi er imod."
    assert document.warnings == ("Filen er beskadiget; noget af teksten kan mangle.",)


@pytest.mark.parametrize("tags", [("tbl", "tr", "tc"), ("sdt", "sdtContent"), ("p",), ("ins",)])
def test_ten_thousand_layers(tags: tuple[str, ...]) -> None:
    before = "".join(f"<w:{tag}>" for tag in tags) * 10_000
    after = "".join(f"</w:{tag}>" for tag in reversed(tags)) * 10_000
    with pytest.raises(ReadError, match="lag inden i hinanden"):
        _read(before + _p(_r("x")) + after)


@pytest.mark.parametrize("tags", [("tbl", "tr", "tc"), ("sdt", "sdtContent"), ("p",), ("ins",)])
def test_as_many_layers_as_the_parser_takes(tags: tuple[str, ...]) -> None:
    layers = 2000 // len(tags)
    before = "".join(f"<w:{tag}>" for tag in tags) * layers
    after = "".join(f"</w:{tag}>" for tag in reversed(tags)) * layers
    assert _read(before + _p(_r("Helt inde.")) + after).text == "Helt inde."


def test_many_empty_paragraphs() -> None:
    assert _read("<w:p/>" * 100_000 + _p(_r("Til sidst."))).text == "Til sidst."
