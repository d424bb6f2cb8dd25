"""One file with many responses: what is split, what is left whole, and that nothing vanishes."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consult.domain.documents import Block, BlockKind, Document, Removal, RemovalKind
from consult.language.wordlists import matches
from consult.readers.building import Builder, Part
from consult.readers.bundle import split_bundle
from consult.rules.loader import Rule, load_rules

SPLIT = "Filen er delt i 3 svar; se, om delingen er rigtig."
MAIL = "Fra: {0} <{1}>\nSendt: {2}. maj 2027 10.22\nTil: Havnby Kommune\nEmne: Høring\n\n{3}"


def pages(*texts: str, name: str = "samlet.pdf") -> Document:
    """A document of those pages, each paragraph a part, as the PDF reader builds it."""
    builder = Builder(name)
    builder.extend(
        Part(paragraph, page=number)
        for number, text in enumerate(texts, 1)
        for paragraph in text.split("\n\n")
    )
    return builder.document()


def names(document: Document) -> list[str]:
    return [part.name for part in split_bundle(document)]


def letters(text: str) -> str:
    return "".join(text.split())


def assert_whole(document: Document, parts: tuple[Document, ...]) -> None:
    """The parts hold the characters in order, each in one block, pages and kinds kept."""
    assert "".join(letters(p.text) for p in parts) == letters(document.text)
    assert len({p.name for p in parts}) == len(parts)
    for part in parts:
        spans = [b.span for b in part.blocks]
        assert all(a.end <= b.start for a, b in pairwise(spans))
        assert "".join(letters(s.slice(part.text)) for s in spans) == letters(part.text)
        assert all(0 <= r.at <= len(part.text) for r in part.removals)
    assert sum(len(p.removals) for p in parts) == len(document.removals)


def test_a_cover_page_and_a_heading_on_each_first_page() -> None:
    document = pages(
        "Samlede høringssvar\n\nBudget 2027\n\nÆldrerådet\n\nFOA Havnby\n\nElevrådet",
        "Høringssvar fra Ældrerådet vedr. budget 2027\n\nRådet er imod punkt 79.",
        "Også side to er rådets.\n\nVenlig hilsen\nBo Holm",
        "Høringssvar fra FOA Havnby\n\nVi støtter forslaget.",
        "Elevrådets høringssvar\n\nIngen bemærkninger",
    )
    parts = split_bundle(document)
    assert_whole(document, parts)
    assert [p.name for p in parts] == [
        "samlet – forside",
        "samlet – 1 Ældrerådet",
        "samlet – 2 FOA Havnby",
        "samlet – 3 Elevrådet",
    ]
    cover, *responses = parts
    assert cover.skip_reason is not None
    assert {p.confirm for p in responses} == {SPLIT}
    assert [p.metadata.respondent for p in responses] == ["Ældrerådet", "FOA Havnby", "Elevrådet"]
    assert [b.page for b in responses[0].blocks] == [2, 2, 3, 3, 3]


def test_numbers_of_a_case_system_name_the_parts() -> None:
    export = "Svar {0} af 40\nAfsender: {1}\nOrganisation: {2}\nDato: {0}. maj 2027\n\nVi er imod."
    document = pages(
        export.format(12, "Lone Holm", "FOA Havnby") + "\n\n" + export.format(13, "Bo", "Lokalråd"),
        export.format(15, "Ib Krogh", "Handicaprådet"),
    )
    parts = split_bundle(document)
    assert_whole(document, parts)
    assert [p.name for p in parts] == [
        "samlet – 12 FOA Havnby",
        "samlet – 13 Lokalråd",
        "samlet – 15 Handicaprådet",
    ]
    first = parts[0].metadata
    assert (first.respondent, first.organisation, first.date) == (
        "Lone Holm",
        "FOA Havnby",
        "12. maj 2027",
    )


def test_fields_of_a_portal_repeat() -> None:
    record = "Indsendt: {0}. maj\nNavn: {1}\nPostnr.: 4000\nSvar: {2}"
    document = pages(
        "\n\n".join(
            (
                record.format(3, "Maja Krogh", "Jeg er imod."),
                record.format(4, "Ole Bak", "Punkt 3 er godt."),
                record.format(5, "Lis Lund", "Nej"),
            )
        )
    )
    parts = split_bundle(document)
    assert_whole(document, parts)
    assert [p.text.split("\n")[0] for p in parts] == [f"Indsendt: {n}. maj" for n in (3, 4, 5)]
    assert [p.metadata.date for p in parts] == ["3. maj", "4. maj", "5. maj"]


def test_mails_printed_one_after_another_keep_what_they_answer() -> None:
    answered = MAIL.replace("Til: Havnby Kommune", "Til: Bent Bak").format(
        "Havnby Kommune", "hb@havnby.example", 1, "Hermed materialet i høring."
    )
    document = pages(
        MAIL.format("Anna Holm", "anna@gmail.com", 3, "Jeg er imod.\n\nHilsen Anna"),
        MAIL.format("Bent Bak", "bb@foa.example", 4, "Vi er imod.\n\nMvh. Bent\n\n" + answered),
        MAIL.format("Carl Lund", "cl@mail.dk", 5, "Jeg er for."),
    )
    parts = split_bundle(document)
    assert_whole(document, parts)
    assert [p.name for p in parts] == [
        "samlet – 1 Anna Holm",
        "samlet – 2 Bent Bak",
        "samlet – 3 Carl Lund",
    ]
    assert parts[1].metadata.mail_from == "Bent Bak <bb@foa.example>"
    assert "Hermed materialet" in parts[1].text


def test_two_letters_without_pages_part_at_the_first_ones_end() -> None:
    text = "Høringssvar fra {}\n\nVi er imod.\n\nMed venlig hilsen\n{}"
    document = pages(text.format("FOA", "Lone") + "\n\n" + text.format("DLF", "Bo"), name="b.docx")
    assert names(document) == ["b – 1 FOA", "b – 2 DLF"]


NUMBERED = (
    "Høringssvar nr. 1\n\nVi er imod.\n\nVenlig hilsen\nBo Holm\n\nHøringssvar nr. 2\n\n"
    "Jeg synes, det er en god idé.\n\nHøringssvar nr. 3\n\nRådet har ingen bemærkninger."
)


@pytest.mark.parametrize(
    "text",
    [
        f"Samlede høringssvar til budget 2027\n\n{NUMBERED}",
        f"Samlede høringssvar\n\n{NUMBERED.replace('nr. 3', 'nr. 7').replace('Venlig hilsen', '')}",
        NUMBERED.replace("Jeg synes", "Høringssvaret her siger"),
    ],
    ids=["collection", "collection_with_gaps", "running_on"],
)
def test_a_number_without_a_closing_above_it_begins_a_response_too(text: str) -> None:
    parts = split_bundle(pages(text, name="eksport.docx"))
    assert_whole(pages(text, name="eksport.docx"), parts)
    assert len([p for p in parts if p.skip_reason is None]) == 3


def test_numbered_answers_of_one_sender_without_any_border_are_left_whole() -> None:
    text = "Svar nr. {}\n\nDet er vi imod, og vi er mange."
    (whole,) = split_bundle(pages("\n\n".join(text.format(n) for n in (1, 2, 3))))
    assert whole.confirm is not None


POINTS = "\n\n".join(f"Punkt {n}\n\nVi er imod forslaget her." for n in range(79, 91))
THREAD = "\n\n".join(
    (
        MAIL.format("Anna Holm", "a@x.example", 3, "Jeg er imod.\n\nHilsen Anna"),
        MAIL.replace("Havnby Kommune", "Anna Holm").format("Havnby", "h@h.example", 2, "Hej Anna"),
        MAIL.replace("Høring", "SV: Høring").format("Anna Holm", "a@x.example", 1, "Spørgsmål?"),
    )
)


@pytest.mark.parametrize(
    "document",
    [
        pages(POINTS),
        pages(*POINTS.replace("Punkt", "Bilag").split("\n\n")),
        pages(f"Høringssvar fra FOA\n\n{POINTS}\n\nHilsen Lone\n\n" + MAIL.format(*"HhhH")),
        pages(THREAD),
        pages("Svar på høring\n\nSvar 1: Nej tak.\n\nSvar 2: Ja tak.\n\nSvar 3: Måske en dag."),
        pages("Høringssvar nr. 31\n\nVi er imod.", "Høringssvar nr. 31\n\nOg det er vi stadig."),
        pages(
            "Vi har læst de andre.\n\nHøringssvar fra FOA ........ 2\nHøringssvar fra DLF .... 4"
        ),
    ],
    ids=["points", "attachments", "quoted", "thread", "questions", "page_heads", "contents"],
)
def test_an_ordinary_response_is_left_whole(document: Document) -> None:
    assert split_bundle(document) == (document,)


def test_signs_without_borders_are_told_and_not_acted_on() -> None:
    headed = "\n\n".join(
        f"Høringssvar fra {who}\n\nVi er imod det, der er foreslået."
        for who in ("FOA", "DLF", "HK Kommunal")
    )
    (whole,) = split_bundle(pages(headed))
    assert whole.confirm is not None
    assert "flere svar" in whole.confirm
    assert whole.text == pages(headed).text


def test_a_letter_that_encloses_others_is_no_cover() -> None:
    own = "Kære byråd\n\nFOA er imod. Her er klubbernes svar.\n\nVenlig hilsen\nLone Holm"
    clubs = [f"Høringssvar fra klub {n}\n\nVi er også imod det." for n in "ABC"]
    (whole,) = split_bundle(pages(own, *clubs))
    assert whole.confirm is not None


def test_what_was_taken_out_and_warned_of_goes_with_its_part() -> None:
    document = pages(*(f"Svar {n} af 3\n\nVi er imod forslaget." for n in (1, 2, 3)))
    at = document.text.index("Svar 3")
    marked = Document(
        document.name,
        document.text,
        document.blocks,
        (Removal(RemovalKind.SOFT_HYPHEN, "\u00ad", at + 9),),
        ("Filen er gammel.", "Side 2 er et billede.", "1 blød bindestreg er fjernet."),
    )
    first, second, third = split_bundle(marked)
    assert first.warnings == ("Filen er gammel.",)
    assert second.warnings == ("Side 2 er et billede.",)
    assert third.warnings == ("1 blød bindestreg er fjernet.",)
    assert [r.at for r in third.removals] == [9]


STARTS = ("Høringssvar fra {}", "Svar {} af 9", "Navn: {}\nSvar: ja", "Fra: {}\nSendt: i\nTil: b")
LINES = st.one_of(
    st.builds(str.format, st.sampled_from(STARTS), st.sampled_from(["1", "2", "FOA", "Bo B"])),
    st.sampled_from(["Vi er imod.", "Venlig hilsen", "Punkt 79", "-----", " ", "\ta\tb", "Side 2"]),
    st.text(alphabet="aæ \t\n:.", max_size=12),
)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Any text, cut anywhere into blocks of any kind that hold all its non-blank characters."""
    text = "\n".join(draw(st.lists(LINES, max_size=14)))
    cuts = draw(st.lists(st.integers(0, len(text)), max_size=6))
    blocks, page = [], 1
    for low, high in pairwise(sorted({0, *cuts, len(text)})):
        words = text[low:high]
        start = low + len(words) - len(words.lstrip())
        end = low + len(words.rstrip())
        page += draw(st.integers(0, 1))
        if start < end:
            blocks.append(Block(start, end, draw(st.sampled_from(BlockKind)), page=page))
    at = draw(st.lists(st.integers(0, len(text)), max_size=3))
    removals = tuple(Removal(RemovalKind.MARKUP, "x", i) for i in at)
    return Document("a.pdf", text, tuple(blocks), removals)


@settings(max_examples=300, deadline=None)
@given(documents())
def test_whatever_comes_nothing_vanishes(document: Document) -> None:
    parts = split_bundle(document)
    assert_whole(document, parts)
    assert parts == split_bundle(document)
    for part in parts[1:]:
        assert part.confirm is not None or part.skip_reason is not None


@pytest.mark.parametrize("rule", load_rules("bundle").rules, ids=lambda rule: rule.id)
def test_the_examples_of_each_rule(rule: Rule) -> None:
    assert [e.text for e in rule.match if not matches("bundle", rule.id, e.text)] == []
    assert [text for text in rule.no_match if matches("bundle", rule.id, text)] == []
