"""The guide and "Om systemet": what they say is in the files, and the files are whole."""

import json
import re
import tomllib
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from consult.settings import ROOT
from consult.ui import licences
from consult.ui.components import guide, measured
from consult.ui.results import Results
from consult.ui.texts import text

GUIDE = ROOT / "consult" / "ui" / "guide"
#: Bytes of all pictures together.
ROOM = 1_000_000


class Outline(HTMLParser):
    """Headings, pictures, and whether every element is closed."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.headings: list[int] = []
        self.pictures: list[dict[str, str | None]] = []
        self.open: list[str] = []
        #: What is in bold: what something is called on the screen.
        self.names: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "img":
            self.pictures.append(dict(attrs))
            return
        self.open.append(tag)
        if tag == "b":
            self.names.append("")
        if tag in ("h1", "h2", "h3"):
            self.headings.append(int(tag[1]))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "b":
            self.names[-1] += data


def texts(branch: object) -> Iterator[str]:
    """All texts of a table of texts."""
    if isinstance(branch, dict):
        for inner in branch.values():
            yield from texts(inner)
    elif isinstance(branch, str):
        yield branch


def on_screen() -> list[re.Pattern[str]]:
    """What may be said on the screen or in a file taken out; {n} is a number or so."""
    files = (ROOT / "consult/ui/da.toml", ROOT / "consult/reports/export.toml")
    every = {t for f in files for t in texts(tomllib.loads(f.read_text(encoding="utf-8")))}
    # "Dem uden retning ({n})", "Henvisning, kataloget ikke har: {numbers}": the words alone too.
    every |= {re.split(r" \(\{|: \{", said)[0] for said in every}
    return [
        re.compile(re.sub(r"\\\{\w+\\\}", r"[\\w-]+", re.escape(said)))
        for said in every
        if len(re.sub(r"\{\w+\}|\W", "", said)) > 1
    ]


@pytest.mark.parametrize("page", guide.PAGES)
def test_a_page_of_the_guide_is_well_formed_and_its_pictures_are_told(page: str) -> None:
    shown = Outline(guide.body(page))
    assert not shown.open
    assert set(shown.headings) == {2}
    assert "[[" not in guide.body(page)
    made = [name for name in guide.pictures(page) if (GUIDE / f"{name}.webp").is_file()]
    assert len(shown.pictures) == len(made)
    assert all(p["alt"] and len(p["alt"]) > 20 for p in shown.pictures)


@pytest.mark.parametrize("page", guide.PAGES)
def test_what_the_guide_calls_things_is_what_the_app_calls_them(page: str) -> None:
    known = on_screen()
    names = [name.rstrip(":") for name in Outline(guide.body(page)).names]
    assert len(names) > 10
    lost = [name for name in names if not any(said.fullmatch(name) for said in known)]
    assert lost == []


def test_a_name_that_is_nowhere_on_the_screen_is_found_out() -> None:
    known = on_screen()
    assert any(said.fullmatch("Fjern fund 1") for said in known)
    assert not any(said.fullmatch("Find, sortér og filtrér") for said in known)


def test_the_pictures_are_small_and_all_are_used() -> None:
    files = {path.stem: path.stat().st_size for path in GUIDE.glob("*.webp")}
    assert sum(files.values()) < ROOM
    assert set(files) <= {name for page in guide.PAGES for name in guide.pictures(page)}


def test_one_goes_through_the_guide_from_page_to_page() -> None:
    first, *_, last = guide.PAGES
    assert "vejledning?side=opret" in guide.neighbours(first)
    assert guide.neighbours(last).count("<a ") == 2


def test_the_plain_numbers_are_those_of_the_committed_files() -> None:
    models = ROOT / "models"
    read = json.loads((models / "results" / "links.json").read_text(encoding="utf-8"))
    right = round(100 * read["results"]["all"]["precision"])
    card = json.loads((models / "stance" / "card.json").read_text(encoding="utf-8"))
    stance = round(100 * card["results"]["out_of_round_in_response"]["accuracy"])
    said = measured.good(models)
    assert f"Af 100 koblinger fra en passage til et forslag er {right} rigtige." in said
    assert f"Af 100 holdninger er {stance} rigtige." in said
    assert said.count("<li>") == 7
    taught = card["trained_on"]
    corpus = f"{taught['responses']:,} svar fra {taught['rounds']} høringsrunder".replace(",", ".")
    assert corpus in measured.measured_on(models)


def test_the_weak_points_are_found_in_the_files() -> None:
    models = ROOT / "models"
    kinds = Results(models)._at("respondents", ("held_out", "by_kind"))
    assert isinstance(kinds, dict)
    worst = min(kinds, key=lambda kind: kinds[kind])
    said = measured.weak(models)
    assert f"hos {text(f'kinds.{worst}').lower()}: {round(100 * kinds[worst])} af 100" in said
    assert said.count("<li>") == 7


def test_results_of_models_before_these_say_so(tmp_path: Path) -> None:
    def write(name: str, content: object) -> None:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(content), encoding="utf-8")

    write("stance/card.json", {"trained_on": {"corpus": "b"}})
    results = {"in_response": {"favor_called_against": {"value": 0.259}}}
    write("results/stance.json", {"corpus": "a", "results": results})
    assert "kalder den 26 imod. (Målt på en tidligere udgave" in measured.weak(tmp_path)
    write("results/stance.json", {"corpus": "b", "results": results})
    assert "tidligere udgave" not in measured.weak(tmp_path)


def test_without_measurements_nothing_is_claimed(tmp_path: Path) -> None:
    assert measured.good(tmp_path) == f"<p>{text('about.not_measured_yet')}</p>"
    assert "<table" not in measured.versions(tmp_path)


def test_every_model_and_package_is_told_with_its_licence() -> None:
    said = measured.versions(ROOT / "models")
    manifest = json.loads((ROOT / "models" / "manifest.json").read_text(encoding="utf-8"))
    for model in manifest["models"]:
        assert model["revision"] in said
    found = {name: licence for name, _, licence in licences.licences()}
    assert found["streamlit"] == "Apache-2.0"
    assert [name for name, licence in found.items() if not licence] == []
