"""A round taken out: what comes back from each form adds up with what the pages show."""

import csv
import io
import json
import tracemalloc
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import jsonschema
import openpyxl
import pytest

from consult.domain.access import Actor, Role, local
from consult.domain.documents import Span
from consult.domain.errors import DeniedError, NotFoundError, NotReleasedError
from consult.domain.findings import Analysis, Stance
from consult.domain.people import RespondentKind
from consult.domain.reviews import Borders, Judgement, Sender
from consult.reports.cells import CELL
from consult.reports.export import FORMS
from consult.reports.export_json import schema
from consult.reports.export_words import headings, word
from consult.reports.lines import passage_record
from consult.services import (
    analysing,
    auditing,
    browsing,
    intake,
    releasing,
    reviewing,
    rounds,
)
from consult.services.desk import Desk
from consult.services.exporting import taking_out
from consult.store.shelf import Shelf
from consult.ui.texts import text as ui_text
from tests.store.builders import CATALOGUE, VERSION, analyse, broken, reading, skipped, table

LONG = "Punkt 82: " + "meget lange ord om integration 😀 " * 1_500
TEXTS = {
    "foa.txt": "Fra: FOA\nPunkt 79: vi er imod, at skolen mister timer\nPunkt 82: vi støtter",
    "formel.txt": 'Fra: Anna Hansen\n=HYPERLINK("https://ondt.dk";"klik")\n- Punkt 79: imod\n＝1+1',
    "tegn.txt": "Fra: Bo\nEt styretegn \x0b og _x000D_ og \u202eomvendt og <b>tyk</b> ; »hej«",
    "lang.txt": f"Fra: Carl\n{LONG}",
    "=cmd.txt": "Punkt 999 findes ikke, men vi er imod",
}
THRESHOLD = 0.55
Take = Callable[..., bytes]


@pytest.fixture
def slug(desk: Desk) -> str:
    slug = rounds.create(desk, "=Budget 2027", "Budget", CATALOGUE).slug
    readings = [reading(name, text) for name, text in TEXTS.items()]
    rows = table("portal.xlsx", {str(n): f"Fra: Borger {n}\nPunkt 79: imod" for n in range(105)})
    intake.take_in(desk, slug, [*readings, rows, broken("x.pdf"), skipped("y.exe")])
    analysing.analyse_round(desk, slug, analyse, VERSION)
    newer = reading("foa.txt", TEXTS["foa.txt"] + "\nDet er vi stadig.")
    intake.take_in(desk, slug, [newer])
    analysing.analyse_round(desk, slug, analyse, VERSION)
    intake.take_in(desk, slug, [reading("venter.txt", "Vi svarer senere.")])
    return slug


def taken(desk: Desk, slug: str, kind: str) -> bytes:
    out = io.BytesIO()
    with taking_out(desk, slug, kind, THRESHOLD) as found:
        FORMS[kind].write(found, out)
    return out.getvalue()


def sheets(data: bytes) -> dict[str, list[tuple[Any, ...]]]:
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert all(cell.data_type in "sn" for s in book for row in s.rows for cell in row)
    return {s.title: [tuple(c.value for c in row) for row in s.rows] for s in book}


def tables(data: bytes) -> dict[str, list[list[str]]]:
    with ZipFile(io.BytesIO(data)) as archive:
        texts = {n: archive.read(n).decode("utf-8") for n in archive.namelist()}
    assert all(t.startswith("\ufeff") for t in texts.values())
    return {
        name.removesuffix(".csv"): list(
            csv.reader(io.StringIO(content.removeprefix("\ufeff"), newline=""), delimiter=";")
        )
        for name, content in texts.items()
    }


def document(data: bytes) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(data)
    return read


def column(rows: list[Any], name: str) -> list[Any]:
    at = list(rows[0]).index(name)
    return [row[at] for row in rows[1:]]


def analyses(desk: Desk, slug: str) -> list[Analysis]:
    return list(browsing.analyses(desk, slug))


