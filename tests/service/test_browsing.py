"""What pages show equals what the domain says of the same analyses."""

from dataclasses import replace
from itertools import pairwise

import pytest

from consult.domain.errors import NotFoundError
from consult.domain.findings import Analysis, Stance
from consult.domain.people import RespondentKind
from consult.domain.summaries import ProposalSummary, summarise
from consult.domain.voices import voices
from consult.services import analysing, browsing, intake, rounds
from consult.services.browsing import NO_PROPOSAL, PassageFilter, ResponseFilter
from consult.services.desk import Desk
from tests.store.builders import CATALOGUE, VERSION, analyse, broken, reading, skipped

THRESHOLD = 0.55
CAMPAIGN = "Punkt 79: vi er imod, at skolen mister sine timer, for det rammer de mindste hårdt"
TEXTS = {
    "a.txt": "Fra: FOA\nPunkt 79: vi er imod, at skolen mister timer til de yngste børn i byen\n"
    "Punkt 79: vi støtter dog, at SFO og skole deler de samme lokaler om eftermiddagen",
    "b.txt": "Fra: Ældrerådet\nPunkt 82: det kan gå, hvis de ældre også får en plads ved bordet\n"
    "Rådet takker for invitationen til at svare på hele planen",
    "c.txt": f"Fra: Anna Hansen\n{CAMPAIGN}",
    "d.txt": f"Fra: Bo Nielsen\n{CAMPAIGN.replace(',', ' ,').replace('hårdt', 'HÅRDT!')}",
    "e.txt": "Jeg er imod det hele, og integration er noget, I helt har glemt at tænke på her",
    "f.txt": "Jeg støtter planen, men har ellers ikke mere at sige om integration i år",
    "g.txt": "Fra: FOA\nPunkt 79 og Punkt BU-02: her siger vi ikke mere end det, der står ovenfor\n"
    "Punkt 999 findes ikke i det katalog, som vi har fået udleveret",
    "h.txt": "Fra: foa \nPunkt 79: vi er imod, og det har vi sagt før om skole og fritid i byen",
}


@pytest.fixture
def slug(desk: Desk) -> str:
    slug = rounds.create(desk, "Budget 2027", "Budget", CATALOGUE).slug
    readings = [reading(name, text) for name, text in TEXTS.items()]
    intake.take_in(desk, slug, [*readings, broken("x.pdf"), skipped("y.exe")])
    analysing.analyse_round(desk, slug, analyse, VERSION)
    return slug


def analyses() -> list[Analysis]:
    return [analyse(reading(name, text).documents[0]) for name, text in TEXTS.items()]


def expected() -> tuple[ProposalSummary, ...]:
    return summarise(analyses(), CATALOGUE, THRESHOLD)


def test_summaries_equal_those_of_the_domain(desk: Desk, slug: str) -> None:
    assert browsing.summaries(desk, slug, THRESHOLD) == expected()


def assert_overview(desk: Desk, slug: str, summaries: tuple[ProposalSummary, ...]) -> None:
    rows = browsing.overview(desk, slug, THRESHOLD).rows
    assert [r.proposal for r in rows] == [s.proposal for s in summaries]
    for row, summary in zip(rows, summaries, strict=True):
        assert row.responses == summary.responses
        assert row.senders == summary.senders
        assert row.stance == summary.stance
        assert row.undecided == summary.undecided
        assert row.themes == summary.themes


def test_the_overview_says_what_the_summaries_say(desk: Desk, slug: str) -> None:
    assert_overview(desk, slug, expected())
    kept = browsing.overview(desk, slug, THRESHOLD)
    assert kept.rows[0].themes[0].theme == "skole"


def test_kept_results_follow_every_change(desk: Desk, slug: str) -> None:
    intake.take_in(desk, slug, [reading("a.txt", "Fra: FOA\nPunkt 82: vi støtter nu forslaget")])
    without = [a for a in analyses() if a.document.name != "a.txt"]
    assert_overview(desk, slug, summarise(without, CATALOGUE, THRESHOLD))
    ((key, document),) = analysing.pending(desk, slug, VERSION)
    analysing.save(desk, key, analyse(document), VERSION)
    changed = summarise([*without, analyse(document)], CATALOGUE, THRESHOLD)
    assert_overview(desk, slug, changed)
    analysing.refresh(desk, slug)
    assert_overview(desk, slug, changed)


def test_the_totals_add_up(desk: Desk, slug: str) -> None:
    totals = browsing.overview(desk, slug).totals
    assert {state.value: n for state, n in totals.sources.items()} == {
        "waiting": 0,
        "read": len(TEXTS),
        "failed": 1,
        "skipped": 1,
        "withdrawn": 0,
    }
    found = analyses()
    sums = totals.responses
    assert sums.current == sums.analysed == len(TEXTS)
    # FOA answers three times, whatever its spelling; e and f are unnamed and so two.
    assert sums.senders == len(TEXTS) - 2
    assert sums.passages == sum(len(a.findings) for a in found)
    assert sums.unresolved == 1
    assert sums.to_review == sum(f.review for a in found for f in a.findings) > 0


