"""Pieces of a page: what they say, and that nothing a user wrote becomes HTML."""

import re
from dataclasses import replace
from datetime import date
from html import escape
from html.parser import HTMLParser
from types import SimpleNamespace
from typing import Any

import pytest

from consult.domain.counts import Count
from consult.domain.documents import Document, Removal, RemovalKind, Span
from consult.domain.effective import CARRIED
from consult.domain.findings import (
    PERSON,
    Analysis,
    ItemLink,
    LinkMethod,
    Passage,
    PassageFindings,
    PassageKind,
    Reference,
    Stance,
    StanceFinding,
    ThemeScore,
)
from consult.domain.people import Respondent, RespondentKind
from consult.domain.proposals import Direction, Proposal
from consult.services.alike import Preview
from consult.services.arrivals import Arrivals
from consult.services.browsing import ProposalRow, SpokenPassage
from consult.services.searching import SearchHit
from consult.ui import alike_view, links, ordering
from consult.ui.components import (
    arrivals_chart,
    doubt,
    evidence,
    found,
    letter,
    money,
    notice,
    paging,
    quotation,
    reader_head,
    sides,
    stance_bar,
    story,
    table,
    totals,
)
from consult.ui.components import proposal_list as overview_table
from consult.ui.components import quality as quality_table
from consult.ui.icon import ICON
from consult.ui.plain import plain
from consult.ui.texts import counted, number, percent, text

EVIL = "<script>alert(1)</script>\"'&"
PLACE = re.compile(r'href="([^"]*)"')


