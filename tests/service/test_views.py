"""Views across proposals: themes, organisations, dates, originals; and filters on lists."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from consult.domain.access import Actor, Role
from consult.domain.documents import Metadata
from consult.domain.errors import ConsultError, DeniedError, NotFoundError
from consult.domain.findings import Stance
from consult.domain.people import RespondentKind
from consult.domain.voices import voices
from consult.services import analysing, browsing, intake, originals, rounds
from consult.services.arrivals import arrivals, day_of
from consult.services.browsing import PassageFilter
from consult.services.desk import Desk
from consult.services.fronts import fronts
from consult.services.organisations import organisation, organisations
from consult.services.searching import SearchFilter, search
from consult.services.themes import theme_map, theme_page
from consult.store.database import Connection
from consult.store.kept import KeptFiles
from consult.store.records import Consultation
from tests.store.builders import CATALOGUE, VERSION, analyse, reading

TEXTS = {
    "a.txt": "Fra: FOA\nPunkt 79: vi er imod, at skolen mister timer til de yngste børn i byen\n"
    "Punkt 82: det kan gå, hvis integration også får en plads ved bordet hver uge\n"
    "Punkt 79: skole igen",
    "b.txt": "Fra: Ældrerådet\nPunkt 82: vi støtter, at de ældre får en plads ved bordet",
    "c.txt": "Fra: Anna Hansen\nPunkt 79: jeg er imod, for min skole er god nok som den er",
    "d.txt": "Fra: foa\nHele planen er vi imod, siger skolen",
    "e.txt": "Fra: Bo\nPunkt 79: imod.",
}
PRIVATE = (RespondentKind.CITIZEN, RespondentKind.UNKNOWN)


@pytest.fixture
def slug(desk: Desk) -> str:
    return made(desk, "Budget 2027", TEXTS)


def made(desk: Desk, name: str, texts: dict[str, str]) -> str:
    slug = rounds.create(desk, name, "Budget", CATALOGUE).slug
    intake.take_in(desk, slug, [reading(name, text) for name, text in texts.items()])
    analysing.analyse_round(desk, slug, analyse, VERSION)
    return slug


# --- Themes


def test_themes_are_counted_as_the_findings_say(desk: Desk, slug: str) -> None:
    found = theme_map(desk, slug)
    expected: dict[str, tuple[set[str], int]] = {}
    for name, text in TEXTS.items():
        for f in analyse(reading(name, text).documents[0]).findings:
            if f.themes:
                said, n = expected.get(f.themes[0].theme, (set(), 0))
                expected[f.themes[0].theme] = (said | {name}, n + 1)
    assert {s.theme: (s.responses, s.passages) for s in found.themes} == {
        theme: (len(said), n) for theme, (said, n) in expected.items()
    }
    assert [s.responses for s in found.themes] == sorted(
        (s.responses for s in found.themes), reverse=True
    )
    assert found.cells["skole", "79"] == 2
    assert found.cells["skole", None] == 1
    assert found.proposals == tuple(CATALOGUE)


def test_a_theme_counts_each_response_once_per_proposal(desk: Desk, slug: str) -> None:
    page = theme_page(desk, slug, "skole")
    by_number = {line.proposal.number if line.proposal else None: line for line in page.lines}
    assert by_number["79"].responses == 2, "two passages of a.txt are one voice"
    assert by_number["79"].stance[Stance.AGAINST].n == 2
    assert by_number[None].stance[Stance.AGAINST].n == 1
    assert "82" not in by_number
    assert [line.proposal is None for line in page.lines] == [False, True]


def test_a_theme_that_nobody_dwells_on_is_empty_and_an_unknown_one_is_an_error(
    desk: Desk, slug: str
) -> None:
    assert theme_page(desk, slug, "dagtilbud").lines == ()
    for wanted in ("<b>nej", "", "skole'; drop table passage"):
        with pytest.raises(NotFoundError, match="findes ikke"):
            theme_page(desk, slug, wanted)


def test_themes_of_another_round_are_not_counted(desk: Desk, slug: str) -> None:
    made(desk, "Anden", {"z.txt": "Fra: FOA\nPunkt 79: skolen er vi imod at lukke i år"})
    before = theme_map(desk, slug)
    assert sum(s.responses for s in before.themes if s.theme == "skole") == 3
    assert theme_page(desk, slug, "skole").sum.responses == 3


# --- Organisations


def test_organisations_are_listed_by_name_and_persons_are_not(desk: Desk, slug: str) -> None:
    found = organisations(desk, slug)
    assert [(i.line.sender, i.line.responses) for i in found.items] == [
        ("union:foa", 2),
        ("council:ældrerådet", 1),
    ]
    assert found.total == 2
    assert found.items[0].stances == {Stance.AGAINST: 1, Stance.CONDITIONAL: 1}
    assert all(i.line.respondent.kind not in PRIVATE for i in found.items)


def test_organisations_are_found_by_name_and_kind_a_page_at_a_time(desk: Desk, slug: str) -> None:
    assert organisations(desk, slug, "ÆLDRE").total == 1
    assert organisations(desk, slug, "100%").total == 0
    assert organisations(desk, slug, kind=RespondentKind.UNION).total == 1
    assert [i.line.sender for i in organisations(desk, slug, limit=1, offset=1).items] == [
        "council:ældrerådet"
    ]
    for kind in PRIVATE:
        assert organisations(desk, slug, kind=kind).items == ()


def test_an_organisation_says_something_of_every_proposal_it_names(desk: Desk, slug: str) -> None:
    page = organisation(desk, slug, "union:foa")
    assert [r.document for r in page.responses] == ["a.txt", "d.txt"]
    said = {s.proposal.number if s.proposal else None: s for s in page.said}
    assert list(said) == ["79", "82", None]
    assert [len(said[n].passages) for n in ("79", "82", None)] == [2, 1, 1]
    expected = [
        (v.proposal, v.label)
        for name in ("a.txt", "d.txt")
        for v in voices(analyse(reading(name, TEXTS[name]).documents[0]))
    ]
    shown = [(v.proposal, v.label) for s in page.said for v in s.voices]
    assert sorted(shown, key=str) == sorted(expected, key=str)
    for passage in said["79"].passages:
        assert passage.text == TEXTS["a.txt"][passage.start : passage.end]
        assert passage.link is not None
        assert passage.link.proposal == "79"
        assert sum(passage.probabilities.values()) == pytest.approx(1)


@pytest.mark.parametrize(
    "sender", ["citizen:anna hansen", "citizen:bo", "unknown:", "", "union:ukendt", "%"]
)
def test_a_private_person_has_no_page(desk: Desk, slug: str, sender: str) -> None:
    with pytest.raises(NotFoundError, match="Organisationen findes ikke"):
        organisation(desk, slug, sender)


# --- Proposals


def test_private_persons_are_counted_by_stance(desk: Desk, slug: str) -> None:
    page = browsing.proposal_page(desk, slug, "79")
    assert page.private == {Stance.AGAINST: 2}
    assert sum(page.private.values()) + len(page.organisations) == page.row.responses


def test_the_only_words_of_a_side_are_quoted_however_short(desk: Desk) -> None:
    slug = made(desk, "Kort", {"e.txt": "Fra: Bo\nPunkt 79: imod."})
    (quote,) = browsing.proposal_page(desk, slug, "79").quotes[Stance.AGAINST]
    assert quote.text == "Punkt 79: imod."


def test_passages_are_filtered_by_doubt_and_sender(desk: Desk, slug: str) -> None:
    def documents(filters: PassageFilter) -> list[str]:
        found = browsing.proposal_passages(desk, slug, "79", filters, limit=100)
        assert found.total == len(found.items)
        return [p.document for p in found.items]

    unsure, sure = documents(PassageFilter(unsure=True)), documents(PassageFilter(unsure=False))
    assert sorted(unsure + sure) == sorted(documents(PassageFilter()))
    assert unsure
    assert sure
    assert documents(PassageFilter(sender="union:foa")) == ["a.txt", "a.txt"]
    assert set(documents(PassageFilter(theme="skole", unsure=False))) <= set(sure)


def test_a_search_is_filtered_by_committee_and_doubt(desk: Desk, slug: str) -> None:
    found = search(desk, slug, "", SearchFilter(committee="Børneudvalget"), limit=100)
    assert {h.document for h in found.hits} == {"a.txt", "c.txt", "e.txt"}
    assert all("79" in h.proposals for h in found.hits)
    assert search(desk, slug, "", SearchFilter(committee="Nej")).total == 0
    sums = [search(desk, slug, "", SearchFilter(unsure=u), limit=0).total for u in (True, False)]
    assert sum(sums) == search(desk, slug, "", limit=0).total
    assert min(sums) > 0


# --- Dates


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("2026-09-01", date(2026, 9, 1)),
        ("2026-09-01T10:12:00+02:00", date(2026, 9, 1)),
        ("01-09-2026 14:22", date(2026, 9, 1)),
        ("1.9.2026", date(2026, 9, 1)),
        ("31/2/2026", None),
        ("i går", None),
        ("", None),
    ],
)
def test_dates_are_read_as_they_are_written(said: str, day: date | None) -> None:
    assert day_of(said) == day


def test_arrivals_add_up_to_all_responses(desk: Desk, slug: str) -> None:
    assert arrivals(desk, slug).undated == len(TEXTS)
    dated = {"x.txt": "2026-09-02", "y.txt": "01-09-2026 08:00", "z.txt": "2026-09-02"}
    for name, said in dated.items():
        plain = reading(name, "Fra: Bo\nHej")
        document = replace(plain.documents[0], metadata=Metadata(date=said))
        intake.take_in(desk, slug, [replace(plain, documents=(document,))])
    found = arrivals(desk, slug)
    assert list(found.days.items()) == [(date(2026, 9, 1), 1), (date(2026, 9, 2), 2)]
    assert (found.dated, found.undated) == (3, len(TEXTS))


def test_a_date_years_from_all_others_is_none(desk: Desk) -> None:
    said = {"01-01-1900": 1, "2026-09-01": 2, "03-09-2026": 1, "2062-09-01": 1, "2024-10-01": 1}
    dates = [day for day, n in said.items() for _ in range(n)]
    slug = made(desk, "Datoer", {f"{i}.txt": f"Hej {i}" for i in range(2)})
    for i, day in enumerate(dates):
        plain = reading(f"dateret {i}.txt", "Fra: Bo\nHej")
        document = replace(plain.documents[0], metadata=Metadata(date=day))
        intake.take_in(desk, slug, [replace(plain, documents=(document,))])
    found = arrivals(desk, slug)
    assert list(found.days.items()) == [
        (date(2024, 10, 1), 1),
        (date(2026, 9, 1), 2),
        (date(2026, 9, 3), 1),
    ]
    assert (found.dated, found.undated) == (4, 2 + 2)


# --- The list of rounds


def test_the_front_lists_what_one_may_see_with_its_numbers(desk: Desk, slug: str) -> None:
    other = made(desk, "Anden", {})
    (newest, oldest) = fronts(desk)
    assert [newest.consultation.slug, oldest.consultation.slug] == [other, slug]
    assert oldest.responses is not None
    assert (oldest.proposals, oldest.responses.current, oldest.responses.senders) == (3, 5, 4)
    reader = Desk(desk._store, Actor("x", 9, None, {oldest.consultation.id: Role.READER}))
    assert [f.consultation.slug for f in fronts(reader)] == [slug]


class Shut(Desk):
    """A desk at which one round cannot be shown yet."""

    closed = ""

    @contextmanager
    def view(self, slug: str) -> Iterator[tuple[Connection, Consultation]]:
        if slug == self.closed:
            raise ConsultError("Der er endnu ikke frigivet noget.")
        with super().view(slug) as found:
            yield found


def test_a_round_that_cannot_be_shown_yet_hides_no_others(desk: Desk, slug: str) -> None:
    made(desk, "Anden", {})
    shut = Shut(desk._store, desk.actor)
    shut.closed = slug
    newest, oldest = fronts(shut)
    assert newest.responses is not None
    assert (oldest.responses, oldest.told) == (None, "Der er endnu ikke frigivet noget.")


# --- Originals


@pytest.fixture
def kept(tmp_path: Path) -> KeptFiles:
    return KeptFiles(tmp_path, 10_000)


def with_original(desk: Desk, kept: KeptFiles, slug: str, name: str) -> int:
    """A response from a file of that name whose bytes are kept; its id."""
    digest = kept.keep(name, io.BytesIO(b"%PDF-1.4 ikke en rigtig")).sha256
    intake.take_in(desk, slug, [replace(reading(name, "Fra: Bo\nHej"), sha256=digest)])
    return browsing.list_responses(desk, slug).items[-1].id


def test_a_page_is_drawn_for_an_editor_and_for_no_reader(
    desk: Desk, slug: str, kept: KeptFiles
) -> None:
    key, asked = with_original(desk, kept, slug, "svar.PDF"), []

    def draw(path: Path, name: str, page: int) -> bytes:
        asked.append((path.read_bytes()[:5], name, page))
        return b"billede"

    consultation = rounds.get(desk, slug).id
    editor = Desk(desk._store, Actor("e", 9, None, {consultation: Role.EDITOR}))
    assert originals.page_image(editor, kept, draw, slug, key, 2) == b"billede"
    assert asked == [(b"%PDF-", "svar.PDF", 2)]
    reader = Desk(desk._store, Actor("l", 8, None, {consultation: Role.READER}))
    with pytest.raises(DeniedError, match="se filerne, som de blev afleveret"):
        originals.page_image(reader, kept, draw, slug, key, 2)
    assert len(asked) == 1


def test_what_has_no_pages_or_was_not_kept_is_not_drawn(
    desk: Desk, slug: str, kept: KeptFiles, tmp_path: Path
) -> None:
    def draw(path: Path, name: str, page: int) -> bytes:
        raise AssertionError(path, name, page)

    word = with_original(desk, kept, slug, "svar.docx")
    scan = with_original(desk, kept, slug, "scan.tif")
    empty = KeptFiles(tmp_path / "tom", 10_000)
    assert originals.page_image(desk, kept, draw, slug, word, 1) is None
    assert originals.page_image(desk, empty, draw, slug, scan, 1) is None
    other = made(desk, "Anden", {})
    with pytest.raises(NotFoundError):
        originals.page_image(desk, kept, draw, other, scan, 1)
