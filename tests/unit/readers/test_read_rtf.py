"""RTF written by hand, control word by control word, and files that mean harm."""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.domain.documents import Document, RemovalKind
from consult.domain.errors import ReadError
from consult.readers import read
from consult.readers.limits import Limits
from consult.readers.rtf import read as read_rtf
from consult.readers.source import SourceFile

STYLES = (
    rb"{\stylesheet{\ql Normal;}{\s1\b heading 1;}{\s7\ls3\ilvl1 Punkt;}{\*\cs10 Overskrift 3;}}"
)
FONTS = rb"{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset204 Arial Cyr;}{\f2\fcharset2 Symbol;}}"


def _read(body: bytes | str, head: bytes = rb"{\rtf1\ansi\ansicpg1252\deff0") -> Document:
    data = body.encode("cp1252") if isinstance(body, str) else body
    (document,) = read_rtf(SourceFile("svar.rtf", head + FONTS + STYLES + data + b"}"))
    return document


def _blocks(document: Document) -> list[tuple[str, int, str]]:
    return [(b.kind.value, b.level, document.text[b.start : b.end]) for b in document.blocks]


def test_headings_lists_and_paragraphs() -> None:
    document = _read(
        rb"{\pard\plain\s1 Om skolerne\par}\pard\outlinelevel1 Under\par\pard Vi er imod.\par"
        rb"{\listtext\f2\'b7\tab}\ilvl0\ls1 en grund\par\pard\s7{\listtext a)\tab}under den\par"
        rb"\pard{\pntext\f2\'b7\tab}{\*\pn\pnlvlblt}gammel\par\pard Punkt 79\par Det er galt."
    )
    assert _blocks(document) == [
        ("heading", 1, "Om skolerne"),
        ("heading", 2, "Under"),
        ("paragraph", 0, "Vi er imod."),
        ("list_item", 1, "en grund"),
        ("list_item", 2, "a) under den"),
        ("list_item", 1, "gammel"),
        ("heading", 2, "Punkt 79"),
        ("paragraph", 0, "Det er galt."),
    ]


def test_characters() -> None:
    document = _read(
        rb"\'e6\'f8\'e5 \u8211 \'96 {\uc2\u230 xxble} {\f1\'c4\'e0} \u-10179?\u-8704? r\emdash d "
        rb"\{a\}\~b\_c sam\-arbejde \f2\'b7\f0 \u8364"
    )
    assert document.text == "æøå – æble Да 😀 r—d {a} b-c samarbejde •€"
    assert [r.kind for r in document.removals] == [RemovalKind.SOFT_HYPHEN]


@pytest.mark.parametrize(
    ("page", "data"),
    [(b"1250", b"\\'b3"), (b"65001", b"\\'c5\\'82"), (b"65001", "ł".encode()), (b"9", b"\\u322 ?")],
)
def test_code_pages(page: bytes, data: bytes) -> None:
    document = _read(rb"{\f9 " + data + b"}", rb"{\rtf1\ansi\ansicpg" + page)
    assert document.text == "ł"


def test_tables() -> None:
    document = _read(
        rb"\trowd\cellx1\cellx2\pard\intbl Nr\cell Titel\cell\row"
        rb"\trowd\pard\intbl 79\cell Luk\par skolen\cell\row"
        rb"\trowd\pard\intbl\cell\pard\intbl\itap2 i\nestcell\'e5\nestcell"
        rb"{\*\nesttableprops\trowd\nestrow}{\nonesttables\par}\pard\intbl ude\cell\row"
        rb"\trowd\pard\intbl I en ramme.\cell\row\pard Efter."
    )
    assert _blocks(document) == [
        ("table", 0, "Nr\tTitel"),
        ("table", 0, "79\tLuk\nskolen"),
        ("table", 0, "\ti å\nude"),
        ("paragraph", 0, "I en ramme."),
        ("paragraph", 0, "Efter."),
    ]


def test_notes_boxes_and_comments_follow_their_paragraph() -> None:
    document = _read(
        rb"Se noten{\super\chftn}{\footnote\pard\plain\s1 I \b noten.} nu"
        rb"{\*\atnid HL}{\*\atnauthor Hanne}{\*\annotation{\*\atnref 1}Her er vi uenige.}.\par "
        rb"Ankeret{\shp{\*\shpinst{\sp{\sn x}{\sv 1}}{\shptxt I boksen.\par}}{\shprslt I boksen.}}"
        rb"\par\trowd\pard\intbl a{\*\annotation Om a.}\cell b\cell\row"
    )
    assert [text for *_, text in _blocks(document)] == [
        "Se noten nu.", "I noten.", "Her er vi uenige.", "Ankeret", "I boksen.", "a\tb", "Om a.",
    ]  # fmt: skip
    assert document.warnings == ("2 kommentarer er læst med, skrevet af Hanne.",)