class Shown(HTMLParser):
    """What a browser would show: the words, and the elements around them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words = ""
        self.tags: list[str] = []
        self.open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002
        self.tags.append(tag)
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, f"</{tag}> closes another element"

    def handle_data(self, data: str) -> None:
        self.words += data


def shown(html: str) -> Shown:
    """The HTML as read; it must be well formed and hold no script."""
    read = Shown(html)
    assert not read.open
    assert "script" not in read.tags
    return read


def counts(against: int = 0, conditional: int = 0, neutral: int = 0, favor: int = 0) -> dict:
    numbers = (against, conditional, neutral, favor)
    labels = (Stance.AGAINST, Stance.CONDITIONAL, Stance.NEUTRAL, Stance.FAVOR)
    return {k: Count(n, max(n - 1, 0), n + 1) for k, n in zip(labels, numbers, strict=True)}


def row(
    number: str | None, stance: dict | None = None, undecided: int = 0, **about: Any
) -> ProposalRow:
    proposal = None if number is None else Proposal(number, f"Titel {number}", **about)
    said = stance or counts()
    n = sum(count.n for count in said.values())
    return ProposalRow(proposal, n, {}, said, undecided, passages=n, themes=())


def hit(text: str, document: str, response_id: int, *spans: Span) -> SearchHit:
    return SearchHit(
        response_id, document, Respondent("Anna", RespondentKind.CITIZEN), 2, 10, 10 + len(text),
        text, PassageKind.BODY, 3, "skole", spans, ("79",), (("79", Stance.AGAINST),), 1.0,
    )  # fmt: skip


def spoken(text: str = "Vi er imod", link: ItemLink | None = None, review: bool = False) -> Any:
    return SpokenPassage(
        7, "foa.txt", Respondent("FOA", RespondentKind.UNION), 3, 100, 100 + len(text), text,
        PassageKind.BODY, None, Stance.AGAINST, 0.8, (), "skole", review, link, "foa",
    )  # fmt: skip


# --- Texts and numbers


@pytest.mark.parametrize(
    ("value", "written"),
    [(0, "0"), (1234, "1.234"), (-2100.0, "-2.100"), (1234.5, "1.234,5"), (0.25, "0,2")],
)
def test_numbers_are_written_as_danes_write_them(value: float, written: str) -> None:
    assert number(value) == written


@pytest.mark.parametrize(
    ("share", "written"),
    [(0, "0 %"), (0.434, "43 %"), (0.994, "99 %"), (0.995, "over 99 %"), (1, "100 %")],
)
def test_a_probability_is_never_quite_certain(share: float, written: str) -> None:
    assert percent(share).replace("\u00a0", " ") == written


def test_one_is_said_in_the_singular() -> None:
    assert counted("search.hits", 1) == "1 passage"
    assert counted("search.hits", 1200) == "1.200 passager"


def test_a_missing_text_is_an_error() -> None:
    with pytest.raises(KeyError):
        text("overview.no_such_text")


# --- Links


def test_the_overview_is_the_app_itself_and_not_a_page_beside_it() -> None:
    assert links.overview("b-27") == "./?runde=b-27"
    assert links.overview() == "./"


def test_every_number_and_word_survives_its_address() -> None:
    address = links.proposal("b", "ØK/02 & 3", side="2")
    assert address == "punkt?runde=b&nr=%C3%98K%2F02+%26+3&side=2"
    assert links.proposal("b", None) == "uden-punkt?runde=b"
    assert links.response("b", 4, 0) == "svar?runde=b&id=4&passage=0"
    assert links.search("b", ord="") == "soeg?runde=b"


def test_a_label_is_text() -> None:
    html = links.anchor('x?a="b"', EVIL)
    assert shown(html).tags == ["a"]
    assert shown(html).words == EVIL


def test_the_icon_is_not_fetched_from_anywhere() -> None:
    assert ICON.startswith("data:image/svg+xml;base64,")


# --- Stance


def test_a_bar_is_as_wide_as_its_parts() -> None:
    html = stance_bar.stance_bar(counts(7, 1, 0, 1))
    widths = [float(w) for w in re.findall(r"width:([\d.]+)%", html)]
    assert sum(widths) == pytest.approx(100, abs=0.01)
    assert len(widths) == 3
    assert re.findall(r"<span>(\d*)</span>", html) == ["7", "1", "1"]


def test_a_bar_is_told_in_words_with_all_four_labels() -> None:
    html = stance_bar.stance_bar(counts(2, 0, 0, 1))
    label = re.search(r'role="img" aria-label="([^"]*)"', html)
    assert label is not None
    assert label.group(1) == "Holdning i 3 svar: Imod 2, Betinget 0, Neutral 0, For 1"


def test_a_narrow_part_has_its_number_in_its_title_only() -> None:
    html = stance_bar.stance_bar(counts(1, 0, 0, 99))
    assert re.findall(r"<span>(\d*)</span>", html) == ["", "99"]
    assert "Imod: 1 af 100 svar (mellem 0 og 2)" in html


def test_no_responses_are_said_and_not_drawn() -> None:
    assert shown(stance_bar.stance_bar(counts())).words == text("stance.none")


def test_the_numbers_behind_the_bar() -> None:
    words = shown(stance_bar.stance_table(counts(2, 0, 0, 0))).words
    assert "Imod21 og 3" in words
    assert text("stance.interval") in words


def test_stances_differ_by_more_than_colour() -> None:
    css = (links.__file__ or "").replace("links.py", "style.css")
    with open(css, encoding="utf-8") as file:
        style = file.read()
    patterns = [
        re.search(rf"^\.{label} {{([^}}]*)}}", style, re.M) for label in ("against", "conditional")
    ]
    assert all(p is not None and "gradient" in p.group(1) for p in patterns)


# --- The overview


def test_the_list_names_and_links_every_proposal() -> None:
    rows = [row("79", counts(2), direction=Direction.CUT, committee=EVIL), row(None, counts(1))]
    html = overview_table.proposal_list(rows, "b")
    assert PLACE.findall(html) == ["punkt?runde=b&amp;nr=79", "uden-punkt?runde=b"]
    assert f"Besparelse · {EVIL}" in shown(html).words


def test_without_a_catalogue_the_list_has_no_columns_for_numbers_and_money() -> None:
    said = shown(overview_table.proposal_list([row(None, counts(1))], "b", is_whole=True)).words
    assert "Nr." not in said
    assert "Beløb" not in said
    assert "Det, der er i høring" in said


def test_proposals_stand_below_their_committee_where_those_of_each_are_neighbours() -> None:
    of = {
        n: row(n, counts(2), committee=c)
        for n, c in zip("123", ("Børn", "Børn", EVIL), strict=True)
    }
    rows = [*of.values(), row(None, counts(1))]
    assert overview_table.in_committees(rows)
    html = overview_table.proposal_list(rows, "b", by_committee=True)
    assert re.findall(r'scope="rowgroup"[^>]*>([^<]*)<', html) == [
        "Børn",
        escape(EVIL),
        "Uden punkt",
    ]
    assert shown(html).words.count(EVIL) == 1, "not once more beside each proposal"
    assert not overview_table.in_committees([of["1"], of["3"], of["2"]])
    assert not overview_table.in_committees([of["1"], of["2"]])


def test_a_title_with_markup_is_text() -> None:
    rows = [replace(row("1"), proposal=Proposal(EVIL, EVIL))]
    assert shown(overview_table.proposal_list(rows, "b")).words.count(EVIL) == 2


def test_tables_keep_their_meaning_when_style_makes_cards_of_them() -> None:
    html = overview_table.proposal_list([row("79", counts(1))], "b")
    roles = set(re.findall(r'role="(\w+)"', html))
    assert {"table", "rowgroup", "row", "columnheader", "rowheader", "cell"} <= roles
    assert html.count('role="cell"') == 4


def test_the_year_stands_in_the_head_when_all_have_the_same() -> None:
    same = [row("1", amounts={"2027": -1.0}), row("2", amounts={"2027": 2.0, "2028": 3.0})]
    html = overview_table.proposal_list(same, "b")
    assert ">Beløb 2027<" in html
    assert html.count("2027") == 1 + len(same)  # the head, and each card's label
    mixed = [row("1", amounts={"2027": -1.0}), row("2", amounts={"2028": 2.0})]
    html = overview_table.proposal_list(mixed, "b")
    assert ">Beløb<" in html
    assert '<span class="meta">2028</span>' in html


def test_the_mark_of_doubt_stands_only_where_most_are_uncertain() -> None:
    assert doubt.mostly_unsure(2, 4) == ""
    assert doubt.mostly_unsure(0, 0) == ""
    said = shown(doubt.mostly_unsure(3, 4)).words
    assert said.split("≈")[1] == "maskinen er usikker på 3 af 4 svar"


def test_amounts_have_a_real_minus() -> None:
    assert money.amount(-2100.0) == "−2.100"
    html = money.amounts_table(Proposal("1", "t", amounts={"2028": 1.5, "2027": -1.0}))
    assert shown(html).words.endswith("20272028−11,5")
    assert money.amounts_table(Proposal("1", "t")) == ""
    assert money.first_amount(Proposal("1", "t")) == ""


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("sort_catalogue", ["1", "2", "3", None]),
        ("sort_count", ["2", "1", "3", None]),
        ("sort_against", ["1", "2", "3", None]),
        ("sort_favor", ["2", "1", "3", None]),
        ("sort_money", ["3", "2", "1", None]),
    ],
)
def test_orders_keep_what_names_no_proposal_last(order: str, expected: list[str | None]) -> None:
    rows = [
        row("1", counts(against=4), amounts={"2027": 1.0}),
        row("2", counts(against=3, favor=5), amounts={"2027": -20.0}),
        row("3", counts(), amounts={"2027": 3.0, "2028": -900.0}),
        row(None, counts(against=50, favor=50)),
    ]
    in_order = sorted(rows, key=ordering.ORDERS[order])
    assert [r.proposal.number if r.proposal else None for r in in_order] == expected


def test_one_against_of_one_is_not_the_greatest_share() -> None:
    rows = [row("1", counts(against=1)), row("2", counts(against=9, favor=1))]
    first = min(rows, key=ordering.ORDERS["sort_against"])
    assert first.proposal is not None
    assert first.proposal.number == "2"


def test_filters_let_through_what_has_all_the_words() -> None:
    skole = row("79", committee="Børn", direction=Direction.CUT, text="Åbningstiden SKÆRES")
    assert ordering.matches(skole, "skæres 79", None, None)
    assert ordering.matches(skole, " ", "Børn", Direction.CUT)
    assert not ordering.matches(skole, "skæres bibliotek", None, None)
    assert not ordering.matches(skole, "", "Teknik", None)
    assert not ordering.matches(skole, "", None, Direction.INVESTMENT)
    assert ordering.matches(row(None), " ", None, None)
    assert not ordering.matches(row(None), "punkt", None, None)


def overview_of(**sums: int) -> Any:
    every = dict.fromkeys(("current", "senders", "waiting", "failed", "to_review", "passages"), 0)
    return SimpleNamespace(
        consultation=SimpleNamespace(name=EVIL, subject=EVIL, slug="b"),
        totals=SimpleNamespace(responses=SimpleNamespace(**every | sums), sources={}),
        rows=(row(None, counts(neutral=3)),),
        is_whole=False,
    )


def test_totals_warn_only_of_what_is_there() -> None:
    calm = shown(totals.totals(overview_of(current=9, senders=1)))
    assert calm.words == f"{EVIL}{EVIL}9svar1afsender3svar siger noget uden punkt"
    busy = shown(totals.totals(overview_of(current=9, waiting=2, failed=1))).words
    assert "2svar venter på analyse1svar kunne ikke analyseres" in busy


def test_doubt_is_told_once_for_the_round() -> None:
    assert totals.doubt(overview_of()) == ""
    assert "3 af 12 passager" in totals.doubt(overview_of(to_review=3, passages=12))


# --- Quotations and passages


def test_citizens_and_the_unknown_are_not_named() -> None:
    for kind in (RespondentKind.CITIZEN, RespondentKind.UNKNOWN):
        assert "Anna" not in quotation.who(Respondent("Anna Hansen", kind))
    assert quotation.who(Respondent("FOA", RespondentKind.UNION)) == "FOA (faglig organisation)"
    assert quotation.who(Respondent("HMU", RespondentKind.MED_COMMITTEE)) == "HMU (MED-udvalg)"
    assert quotation.who(Respondent(None, RespondentKind.BOARD)) == "Bestyrelse"


def test_marks_join_where_they_overlap_and_words_stay_the_same() -> None:
    words = "a<b>cdef"
    html = quotation.marked(words, [Span(4, 6), Span(0, 2), Span(5, 99), Span(7, 7)])
    assert html == "<mark>a&lt;</mark>b&gt;<mark>cdef</mark>"
    assert shown(html).words == words


def test_a_quotation_is_verbatim_and_leads_to_its_source() -> None:
    words = f"Vi siger:  {EVIL}\nlinje to"
    html = found.quoted(spoken(words), "b")
    assert words in shown(html).words
    assert PLACE.findall(html) == ["svar?runde=b&amp;id=7&amp;passage=3"]
    assert "FOA (faglig organisation)" in html


def test_a_passage_says_how_it_was_tied_and_marks_the_words() -> None:
    link = ItemLink("79", LinkMethod.TITLE, 0.56, (Span(103, 105), Span(0, 5)), "r")
    html = found.spoken(spoken(link=link, review=True), "b")
    assert "<mark>er</mark>" in html
    assert "nævnt ved navn, 56\u00a0% sandsynligt" in html
    assert "maskinen er usikker" in html
    sure = ItemLink("79", LinkMethod.REFERENCE, 0.98)
    assert "%" not in found.spoken(spoken(link=sure), "b", folded=False)


def test_the_same_words_in_many_responses_are_shown_once() -> None:
    same = [hit("Luk  ikke skolen", f"{i}.txt", i, Span(13, 16)) for i in range(3)]
    html = found.hits([same[0], hit(EVIL, "x.txt", 9), *same[1:]], "b")
    read = shown(html)
    assert read.words.count("Luk  ikke skolen") == 1
    assert read.words.count(EVIL) == 1
    assert "De samme ord i 3 svar" in read.words
    ways = [way for way in PLACE.findall(html) if way.startswith("svar")]
    assert [re.search(r"id=(\d)", way)[1] for way in ways] == list("0129")  # type: ignore[index]
    assert "x.txt, side 3" in read.words


# --- The reader


def analysed(words: str = "Punkt 79\nVi er imod.\nHilsen") -> Analysis:
    lines = list(re.finditer(r"[^\n]+", words))
    spans = [m.span() for m in lines]
    kinds = (PassageKind.HEADING, PassageKind.BODY, PassageKind.QUOTED)
    link = ItemLink("79", LinkMethod.HEADING, 0.98, (Span(*spans[0]),))
    own = ItemLink("79", LinkMethod.REFERENCE, 0.98, (Span(spans[0][0], spans[0][0] + 5),))
    said = StanceFinding("79", Stance.AGAINST, 0.61)
    body = PassageFindings(
        Passage(1, *spans[1], kinds[1], 1),
        (Reference(0, 5, "punkt", (), (EVIL,)),),
        (link,),
        (ThemeScore("skole", 0.9),),
        (said, StanceFinding(None, Stance.NEUTRAL, 0.999)),
        review=True,
    )
    return Analysis(
        Document("a", words, ()),
        Respondent(),
        (
            PassageFindings(Passage(0, *spans[0], kinds[0], 0), links=(own,)),
            body,
            PassageFindings(Passage(2, *spans[2], kinds[2], 2)),
        ),
    )


def test_a_letter_is_all_its_passages_in_order_and_the_chosen_one_is_marked() -> None:
    html = letter.letter(analysed(), "b", 1, 0.7)
    assert re.findall(r'id="p(\d)"', html) == ["0", "1", "2"]
    assert html.count('aria-current="true"') == 1
    assert re.search(r'id="p1" class="passage body against chosen" aria-current', html)
    assert '<h2 class="words"><mark>Punkt</mark> 79</h2>' in html


def test_what_was_found_stands_beside_the_words() -> None:
    words = shown(letter.letter(analysed(), "b", None, 0.7)).words
    assert "61\u00a0% ≈" in words
    assert "79, står under overskriften" in words
    assert "over 99\u00a0%" in words
    assert "høringen som helhed" in words
    assert f"Henvisning, kataloget ikke har: {EVIL}" in words
    assert "Gengiver en andens tekst" in words


def test_the_mark_of_doubt_stands_at_what_is_doubtful() -> None:
    unsure_of_stance = shown(letter.letter(analysed(), "b", None, 0.7)).words
    assert unsure_of_stance.count("≈") == 1
    assert "61\u00a0% ≈" in unsure_of_stance
    sure_of_stance = shown(letter.letter(analysed(), "b", None, 0.6)).words
    assert sure_of_stance.count("≈") == 1
    assert f"{EVIL} ≈" in sure_of_stance  # the reference that the catalogue has not


def test_a_letter_is_text() -> None:
    assert EVIL in shown(letter.letter(analysed(f"a\n{EVIL}\nc"), "b", None, 0.7)).words


def test_a_response_in_short_is_one_voice_for_each_proposal() -> None:
    html = reader_head.in_short(analysed(), "b", {"79": f"Titel {EVIL}"})
    assert f"79 Titel {EVIL}" in shown(html).words
    assert "Høringen som helhed" in html
    nothing = Analysis(Document("a", "", ()), Respondent(), ())
    assert shown(reader_head.in_short(nothing, "b", {})).words == text("reader.no_voice")


def test_what_was_taken_out_is_listed_and_visible() -> None:
    removals = (
        Removal(RemovalKind.MARKUP, "<b>", 0, 3),
        Removal(RemovalKind.SOFT_HYPHEN, "\u00ad", 1),
    )
    page: Any = SimpleNamespace(document=Document("a", "", (), removals, (EVIL,)))
    words = shown(reader_head.taken_out(page)).words
    assert EVIL in words
    assert "(kode): «<b>» × 3" in words
    assert "(blød bindestreg): «U+00AD»" in words
    page.document = Document("a", "", ())
    assert reader_head.taken_out(page) == ""


# --- Pages of lists, notices, quality


@pytest.mark.parametrize(
    ("raw", "total", "page"),
    [
        ("", 0, 1),
        ("2", 41, 2),
        ("9", 41, 3),
        ("0", 41, 1),
        ("-1", 41, 1),
        ("x", 41, 1),
        ("²", 9, 1),
    ],
)
def test_a_page_number_is_kept_within_what_there_is(raw: str, total: int, page: int) -> None:
    assert paging.page_number(raw, total) == page


def test_a_pager_leads_both_ways_and_ends() -> None:
    def ways(page: int, total: int = 41) -> list[str]:
        return PLACE.findall(paging.pager(page, total, lambda n: f"x?side={n}"))

    assert [ways(1), ways(2), ways(3)] == [["x?side=2"], ["x?side=1", "x?side=3"], ["x?side=2"]]
    assert paging.pager(1, paging.PAGE_SIZE, str) == ""
    assert [paging.offset(n) for n in (1, 2)] == [0, paging.PAGE_SIZE]


def test_notices_are_text_and_show_a_way_on() -> None:
    assert shown(notice.notice(f"**{EVIL}**")).words == f"**{EVIL}**"
    page = notice.problem(EVIL)
    assert EVIL in shown(page).words
    assert PLACE.findall(page) == ["./"]
    assert 'href="ny-hoering"' in notice.nothing_yet()
    assert "ny-hoering" not in notice.no_access()
    assert 'href="laeg-op?runde=a"' in notice.no_responses("a", may_fill=True)
    assert "laeg-op" not in notice.no_responses("a", may_fill=False)


def test_an_empty_cell_is_left_out_of_a_card() -> None:
    assert 'class="n empty"' in table.cell("", "n", "Beløb")
    assert 'data-label="&lt;b&gt;"' in table.cell("1", "n", "<b>")


def test_quality_is_that_of_rounds_not_trained_on() -> None:
    own = {"accuracy": 0.99}
    assert quality_table.held_out({"results": {**own, "out_of_round": {"accuracy": 0.6}}}) == {
        "accuracy": 0.6
    }
    assert quality_table.held_out({}) == {}


# --- The story in one line


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ((0, 0, 0, 0), ""),
        ((1, 0, 0, 0), "Det eneste svar er imod."),
        ((0, 1, 0, 0), "Det eneste svar er betinget."),
        ((0, 0, 0, 2), "Begge svar er for (sandsynligvis 1 til 3)."),
        (
            (0, 0, 5, 0),
            "Ingen af de 5 svar tager stilling (sandsynligvis tager 4 til 6 ikke stilling).",
        ),
        ((3, 0, 0, 0), "Alle 3 svar er imod (sandsynligvis 2 til 4)."),
        (
            (7, 1, 0, 1),
            "De fleste er imod: 7 af 9 svar (sandsynligvis 6 til 8). "
            "Resten: 1 stiller betingelser og 1 er for.",
        ),
        ((2, 0, 3, 4), "Delte meninger: 2 er imod, 3 tager ikke stilling og 4 er for."),
        ((2, 0, 0, 2), "Delte meninger: 2 er imod og 2 er for."),
    ],
)
def test_the_story_of_a_proposal(numbers: tuple[int, int, int, int], said: str) -> None:
    assert story.story(counts(*numbers)) == said


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ((0, 0, 0, 0), ("", "")),
        ((1, 0, 0, 0), ("Det eneste svar er imod", "")),
        ((0, 0, 0, 2), ("Begge svar er for", "sandsynligvis 1 til 3")),
        (
            (0, 0, 5, 0),
            ("Ingen af de 5 svar tager stilling", "sandsynligvis tager 4 til 6 ikke stilling"),
        ),
        ((7, 1, 0, 1), ("De fleste er imod", "7 af 9 svar, sandsynligvis 6 til 8")),
        ((2, 0, 3, 4), ("Delte meninger", "")),
    ],
)
def test_the_verdict_stands_apart_from_its_numbers(
    numbers: tuple[int, int, int, int], said: tuple[str, str]
) -> None:
    assert story.verdict(counts(*numbers)) == said


def test_a_story_without_doubt_has_no_interval() -> None:
    sure = {label: Count(n, n, n) for label, n in zip(counts(), (3, 0, 0, 0), strict=True)}
    assert story.story(sure) == "Alle 3 svar er imod."


def test_the_only_one_of_a_side_is_not_drowned() -> None:
    many = counts(against=30, favor=1, neutral=2)
    assert story.is_single(many, Stance.FAVOR)
    assert story.is_single(many, Stance.NEUTRAL)
    assert not story.is_single(many, Stance.AGAINST)
    assert not story.is_single(many, Stance.CONDITIONAL)
    assert not story.is_single(counts(against=1, favor=1), Stance.FAVOR)


# --- Sides, evidence, dates


def voice_of(name: str, kind: RespondentKind, label: Stance = Stance.AGAINST) -> Any:
    return SimpleNamespace(respondent=Respondent(name, kind), label=label, response_id=4, score=0.9)


def test_sides_name_organisations_and_count_persons() -> None:
    page = SimpleNamespace(
        consultation=SimpleNamespace(slug="b"),
        row=row("79", counts(against=5, favor=1)),
        organisations=(
            voice_of("Aktive", RespondentKind.ASSOCIATION),
            voice_of("Lind Ældreråd", RespondentKind.COUNCIL),
            voice_of("HMU", RespondentKind.MED_COMMITTEE, Stance.FAVOR),
        ),
        private={Stance.AGAINST: 3},
    )
    read = shown(sides.sides(page, 0.5))  # type: ignore[arg-type]
    assert read.words.index("Lind Ældreråd") < read.words.index("Aktive"), "must be heard: first"
    assert "lovpligtigt råd" in read.words
    assert "MED-udvalg" in read.words
    assert "og 3 svar fra borgere" in read.words
    assert "Betinget" not in read.words


@pytest.mark.parametrize(
    ("kind", "name", "marked"),
    [
        (RespondentKind.COUNCIL, "Handicaprådet", True),
        (RespondentKind.COUNCIL, "Udsatterådet", False),
        (RespondentKind.ASSOCIATION, "Venner af Ældrerådet", False),
        (RespondentKind.MED_COMMITTEE, None, True),
        (RespondentKind.COUNCIL, None, False),
    ],
)
def test_councils_that_must_be_heard_are_marked(
    kind: RespondentKind, name: str | None, marked: bool
) -> None:
    assert bool(sides.badge(Respondent(name, kind))) is marked


def test_evidence_tells_score_method_and_words() -> None:
    link = ItemLink("79", LinkMethod.REFERENCE, 0.98, (Span(103, 105),), EVIL)
    passage = replace(
        spoken(link=link, review=True),
        probabilities={Stance.AGAINST: 0.8, Stance.FAVOR: 0.2},
        model="stance@1",
        evidence=(Span(106, 110),),
    )
    said = shown(evidence.evidence(passage)).words.replace("\u00a0", " ")
    for part in ("Imod 80 %", "for 20 %", "stance@1", "nævnt ved nummer, 98 %", "»er«", EVIL):
        assert part in said
    assert "»imod«" in said
    assert "læs den selv" in said
    assert "nævner intet punkt" in shown(evidence.evidence(spoken())).words


def test_evidence_tells_a_persons_decision_from_the_machines() -> None:
    certain = replace(spoken(), probabilities={Stance.AGAINST: 1.0}, model=PERSON)
    said = shown(evidence.evidence(certain)).words
    assert "afgjort af en person" in said
    assert "modellen" not in said
    assert "%" not in said
    carried = shown(evidence.evidence(replace(spoken(), model=CARRIED))).words
    assert "Det er et gæt" in carried
    assert "modellen" not in carried


def test_arrivals_are_drawn_told_and_tabled() -> None:
    days = {date(2026, 9, 1): 2, date(2026, 9, 4): 5}
    html = arrivals_chart.arrivals_chart(Arrivals(days, 3))
    assert html.count('class="day"') == 4
    assert html.count("<tr>") == 4
    said = shown(html).words
    assert "fra 1. september 2026 til 4. september 2026" in said
    assert "Flest, 5, er fra 4. september 2026" in said
    assert "3 svar bærer ingen dato" in said
    assert 'role="img" aria-label="7 svar' in html
    long = {date(2026, 1, 1): 1, date(2026, 3, 31): 1}
    assert arrivals_chart.arrivals_chart(Arrivals(long, 0)).count('class="day"') == 14
    assert "days" not in arrivals_chart.arrivals_chart(Arrivals({}, 3))


def test_labels_escape_what_markdown_takes_and_nothing_that_is_read_aloud() -> None:
    assert plain("BU-01 (svar.txt)") == "BU-01 (svar.txt)"
    assert plain("*fed* [klik](x) :red[x]") == r"\*fed\* \[klik\](x) \:red\[x\]"
    assert [plain(w) for w in ("1. x", "- x", "2) x", "a -- b")] == [
        r"1\. x", r"\- x", r"2\) x", r"a \-\- b",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("n", "more", "told"),
    [(1, False, "1 anden passage siger"), (500, False, "500 andre"), (500, True, "Over 500 andre")],
)
def test_more_than_are_counted_are_told_as_more(n: int, more: bool, told: str) -> None:
    items: Any = (None,) * n
    review: Any = None
    assert alike_view.offered(Preview(review, items, more)).startswith(told)
