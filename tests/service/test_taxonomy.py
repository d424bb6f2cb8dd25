"""Changing the themes: editions, locking, what is counted, what a new theme would take."""

from collections.abc import Sequence
from types import SimpleNamespace

import pytest

from consult.domain.access import Actor, Role, local
from consult.domain.errors import DeniedError, TaxonomyError
from consult.domain.findings import ThemeScore
from consult.domain.proposals import Catalogue
from consult.domain.taxonomy import Taxonomy, Theme
from consult.inference.features import PassageContext
from consult.inference.taxonomy import theme_ids, themes
from consult.services import analysing, auditing, intake, rounds, taxonomy, uploads
from consult.services.desk import Desk
from consult.services.judging import Judges
from consult.services.theme_preview import LOOKED_AT, preview
from consult.stages.case import Case
from consult.store import taxonomies
from consult.store.database import Store
from consult.store.taxonomies import EditionLine
from tests.store.builders import CATALOGUE, VERSION, analyse, reading

EXAMPLES = (
    "Svømmehallen lukker om aftenen.",
    "Børnene kan ikke svømme.",
    "Bassinet er for koldt.",
    "Svømmeklubben mister sine timer.",
    "Badelandet er for dyrt.",
)


@pytest.fixture
def slug(desk: Desk) -> str:
    """A round with two passages on schools and one on a swimming bath."""
    made = rounds.create(desk, "Budget", "", CATALOGUE).slug
    texts = ["Fra: FOA\nPunkt 79: vi er imod, skolen mister timer\nSvømmehallen er fuld hver dag",
             "Fra: DLF\nVi støtter skolen, hvis den får ro"]  # fmt: skip
    intake.take_in(desk, made, [reading(f"{i}.txt", t) for i, t in enumerate(texts)])
    analysing.analyse_round(desk, made, analyse, VERSION)
    return made


def test_before_any_change_the_themes_are_those_that_ship(desk: Desk) -> None:
    found = taxonomy.current(desk)
    assert (found.version, found.themes) == (0, themes())
    assert taxonomy.history(desk) == ()


def test_every_change_is_a_new_edition_with_who_and_when_and_a_line_in_the_log(
    desk: Desk, store: Store
) -> None:
    anna = Desk(store, Actor("anna", 7, Role.ADMINISTRATOR))
    renamed = taxonomy.rename(desk, 0, "skole", " Skole  og\nSFO ", "")
    assert renamed.label("skole") == "Skole og SFO"
    retired = taxonomy.retire(anna, renamed.version, "integration")
    assert retired.label("integration") == "Integration (udgået)"
    assert taxonomy.current(desk) == retired
    newest, oldest = taxonomy.history(desk)
    assert (newest.version, newest.actor, newest.what) == (2, "anna", "»Integration« er udgået")
    assert oldest.what == "»Skole, SFO og klub« hedder nu »Skole og SFO«"
    assert newest.at >= oldest.at
    logged = auditing.entries(desk).items
    assert [(e.action, e.actor) for e in logged[:2]] == [
        ("taxonomy.change", "anna"),
        ("taxonomy.change", local().name),
    ]


def test_who_saw_an_older_edition_changes_nothing_and_is_told_by_whom(
    desk: Desk, store: Store
) -> None:
    anna = Desk(store, Actor("anna", 7, Role.ADMINISTRATOR))
    taxonomy.retire(anna, 0, "andet")
    with pytest.raises(TaxonomyError, match="ændret af anna"):
        taxonomy.rename(desk, 0, "skole", "Skoler", "")
    assert taxonomy.current(desk).label("skole") == "Skole, SFO og klub"


def test_two_who_add_the_same_version_at_once_do_not_both_win(desk: Desk, store: Store) -> None:
    taxonomy.retire(desk, 0, "andet")
    line = EditionLine(1, (), "samtidig", "bo", None, desk.now())
    with pytest.raises(TaxonomyError, match="ændret af en anden"), store.write() as connection:
        taxonomies.add(connection, line)
    assert [line.what for line in taxonomy.history(desk)] == ["»Andet« er udgået"]


def test_order_is_changed_a_step_at_a_time_and_stops_at_the_ends(desk: Desk) -> None:
    first, second, *_ = theme_ids()
    moved = taxonomy.move(desk, 0, second, -1)
    assert [t.id for t in moved.themes[:2]] == [second, first]
    still = taxonomy.move(desk, moved.version, second, -5)
    assert still.themes == moved.themes
    last = taxonomy.move(desk, still.version, second, 99)
    assert last.themes[-1].id == second
    assert sorted(t.id for t in last.themes) == sorted(theme_ids())
    assert last.judged_by == ""


def test_what_was_retired_comes_back(desk: Desk) -> None:
    taxonomy.retire(desk, 0, "skole")
    assert taxonomy.bring_back(desk, 1, "skole").themes == themes()


def test_a_theme_is_added_taught_and_undone_but_never_forgotten(desk: Desk) -> None:
    added = taxonomy.add(desk, 0, "Svømmehaller", "Bade.", (*EXAMPLES, " ", EXAMPLES[0]))
    made = added.themes[-1]
    assert (made.id, made.own, made.examples) == ("egen_svoemmehaller", True, EXAMPLES)
    taught = taxonomy.teach(desk, 1, made.id, EXAMPLES[::-1])
    assert taught.get(made.id).examples == EXAMPLES[::-1]  # type: ignore[union-attr]
    undone = taxonomy.restore(desk, 2, 1)
    assert undone.get(made.id).examples == EXAMPLES  # type: ignore[union-attr]
    plain = taxonomy.restore(desk, 3, 0)
    assert plain.label(made.id) == "Svømmehaller (udgået)"
    assert plain.judged_by == ""
    assert len(taxonomy.history(desk)) == 4


