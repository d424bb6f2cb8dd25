"""Every page on a small stored round, run by Streamlit's own tester: no browser, real services."""

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from consult.domain.access import Role, local
from consult.services import accounts, rounds
from consult.services.desk import Desk
from consult.services.hashing import Hasher
from consult.store.database import Store
from consult.ui.components import reader_head
from consult.ui.routes import ROUTES
from tests.ui import world

APP = Path(__file__).resolve().parents[2] / "app.py"
Visit = Callable[..., AppTest]


@pytest.fixture
def visit(fresh: pytest.MonkeyPatch, database: Path) -> Visit:
    """Opens the page of that address, with that query, on the small round."""
    fresh.setenv("CONSULT_DATABASE", str(database))
    return _visit


def _visit(address: str = "", **query: str) -> AppTest:
    test = AppTest.from_file(str(APP), default_timeout=60)
    for name, value in query.items():
        test.query_params[name] = value
    # Pages are known by their address; `switch_page` would know them by their file.
    test._page_hash = calc_hash(address)
    return test.run()


def shown(page: AppTest) -> str:
    """The HTML of the page, its style and scripts left out."""
    assert not page.exception
    bodies = [element.proto.body for element in page.get("html")]
    return "".join(b for b in bodies if b.startswith('<div class="consult'))


def words(page: AppTest) -> str:
    """What the page says, without elements."""
    return unescape(re.sub(r"<[^>]*>", "\n", shown(page)))


def response_id(visit: Visit, name: str) -> str:
    """The number of the response of that name, from the list of all."""
    every = "".join(shown(visit("alle-svar", side=str(n))) for n in (1, 2, 3))
    return re.search(rf"id=(\d+)\">{re.escape(name)}<", every).group(1)  # type: ignore[union-attr]


#: What an address must name, for the pages that are of one thing.
QUERY = {
    "punkt": {"nr": "79"},
    "svar": {"id": "1"},
    "soeg": {"ord": "skole"},
    "tema": {"navn": "skole"},
    "organisation": {"navn": "union:foa"},
}


@pytest.mark.parametrize("address", [address for _, address, *_ in ROUTES])
def test_every_page_has_one_first_heading_and_runs_no_users_script(
    visit: Visit, address: str
) -> None:
    html = shown(visit(address, **QUERY.get(address, {})))
    assert html.count("<h1>") == 1
    assert "<script" not in html
    assert 'lang="da"' in html


def test_the_overview_has_every_proposal_and_adds_up(visit: Visit) -> None:
    page = visit()
    said = words(page)
    for title in ("Færre timer i SFO", "Ny børnehave", "Integration samles", "Uden punkt"):
        assert title in said
    total = len(world.TEXTS) + world.ROWS + world.OTHERS
    assert f"{total}\nsvar" in re.sub(r"\n+", "\n", said)
    for warning in ("1\nsvar venter", "1\nsvar kunne ikke analyseres", "2\nfiler gav ingen svar"):
        assert warning in re.sub(r"\n+", "\n", said)
    assert page.query_params["runde"] == world.SLUG


def test_choices_are_read_from_the_address(visit: Visit) -> None:
    page = visit(udvalg="Børneudvalget", orden="Flest svar")
    assert [box.value for box in page.selectbox] == ["Børneudvalget", "Alle", "Flest svar"]
    assert "Færre timer i SFO" in words(page)
    assert "Ny børnehave" not in words(page)
    assert "Ingen forslag passer" in words(visit(find="findes slet ikke"))


def test_a_choice_the_round_has_not_lets_all_through(visit: Visit) -> None:
    assert "Ny børnehave" in words(visit(udvalg="<b>Nej</b>"))


def test_a_proposal_shows_who_says_what_in_their_own_words(visit: Visit) -> None:
    said = words(visit("punkt", nr="79"))
    for part in ("Færre timer i SFO", "Børneudvalget", "−1,5", "FOA", world.CAMPAIGN):
        assert part in said
    assert "Anna Hansen" not in said
    assert "ikke vises ved navn" in said
    assert "De fleste er imod" in said or "Alle 49 svar er imod" in said
    assert "Hvordan ved vi det?" in said


def test_a_response_with_markup_is_text(visit: Visit) -> None:
    html = shown(visit("punkt", nr="79"))
    assert "&lt;script&gt;document.title" in html
    assert "**fed** [klik](https://ondt.dk) &lt;b&gt;tyk" in html
    assert "ældre &lt;råd&gt;.txt" in shown(visit("alle-svar", side="1"))


