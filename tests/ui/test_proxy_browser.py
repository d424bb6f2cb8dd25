"""Signing in as others will: below a sub-path, behind a proxy that speaks https to the browser."""

import http.client
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from consult.domain.access import local
from consult.services import auditing
from consult.services.desk import Desk
from consult.services.sessions import ENDINGS, SIGNED_OUT
from consult.store.database import Store
from consult.ui.web import cookies
from tests.ui import people, world
from tests.ui.looking import still
from tests.ui.people import GOOD
from tests.ui.proxy import CLIENT, proxied
from tests.ui.serving import free_port, running

pytestmark = pytest.mark.slow

#: Generous: the machine may be busy with other tests.
PATIENCE = 120_000
BELOW = "hoering"


@dataclass(frozen=True)
class Place:
    """Where the proxy and the server behind it answer, and the database."""

    proxy: int
    server: int
    database: Path

    def cookies_of(self, path: str, source: str) -> list[str]:
        """The cookies that the server sets for one at that address who says to be a proxy."""
        connection = http.client.HTTPConnection(
            "127.0.0.1", self.server, timeout=60, source_address=(source, 0)
        )
        connection.request("GET", path, headers={"X-Forwarded-Proto": "https"})
        found = connection.getresponse().headers.get_all("set-cookie") or []
        connection.close()
        return found


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, models: Path) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("proxy")
    made = Place(free_port(), free_port(), folder / "consult.sqlite3")
    people.fill(made.database)
    people.release(made.database)
    environment = {
        "CONSULT_DATABASE": str(made.database),
        "CONSULT_MODELS": str(models),
        "CONSULT_PASSWORD_MEMORY": "8",
        "CONSULT_SERVE_WORKER": "false",
        "CONSULT_TRUSTED_PROXIES": "127.0.0.1",
        "STREAMLIT_SERVER_BASE_URL_PATH": BELOW,
    }
    serve = ["consult.cli.main", "serve", "--port", str(made.server)]
    ready = f"http://127.0.0.1:{made.server}/{BELOW}/_stcore/health"
    with running(serve, ready, environment), proxied(folder, made.proxy, made.server):
        yield made


def test_signing_in_below_a_sub_path_and_behind_https(browser: Browser, place: Place) -> None:
    context = browser.new_context(locale="da-DK", ignore_https_errors=True)
    context.set_default_timeout(PATIENCE)
    expect.set_options(timeout=PATIENCE)
    page, site = context.new_page(), f"https://localhost:{place.proxy}/{BELOW}"
    page.goto(f"{site}/punkt?nr=79&runde={world.SLUG}")
    assert page.url.startswith(f"{site}/log-ind?naeste=punkt")
    page.get_by_label("Brugernavn").fill("her-laeser")
    page.get_by_label("Adgangskode").fill(GOOD)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("79 Færre timer i SFO")
    assert page.url.startswith(f"{site}/punkt?")
    mine = context.cookies()
    assert cookies.SESSION in {cookie["name"] for cookie in mine}
    assert all(cookie["secure"] for cookie in mine), mine
    assert {c["path"] for c in mine if c["name"].startswith("consult")} == {f"/{BELOW}"}

    # Links are relative: from the first page, which has no name, they must stay below as well.
    still(page)
    page.goto(site)
    page.locator('.consult a[href^="punkt?"][href*="nr=79"]').first.click()
    expect(page.locator("h1")).to_contain_text("Færre timer i SFO")
    assert page.url.startswith(f"{site}/punkt?")
    page.get_by_role("button", name="Log ud", exact=True).click()
    expect(page.get_by_role("status")).to_have_text(ENDINGS[SIGNED_OUT])
    assert page.url.startswith(f"{site}/log-ind")
    context.close()

    store = Store.open(f"sqlite:///{place.database}")
    (entry,) = [e for e in auditing.entries(Desk(store, local())).items if e.action == "signin"]
    store.close()
    assert entry.origin == CLIENT, "the proxy's word on the address counts"


def test_the_word_of_one_who_is_no_proxy_counts_for_nothing(place: Place) -> None:
    path = f"/{BELOW}/log-ind"
    (safe,) = place.cookies_of(path, source="127.0.0.1")
    assert "; Secure" in safe
    (plain,) = place.cookies_of(path, source="127.0.0.2")
    assert "Secure" not in plain