def test_what_is_not_shown_is_told() -> None:
    document = _read(
        rb"{\info{\title Hemmelig}{\author X}}{\*\ukendt abc}"
        rb"Vi er {\deleted ikke }{\revised meget }"
        rb"imod{\v skjult {\b her}}.{\pict\pngblip 89504e47}{\object\objemb{\*\objdata 0105}"
        rb"{\result{\pict 00}}}{\field{\*\fldinst HYPERLINK x}{\fldrslt nettet}}"
    )
    assert document.text == "Vi er meget imod.nettet"
    assert [(r.kind, r.text, r.at) for r in document.removals] == [
        (RemovalKind.DELETED_TEXT, "ikke ", 6),
        (RemovalKind.HIDDEN_TEXT, "skjult her", 16),
    ]
    assert document.warnings == (
        "2 billeder eller indlejrede objekter er ikke læst.",
        "1 slettet passage (sporede ændringer) er ikke læst.",
        "1 skjult passage er ikke læst.",
    )


def test_form_fields() -> None:
    form = rb"{\field{\*\fldinst FORM{\*\formfield{%s}}}{\fldrslt %s}}"
    document = _read(
        form % (rb"\fftype0", b"Hanne")
        + b" "
        + form % (rb"\fftype1\ffres1", b"")
        + form % (rb"\fftype1\ffres25\ffdefres0", b"")
        + form % (rb"\fftype2\ffres1{\*\ffl Enig}{\*\ffl Uenig}", b"")
    )
    assert document.text == "Hanne ☒☐Uenig"


def test_header_and_pages() -> None:
    document = _read(
        rb"{\header \'c6ldrer\'e5det i Havrebjerg\par}{\headerf \'c6ldrer\'e5det i Havrebjerg}"
        rb"{\footer Side 1}\pard Et.\par\page To.\par\pard\pagebb Tre.\par\pard\sect\sectd Fire."
        rb"\sect\sectd\sbknone Ogs\'e5."
    )
    assert [(b.page, document.text[b.start : b.end]) for b in document.blocks] == [
        (None, "Ældrerådet i Havrebjerg"), (1, "Et."), (2, "To."), (3, "Tre."), (4, "Fire."),
        (4, "Også."),
    ]  # fmt: skip
    assert [b.page for b in _read(b"Et.\\par To.").blocks] == [None, None]


def test_broken_ends_are_told(tmp_path: Path) -> None:
    assert _read(b"Vi er {imod").warnings == ("Filen slutter midt i dokumentet; resten mangler.",)
    assert _read(b"Vi}} mere").warnings == (
        "Det, der står efter dokumentets slutning, er ikke læst.",
    )
    (tmp_path / "tom.rtf").write_bytes(rb"{\rtf1{\pict 00}}")
    with pytest.raises(ReadError, match="ingen tekst"):
        read(tmp_path / "tom.rtf")
    with pytest.raises(ReadError, match="længere end grænsen"):
        read_rtf(SourceFile("a.rtf", rb"{\rtf1 for mange}", Limits(text_characters=5)))


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (b"{" * 100_000 + b"ja" + b"}" * 100_000, "ja"),
        (rb"{\footnote " * 20_000 + b"ja", "ja"),
        (b"ja{\\pict\\bin50000000 " + b"{\\x}" * 12_500_000 + b"} tak", "ja tak"),
        (b"ja" + b"\0" * 20_000_000, "ja"),
        (b"ja\\u99999999999999999999999999999 ?", "ja\ufffd"),
        (b"ja" + b"\\tab " * 30_000 + b"\\row " * 30_000, "ja"),
        (b"ja{\\*\\themedata " + b"{\\x" * 500_000, "ja"),
        (b"ja\\bin3 }}}{\\bin-5 tak\\bin999999999 }", "jatak"),
    ],
    ids=["braces", "notes", "bin", "nul", "unicode", "rows", "skipped", "bin sizes"],
)
def test_hostile_files_cost_little(body: bytes, text: str) -> None:
    started = time.process_time()
    assert _read(body).text.strip() == text
    assert time.process_time() - started < 8


WORDS = st.sampled_from(
    [b"\\par ", b"\\cell ", b"\\row ", b"\\intbl ", b"\\itap2 ", b"\\nestcell ", b"\\nestrow ",
     b"{", b"}", b"{\\footnote ", b"{\\*\\annotation ", b"{\\shptxt ", b"{\\header ", b"\\v ",
     b"\\u230 ?",
     b"\\'e6", b"\\deleted ", b"\\plain ", b"{\\listtext 1.}", b"\\page ", b"\\pard ", b"\\s1 ",
     b"{\\*\\ffl ", b"\\uc9 ", b"\\bin3 ", b"\\*", b"Vi er imod. ", b"Punkt 79"]
)  # fmt: skip


@given(st.lists(st.one_of(st.binary(max_size=12), WORDS), max_size=40))
def test_no_bytes_break_the_reader(pieces: list[bytes]) -> None:
    try:
        (document,) = read_rtf(SourceFile("a.rtf", b"{\\rtf1" + b"".join(pieces)))
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