def test_passages_are_filtered_and_paged_by_address(visit: Visit) -> None:
    first = visit("punkt", nr="79", holdning="Imod")
    assert "Side 1 af 3" in words(first)
    assert f"runde={world.SLUG}&amp;nr=79&amp;side=2&amp;holdning=Imod" in shown(first)
    assert "Side 3 af 3" in words(visit("punkt", nr="79", side="99"))
    assert "Ingen passager passer" in words(visit("punkt", nr="79", holdning="For"))


def test_neighbours_in_the_catalogue_are_one_click_away(visit: Visit) -> None:
    html = shown(visit("punkt", nr="BU-02"))
    assert "← 79</a>" in html
    assert "82 →</a>" in html
    assert f'href="./?runde={world.SLUG}"' in html


def test_what_names_no_proposal_has_its_own_page(visit: Visit) -> None:
    said = words(visit("uden-punkt"))
    assert "Rådet takker for invitationen" in said
    assert "Alle passager uden punkt" in said


def test_a_proposal_that_nobody_speaks_to_says_so(visit: Visit, tmp_path: Path) -> None:
    from consult.domain.proposals import Catalogue, Proposal
    from consult.services import rounds

    path = tmp_path / "tom.sqlite3"
    store = Store.open(f"sqlite:///{path}")
    store.upgrade()
    rounds.create(Desk(store, local()), "Tom", "", Catalogue((Proposal("1", "Alene"),)))
    store.close()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CONSULT_DATABASE", str(path))
        assert "Ingen svar er knyttet til forslaget" in words(visit("punkt", nr="1"))
        assert "Læg svarene op, som du har dem" in words(visit("filer"))
        assert "Ingen svar passer" in words(visit("alle-svar"))
        assert "Ingen passager har fået et emne endnu" in words(visit("emner"))
        assert "Alene" in words(visit())