def test_a_proposal_shows_who_says_what(desk: Desk, slug: str) -> None:
    page = browsing.proposal_page(desk, slug, "79", threshold=THRESHOLD)
    assert page.row.proposal == CATALOGUE.get("79")
    assert page.row == browsing.overview(desk, slug, THRESHOLD).rows[0]
    assert [v.respondent.name for v in page.organisations] == ["FOA", "FOA", "foa "]
    assert page.row.senders[RespondentKind.CITIZEN] == 2
    by_name = {a.document.name: a for a in analyses()}
    for line in page.organisations:
        assert line.respondent.kind is RespondentKind.UNION
        document = browsing.response_page(desk, slug, line.response_id).document
        (voice,) = [v for v in voices(by_name[document.name]) if v.proposal == "79"]
        assert (line.label, line.score) == (voice.label, voice.score)


def test_passages_are_slices_with_the_way_back(desk: Desk, slug: str) -> None:
    found = browsing.proposal_passages(desk, slug, "79", limit=100)
    spoken = {
        (a.document.name, f.passage.index, s.label, f.links[0])
        for a in analyses()
        for f in a.findings
        for s in f.stances
        if s.proposal == "79"
    }
    items = found.items
    assert {(p.document, p.passage, p.label, p.link) for p in items} == spoken
    assert found.total == len(spoken) == len(items)
    for p in items:
        document = browsing.response_page(desk, slug, p.response_id).document
        assert document.name == p.document
        assert document.text[p.start : p.end] == p.text
    order = [(p.response_id, p.passage) for p in items]
    assert all(a < b for a, b in pairwise(order))


def test_passages_come_in_pages(desk: Desk, slug: str) -> None:
    whole = browsing.proposal_passages(desk, slug, "79", limit=100)
    pages = [
        browsing.proposal_passages(desk, slug, "79", limit=2, offset=i)
        for i in range(0, whole.total + 2, 2)
    ]
    assert tuple(p for page in pages for p in page.items) == whole.items
    assert {page.total for page in pages} == {whole.total}


@pytest.mark.parametrize(
    ("filters", "documents"),
    [
        (PassageFilter(kind=RespondentKind.UNION), ["a.txt", "a.txt", "g.txt", "h.txt"]),
        (PassageFilter(stance=Stance.FAVOR), ["a.txt"]),
        (PassageFilter(theme="andet"), ["g.txt"]),
        (PassageFilter(kind=RespondentKind.CITIZEN, stance=Stance.FAVOR), []),
    ],
)
def test_passages_can_be_chosen(
    desk: Desk, slug: str, filters: PassageFilter, documents: list[str]
) -> None:
    found = browsing.proposal_passages(desk, slug, "79", filters)
    assert [p.document for p in found.items] == documents
    assert found.total == len(documents)


def test_quotes_are_the_surest_and_none_is_said_twice(desk: Desk, slug: str) -> None:
    quotes = browsing.proposal_page(desk, slug, "79").quotes
    against = quotes[Stance.AGAINST]
    assert [q.score for q in against] == sorted((q.score for q in against), reverse=True)
    assert len({q.sender for q in against}) == len(against)
    campaigners = [q for q in against if q.document in ("c.txt", "d.txt")]
    assert len(campaigners) == 1
    # a.txt and h.txt are both FOA's.
    assert len({"a.txt", "h.txt"} & {q.document for q in against}) == 1
    assert len(against) == 2
    assert [q.document for q in quotes[Stance.FAVOR]] == ["a.txt"]
    assert quotes[Stance.CONDITIONAL] == ()


def test_quotes_are_found_behind_a_long_campaign(desk: Desk, slug: str) -> None:
    letters = [reading(f"k{i}.txt", f"Fra: Borger {i}\n{CAMPAIGN}") for i in range(120)]
    other = "Punkt 79: vi er imod, for skolen er for lille"
    intake.take_in(desk, slug, [*letters, reading("z.txt", f"Fra: Zenia\n{other}")])
    analysing.analyse_round(desk, slug, analyse, VERSION)
    quotes = browsing.proposal_page(desk, slug, "79").quotes[Stance.AGAINST]
    assert len(quotes) == 3
    assert sum("hårdt" in q.text.casefold() for q in quotes) == 1


def test_what_names_no_proposal_has_its_page(desk: Desk, slug: str) -> None:
    page = browsing.proposal_page(desk, slug, None)
    assert page.row.proposal is None
    found = browsing.proposal_passages(desk, slug, None)
    assert {p.document for p in found.items} == {"b.txt", "e.txt", "f.txt", "g.txt"}
    assert all(p.link is None for p in found.items)


