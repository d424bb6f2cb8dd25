"""What the web server answers beside the pages, on a real store and the shipped models."""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from consult.domain.access import Actor
from consult.domain.errors import DeniedError
from consult.services import measuring
from consult.services.desk import Desk
from consult.settings import ROOT, Settings
from consult.ui import watching
from tests.ui import world

Ask = Callable[..., TestClient]


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch, database: Path) -> Iterator[Ask]:
    """A client from an address, on the small round and the shipped models."""
    monkeypatch.setenv("CONSULT_DATABASE", str(database))
    monkeypatch.delenv("CONSULT_MODELS", raising=False)
    watching.parts.cache_clear()

    def client(origin: str = "127.0.0.1") -> TestClient:
        return TestClient(Starlette(routes=watching.ROUTES), client=(origin, 50_000))

    yield client
    watching.parts.cache_clear()


def test_all_is_well(ask: Ask) -> None:
    for origin in ("127.0.0.1", "192.0.2.7"):
        answer = ask(origin).get("/health")
        assert (answer.status_code, answer.json()) == (200, {"tilstand": "ok"})
        assert answer.headers["cache-control"] == "no-store"


def test_a_database_that_does_not_answer_is_told_in_danish_to_those_who_watch(
    ask: Ask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    broken = tmp_path / "i stykker.sqlite3"
    broken.write_bytes(b"ikke en database" * 100)
    monkeypatch.setenv("CONSULT_DATABASE", str(broken))
    answer = ask().get("/health")
    assert answer.status_code == 503
    assert re.search("Databasen kunne ikke gøre det .+prøv igen", " ".join(answer.json()["grunde"]))
    assert ask("192.0.2.7").get("/health").json() == {"tilstand": "fejl"}
    assert ask().get("/metrics").status_code == 503


def test_models_that_are_not_those_of_the_manifest_are_told(
    ask: Ask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tmp_path / "models"
    monkeypatch.setenv("CONSULT_MODELS", str(folder))
    assert "Der er ingen modeller" in ask().get("/health").json()["grunde"][0]
    shutil.copytree(ROOT / "models", folder)
    watching.parts.cache_clear()
    assert ask().get("/health").status_code == 200
    card = folder / "stance" / "card.json"
    card.write_text(card.read_text(encoding="utf-8") + " ", encoding="utf-8")
    assert "stance/card.json" in ask().get("/health").json()["grunde"][0]


def test_numbers_for_prometheus_add_up_and_name_nobody(ask: Ask) -> None:
    answer = ask().get("/metrics")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    lines = [line for line in answer.text.splitlines() if not line.startswith("#")]
    assert all(re.fullmatch(r'[a-z_]+(\{[a-z]+="[\w.]+"\})? [\d.e+-]+', line) for line in lines)
    values = dict(line.rsplit(" ", 1) for line in lines)
    total = len(world.TEXTS) + world.ROWS + world.OTHERS
    assert values['consult_responses{state="current"}'] == str(total)
    assert values["consult_rounds"] == "1"
    described = set(re.findall(r"# TYPE (\w+)", answer.text))
    assert {re.sub(r"_(sum|count)$", "", re.split(r"[{ ]", line)[0]) for line in lines} == described
    for name in ("FOA", "Hansen", "Budget", "foa.txt"):
        assert name not in answer.text


@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Real-IP", "Forwarded"])
def test_numbers_are_not_for_those_behind_a_proxy_or_elsewhere(ask: Ask, header: str) -> None:
    assert ask().get("/metrics", headers={header: "127.0.0.1"}).status_code == 403
    assert ask("192.0.2.7").get("/metrics").status_code == 403
    assert ask("ikke en adresse").get("/metrics").status_code == 403


def test_who_may_watch_is_a_setting(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONSULT_METRICS_FROM", "192.0.2.0/24 ::1/128")
    assert ask("192.0.2.7").get("/metrics").status_code == 200
    assert ask("127.0.0.1").get("/metrics").status_code == 403
    with pytest.raises(ValueError, match="nej"):
        Settings(metrics_from="nej")


def test_what_waits_is_measured(ask: Ask) -> None:
    desk = ask() and watching.parts().local
    found = measuring.measure(desk)
    assert measuring.waited(desk, found) == 0.0
    with pytest.raises(DeniedError):
        measuring.measure(Desk(watching.parts().store, Actor("x")))
