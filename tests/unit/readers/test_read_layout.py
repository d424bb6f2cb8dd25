"""Plain text -> blocks: nothing is lost, and the layout is what a reader of the page sees."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.domain.documents import Block, BlockKind
from consult.readers.building import Builder, Part
from consult.readers.layout import Place, text_blocks

LINES = st.sampled_from(
    [
        "",
        "Punkt 79",
        "- et",
        "  • to",
        "1. tre",
        "> svar",
        "===",
        "---",
        "a\tb",
        "a\tb\tc",
        "# H",
        "OVERSKRIFT",
        "Kapitel.....\t3",
        "Vi er imod forslaget, fordi det rammer de svageste.",
        "| a | b |",
        "Kære byråd",
        "og det fortsætter her",
        "   indrykket",
        "Titel",
    ]
)
TEXTS = st.one_of(
    st.text(max_size=200),
    st.lists(st.one_of(LINES, st.text(max_size=12)), max_size=25).map("\n".join),
)


def _kinds(text: str) -> list[tuple[str, str, int]]:
    return [(b.kind.value, text[b.start : b.end], b.level) for b in text_blocks(text)]


@given(TEXTS)
def test_every_visible_character_is_in_exactly_one_block(text: str) -> None:
    blocks = text_blocks(text)
    covered = [i for block in blocks for i in range(block.start, block.end)]
    assert len(covered) == len(set(covered))
    assert covered == sorted(covered)
    assert {i for i, c in enumerate(text) if not c.isspace()} <= set(covered)
    assert all(block.start < block.end for block in blocks)


@given(st.lists(st.tuples(TEXTS, st.sampled_from([None, *BlockKind])), max_size=6))
def test_builder_keeps_parts_in_blocks(parts: list[tuple[str, BlockKind | None]]) -> None:
    builder = Builder("x")
    builder.extend(Part(text, kind) for text, kind in parts)
    document = builder.document()
    covered = [i for block in document.blocks for i in range(block.start, block.end)]
    assert covered == sorted(set(covered))
    assert {i for i, c in enumerate(document.text) if not c.isspace()} <= set(covered)


def test_long_lines_are_paragraphs_each() -> None:
    one = "Jobcenteret fik i budget 2018 en bevilling, som er vigtig at fortsætte. " * 3
    assert [kind for kind, *_ in _kinds(f"{one}\n{one}\nPunkt 82\n{one}")] == [
        "paragraph",
        "paragraph",
        "heading",
        "paragraph",
    ]


def test_wrapped_lines_are_one_paragraph_and_keep_their_breaks() -> None:
    text = (
        "Vi er meget kede af, at kommunen vil lukke den skole, som\n"
        "vores børn går på. Skolen er hele byens samlingspunkt, og\n"
        "uden den flytter familierne.\n"
        "Hilsen\nAnne"
    )
    blocks = text_blocks(text)
    assert text[blocks[0].start : blocks[0].end].endswith("familierne.")
    assert [text[b.start : b.end] for b in blocks[1:]] == ["Hilsen", "Anne"]


@pytest.mark.parametrize(
    ("line", "level"),
    [
        ("Punkt 79", 2),
        ("Pkt. 79, 80 og 82:", 2),
        ("Forslag nr. 006: Lukning af biblioteket", 2),
        ("Ad 79)", 2),
        ("BU-02 Børnehuset Mariehønen", 2),
        ("SI/UD03", 2),
        ("Vedr. punkt 12", 2),
        ("BU-01: Lukning af SFO i Nord", 2),
        ("## Om skolerne", 2),
        ("BEMÆRKNINGER TIL BUDGETTET", 1),
        ("Beskæftigelsesområdet", 1),
        ("2.1 Dagtilbud", 2),
        ("**Målgruppe**", 1),
        ("Indstilling", 1),
        ("Høringssvar til budget 2027", 1),
    ],
)
def test_headings(line: str, level: int) -> None:
    text = f"{line}\n\nDet er en lang sætning, der står under overskriften og siger noget om den."
    assert _kinds(text)[0] == ("heading", line, level)


@pytest.mark.parametrize(
    "line",
    [
        "Kære byråd",
        "Med venlig hilsen",
        "Randers, den 3. september 2019",
        "Punkt 79 er en god idé for alle",
        "Punkt 79 bør ikke gennemføres.",
        "BU-01: vi er imod lukningen",
        "BU-01: Vi synes det er forkert at lukke SFO'en",
        "BU-02: Det går simpelthen ikke",
        "Forslag 12: Nej tak",
        "SU-02: imod",
        "DET ER IKKE I ORDEN!!",
        "Vi siger nej",
        "Tlf. 12 34 56 78",
        "Udvalg: Børneudvalget",
        "15. november fremlagde regeringen sit udspil",
        "79 mio. kr.",
        "Hvem skal så hjælpe dem?",
        "6-punktsplan",
    ],
)
def test_no_headings(line: str) -> None:
    text = f"{line}\n\nDet er en lang sætning, der står under linjen og siger noget om den her sag."
    assert _kinds(text)[0][0] != "heading"


def test_reference_in_a_broken_sentence_is_no_heading() -> None:
    text = (
        "Ældrerådet har modtaget kommunens katalog i høring og har\nbemærkninger til forslag TM-01."
    )
    assert [kind for kind, *_ in _kinds(text)] == ["paragraph"]


def test_lists_have_depth() -> None:
    text = "Vi mener:\n- et\n  - under\n- to\n1) første\n2) anden\no rund"
    assert [(kind, level) for kind, _, level in _kinds(text)] == [
        ("paragraph", 0),
        ("list_item", 1),
        ("list_item", 2),
        ("list_item", 1),
        ("list_item", 2),
        ("list_item", 2),
        ("list_item", 3),
    ]


def test_wrapped_list_item_is_one_block() -> None:
    text = (
        " • Unge med handicap skal have et sted at gå hen,\n   ligesom alle andre unge har.\n • to"
    )
    assert len(text_blocks(text)) == 2


def test_items_that_lost_their_bullets() -> None:
    text = "Udfordringer:\n\n  at overholde fristen\n\n  at skabe resultater\n\nDet er svært."
    assert [kind for kind, *_ in _kinds(text)][1:3] == ["list_item", "list_item"]


def test_an_ordinal_is_no_list_mark() -> None:
    assert _kinds("1. august 2025 – 31. juli 2029")[0][0] == "paragraph"


def test_quoted_mail_table_contents_and_rules() -> None:
    text = "> Tak for svaret\n> mere\n\nNr\tTitel\n79\tOphør\n\nGodkendelse.....\t3\n\n"
    text += "Titel\n=====\nTekst."
    assert [(kind, level) for kind, _, level in _kinds(text)] == [
        ("quoted", 0),
        ("table", 0),
        ("table", 0),
        ("boilerplate", 0),
        ("heading", 1),
        ("boilerplate", 0),
        ("paragraph", 0),
    ]


def test_heading_below_a_number_lies_deeper() -> None:
    text = "Punkt 79\n\nØkonomi og personale\n\nDet koster for meget at gennemføre forslaget nu."
    assert [level for *_, level in _kinds(text)] == [2, 3, 0]


def test_place_shifts_and_marks() -> None:
    assert text_blocks("Ja.", Place(offset=10, page=2)) == (
        Block(10, 13, BlockKind.PARAGRAPH, 0, 2),
    )