def test_ids_are_free_also_where_names_give_the_same(desk: Desk) -> None:
    taxonomy.add(desk, 0, "Is og bål", "", EXAMPLES)
    found = taxonomy.add(desk, 1, "IS OG BÅL!", "", EXAMPLES)
    assert [t.id for t in found.themes[-2:]] == ["egen_is_og_baal", "egen_is_og_baal_2"]
    odd = taxonomy.add(desk, 2, "!?\0\ud800", "", EXAMPLES)
    assert odd.themes[-1].id == "egen_emne"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda d: taxonomy.rename(d, 0, "skole", " ", ""), "skriv et navn"),
        (lambda d: taxonomy.rename(d, 0, "skole", "integration", ""), "bruges to gange"),
        (lambda d: taxonomy.retire(d, 0, "nej"), "findes ikke"),
        (lambda d: taxonomy.add(d, 0, "Havne", "", EXAMPLES[:4]), "4 forskellige"),
        (lambda d: taxonomy.teach(d, 0, "skole", EXAMPLES), "følger med"),
        (lambda d: taxonomy.restore(d, 0, 9), "Udgave 9"),
    ],
)
def test_what_cannot_be_changed_is_told_and_leaves_nothing(
    desk: Desk, change: object, told: str
) -> None:
    with pytest.raises(TaxonomyError, match=told):
        change(desk)  # type: ignore[operator]
    assert taxonomy.current(desk).version == 0


def test_a_role_in_one_round_may_look_and_not_change(store: Store) -> None:
    reader = Desk(store, Actor("bo", 3, None, {1: Role.ADMINISTRATOR}))
    assert taxonomy.current(reader).themes == themes()
    with pytest.raises(DeniedError, match="ændre emnerne"):
        taxonomy.retire(reader, 0, "skole")


class FakeCase:
    """What judges ask of a case, and the version that a real one would have."""

    def __init__(self, catalogue: Catalogue, subject: str, taxonomy: Taxonomy) -> None:
        models = SimpleNamespace(revision="r")
        self.version = Case(catalogue, subject, models, None, taxonomy).version  # type: ignore[arg-type]

    def prepare(self) -> None:
        """Nothing has to be made ready."""


def test_what_changes_findings_makes_rounds_stale_and_names_and_order_do_not(
    desk: Desk, store: Store, slug: str
) -> None:
    judges = Judges(store, FakeCase)  # type: ignore[arg-type]

    def version() -> str:
        return judges.of(slug).version

    first = version()
    taxonomy.rename(desk, 0, "skole", "Skoler", "")
    taxonomy.move(desk, 1, "skole", -1)
    assert version() == first
    taxonomy.retire(desk, 2, "skole")
    retired = version()
    assert retired != first
    assert uploads.run_again(desk, slug, retired) == 2
    taxonomy.add(desk, 3, "Svømmehaller", "", EXAMPLES)
    assert version() not in (first, retired)
    taxonomy.restore(desk, 4, 0)
    assert version() == first


def test_passages_are_counted_by_theme_over_all_rounds(desk: Desk, slug: str) -> None:
    assert taxonomy.counts(desk) == {"skole": 2, "andet": 1}
    intake.take_in(desk, slug, [reading("0.txt", "Fra: FOA\nVi har intet at sige")])
    assert taxonomy.counts(desk) == {"skole": 1}, "what is superseded does not count"


def test_a_look_at_a_new_theme_judges_what_shares_its_words(desk: Desk, slug: str) -> None:
    asked: list[str] = []

    def judge(
        now: Taxonomy,
        theme: Theme,
        contexts: Sequence[PassageContext],
        found: Sequence[tuple[ThemeScore, ...]],
    ) -> list[float]:
        assert (now.version, theme.label) == (0, "Svømmehaller")
        asked.extend(c.text for c in contexts)
        has = dict(zip((c.text for c in contexts), found, strict=True))
        assert has["Svømmehallen er fuld hver dag"] == (ThemeScore("andet", 0.4),)
        return [0.8 if "Svømme" in c.text else 0.2 for c in contexts]

    found = preview(desk, judge, "Svømmehaller", "", EXAMPLES)
    assert "Svømmehallen er fuld hver dag" in asked
    assert len(asked) == found.looked_at <= LOOKED_AT
    assert not any(text.startswith("Fra:") for text in asked)
    assert (found.total, found.sources) == (1, {"andet": 1})
    (taken,) = found.shown
    assert (taken.slug, taken.theme, taken.found.document) == (slug, "andet", "0.txt")
    assert taxonomy.current(desk).version == 0, "a look saves nothing"


def test_a_look_finds_nothing_where_no_passage_shares_a_word(desk: Desk, slug: str) -> None:
    del slug
    found = preview(desk, lambda *_: [], "Havne", "", tuple(f"kaj{i} mole{i}" for i in range(5)))
    assert (found.looked_at, found.total, found.shown) == (0, 0, ())
