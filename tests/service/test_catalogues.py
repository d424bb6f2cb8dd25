"""What is said of a round, and another catalogue for it."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from consult.domain.access import Actor, Role, local
from consult.domain.documents import Document
from consult.domain.errors import DeniedError, LostLeaseError, StoreError
from consult.domain.findings import Analysis
from consult.domain.proposals import Catalogue, Direction, Proposal
from consult.domain.rounds import Details
from consult.services import auditing, browsing, catalogues, judging, rounds
from consult.services.desk import Desk
from consult.store.database import Store
from tests.service.workbench import Bench
from tests.store.builders import CATALOGUE, analyse

DETAILS = Details(
    date(2026, 8, 20), date(2026, 9, 10), "26/1234", ("FOA", "Ældrerådet", "Bo's Taxa")
)
LETTERS = {
    "a.txt": "Fra: FOA\nPunkt 79: vi er imod, at skolen mister timer",
    "b.txt": "Fra: Ældrerådet\nPunkt 82: det kan gå, hvis de ældre får plads",
}


@pytest.fixture
def bench(store: Store, tmp_path: Path) -> Bench:
    slug = rounds.create(Desk(store, local()), "Budget 2027", "Budget", CATALOGUE, DETAILS).slug
    return Bench(store, tmp_path, slug)


def changed(**parts: object) -> Catalogue:
    """The catalogue with its first proposal another."""
    first, *others = CATALOGUE
    return Catalogue((replace(first, **parts), *others))  # type: ignore[arg-type]


def without(number: str) -> Catalogue:
    return Catalogue(tuple(p for p in CATALOGUE if p.number != number))


def told(bench: Bench, action: str) -> list[str]:
    return [e.detail for e in auditing.entries(bench.desk).items if e.action == action]


def test_what_is_said_of_a_round_is_kept_with_who_made_it(bench: Bench) -> None:
    found = rounds.get(bench.desk, bench.slug)
    assert (found.details, found.made_by) == (DETAILS, "lokal administrator")


def test_what_is_said_can_be_changed_and_the_log_tells_it(bench: Bench) -> None:
    said = replace(DETAILS, ends=date(2026, 9, 17), invited=("FOA", " FOA ", "", "Skolen\nNord"))
    assert rounds.edit(bench.desk, bench.slug, " Budget  2028 ", "Budget", said) == 0
    found = rounds.get(bench.desk, bench.slug)
    assert (found.name, found.slug) == ("Budget 2028", "budget-2027")
    assert found.details.invited == ("FOA", "Skolen Nord")
    assert told(bench, "round.edit") == [
        "navn: Budget 2027 → Budget 2028; til: 2026-09-10 → 2026-09-17; inviterede: 3 → 2"
    ]
    rounds.edit(bench.desk, bench.slug, found.name, found.subject, found.details)
    assert len(told(bench, "round.edit")) == 1, "nothing was changed"


@pytest.mark.parametrize(
    ("name", "details", "match"),
    [
        (" ", DETAILS, "navn"),
        ("x" * 201, DETAILS, "for langt"),
        ("A", Details(date(2026, 9, 2), date(2026, 9, 1)), "slutter, før den begynder"),
    ],
)
def test_what_cannot_be_is_told(bench: Bench, name: str, details: Details, match: str) -> None:
    with pytest.raises(StoreError, match=match):
        rounds.edit(bench.desk, bench.slug, name, "", details)
    with pytest.raises(StoreError, match=match):
        rounds.create(bench.desk, name, "", CATALOGUE, details)
    assert rounds.get(bench.desk, bench.slug).details == DETAILS


def test_a_new_subject_has_all_responses_analysed_again(bench: Bench) -> None:
    bench.upload(LETTERS)
    bench.work()
    bench.version = "v2"
    assert rounds.edit(bench.desk, bench.slug, "Budget 2027", "Noget andet", DETAILS) == 2
    assert set(bench.states().values()) == {"analysing"}
    bench.work()
    assert set(bench.states().values()) == {"done"}


def test_who_has_answered_of_those_invited(bench: Bench) -> None:
    bench.upload({**LETTERS, "c.txt": "Fra: Bo's Taxa\nIntet."})
    bench.work()
    found = {i.name: i.senders for i in rounds.invitations(bench.desk, bench.slug)}
    assert found == {"FOA": ("FOA",), "Ældrerådet": ("Ældrerådet",), "Bo's Taxa": ()}, (
        "the test's judge takes whom it does not know for a citizen, who is not told of"
    )


def test_the_preview_tells_what_is_new_changed_and_gone(bench: Bench) -> None:
    bench.upload(LETTERS)
    bench.work()
    wanted = Catalogue((*changed(title="Flere timer").proposals[:2], Proposal("90", "Ny")))
    found = catalogues.preview(bench.desk, bench.slug, wanted)
    assert [p.number for p in found.difference.new] == ["90"]
    assert [(c.after.number, c.fields) for c in found.difference.changed] == [("79", ("title",))]
    assert [p.number for p in found.difference.gone] == ["82"]
    assert (found.links, found.loose, found.responses) == ({"82": 1}, 1, 2)
    assert rounds.catalogue(bench.desk, bench.slug) == CATALOGUE
    nothing = catalogues.preview(bench.desk, bench.slug, CATALOGUE)
    assert not nothing.difference
    assert nothing.responses == 0


def test_another_catalogue_has_what_is_affected_analysed_again(bench: Bench) -> None:
    bench.upload(LETTERS)
    bench.work()
    seen: list[Document] = []
    wanted = without("82")

    def judge(document: Document) -> Analysis:
        seen.append(document)
        found = analyse(document)
        kept = tuple(
            replace(f, links=(), stances=()) if any(x.proposal == "82" for x in f.links) else f
            for f in found.findings
        )
        return replace(found, findings=kept)

    bench.judge, bench.version = judge, "v2"
    assert catalogues.replace(bench.desk, bench.slug, wanted, CATALOGUE) == 2
    assert rounds.catalogue(bench.desk, bench.slug) == wanted
    for row in browsing.list_responses(bench.desk, bench.slug).items:
        browsing.response_page(bench.desk, bench.slug, row.id)
    browsing.overview(bench.desk, bench.slug)
    bench.work()
    assert {d.name for d in seen} == set(LETTERS)
    assert set(bench.states().values()) == {"done"}
    assert catalogues.preview(bench.desk, bench.slug, CATALOGUE).loose == 0
    (line,) = told(bench, "round.catalogue")
    assert line == "1 fjernede: 82"


def test_a_worker_with_the_old_catalogue_in_hand_writes_nothing(bench: Bench) -> None:
    bench.upload({"a.txt": LETTERS["a.txt"]})
    reader = bench.worker("a")
    reader.step()
    late = bench.worker("late")
    lease = late.claim()
    assert lease is not None
    catalogues.replace(bench.desk, bench.slug, changed(direction=Direction.REVERSAL), CATALOGUE)
    with pytest.raises(LostLeaseError):
        late.work_on(lease)
    bench.version = "v2"
    bench.work()
    assert bench.states() == {"a.txt": "done"}


def test_a_corrected_direction_makes_another_judge(bench: Bench) -> None:
    made: list[Catalogue] = []

    class FakeCase:
        def __init__(self, catalogue: Catalogue) -> None:
            self.version = repr(catalogue)

        def prepare(self) -> None:
            pass

    def case(catalogue: Catalogue, _subject: str, _taxonomy: object) -> FakeCase:
        made.append(catalogue)
        return FakeCase(catalogue)

    judges = judging.Judges(bench.store, case)  # type: ignore[arg-type]
    first = judges.of(bench.slug).version
    catalogues.replace(bench.desk, bench.slug, changed(direction=Direction.INVESTMENT), CATALOGUE)
    assert judges.of(bench.slug).version != first
    assert [c.proposals[0].direction for c in made] == [Direction.CUT, Direction.INVESTMENT]


def test_what_another_changed_meanwhile_is_not_overwritten(bench: Bench) -> None:
    theirs = changed(title="Deres")
    catalogues.replace(bench.desk, bench.slug, theirs, CATALOGUE)
    with pytest.raises(StoreError, match="ændret af en anden"):
        catalogues.replace(bench.desk, bench.slug, changed(title="Min"), CATALOGUE)
    assert rounds.catalogue(bench.desk, bench.slug) == theirs


def test_the_same_catalogue_is_no_change(bench: Bench) -> None:
    bench.upload(LETTERS)
    bench.work()
    assert catalogues.replace(bench.desk, bench.slug, CATALOGUE, CATALOGUE) == 0
    assert set(bench.states().values()) == {"done"}
    assert told(bench, "round.catalogue") == []


@pytest.mark.parametrize(
    ("catalogue", "match"),
    [
        (Catalogue((Proposal("BU 2", "a"), Proposal("bu  2", "b"))), "samme nummer \\(BU 2\\)"),
        (Catalogue((Proposal(" ", "a"),)), "mangler et nummer"),
        (Catalogue((Proposal("1", " "),)), "mangler en titel"),
        (Catalogue((Proposal("1", "a\0"),)), "ikke kan gemmes"),
    ],
)
def test_a_catalogue_that_is_none_is_refused(
    bench: Bench, catalogue: Catalogue, match: str
) -> None:
    for call in (
        lambda: catalogues.replace(bench.desk, bench.slug, catalogue, CATALOGUE),
        lambda: catalogues.preview(bench.desk, bench.slug, catalogue),
        lambda: rounds.create(bench.desk, "Ny", "", catalogue),
    ):
        with pytest.raises(StoreError, match=match):
            call()
    assert rounds.catalogue(bench.desk, bench.slug) == CATALOGUE


def test_a_reader_changes_nothing(bench: Bench) -> None:
    reader = Desk(bench.store, Actor("x", 999, Role.READER))
    with pytest.raises(DeniedError, match="rette høringsrundens oplysninger"):
        rounds.edit(reader, bench.slug, "A", "", Details())
    with pytest.raises(DeniedError):
        catalogues.replace(reader, bench.slug, Catalogue(), CATALOGUE)
    assert rounds.get(bench.desk, bench.slug).name == "Budget 2027"
