"""`consult release` and `consult releases`: what readers get, and why they do not."""

from pathlib import Path

import pytest

from consult.bootstrap import App
from consult.domain.access import Actor, Role
from consult.services import browsing, intake, privacy, releasing, rounds
from consult.services.privacy import Kind, Verdict
from consult.settings import Settings
from tests.cli.conftest import Consult
from tests.store.builders import CATALOGUE, reading

CPR = "010203-1234"


@pytest.fixture
def app(tmp_path: Path) -> App:
    made = App(Settings(database=str(tmp_path / "c.sqlite3")))
    rounds.create(made.local, "Budget", "", CATALOGUE)
    return made


def test_a_version_is_made_and_listed(consult: Consult, app: App) -> None:
    here = {"CONSULT_DATABASE": app.settings.database}
    empty = consult("release", "budget", **here)
    assert (empty.returncode, empty.stdout) == (1, "")
    assert "Der er ingen svar at frigive" in empty.stderr
    none = consult("releases", "budget", **here)
    assert (none.returncode, none.stdout) == (0, "")
    assert none.stderr == "Læserne ser ikke noget af runden endnu.\n"
    intake.take_in(app.local, "budget", [reading("a.txt", "Fra: FOA\nPunkt 79: imod")])
    first = consult("release", "budget", "--note", "Første  udgave", **here)
    assert (first.returncode, first.stdout) == (0, "")
    assert first.stderr == "Version 1 er frigivet med 1 svar.\n"
    seen = app.desk(Actor("læser", role=Role.READER))
    assert browsing.list_responses(seen, "budget").total == 1
    assert consult("release", "budget", **here).returncode == 0
    releasing.withdraw_release(app.local, "budget", 2)
    lines = [r.split("\t") for r in consult("releases", "budget", **here).stdout.splitlines()]
    assert [(line[0], *line[2:4]) for line in lines] == [
        ("2", "lokal administrator", "1 svar"), ("1", "lokal administrator", "1 svar"),
    ]  # fmt: skip
    assert lines[0][4].startswith("trukket tilbage 20")
    assert lines[1][4:] == ["vises", "Første udgave"]


def test_cpr_numbers_stop_it_and_are_told_by_place_alone(consult: Consult, app: App) -> None:
    here = {"CONSULT_DATABASE": app.settings.database}
    letters = [
        reading("a.txt", f"Fra: FOA\nMit nummer er {CPR}, og det er {CPR}."),
        reading(f"svar {CPR}.txt", "Vi er imod."),
    ]
    intake.take_in(app.local, "budget", letters)
    done = consult("release", "budget", **here)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1
    hits = privacy.sightings(app.local, "budget", limit=0).counts[Kind.CPR]
    assert done.stderr.startswith(f"Intet er frigivet, for {hits} CPR-numre står i det")
    assert "svaret a.txt" in done.stderr
    assert "svaret svar ███████████.txt" in done.stderr
    assert "siden »Frigiv«" in done.stderr
    assert CPR not in done.stderr
    for hit in privacy.sightings(app.local, "budget", limit=50).items:
        privacy.settle_sighting(app.local, "budget", hit.id, Verdict.KEEP, reason="Efter aftale")
    assert consult("release", "budget", **here).returncode == 0


def test_an_unknown_round_has_no_versions(consult: Consult, app: App) -> None:
    for command in ("release", "releases"):
        done = consult(command, "nej", CONSULT_DATABASE=app.settings.database)
        assert done.returncode == 1
        assert "»nej«" in done.stderr
        assert "Traceback" not in done.stderr