def undecided(passage: dict[str, Any]) -> dict[str, Any]:
    """A passage without what is told of persons."""
    found = {k: v for k, v in passage.items() if k != "decided"}
    for name in ("links", "stances"):
        assert not any(one["decided"] for one in found[name])
        found[name] = [{k: v for k, v in o.items() if k != "decided"} for o in found[name]]
    return found


def test_the_workbook_adds_up_with_the_overview(desk: Desk, slug: str) -> None:
    book = sheets(taken(desk, slug, "xlsx"))
    seen = browsing.overview(desk, slug, THRESHOLD)
    sums = seen.totals.responses
    passages, proposals = book["Passager"], book["Forslag"]
    assert len(passages) - 1 == sums.passages
    assert column(passages, "Se efter").count("ja") == sums.to_review
    states = Counter(column(book["Svar"], "Tilstand"))
    assert states == {"tæller": sums.current, "erstattet": sums.superseded}
    assert column(proposals, "Svar") == [r.responses for r in seen.rows]
    assert column(proposals, "Passager") == [r.passages for r in seen.rows]
    assert column(proposals, "Heraf usikre") == [r.undecided for r in seen.rows]
    for label in ("Imod", "Betinget", "Neutral", "For"):
        name = {ui_text(f"stance.{s}"): s for s in seen.rows[0].stance}[label]
        assert column(proposals, label) == [r.stance[name].n for r in seen.rows]
    found = [f for a in analyses(desk, slug) for f in a.findings]
    assert len(book["Henvisninger"]) - 1 == sum(len(f.links) for f in found)
    assert len(book["Holdninger"]) - 1 == sum(len(f.stances) for f in found)
    assert len(book["Filer"]) - 1 == browsing.list_sources(desk, slug).total
    told = dict(reversed([row[:2] for row in book["Læs mig"]]))
    assert told["Passager"] == sums.passages
    assert told["Svar, der tæller"] == sums.current
    assert told["Høringsrunde"] == "'=Budget 2027"


def test_words_and_places_are_those_of_the_document(desk: Desk, slug: str) -> None:
    found = document(taken(desk, slug, "json"))
    jsonschema.Draft202012Validator(schema()).validate(found)
    by_name = {a.document.name: a for a in analyses(desk, slug)}
    current = [r for r in found["responses"] if r["state"] == "current"]
    assert len(current) == found["totals"]["responses"] == len(by_name) + 1
    assert sum(len(r["passages"]) for r in current) == found["totals"]["passages"]
    for response in current:
        for passage in response["passages"]:
            assert response["text"][passage["start"] : passage["end"]] == passage["text"]
        analysis = by_name.get(response["document"])
        records = [passage_record(analysis, f) for f in analysis.findings] if analysis else []
        told = [undecided(p) for p in response["passages"]]
        assert [r | p for r, p in zip(records, told, strict=True)] == records
    superseded = [r for r in found["responses"] if r["state"] == "superseded"]
    assert [(r["text"], r["passages"]) for r in superseded] == [(None, [])]
    for result in found["proposals"]:
        assert sum(c["n"] for c in result["stance"].values()) == result["responses"]


def test_the_loose_tables_are_those_of_the_workbook(desk: Desk, slug: str) -> None:
    loose, book = tables(taken(desk, slug, "csv")), sheets(taken(desk, slug, "xlsx"))
    assert set(loose) == set(book) - {"Lange tekster"}
    for name in set(loose) - {"Læs mig"}:
        assert len(loose[name]) == len(book[name])
        assert loose[name][0] == list(book[name][0])
        numbers = column(loose[name], loose[name][0][0])
        assert [str(n) for n in column(book[name], book[name][0][0])] == numbers
    assert column(loose["Holdninger"], "Sandsynlighed")[0].count(",") == 1
    words = "".join(column(loose["Passager"], "Tekst"))
    assert LONG.strip() in words, "nothing is cut in CSV"