def test_a_round_without_a_catalogue_is_one_matter(
    fresh: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from consult.domain.proposals import Catalogue
    from consult.services import analysing, intake, rounds
    from tests.store.builders import VERSION, analyse, reading

    path = tmp_path / "plan.sqlite3"
    store = Store.open(f"sqlite:///{path}")
    store.upgrade()
    desk = Desk(store, local())
    slug = rounds.create(desk, "Lokalplan 417", "Solceller", Catalogue()).slug
    intake.take_in(desk, slug, [reading("a.txt", "Fra: Bo Lund\nVi er imod planen.")])
    analysing.analyse_round(desk, slug, analyse, VERSION)
    store.close()
    fresh.setenv("CONSULT_DATABASE", str(path))
    front, whole = words(_visit()), words(_visit("uden-punkt"))
    assert "Det, der er i høring" in front
    assert "uden punkt" not in front
    assert "Beløb" not in front
    assert "Det, der er i høring" in whole
    assert "Runden har intet katalog" in whole
    assert "uden punkt" not in whole
    every = shown(_visit("emner"))
    assert "Svar om emnet" in every
    assert "Mest ved forslagene" not in every
    found = re.search(r"navn=(\w+)", every)
    assert found
    one = words(_visit("tema", navn=found[1]))
    assert "Det, der er i høring" in one
    assert "Uden punkt" not in one
    assert "Ved hvilke forslag" not in one


def test_the_reader_marks_the_passage_of_the_address(visit: Visit) -> None:
    foa = response_id(visit, "foa.txt")
    page = visit("svar", id=foa, passage="1")
    assert re.search(r'id="p1" class="[^"]*chosen"', shown(page))
    scripts = [e.proto.body for e in page.get("html") if "getElementById('p" in e.proto.body]
    assert scripts == [
        "<script>document.getElementById('p1')?.scrollIntoView({block: 'center'}) "
        f"// {world.SLUG} {foa}</script>"
    ]
    assert "79 Færre timer i SFO" in words(page)


def test_the_reader_shows_what_was_not_analysed_and_why(visit: Visit) -> None:
    waiting = words(visit("svar", id=response_id(visit, world.WAITING)))
    assert "ikke analyseret endnu" in waiting
    assert "Jeg svarer senere." in waiting
    broken = words(visit("svar", id=response_id(visit, world.BROKEN)))
    assert "analysen gik i stå (ZeroDivisionError)" in broken
    assert "Kære byråd" in broken


def test_the_reader_lists_what_was_taken_out(visit: Visit) -> None:
    said = words(visit("svar", id=response_id(visit, "noter.txt")))
    assert "Side 2 er <tom>." in said
    assert "(rest fra Word): «[bookmark: <GoBack>]» × 2" in said


@pytest.mark.parametrize("ending", ["csv", "xlsx", "xlsm", "ods"])
def test_every_kind_of_table_has_rows(ending: str) -> None:
    from types import SimpleNamespace

    from consult.services.entering import lane_of

    page = SimpleNamespace(
        source=SimpleNamespace(name=f"svar.{ending}"), response=SimpleNamespace(row="12")
    )
    assert reader_head._source(page) == f"række 12 i svar.{ending}"  # type: ignore[arg-type]
    assert lane_of(f"svar.{ending}") == lane_of("andre.csv"), "two lists of tables that differ"


def test_a_row_of_a_table_is_told_with_its_file(visit: Visit) -> None:
    assert "række 4100 i portal.xlsx" in words(visit("svar", id=response_id(visit, "4100")))


@pytest.mark.parametrize(
    ("address", "query", "reason"),
    [
        ("punkt", {"nr": "**<b>X**"}, "Punkt **<b>X** findes ikke"),
        ("punkt", {}, "Adressen nævner intet forslag"),
        ("svar", {"id": "99999"}, "99999 findes ikke"),
        ("svar", {"id": "'; drop"}, "Adressen nævner intet svar"),
        ("", {"runde": "<i>nej"}, "Høringsrunden »<i>nej« findes ikke – se"),
    ],
)
def test_what_does_not_exist_is_said_as_text_with_a_way_on(
    visit: Visit, address: str, query: dict[str, str], reason: str
) -> None:
    page = visit(address, **query)
    assert reason in words(page)
    assert "← Til forsiden" in words(page)
    assert not page.markdown


def test_an_empty_database_says_how_to_begin(fresh: pytest.MonkeyPatch, tmp_path: Path) -> None:
    fresh.setenv("CONSULT_DATABASE", str(tmp_path / "ny.sqlite3"))
    assert "Opret den første høring" in words(_visit())
    assert "Opret den første høring" in words(_visit("hoeringer"))


def test_a_breakdown_is_told_in_danish_and_logged(
    visit: Visit, fresh: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "stance").mkdir()
    (tmp_path / "stance" / "card.json").write_text("{}")  # a card without its threshold
    fresh.setenv("CONSULT_MODELS", str(tmp_path))
    page = visit()
    assert "Der gik noget galt" in words(page)
    assert "review_below" not in words(page)
    assert "A page broke down" in caplog.text


def test_missing_models_are_told_in_danish(
    visit: Visit, fresh: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    fresh.setenv("CONSULT_MODELS", str(tmp_path))
    assert "kan ikke læses" in words(visit())


def test_a_search_finds_word_forms_and_joins_equal_words(visit: Visit) -> None:
    page = visit("soeg", ord="skole timer")
    said = words(page)
    assert re.search(r"\d+ passager", said)
    assert "De samme ord i" in said
    assert "<mark>skolen</mark>" in shown(page)
    assert "ord=skole+timer&amp;side=2" in shown(page)


def test_a_search_for_nothing_there_says_so_as_text(visit: Visit) -> None:
    assert "alle ordene i »<b>kamel«" in words(visit("soeg", ord="<b>kamel"))
    assert "passager" not in words(visit("soeg"))


def test_a_new_search_goes_into_the_address_and_begins_at_its_first_page(visit: Visit) -> None:
    page = visit("soeg", ord="skole", side="2")
    page.text_input[0].set_value("invitationen")
    page.button[0].click().run()
    assert page.query_params["ord"] == "invitationen"
    assert "side" not in page.query_params
    assert "1 passage" in words(page)


def test_responses_are_filtered_by_sender_and_by_file(visit: Visit) -> None:
    page = visit("alle-svar", afsender="Faglige organisationer")
    assert "foa.txt" in words(page)
    assert "1 svar." in words(page)
    (row,) = (r for r in shown(visit("filer")).split("</tr>") if ">45<" in r)
    link = re.search(r"kilde=(\d+)", row)
    assert link is not None
    rows = words(visit("alle-svar", kilde=link.group(1)))
    assert "45 svar" in rows
    assert "foa.txt" not in rows


def test_files_add_up_and_the_bad_ones_come_first(visit: Visit) -> None:
    said = re.sub(r"\n+", "\n", words(visit("filer")))
    read = len(world.TEXTS) + 7
    assert f"{read + 2} filer er afleveret" in said
    assert f"{read}\nlæst\n1\nsprunget over\n1\nkunne ikke læses" in said
    assert said.index("x.pdf") < said.index("y.exe") < said.index("foa.txt")
    assert "x.pdf\nFilen er tom – send den igen." in said


def test_what_a_person_must_confirm_is_asked_calmly(visit: Visit) -> None:
    files = words(visit("filer"))
    assert "1 fil skal bekræftes" in files
    assert world.CONFIRM in files
    assert files.index("samlet.pdf") < files.index("foa.txt")
    said = words(visit("svar", id=response_id(visit, "samlet – 2")))
    assert world.CONFIRM in said
    assert "»samlet – 2« i samlet.pdf" in said
    assert "skal bekræftes" not in words(visit("svar", id=response_id(visit, "foa.txt")))


def test_an_archive_is_shown_with_what_lay_in_it(visit: Visit) -> None:
    assert "post.zip\n\nlæst, 1 fil i arkivet" in re.sub(r"\n{3,}", "\n\n", words(visit("filer")))
    said = words(visit("svar", id=response_id(visit, "indre/brev.txt")))
    assert "Kilde: post.zip/indre/brev.txt" in said


def test_the_reader_says_where_the_sender_was_found(visit: Visit) -> None:
    said = words(visit("svar", id=response_id(visit, "foa.txt")))
    assert re.search(r"FOA \(faglig organisation\)\s*, oplyst i portalen", said)


def test_the_quality_shown_is_that_of_the_cards(visit: Visit) -> None:
    said = words(visit("om"))
    assert "64\u00a0%" in said
    assert "0,58" in said
    assert "ikke målt" in said
    assert "under 55\u00a0%" in said


@pytest.mark.parametrize(
    "address",
    [address for _, address, *_ in ROUTES if address not in ("om", "konto", "tilgaengelighed")],
)
def test_once_there_is_a_user_no_page_shows_a_round_to_a_stranger(
    visit: Visit, database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    closed = tmp_path / "lukket.sqlite3"
    closed.write_bytes(database.read_bytes())
    store = Store.open(f"sqlite:///{closed}")
    accounts.create(
        Desk(store, local()), Hasher(1, 8, 1), "chef", Role.ADMINISTRATOR, "", "fire små heste"
    )
    store.close()
    monkeypatch.setenv("CONSULT_DATABASE", str(closed))
    said = words(visit(address, runde=world.SLUG, nr="79", id="1", ord="skole"))
    assert "Log ind for at gå videre." in said
    assert "SFO" not in said
    assert world.NAME not in said


# --- Views across proposals


def test_themes_lead_to_their_passages(visit: Visit) -> None:
    html = shown(visit("emner"))
    assert f'href="tema?runde={world.SLUG}&amp;navn=skole"' in html
    assert "ikke en meningsmåling" in html
    page = visit("tema", navn="skole", holdning="Imod")
    assert "Passager om emnet" in words(page)
    assert "&amp;navn=skole&amp;side=2&amp;holdning=Imod" in shown(page)
    assert "Emnet »<b>x« findes ikke" in words(visit("tema", navn="<b>x"))
    assert "Adressen nævner intet emne" in words(visit("tema"))


def test_organisations_have_a_page_and_persons_have_none(visit: Visit) -> None:
    said = words(visit("organisationer"))
    assert "FOA" in said
    assert "Ældrerådet" in said
    assert "lovpligtigt råd" in said
    assert "Anna Hansen" not in said
    assert "Ældrerådet" not in words(visit("organisationer", find="foa"))
    page = words(visit("organisation", navn="union:foa"))
    assert "79 Færre timer i SFO" in page
    assert "vi støtter den nye børnehave" in page
    for sender in ("citizen:anna hansen", "citizen:<b>", ""):
        assert "findes ikke" in words(visit("organisation", navn=sender)) or not sender
    assert "Adressen nævner ingen organisation" in words(visit("organisation"))


def test_a_search_is_filtered_by_the_address(visit: Visit) -> None:
    page = visit("soeg", ord="skole", udvalg="Børneudvalget", holdning="Imod")
    assert [b.value for b in page.selectbox][1:4:2] == ["Børneudvalget", "Imod"]
    assert "udvalg=B%C3%B8rneudvalget" in shown(page)
    only = words(visit("soeg", tema="Ældre"))
    assert "Rådet" in only or "ældre" in only
    assert "Ingen passager passer til valgene." in words(visit("soeg", tema="Kultur og fritid"))


def test_the_reader_leads_from_passage_to_passage(visit: Visit) -> None:
    foa = response_id(visit, "foa.txt")
    first = shown(visit("svar", id=foa, passage="1"))
    assert f'id={foa}&amp;passage=2" data-key="ArrowDown"' in first
    assert 'data-key="ArrowUp"' not in first
    assert f'id={foa}&amp;passage=1" data-key="ArrowUp"' in shown(
        visit("svar", id=foa, passage="2")
    )
    assert "2 passager med holdning eller tvivl" in words(visit("svar", id=foa))


def test_the_money_and_the_story_stand_on_one_line(visit: Visit) -> None:
    line = re.search(r"<tr role=\"row\"><td[^>]*>79<.*?</tr>", shown(visit()))
    assert line is not None
    said = unescape(re.sub(r"<[^>]*>", " ", line.group()))
    for part in ("Færre timer i SFO", "−1,5", "fra ", "afsendere", "er imod"):
        assert part in said


# --- Several rounds


@pytest.fixture
def several(fresh: pytest.MonkeyPatch, tmp_path: Path) -> Visit:
    """Two rounds, the second without responses."""
    from consult.services import rounds
    from tests.store.builders import CATALOGUE

    path = tmp_path / "to.sqlite3"
    world.fill(path)
    store = Store.open(f"sqlite:///{path}")
    rounds.create(Desk(store, local()), "Skoler 2028", "<i>Skoler</i>", CATALOGUE)
    store.close()
    fresh.setenv("CONSULT_DATABASE", str(path))
    return _visit


def test_the_front_asks_once_which_rounds_there_are(
    several: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, every = [], rounds.every
    monkeypatch.setattr(rounds, "every", lambda desk: asked.append(desk) or every(desk))
    several(runde=world.SLUG)
    assert len(asked) == 1


def test_the_front_of_several_rounds_is_a_list_of_them(several: Visit) -> None:
    page = several()
    said = words(page)
    assert "Høringsrunder" in said
    assert "<i>Skoler</i>" in said
    assert "Ingen svar endnu" in said
    assert f'href="./?runde={world.SLUG}"' in shown(page)
    assert "Færre timer" not in said
    assert "Færre timer i SFO" in words(several(runde=world.SLUG))


# --- On paper


@pytest.mark.parametrize(
    "address", ["", "punkt", "uden-punkt", "svar", "emner", "tema", "organisation", "soeg"]
)
def test_paper_has_no_fields_and_says_when_and_that_it_is_no_poll(
    visit: Visit, address: str
) -> None:
    page = visit(address, **QUERY.get(address, {}), print="1")
    said = words(page)
    assert not page.selectbox
    assert not page.text_input
    assert not page.button
    assert said.count("Arbejdsudgave, ikke frigivet · Data fra ") == 1
    assert re.search(r"Data fra \d+\. [a-z]+ \d{4} kl\. \d\d\.\d\d · Consult", said)
    assert "ikke en meningsmåling" in said
    assert re.findall(r"<details(?! open)", shown(page)) == []
    assert "Udskriv denne side" not in said


def test_paper_has_the_whole_list_and_what_was_chosen(visit: Visit) -> None:
    on_screen = shown(visit("punkt", nr="79", holdning="Imod", side="2"))
    page = visit("punkt", nr="79", holdning="Imod", side="2", print="1")
    assert on_screen.count('<li><p class="words">') == 20
    assert shown(page).count('<li><p class="words">') == 49
    assert "Valgt: holdning: Imod" in words(page)
    assert "Side 2 af" not in words(page)
    assert 'href="?nr=79&amp;holdning=Imod' in shown(page)


def test_a_list_too_long_for_paper_says_what_is_left_out(
    visit: Visit, fresh: pytest.MonkeyPatch
) -> None:
    from consult.ui import lists, paper

    fresh.setattr(lists, "MOST", 10)
    fresh.setattr(paper, "MOST", 10)
    page = visit("punkt", nr="79", print="1")
    assert shown(page).count('<li><p class="words">') == 10
    assert "Her er de første 10 af 49." in words(page)


def test_paper_is_under_the_same_rights(
    fresh: pytest.MonkeyPatch, database: Path, tmp_path: Path
) -> None:
    from shutil import copy

    copied = tmp_path / "med-brugere.sqlite3"
    copy(database, copied)
    store = Store.open(f"sqlite:///{copied}")
    accounts.create(
        Desk(store, local()), Hasher(1, 8, 1), "chef", Role.ADMINISTRATOR, "", "et langt kodeord 1"
    )
    store.close()
    fresh.setenv("CONSULT_DATABASE", str(copied))
    for address in ("", "punkt", "organisation", "svar"):
        said = words(_visit(address, **QUERY.get(address, {}), print="1"))
        assert "Færre timer" not in said
        assert "Log ind" in said
