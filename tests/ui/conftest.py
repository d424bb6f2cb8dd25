from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from playwright.sync_api import Browser, sync_playwright
from streamlit.components.v2 import manifest_scanner

from tests.ui import world

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--disable-background-networking", "--disable-gpu"]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.skip("Chromium is not installed (Debian: apt-get install chromium)")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture(scope="session", autouse=True)
def packages_asked_once() -> Iterator[None]:
    """AppTest asks every installed package for components at each run: nine tenths of its time."""
    found = manifest_scanner.scan_component_manifests()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", lambda: found)
        yield


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of models' cards."""
    folder = tmp_path_factory.mktemp("models")
    world.cards(folder)
    return folder


@pytest.fixture(scope="session")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with the small round; tests only read it."""
    path = tmp_path_factory.mktemp("database") / "consult.sqlite3"
    world.fill(path)
    return path


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch, models: Path) -> Iterator[pytest.MonkeyPatch]:
    """An app that has cached nothing; set the database before it is first asked for."""
    monkeypatch.setenv("CONSULT_MODELS", str(models))
    st.cache_resource.clear()
    yield monkeypatch
    st.cache_resource.clear()