@pytest.mark.parametrize("number", ["100", ""])
def test_an_unknown_proposal_is_told(desk: Desk, slug: str, number: str) -> None:
    with pytest.raises(NotFoundError, match="Punkt"):
        browsing.proposal_page(desk, slug, number)
    with pytest.raises(NotFoundError, match="Punkt"):
        browsing.proposal_passages(desk, slug, number)


def test_a_response_is_shown_whole(desk: Desk, slug: str) -> None:
    first, second, *_ = browsing.list_responses(desk, slug).items
    page = browsing.response_page(desk, slug, second.id)
    assert page.analysis == analyses()[1]
    assert page.document == page.analysis.document
    assert (page.source.name, page.response.source) == ("b.txt", "b.txt")
    assert (page.previous, page.response) == (first.id, second)
    assert page.following is not None
    assert browsing.response_page(desk, slug, first.id).previous is None


def test_a_response_of_another_round_is_not_shown(desk: Desk, slug: str) -> None:
    other = rounds.create(desk, "Anden", "", CATALOGUE).slug
    (first, *_) = browsing.list_responses(desk, slug).items
    with pytest.raises(NotFoundError):
        browsing.response_page(desk, other, first.id)


@pytest.mark.parametrize(
    ("filters", "documents"),
    [
        (ResponseFilter(), "abcdefgh"),
        (ResponseFilter(kind=RespondentKind.UNION), "agh"),
        (ResponseFilter(proposal="82"), "b"),
        (ResponseFilter(proposal=NO_PROPOSAL), "befg"),
        (ResponseFilter(proposal=NO_PROPOSAL, stance=Stance.AGAINST), "e"),
        (ResponseFilter(respondent="ANNA  h"), "c"),
        (ResponseFilter(respondent="union"), ""),
        (ResponseFilter(respondent="ÆLDRE"), "b"),
        (ResponseFilter(respondent="%"), ""),
        (ResponseFilter(to_review=True), "bg"),
    ],
)
def test_responses_can_be_chosen(
    desk: Desk, slug: str, filters: ResponseFilter, documents: str
) -> None:
    found = browsing.list_responses(desk, slug, filters)
    assert "".join(r.document[0] for r in found.items) == documents
    assert found.total == len(documents)
    assert browsing.list_responses(desk, slug, filters, 1, 1).items == found.items[1:2]


def test_two_rounds_do_not_mix(desk: Desk, slug: str) -> None:
    before = browsing.overview(desk, slug)
    other = rounds.create(desk, "Anden", "", CATALOGUE).slug
    intake.take_in(desk, other, [reading("a.txt", TEXTS["a.txt"])])
    analysing.analyse_round(desk, other, analyse, VERSION)
    assert browsing.overview(desk, slug) == before
    assert browsing.proposal_page(desk, other, "79").row.responses == 1


def test_an_empty_round_has_pages_too(desk: Desk) -> None:
    slug = rounds.create(desk, "Tom", "", CATALOGUE).slug
    assert_overview(desk, slug, summarise((), CATALOGUE, THRESHOLD))
    assert browsing.proposal_page(desk, slug, None).row.responses == 0
    assert browsing.proposal_passages(desk, slug, None).items == ()
    assert browsing.list_sources(desk, slug).items == ()
    assert browsing.summaries(desk, slug, THRESHOLD) == summarise((), CATALOGUE, THRESHOLD)


def test_every_page_says_that_a_round_is_unknown(desk: Desk) -> None:
    asks = (
        browsing.overview,
        browsing.list_responses,
        browsing.list_sources,
        browsing.summaries,
        lambda s, slug: browsing.proposal_page(s, slug, None),
        lambda s, slug: browsing.response_page(s, slug, 1),
        lambda s, slug: list(browsing.analyses(s, slug)),
    )
    for ask in asks:
        with pytest.raises(NotFoundError, match="»nej«"):
            ask(desk, "nej")


def test_a_page_may_have_its_own_threshold(desk: Desk, slug: str) -> None:
    row = browsing.overview(desk, slug, 1.01).rows[0]
    assert row.undecided == row.responses > 0
    assert replace(row, undecided=0) == browsing.overview(desk, slug, 0.0).rows[0]


def test_what_is_too_short_or_too_long_is_not_quoted(desk: Desk) -> None:
    slug = rounds.create(desk, "Runde", "", CATALOGUE).slug
    texts = [
        "Punkt 79: imod",
        "Punkt 79: vi er imod " + "og imod " * 80,
        "Punkt 79: " + "imod " * 9,
    ]
    intake.take_in(desk, slug, [reading(f"{i}.txt", text) for i, text in enumerate(texts)])
    analysing.analyse_round(desk, slug, analyse, VERSION)
    quotes = browsing.proposal_page(desk, slug, "79").quotes[Stance.AGAINST]
    assert [q.document for q in quotes] == ["2.txt"]
