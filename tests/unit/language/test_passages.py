"""Passages: kinds, headings, lists, cuts; nothing vanishes and no sentence is parted."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consult.domain.documents import Block, BlockKind, Document, Span
from consult.domain.findings import Passage, PassageKind
from consult.language.passages import segment
from consult.language.points import LONGEST_WORDS, points
from consult.language.sentences import sentences, sentences_of_line
from consult.language.wordlists import pattern
from consult.rules.loader import load_rules

FILES = ("greetings", "signatures", "boilerplate", "topic_shifts", "headings", "organisations")
EXAMPLES = [
    (file, rule.id, text, hit)
    for file in FILES
    for rule in load_rules(file).rules
    for texts, hit in ((tuple(e.text for e in rule.match), True), (rule.no_match, False))
    for text in texts
]


def plain(text: str) -> Document:
    """A document of one paragraph block: the layout must be read from the lines."""
    return Document("svar.txt", text, (Block(0, len(text), BlockKind.PARAGRAPH),))


def built(*parts: tuple[BlockKind, str] | tuple[BlockKind, str, int]) -> Document:
    """A document of blocks as a reader of a format with layout gives them."""
    text, blocks = "", []
    for kind, words, *level in parts:
        text += "\n\n" if text else ""
        blocks.append(Block(len(text), len(text) + len(words), kind, level[0] if level else 0))
        text += words
    return Document("svar.docx", text, tuple(blocks))


def told(document: Document) -> list[tuple[str, str]]:
    return [(p.kind.value, p.span.slice(document.text)) for p in segment(document)]


def passage(document: Document, words: str) -> Passage:
    return next(p for p in segment(document) if words in p.span.slice(document.text))


def governing(document: Document, words: str) -> list[str]:
    found = segment(document)
    chosen = next(p for p in found if words in p.span.slice(document.text))
    return [found[i].span.slice(document.text) for i in chosen.governed_by]


@pytest.mark.parametrize(("file", "rule", "text", "hit"), EXAMPLES)
def test_every_example_of_the_rule_files(file: str, rule: str, text: str, hit: bool) -> None:
    assert (pattern(file, rule).search(text) is not None) is hit


def test_a_letter_is_told_apart() -> None:
    text = (
        "Svarnummer: 123\nIndsendt: 5. maj 2027\n\nKære byråd,\n\n"
        "Vi er imod forslaget. Det rammer de svageste.\n\n"
        "Med venlig hilsen\nJens Bak\nformand for Ældrerådet\n\nSendt fra min iPhone"
    )
    assert told(plain(text)) == [
        ("boilerplate", "Svarnummer: 123\nIndsendt: 5. maj 2027"),
        ("greeting", "Kære byråd,"),
        ("body", "Vi er imod forslaget. Det rammer de svageste."),
        ("signature", "Med venlig hilsen\nJens Bak\nformand for Ældrerådet"),
        ("boilerplate", "Sendt fra min iPhone"),
    ]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Hej, jeg synes, at det er en dårlig idé.", ["body"]),
        ("Kære udvalg. Vi er imod forslaget.", ["greeting", "body"]),
        ("Tak for muligheden for at afgive høringssvar.", ["body"]),
        ("Det går ikke. Venlig hilsen Lone Holm", ["body", "signature"]),
        ("Vi er imod det.\n\nPoul Erik Damsgård, formand", ["body", "signature"]),
        ("Vi er imod det.\n\nNej tak", ["body", "body"]),
        ("Vi er imod det.\n\nP.S. Husk stien. Den er vigtig.", ["body", "body"]),
        ("Til øvrige forslag har vi ingen bemærkninger.", ["body"]),
        ("> I foreslog at lukke hallen\n\nDet er vi imod.", ["quoted", "body"]),
        (
            "Vi er imod.\n\nDen 5. maj 2027 kl. 9.12 skrev Egelund Kommune:\nHermed høring.",
            ["body", "quoted"],
        ),
        (
            "Vi er imod.\n\nFra: A <a@b.dk>\nSendt: 5. maj 2027\nTil: B\nEmne: X\n\nSe bilag.",
            ["body", "quoted", "quoted"],
        ),
        ("Det er for dyrt.\n\nSide 1 af 2\n\nDet mener vi.", ["body", "boilerplate", "body"]),
        ("Sted | Pris | År\n--- | --- | ---\nHal | 12 | 2027", ["table", "boilerplate", "table"]),
    ],
)
def test_kinds(text: str, kinds: list[str]) -> None:
    assert [kind for kind, _ in told(plain(text))] == kinds


def test_a_heading_governs_to_the_next_and_a_sub_heading_stays_under_its_number() -> None:
    document = plain(
        "Høringssvar til budget 2027\n\nVi takker for materialet.\n\n"
        "Punkt 79\n\nDet er en dårlig idé.\n\nArbejdsmiljø\n\nPresset er stort nok i forvejen.\n\n"
        "Punkt 82\n\nDen bevilling bør fortsætte.\n\n"
        "Øvrige bemærkninger\n\nMaterialet er svært at læse."
    )
    assert governing(document, "Vi takker") == []
    assert governing(document, "dårlig idé") == ["Punkt 79"]
    assert governing(document, "Presset") == ["Punkt 79", "Arbejdsmiljø"]
    assert governing(document, "bevilling") == ["Punkt 82"]
    assert governing(document, "svært at læse") == ["Øvrige bemærkninger"]


def test_an_answer_behind_a_number_and_a_colon_is_no_heading() -> None:
    document = plain(
        "Vedr. SU-01: Forbundet tager afstand fra forslaget.\n\n"
        "Vedr. SU-02: Svømmehallen holder lukket\n\nVi er imod.\n\nVenlig hilsen\nBo"
    )
    assert [kind for kind, _ in told(document)] == ["body", "heading", "body", "signature"]


@pytest.mark.parametrize(
    "heading",
    [
        "De øvrige forslag",
        "De resterende forslag",
        "Generelle bemærkninger til budgettet",
        "Øvrige bemærkninger til budgettet",
        "Bemærkninger til processen",
    ],
)
def test_a_general_heading_ends_what_the_number_above_governed(heading: str) -> None:
    lines = ("Punkt 79: Ophør", "Det er forkert at spare her.", heading, "Svarfristen er kort.")
    assert governing(plain("\n\n".join(lines)), "Svarfristen") == [heading]


def test_remarks_to_the_budget_are_a_title_above_the_first_words() -> None:
    document = plain("Bemærkninger til budgettet\n\nVi er kede af det.\n\nPunkt 6\n\nDet er dyrt.")
    assert governing(document, "Det er dyrt") == ["Punkt 6"]


def test_answers_line_by_line_are_no_headings() -> None:
    document = plain(
        "BU-01: vi er imod lukningen\n\nKF-02: ja tak\n\nTM-02: endelig sker der noget\n\n"
        "BU-02: Det går simpelthen ikke\n\nBU-01: Lukning af SFO i Nord\n\nDen bør bestå."
    )
    assert [kind for kind, _ in told(document)] == ["body"] * 4 + ["heading", "body"]


def test_sub_headings_listed_together_govern_jointly() -> None:
    document = plain("Punkt 79\nPunkt 80\n\nDem kan vi ikke støtte.\n\nPunkt 81\n\nDet er fint.")
    assert governing(document, "Dem kan vi") == ["Punkt 79", "Punkt 80"]
    assert governing(document, "Det er fint") == ["Punkt 81"]


def test_the_name_of_a_committee_stands_above_the_numbers() -> None:
    document = plain(
        "Vi har læst det hele.\n\nSkoleudvalget\n\nPunkt 1\n\nDet støtter vi.\n\nPunkt 2\n\n"
        "Også det.\n\nKulturudvalget\n\nPunkt 3\n\nHer siger vi nej."
    )
    assert governing(document, "Det støtter vi") == ["Skoleudvalget", "Punkt 1"]
    assert governing(document, "Også det") == ["Skoleudvalget", "Punkt 2"]
    assert governing(document, "Her siger") == ["Kulturudvalget", "Punkt 3"]


def test_the_subject_line_of_a_letter_governs_nothing() -> None:
    document = plain("Vedr. forslag 1 til 18\n\nKære byråd\n\nVi er imod dem alle.")
    assert told(document)[0] == ("heading", "Vedr. forslag 1 til 18")
    assert governing(document, "Vi er imod") == []


def test_levels_of_the_layout_decide_where_they_differ() -> None:
    heading, paragraph = BlockKind.HEADING, BlockKind.PARAGRAPH
    document = built(
        (heading, "Skole", 1),
        (heading, "Punkt 4", 2),
        (paragraph, "Det er vi imod."),
        (heading, "Lokaler", 2),
        (paragraph, "Taget er utæt."),
        (heading, "Dagtilbud", 1),
        (paragraph, "Her er alt godt."),
    )
    assert governing(document, "Det er vi imod") == ["Skole", "Punkt 4"]
    assert governing(document, "utæt") == ["Skole", "Lokaler"]
    assert governing(document, "alt godt") == ["Dagtilbud"]


def test_list_items_keep_their_lead_in() -> None:
    document = plain(
        "Vi har læst forslagene. Følgende forslag bør udgå:\n- Forslag 3 om hallen\n"
        "- Forslag 4 om stien. Den er ny.\n\nResten er i orden."
    )
    found = segment(document)
    texts = [p.span.slice(document.text) for p in found]
    assert texts[:3] == [
        "Vi har læst forslagene.",
        "Følgende forslag bør udgå:",
        "- Forslag 3 om hallen",
    ]
    assert passage(document, "Forslag 3").lead_in == 1
    assert passage(document, "Forslag 4").lead_in == 1
    assert passage(document, "Resten").lead_in is None
    assert passage(document, "Forslag 3").paragraph != passage(document, "Forslag 4").paragraph


def test_a_long_paragraph_is_cut_where_the_proposal_changes() -> None:
    first = "Forslag 12 om svømmehallen kan vi ikke støtte, fordi de ældre bruger hallen hver dag. "
    second = "Derimod er forslag 15 om busserne en god løsning for alle, der bor uden for byen."
    document = plain(first + second)
    assert [t for _, t in told(document)] == [first.strip(), second]
    assert len({p.paragraph for p in segment(document)}) == 1


def test_another_number_alone_is_reason_to_cut() -> None:
    first = "Bussen i forslag 12 giver de ældre i byen en bedre vej til hallen hver dag."
    same = "Bussen om aftenen giver de ældre i byen en bedre vej til hallen om vinteren."
    other = "Bussen i forslag 15 giver de ældre i byen en bedre vej til hallen om vinteren."
    assert len(told(plain(f"{first} {same}"))) == 1
    assert len(told(plain(f"{first} {other}"))) == 2


def test_short_sentences_that_name_other_proposals_are_always_parted() -> None:
    praise = "Forslag KF-02 og TM-02 synes jeg er rigtig gode."
    blame = "Forslag BU-01, BU-02 og BU-03 er derimod helt hen i vejret og skal stoppes."
    assert [t for _, t in told(plain(f"{praise} {blame}"))] == [praise, blame]
    same = "Pkt. 7 er vi imod. Forslag nr. 007 er forkert."
    assert told(plain(same)) == [("body", same)]


def test_a_short_sentence_does_not_make_a_long_passage_too_long() -> None:
    long = "Kommunen " + "bør ikke lukke hallen " * 20 + "nu."
    text = f"{long} Det bør kommunen vide, for hallen er fuld nu."
    assert len(text.split()) > LONGEST_WORDS
    assert len(told(plain(text))) == 2


def test_a_family_story_of_two_short_sentences_stays_together() -> None:
    text = "Vores søn er ni år. Han kan ikke gå."
    assert told(plain(text)) == [("body", text)]


def test_a_letter_in_one_block_is_split_into_points_of_usual_length() -> None:
    sentence = "Kommunen bør overveje, om den lille besparelse på området er ulejligheden værd. "
    found = segment(plain(sentence * 40))
    lengths = [len(p.span.slice(sentence * 40).split()) for p in found]
    assert len(found) > 10
    assert max(lengths) <= LONGEST_WORDS


def test_pages_and_levels_come_from_the_blocks() -> None:
    text = "Vi er imod.\n\nDet er for dyrt."
    blocks = (
        Block(0, 11, BlockKind.PARAGRAPH, page=1),
        Block(13, 29, BlockKind.PARAGRAPH, page=2),
    )
    assert [p.page for p in segment(Document("a.pdf", text, blocks))] == [1, 2]


def test_a_table_row_is_a_passage() -> None:
    document = built((BlockKind.TABLE, "Hal\t12 kr.\nBad\t9 kr."))
    assert told(document) == [("table", "Hal\t12 kr."), ("table", "Bad\t9 kr.")]


def test_the_names_of_the_columns_are_no_words_of_the_writer() -> None:
    rows = ("Nr\tForslag\tVores bemærkninger", "79\tKoordinering\tDet er vi imod.")
    assert told(plain("\n".join(rows))) == [("boilerplate", rows[0]), ("table", rows[1])]
    assert told(built((BlockKind.TABLE, "\n".join(rows))))[0] == ("boilerplate", rows[0])
    assert told(plain("\n".join(reversed(rows)))) == [("table", rows[1]), ("table", rows[0])]


def test_a_company_number_above_the_letter_is_no_opinion() -> None:
    document = plain("Brdr. Lind ApS\nSkolegade 3\n2500 Lundby\nCVR 12345678\n\nVi er imod.")
    assert told(document)[-2:] == [
        ("boilerplate", document.text[: -len("\n\nVi er imod.")]),
        ("body", "Vi er imod."),
    ]


def test_text_outside_all_blocks_does_not_vanish() -> None:
    document = Document("x", "Før. Midt. Efter.", (Block(5, 10, BlockKind.PARAGRAPH),))
    assert "".join(text for _, text in told(document)) == "Før.Midt.Efter."


@pytest.mark.parametrize("text", ["", " \n\t "])
def test_nothing_gives_nothing(text: str) -> None:
    assert segment(plain(text)) == ()


LINES = st.sampled_from(
    [
        *("Punkt 79", "Kære byråd,", "Venlig hilsen", "Jens Bak", "- et punkt", "1. et andet"),
        *("", "", "", "Vi er imod. Det er for dyrt, jf. pkt. 4.", "Side 1 af 2", "> citat"),
        *("a\tb\tc", "Skole", "Følgende bør udgå:", "Derudover mangler der hænder m.v. og tid"),
        *("Svar nr.: 7", "Fra: A", "Sendt: i dag", "Til: B", "Hej, jeg synes", "som er god."),
        *("HALLEN SKAL BLIVE", "…", "(", "!", "P.S. Husk stien", "79"),
    ]
)
SENTENCES = st.sampled_from(
    [
        *("Vi er imod.", "Derudover er det dyrt!", "Det koster 5 kr. om året."),
        *("Forslag 12 er godt.", "Men hvem skal hjælpe?", "Byen mangler en hal, et bad og en bus."),
    ]
)


@settings(deadline=None)  # the first call reads and compiles the rules
@given(st.lists(LINES, max_size=25).map("\n".join) | st.text(max_size=120))
def test_every_character_lies_in_one_passage(text: str) -> None:
    document = plain(text) if text else Document("x", text, ())
    found = segment(document)
    covered = [i for p in found for i in range(p.start, p.end)]
    assert len(covered) == len(set(covered))
    assert {i for i, c in enumerate(text) if not c.isspace()} <= set(covered)
    assert [p.index for p in found] == list(range(len(found)))
    assert all(p.span.slice(text) == p.span.slice(text).strip() for p in found)
    headings = {p.index for p in found if p.kind is PassageKind.HEADING}
    assert all(set(p.governed_by) <= headings for p in found)
    assert all(k < p.index for p in found for k in p.governed_by)
    assert all(p.lead_in is None or p.lead_in < p.index for p in found)
    assert segment(document) == found


@given(st.lists(SENTENCES, min_size=1, max_size=20).map(" ".join))
def test_no_sentence_is_parted(text: str) -> None:
    starts = {s.start for s in sentences(text)}
    assert {p.start for p in segment(plain(text))} <= starts
    whole = sentences_of_line(text, Span(0, len(text)))
    cut = points(text, whole)
    assert cut[0].start == whole[0].start
    assert cut[-1].end == whole[-1].end
    assert {c.start for c in cut} <= {s.start for s in whole}