def test_no_cell_of_any_table_is_a_formula(desk: Desk, slug: str) -> None:
    loose, book = tables(taken(desk, slug, "csv")), sheets(taken(desk, slug, "xlsx"))
    for rows in (*loose.values(), *book.values()):
        for row in rows:
            for value in row:
                if isinstance(value, str) and not _is_number(value):
                    assert value.lstrip()[:1] not in set("=+-@＝＋－＠") - {""} or not value.strip()
    assert '\'=HYPERLINK("https://ondt.dk";"klik")' in column(loose["Passager"], "Tekst")
    assert "'=cmd.txt" in column(book["Svar"], "Svar")
    assert "'＝1+1" in column(book["Passager"], "Tekst")


def _is_number(value: str) -> bool:
    return value.replace(",", "").removeprefix("-").isdecimal()


def test_what_a_workbook_cannot_hold_is_shown_or_told_in_parts(desk: Desk, slug: str) -> None:
    book = sheets(taken(desk, slug, "xlsx"))
    words = column(book["Passager"], "Tekst")
    assert any("Et styretegn ␋ og _x005F_x000D_ og \u202eomvendt" in w for w in words)
    (at,) = (i for i, w in enumerate(words, start=2) if w.startswith("Punkt 82: meget lange"))
    assert "Hele teksten (" in words[at - 2]
    assert all(len(w.encode("utf-16-le")) // 2 <= CELL for w in words)
    parts = [row for row in book["Lange tekster"][1:] if row[:3] == ("Passager", at, "Tekst")]
    assert [row[3] for row in parts] == list(range(1, len(parts) + 1))
    assert "".join(row[4] for row in parts).strip() == LONG.strip()


@pytest.mark.parametrize("kind", FORMS)
def test_the_same_round_is_the_same_bytes(desk: Desk, slug: str, kind: str) -> None:
    assert taken(desk, slug, kind) == taken(desk, slug, kind)


def test_private_senders_are_named_only_to_those_who_take_responses_in(
    desk: Desk, slug: str, tmp_path: Path
) -> None:
    key, shelf = rounds.get(desk, slug).id, Shelf(tmp_path / "releases")
    releasing.release(Desk(desk._store, local(), shelf), slug)
    for role, named in ((Role.READER, False), (Role.EDITOR, True)):
        mine = Desk(desk._store, Actor("x", None, None, {key: role}), shelf)
        book = sheets(taken(mine, slug, "xlsx"))
        assert ("Anna Hansen" in column(book["Svar"], "Afsender")) is named
        assert "FOA" in column(book["Svar"], "Afsender")
        told = document(taken(mine, slug, "json"))["responses"]
        names = {r["respondent"]["name"] for r in told if r["respondent"]}
        assert ("Anna Hansen" in names) is named
        rules = {row[0] for row in book["Læs mig"]}
        assert (word("readme", "private") in rules) is not named


def test_taking_out_is_for_those_who_may_see_and_is_logged(desk: Desk, slug: str) -> None:
    with pytest.raises(DeniedError), taking_out(Desk(desk._store, Actor("x")), slug, "xlsx"):
        pass
    with pytest.raises(NotFoundError), taking_out(desk, "nej", "xlsx"):
        pass
    taken(desk, slug, "json")
    line = next(e for e in auditing.entries(desk).items if e.action == "round.export")
    assert (line.allowed, line.detail, line.subject) == (True, "json", f"høringsrunde:{slug}")


def test_an_empty_round_can_be_taken_out(desk: Desk) -> None:
    slug = rounds.create(desk, "Tom", "", CATALOGUE).slug
    book = sheets(taken(desk, slug, "xlsx"))
    assert [len(book[word("sheet", n)]) for n in ("responses", "passages", "files")] == [1, 1, 1]
    found = document(taken(desk, slug, "json"))
    jsonschema.validate(found, schema())
    assert len(tables(taken(desk, slug, "csv"))) == 8


def corrected(desk: Desk, slug: str) -> int:
    """Four corrections of one response: a sender, a stance with a formula for a reason, borders
    that are taken back, and themes of which it is taken back that they were."""
    key = next(
        r.id for r in browsing.list_responses(desk, slug).items if r.document == "formel.txt"
    )
    bo = Desk(desk._store, Actor("=Bo", 7, Role.EDITOR))
    page = browsing.response_page(desk, slug, key)
    assert page.analysis is not None
    here = next(f.passage.span for f in page.analysis.findings if f.links)
    reviewing.correct(bo, slug, key, Sender("Anna Hansen", RespondentKind.CITIZEN))
    favor = Judgement(("79", "82"), (("79", Stance.FAVOR),))
    reviewing.correct(bo, slug, key, favor, here, "+læst igen")
    cut = reviewing.correct(desk, slug, key, Borders((14,)), Span(here.start, here.end))
    reviewing.undo(bo, slug, cut)
    themes = reviewing.correct(desk, slug, key, Judgement(themes=("aeldre",)), here)
    reviewing.undo(desk, slug, reviewing.undo(desk, slug, themes))
    return key


def test_corrections_are_told_in_every_form(desk: Desk, slug: str) -> None:
    key = corrected(desk, slug)
    book, loose = sheets(taken(desk, slug, "xlsx")), tables(taken(desk, slug, "csv"))
    rows = book["Rettelser"]
    assert [str(n) for n in column(rows, "Rettelse nr.")] == column(
        loose["Rettelser"], "Rettelse nr."
    )
    assert set(column(rows, "Svar nr.")) == {key}
    assert column(rows, "Hvem") == ["'=Bo", "'=Bo", *["lokal administrator"] * 2]
    assert column(rows, "Hvad") == ["Afsender", "Passage", "Passagens grænser", "Passage"]
    assert column(rows, "Fra") == [
        "Anna Hansen (Borger)", "Forslag: 79; Holdning til 79: Imod", None, "Emne: Andet"
    ]  # fmt: skip
    assert column(rows, "Til") == [
        "Anna Hansen (Borger)", "Forslag: 79, 82; Holdning til 79: For", "Delt i 2 passager",
        "Emne: Ældre",
    ]  # fmt: skip
    assert column(rows, "Begrundelse")[1] == "'+læst igen"
    assert column(rows, "Ord, den gælder")[1].startswith("'- Punkt 79: imod")
    assert column(rows, "Gælder") == ["gælder", "gælder", "fortrudt", "gælder"]
    assert column(rows, "Fortrudt af") == [None, None, "'=Bo", None]
    assert word("readme", "working") in {row[1] for row in book["Læs mig"] if len(row) > 1}
    assert column(book["Svar"], "Afsender fundet").count("rettet af en person") == 1
    assert column(book["Henvisninger"], "Afgjort af en person").count("ja") == 2
    assert column(book["Holdninger"], "Afgjort af en person").count("ja") == 1
    decided = [d for d in column(book["Passager"], "Afgjort af en person") if d]
    assert decided == ["forslag; holdning; emner"]


def test_the_document_says_what_a_person_decided(desk: Desk, slug: str) -> None:
    key = corrected(desk, slug)
    found = document(taken(desk, slug, "json"))
    jsonschema.Draft202012Validator(schema()).validate(found)
    sender, judged, cut, themes = found["corrections"]
    assert (sender["kind"], sender["words"], sender["state"]) == ("sender", None, "standing")
    assert judged["from"]["links"] == ["79"]
    assert judged["to"] == {
        "links": ["79", "82"], "stances": [{"proposal": "79", "label": "favor"}], "themes": None
    }  # fmt: skip
    assert (cut["state"], cut["undone_by"], cut["to"]) == ("withdrawn", "=Bo", {"cuts": [14]})
    assert (themes["state"], themes["undone_by"]) == ("standing", None)
    one = next(r for r in found["responses"] if r["id"] == key)
    assert one["respondent"]["source"] == "person"
    told = [(p["decided"], p) for p in one["passages"] if p["decided"]]
    ((decided, passage),) = told
    assert decided == ["links", "stance", "themes"]
    assert [k["decided"] for k in passage["links"]] == [True, True]
    assert {s["proposal"]: s["decided"] for s in passage["stances"]} == {"79": True, "82": False}
    others = [p for r in found["responses"] for p in r["passages"] if p is not passage]
    assert not any(x["decided"] for p in others for x in (*p["links"], *p["stances"]))


def test_a_correction_that_fits_no_more_or_was_made_with_others_says_so(
    desk: Desk, slug: str
) -> None:
    intake.take_in(desk, slug, [reading("nyt.txt", "Fra: FOA\nPunkt 79: vi er imod det hele")])
    analysing.analyse_round(desk, slug, analyse, VERSION)
    line = next(
        r for r in browsing.list_responses(desk, slug, limit=500).items if r.document == "nyt.txt"
    )
    page = browsing.response_page(desk, slug, line.id)
    assert page.analysis is not None
    reviewing.correct(
        desk, slug, line.id, Judgement(themes=("skole",)), page.analysis.findings[1].passage.span
    )
    intake.take_in(desk, slug, [reading("nyt.txt", "Fra: FOA\nIntet af det samme står her nu.")])
    analysing.analyse_round(desk, slug, analyse, VERSION)
    (found,) = document(taken(desk, slug, "json"))["corrections"]
    assert (found["state"], found["response"], found["batch"]) == ("unfitting", line.id, None)


@pytest.mark.parametrize("kind", FORMS)
def test_readers_take_out_the_version_and_no_list_of_corrections(
    desk: Desk, slug: str, kind: str, tmp_path: Path
) -> None:
    corrected(desk, slug)
    shelf = Shelf(tmp_path / "releases")
    mine = Desk(desk._store, Actor("x", None, Role.READER), shelf)
    with pytest.raises(NotReleasedError):
        taken(mine, slug, kind)
    assert "round.export" not in {e.action for e in auditing.entries(desk).items}
    made = releasing.release(Desk(desk._store, local(), shelf), slug)
    assert isinstance(made, releasing.Release)
    data = taken(mine, slug, kind)
    assert b"l\xc3\xa6st igen" not in data
    if kind == "json":
        found = document(data)
        jsonschema.Draft202012Validator(schema()).validate(found)
        assert found["corrections"] is None
        assert found["version"] == {"number": 1, "made_at": made.made_at.isoformat()}
        assert any(p["decided"] for r in found["responses"] for p in r["passages"])
        assert {r["state"] for r in found["responses"]} == {"current"}
        return
    every = sheets(data) if kind == "xlsx" else tables(data)
    assert len(every["Rettelser"]) == 1
    assert set(column(every["Svar"], "Tilstand")) == {"tæller"}
    told = {row[1] for row in every["Læs mig"] if len(row) > 1 and row[1]}
    assert any(str(value).startswith("Version 1, data fra 20") for value in told)
    assert word("readme", "released") in {row[0] for row in every["Læs mig"] if row}


def test_a_round_is_opened_once_to_be_taken_out(
    desk: Desk, slug: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = []
    edition = Desk.edition
    monkeypatch.setattr(Desk, "edition", lambda d, s: opened.append(s) or edition(d, s))
    taken(desk, slug, "json")
    assert opened == [slug]


def test_memory_does_not_grow_with_the_round(desk: Desk) -> None:
    peaks = []
    for n in (110, 440):
        slug = rounds.create(desk, f"Runde {n}", "", CATALOGUE).slug
        rows = {str(i): f"Fra: Borger {i}\n" + f"Punkt 79: vi er imod {i}\n" * 8 for i in range(n)}
        intake.take_in(desk, slug, [table("portal.xlsx", rows)])
        analysing.analyse_round(desk, slug, analyse, VERSION)
        tracemalloc.start()
        with taking_out(desk, slug, "xlsx") as found, Path("/dev/null").open("wb") as sink:
            FORMS["json"].write(found, sink)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 2 * peaks[0]


@pytest.mark.parametrize(
    ("section", "of_the_app"),
    [
        ("stance", "stance"),
        ("kind", "kind"),
        ("direction", "direction"),
        ("method", "method"),
        ("found_in", "found_in"),
    ],
)
def test_the_files_use_the_words_of_the_app(section: str, of_the_app: str) -> None:
    names = {"stance": ("against", "conditional", "neutral", "favor")}
    for name in names.get(section, ()) or _names(section):
        assert word(section, name) == ui_text(f"{of_the_app}.{name}")


def _names(section: str) -> tuple[str, ...]:
    from consult.reports.export_words import _words

    assert len(headings(section)) > 3
    return tuple(_words()[section])
