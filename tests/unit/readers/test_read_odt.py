"""OpenDocument files built with odfdo, and the parts of the XML that matter put in by hand."""

import re
import zipfile
from pathlib import Path

import odfdo
import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.domain.documents import Document, RemovalKind
from consult.domain.errors import ReadError
from consult.readers import read
from consult.readers.odt import read as read_odt
from consult.readers.source import SourceFile

_NAMES = {
    "office": "office", "style": "style", "text": "text", "table": "table", "draw": "drawing",
    "fo": "xsl-fo-compatible", "form": "form", "svg": "svg-compatible",
}  # fmt: skip
NS = " ".join(
    [f'xmlns:{p}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for p, n in _NAMES.items()]
    + ['xmlns:dc="http://purl.org/dc/elements/1.1/"', 'xmlns:xlink="http://www.w3.org/1999/xlink"']
    + ['xmlns:field="urn:openoffice:names:experimental:ooo-ms-interop-xmlns:field:1.0"']
)
STYLES = (
    '<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Body">'
    '<style:paragraph-properties fo:break-before="page"/></style:style>'
    '<style:style style:name="B" style:family="text"><style:text-properties fo:font-weight="bold"/>'
    '</style:style><style:style style:name="H" style:family="text"><style:text-properties '
    'text:display="none"/></style:style><style:style style:name="Overskrift_20_2" '
    'style:family="paragraph"/><text:list-style style:name="L"><text:list-level-style-number '
    'text:level="1" style:num-format="1" style:num-suffix="."/><text:list-level-style-number '
    'text:level="2" style:num-format="a" style:num-prefix="(" style:num-suffix=")"/>'
    '</text:list-style><text:list-style style:name="U"><text:list-level-style-bullet '
    'text:level="1" text:bullet-char="•"/></text:list-style>'
)
MANIFEST = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"


def _package(path: Path, body: str, styles: str = "", before: str = "", manifest: str = "") -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr(
            "content.xml",
            f"{before}<office:document-content {NS}><office:automatic-styles>{STYLES}"
            f"</office:automatic-styles><office:body>{body}</office:body>"
            "</office:document-content>",
        )
        archive.writestr(
            "styles.xml", f"<office:document-styles {NS}>{styles}</office:document-styles>"
        )
        if manifest:
            archive.writestr("META-INF/manifest.xml", manifest)
    return path


def _read(tmp_path: Path, body: str, styles: str = "", before: str = "") -> Document:
    body = f"<office:text>{body}</office:text>"
    (document,) = read(_package(tmp_path / "svar.odt", body, styles, before))
    return document


def _blocks(document: Document) -> list[tuple[str, int, str]]:
    return [(b.kind.value, b.level, document.text[b.start : b.end]) for b in document.blocks]


def test_a_file_of_another_program(tmp_path: Path) -> None:
    source = odfdo.Document("text")
    source.body.clear()
    source.body.append(odfdo.Header(1, "Høringssvar fra Ældrerådet"))
    source.body.append(odfdo.Paragraph("Vi er  imod forslaget.\tDet\nrammer de ældste."))
    source.body.append(odfdo.List(["første grund", "anden grund"]))
    table = odfdo.Table("Tal", width=2, height=2)
    table.set_values([["Nr", "Titel"], ["79", "Luk skolen"]])
    source.body.append(table)
    note = odfdo.Paragraph("Med hilsen")
    note.insert_note(note_id="n1", citation="1", body="En note.", after="Med")
    source.body.append(note)
    source.save(str(tmp_path / "svar.odt"))
    (document,) = read(tmp_path / "svar.odt")
    assert _blocks(document) == [
        ("heading", 1, "1. Høringssvar fra Ældrerådet"),
        ("paragraph", 0, "Vi er  imod forslaget.\tDet\nrammer de ældste."),
        ("list_item", 1, "første grund"),
        ("list_item", 1, "anden grund"),
        ("table", 0, "Nr\tTitel"),
        ("table", 0, "79\tLuk skolen"),
        ("paragraph", 0, "Med hilsen"),
        ("paragraph", 0, "En note."),
    ]
    # "1." is of odfdo's own outline style; LibreOffice shows it too. "Med1" has the note's mark.
    theirs = odfdo.Document(str(tmp_path / "svar.odt")).body.get_elements("//text:h|//text:p")
    words = {word for part in theirs for word in re.findall(r"\w+", part.inner_text)}
    assert words - {"Med1"} <= set(re.findall(r"\w+", document.text))


def test_headings_and_numbered_lists(tmp_path: Path) -> None:
    item = "<text:list-item>{}</text:list-item>".format
    p = "<text:p>{}</text:p>".format
    inner = f"<text:list>{item(p('under'))}</text:list>"
    document = _read(
        tmp_path,
        '<text:h text:outline-level="2">Om skolerne</text:h>'
        '<text:p text:style-name="Overskrift_20_2">Om skov</text:p>'
        '<text:p><text:span text:style-name="B">Lukning af biblioteket</text:span></text:p>'
        f'<text:list text:style-name="L">{item(p("et") + p("mere") + inner)}{item(p("to"))}'
        '</text:list><text:list text:style-name="L" text:continue-numbering="true">'
        f"{item(p('tre'))}</text:list>"
        f'<text:list text:style-name="L">{item(p("forfra"))}</text:list>'
        f'<text:list text:style-name="U">{item(p("prik"))}</text:list>',
    )
    assert _blocks(document) == [
        ("heading", 2, "Om skolerne"),
        ("heading", 2, "Om skov"),
        ("heading", 1, "Lukning af biblioteket"),
        ("list_item", 1, "1. et"),
        ("paragraph", 0, "mere"),
        ("list_item", 2, "(a) under"),
        ("list_item", 1, "2. to"),
        ("list_item", 1, "3. tre"),
        ("list_item", 1, "1. forfra"),
        ("list_item", 1, "prik"),
    ]


def test_white_space(tmp_path: Path) -> None:
    document = _read(
        tmp_path,
        '<text:p>\n  Vi<text:s text:c="3"/>er\n imod<text:tab/>79<text:line-break/>og'
        '<text:s text:c="999999999"/><!-- x -->80</text:p>',
    )
    assert re.sub(" {200}", "…", document.text) == "Vi   er imod\t79\nog…80"


def test_tables(tmp_path: Path) -> None:
    cell = "<table:table-cell{}>{}</table:table-cell>".format
    row = "<table:table-row>{}</table:table-row>".format
    p = "<text:p>{}</text:p>".format
    covered = "<table:covered-table-cell/>"
    inner = f"<table:table>{row(cell('', p('i')) + cell('', p('j')))}</table:table>"
    wide = ' table:number-columns-spanned="2"'
    document = _read(
        tmp_path,
        f"<table:table><table:table-header-rows>{row(cell('', p('Nr')) + cell('', p('Titel')))}"
        f"</table:table-header-rows>{row(cell('', p('79')) + cell('', p('Luk') + p('skolen')))}"
        f"{row(covered + cell('', p('Åh') + inner))}{row(cell(wide, p('En ramme.')) + covered)}"
        "</table:table>",
    )
    assert _blocks(document) == [
        ("table", 0, "Nr\tTitel"),
        ("table", 0, "79\tLuk\nskolen"),
        ("table", 0, "\tÅh\ni j"),
        ("paragraph", 0, "En ramme."),
    ]


def test_tracked_changes(tmp_path: Path) -> None:
    document = _read(
        tmp_path,
        '<text:tracked-changes><text:changed-region text:id="c1"><text:deletion>'
        "<office:change-info><dc:creator>A</dc:creator></office:change-info><text:p>enige</text:p>"
        '</text:deletion></text:changed-region><text:changed-region text:id="c2"><text:insertion/>'
        "</text:changed-region></text:tracked-changes><text:p>Vi er <text:change "
        'text:change-id="c1"/><text:change-start text:change-id="c2"/>uenige<text:change-end '
        'text:change-id="c2"/>.</text:p>',
    )
    assert document.text == "Vi er uenige."
    assert [(r.kind, r.text, r.at) for r in document.removals] == [
        (RemovalKind.DELETED_TEXT, "enige", 6)
    ]


def test_notes_comments_and_boxes_follow_their_paragraph(tmp_path: Path) -> None:
    comment = (
        "<office:annotation><dc:creator>Hanne</dc:creator><dc:date>2026</dc:date>"
        "<text:p>Her er vi</text:p><text:p>uenige.</text:p></office:annotation>"
    )
    document = _read(
        tmp_path,
        f"<text:p>Udkast{comment} til plan<text:note><text:note-citation>1</text:note-citation>"
        "<text:note-body><text:p>I noten.</text:p></text:note-body></text:note>.</text:p>"
        "<text:p>Ankeret<draw:frame><draw:text-box><text:p>I boksen.</text:p></draw:text-box>"
        '</draw:frame><draw:frame><draw:object/><draw:image xlink:href="x"/><svg:desc>Et kort'
        "</svg:desc></draw:frame><draw:custom-shape><text:p>I figuren.</text:p></draw:custom-shape>"
        f"</text:p><table:table><table:table-row><table:table-cell><text:p>a{comment}</text:p>"
        "</table:table-cell><table:table-cell><text:p>b</text:p></table:table-cell>"
        "</table:table-row></table:table>",
    )
    assert [text for *_, text in _blocks(document)] == [
        "Udkast til plan.", "Her er vi\nuenige.", "I noten.", "Ankeret", "I boksen.", "I figuren.",
        "a\tb", "Her er vi\nuenige.",
    ]  # fmt: skip
    assert document.warnings == (
        "2 kommentarer er læst med, skrevet af Hanne.",
        "1 billede eller indlejret objekt er ikke læst.",
    )


def test_hidden_text_is_told(tmp_path: Path) -> None:
    document = _read(
        tmp_path,
        '<text:p>Vi er <text:span text:style-name="H">slet ikke </text:span>imod<text:hidden-text '
        'text:is-hidden="true" text:string-value="x"/>.</text:p><text:section text:display="none">'
        "<text:p>Intet</text:p></text:section><text:p>Væk<text:hidden-paragraph "
        'text:is-hidden="true"/></text:p><text:p><text:script>alert(1)</text:script>Ja</text:p>',
    )
    assert document.text == "Vi er imod.\n\nJa"
    assert [(r.kind, r.text) for r in document.removals] == [
        (RemovalKind.HIDDEN_TEXT, text) for text in ("slet ikke", "x", "Intet", "Væk")
    ]
    assert document.warnings == ("4 skjulte passager er ikke læst.",)


def test_form_fields(tmp_path: Path) -> None:
    control = '<draw:control draw:control="{}"/>'.format
    document = _read(
        tmp_path,
        '<office:forms><form:form><form:text form:id="c1" form:current-value="Hanne Lund"/>'
        '<form:checkbox form:id="c2" form:label="Imod" form:current-state="checked"/>'
        '<form:radio form:id="c3" form:label="For"/><form:listbox form:id="c4"><form:option '
        'form:label="Borger" form:current-selected="true"/><form:option form:label="Forening"/>'
        '</form:listbox><form:button form:id="c5" form:label="Send"/></form:form></office:forms>'
        f"<text:p>Navn: {control('c1')}</text:p><text:p>{control('c2')} {control('c3')}</text:p>"
        f"<text:p>{control('c4')}{control('c5')}</text:p><text:p><text:text-input>Udfyldt"
        '</text:text-input> <text:drop-down><text:label text:value="Nej"/>Ja</text:drop-down> '
        '<field:fieldmark field:type="vnd.oasis.opendocument.field.FORMCHECKBOX"><field:param '
        'field:name="Checkbox_Checked" field:value="true"/></field:fieldmark></text:p>',
    )
    assert document.text == "Navn: Hanne Lund\n\n☒ Imod ☐ For\n\nBorger\n\nUdfyldt Ja ☒"


def test_header_and_pages(tmp_path: Path) -> None:
    document = _read(
        tmp_path,
        "<text:p>Et.</text:p><text:p>To<text:soft-page-break/> sider.</text:p>"
        '<text:p text:style-name="P1">Tre.</text:p>',
        '<office:master-styles><style:master-page style:name="S"><style:header><text:p>Ældrerådet'
        "</text:p></style:header><style:header-left><text:p>Ældrerådet</text:p></style:header-left>"
        '<style:footer style:display="false"><text:p>Slukket</text:p></style:footer>'
        "<style:footer-first><text:p>Side <text:page-number>1</text:page-number></text:p>"
        "</style:footer-first></style:master-page></office:master-styles>",
    )
    assert [(b.kind.value, b.page, document.text[b.start : b.end]) for b in document.blocks] == [
        ("boilerplate", None, "Ældrerådet"),
        ("paragraph", 1, "Et."),
        ("paragraph", 1, "To sider."),
        ("paragraph", 3, "Tre."),
    ]
    assert [b.page for b in _read(tmp_path, "<text:p>Et.</text:p>").blocks] == [None]


def test_entities_do_nothing(tmp_path: Path) -> None:
    secret = tmp_path / "hemmelig.txt"
    secret.write_text("hemmeligt")
    laughs = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
    before = f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{secret}"><!ENTITY l0 "ha">{laughs}]>'
    assert _read(tmp_path, "<text:p>Ja &e;tak</text:p>", before=before).text == "Ja tak"
    with pytest.raises(ReadError, match="lag"):
        _read(tmp_path, "<text:p>Ja &l9; tak</text:p>", before=before)
    with pytest.raises(ReadError, match=r"lag|beskadiget"):
        _read(tmp_path, '<text:p text:style-name="&l9;">Ja</text:p>', before=before)


def test_mended_xml_is_told(tmp_path: Path) -> None:
    document = _read(tmp_path, "<text:p>Ja &amp</text:p>")
    assert document.warnings == ("Filen er beskadiget; noget af teksten kan mangle.",)


@pytest.mark.parametrize(
    ("body", "manifest", "words"),
    [
        ("<office:text/>", "", "ingen tekst"),
        ("<office:spreadsheet/>", "", "ikke et tekstdokument"),
        ("<office:text>" + " " * 30_000_000 + "</office:text>", "", "langt mere"),
        (
            "\x01\x02",
            f'<m:manifest xmlns:m="{MANIFEST}"><m:file-entry><m:encryption-data/></m:file-entry>'
            "</m:manifest>",
            "adgangskode",
        ),
    ],
)
def test_bad_files(tmp_path: Path, body: str, manifest: str, words: str) -> None:
    with pytest.raises(ReadError, match=words):
        read(_package(tmp_path / "a.odt", body, manifest=manifest))


def test_a_wholly_encrypted_package(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.odt", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("encrypted-package", "x")
    with pytest.raises(ReadError, match="adgangskode"):
        read(tmp_path / "a.odt")


def test_deep_nesting_costs_one_sentence(tmp_path: Path) -> None:
    deep = "<text:section>" * 1500 + "<text:p>Ja</text:p>" + "</text:section>" * 1500
    with pytest.raises(ReadError, match="indviklet"):
        _read(tmp_path, deep)


TAGS = st.sampled_from(
    ["text:p", "text:h", "text:list", "text:list-item", "text:span", "text:note", "text:note-body",
     "table:table", "table:table-row", "table:table-cell", "draw:frame", "draw:text-box",
     "office:annotation", "text:section", "text:s", "text:tab", "text:soft-page-break"]
)  # fmt: skip
TREES = st.recursive(
    st.sampled_from(["Vi er imod. ", "Punkt 79", " ", "\u200b", "1."]),
    lambda inner: st.tuples(TAGS, st.lists(inner, max_size=4)).map(
        lambda made: f"<{made[0]}>{''.join(made[1])}</{made[0]}>"
    ),
    max_leaves=25,
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("odt")


@given(body=st.lists(TREES, max_size=5).map("".join))
def test_every_word_lies_in_one_block(folder: Path, body: str) -> None:
    path = _package(folder / "a.odt", f"<office:text>{body}</office:text>")
    try:
        (document,) = read_odt(SourceFile("a.odt", path.read_bytes()))
    except ReadError:
        return
    covered = [0] * len(document.text)
    for block in document.blocks:
        for at in range(block.start, block.end):
            covered[at] += 1
    assert all(
        count == 1 if not character.isspace() else count <= 1
        for count, character in zip(covered, document.text, strict=True)
    )
