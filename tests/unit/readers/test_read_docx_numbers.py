"""Word's automatic numbers: they stand in no paragraph, but people refer by them."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.domain.documents import BlockKind, Document
from consult.readers.docx import read
from consult.readers.docx_numbers import written
from consult.readers.source import SourceFile

NAMES = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
STYLES = f"""<w:styles {NAMES}>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="O1"><w:name w:val="heading 1"/>
 <w:pPr><w:numPr><w:numId w:val="5"/></w:numPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="O2"><w:name w:val="heading 2"/><w:basedOn w:val="O1"/>
 <w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
</w:styles>"""


def _level(depth: int, form: str, text: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


NUMBERING = f"""<w:numbering {NAMES}>
<w:abstractNum w:abstractNumId="0">{_level(0, "decimal", "%1.")}{_level(1, "lowerLetter", "%2)")}
 {_level(2, "decimal", "%1.%2.%3", "<w:isLgl/>")}</w:abstractNum>
<w:abstractNum w:abstractNumId="1">{_level(0, "bullet", "·")}</w:abstractNum>
<w:abstractNum w:abstractNumId="2">{_level(0, "decimal", "Punkt %1", '<w:pStyle w:val="O1"/>')}
 {_level(1, "decimal", "%1.%2", '<w:pStyle w:val="O2"/>')}</w:abstractNum>
<w:abstractNum w:abstractNumId="3"><w:numStyleLink w:val="L"/></w:abstractNum>
<w:abstractNum w:abstractNumId="4"><w:styleLink w:val="L"/>{_level(0, "upperRoman", "%1.")}
 {_level(1, "decimal", "%2.", '<w:lvlRestart w:val="0"/>')}</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="0"/>
 <w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="5"><w:abstractNumId w:val="2"/></w:num>
<w:num w:numId="6"><w:abstractNumId w:val="3"/></w:num>
<w:num w:numId="8"><w:abstractNumId w:val="0"/>
 <w:lvlOverride w:ilvl="0">{_level(0, "decimalZero", "§ %1:", '<w:suff w:val="nothing"/>')}
 </w:lvlOverride></w:num>
</w:numbering>"""


def _read(*paragraphs: tuple[str, str]) -> Document:
    """A document of paragraphs, each its properties and its words."""
    body = "".join(
        f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>"
        for properties, words in paragraphs
    )
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("word/styles.xml", STYLES)
        archive.writestr("word/numbering.xml", NUMBERING)
        archive.writestr(
            "word/document.xml", f"<w:document {NAMES}><w:body>{body}</w:body></w:document>"
        )
    (document,) = read(SourceFile("svar.docx", data.getvalue()))
    return document


def _in(number: int, depth: int = 0) -> str:
    return f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>'


def _lines(*paragraphs: tuple[str, str]) -> list[str]:
    document = _read(*paragraphs)
    return [document.text[block.start : block.end] for block in document.blocks]


def test_levels_count_restart_and_go_on_after_text() -> None:
    assert _lines(
        (_in(1), "Et"),
        (_in(1, 1), "under"),
        (_in(1, 1), "under"),
        ("", "Imellem."),
        (_in(1), "To"),
        (_in(1, 1), "under"),
        (_in(1, 2), "dybt"),
    ) == ["1. Et", "a) under", "b) under", "Imellem.", "2. To", "a) under", "2.1.1 dybt"]


def test_an_override_starts_anew_and_bullets_have_no_number() -> None:
    assert _lines((_in(1), "a"), (_in(2), "b"), (_in(2), "c"), (_in(3), "d"), (_in(0), "e")) == [
        "1. a",
        "7. b",
        "8. c",
        "d",
        "e",
    ]


def test_headings_numbered_by_their_style() -> None:
    document = _read(
        ('<w:pStyle w:val="O1"/>', "Lukning af badet"),
        ("", "Det er vi imod."),
        ('<w:pStyle w:val="O2"/>', "Økonomi"),
        ('<w:pStyle w:val="O1"/>', "Skolerne"),
    )
    assert [(b.kind, b.level, document.text[b.start : b.end]) for b in document.blocks] == [
        (BlockKind.HEADING, 1, "Punkt 1 Lukning af badet"),
        (BlockKind.PARAGRAPH, 0, "Det er vi imod."),
        (BlockKind.HEADING, 2, "1.1 Økonomi"),
        (BlockKind.HEADING, 1, "Punkt 2 Skolerne"),
    ]


def test_linked_lists_and_a_level_that_never_restarts() -> None:
    assert _lines((_in(6), "a"), (_in(6, 1), "b"), (_in(6), "c"), (_in(6, 1), "d")) == [
        "I. a",
        "1. b",
        "II. c",
        "2. d",
    ]


def test_a_level_of_its_own_is_parted_from_the_words() -> None:
    assert _lines((_in(8), "a"), (_in(8), "b")) == ["§ 01: a", "§ 02: b"]


def test_an_empty_paragraph_counts_and_writes_nothing() -> None:
    assert _lines((_in(1), "a"), (_in(1), ""), (_in(1), "b")) == ["1. a", "3. b"]


def test_a_bold_numbered_title_is_a_heading() -> None:
    document = _read((_in(1), "x</w:t></w:r><w:r><w:t>y"), (_in(1), "z"))
    assert {b.kind for b in document.blocks} == {BlockKind.LIST_ITEM}
    bold = "</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>Lukning af biblioteket"
    document = _read((_in(1), bold), ("", "Det er vi imod."))
    assert document.blocks[0].kind is BlockKind.HEADING
    assert document.text.startswith("1. Lukning af biblioteket")


@pytest.mark.parametrize(
    ("count", "form", "text"),
    [
        (4, "lowerRoman", "iv"),
        (1999, "upperRoman", "MCMXCIX"),
        (27, "upperLetter", "AA"),
        (3, "ordinal", "3."),
        (0, "lowerLetter", "0"),
        (5, "cardinalText", "5"),
        (5, "none", ""),
    ],
)
def test_forms(count: int, form: str, text: str) -> None:
    assert written(count, form) == text


_DEPTHS = st.lists(st.tuples(st.sampled_from([1, 2, 3, 5, 6, 8, 99]), st.integers(0, 12)))


@given(_DEPTHS)
def test_any_order_of_levels_keeps_every_paragraph(levels: list[tuple[int, int]]) -> None:
    document = _read(*((_in(*level), "Ord.") for level in levels), ("", "Slut."))
    assert document.text.count("Ord.") == len(levels)
    assert all("%" not in line for line in document.text.splitlines())
