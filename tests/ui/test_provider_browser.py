"""Signing in, in a real browser: with a password, and at a real identity provider's process."""

import json
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from consult.services.providers import NO_ROLE, NOBODY
from consult.services.sessions import ENDINGS, SIGNED_OUT
from consult.services.signing import WRONG
from consult.ui.web import cookies
from tests.ui import people, world
from tests.ui.people import GOOD
from tests.ui.serving import free_port, running

pytestmark = pytest.mark.slow

#: Generous: the machine may be busy with other tests.
PATIENCE = 90_000
RULES = [
    {"claim": "groups", "value": "byraad", "role": "reader", "round": world.SLUG},
    {"claim": "groups", "value": "drift", "role": "administrator"},
]


@dataclass(frozen=True)
class Place:
    """Where the app and the provider answer."""

    app: str
    provider: str

    def vouch(self, subject: str, *groups: str) -> None:
        """Let the provider say this of that person from now on."""
        said = {"name": "Anna <b>Holm</b>", "preferred_username": "anna", "groups": groups}
        request = urllib.request.Request(  # noqa: S310
            f"{self.provider}users/{subject}",
            json.dumps(said).encode(),
            {"Content-Type": "application/json"},
            method="PUT",
        )
        urllib.request.urlopen(request, timeout=60).close()  # noqa: S310


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, models: Path) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("provider")
    people.fill(folder / "consult.sqlite3")
    people.release(folder / "consult.sqlite3")
    port, other = free_port(), free_port()
    made = Place(f"http://localhost:{port}/", f"http://localhost:{other}/")
    secrets = folder / "secrets.toml"
    secrets.write_text(
        f'[auth]\nredirect_uri = "{made.app}oauth2callback"\ncookie_secret = "{"s" * 40}"\n'
        '[auth.kommunen]\nlabel = "Log ind hos Kommunen & Co"\nclient_id = "consult"\n'
        f'client_secret = "hemmelig"\n'
        f'server_metadata_url = "{made.provider}.well-known/openid-configuration"\n',
        encoding="utf-8",
    )
    environment = {
        "CONSULT_DATABASE": str(folder / "consult.sqlite3"),
        "CONSULT_MODELS": str(models),
        "CONSULT_OIDC_ROLES": json.dumps(RULES),
        "CONSULT_PASSWORD_MEMORY": "8",
    }
    provider = ["oidc_provider_mock", "--port", str(other)]
    app = ["streamlit", "run", "app.py", "--server.port", str(port), "--secrets.files"]
    with (
        running(provider, f"{made.provider}.well-known/openid-configuration"),
        running([*app, str(secrets)], f"{made.app}_stcore/health", environment),
    ):
        yield made


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(locale="da-DK", viewport={"width": 1280, "height": 900})
    made.set_default_timeout(PATIENCE)
    expect.set_options(timeout=PATIENCE)
    yield made
    made.close()


def with_password(page: Page, name: str, password: str) -> None:
    page.get_by_label("Brugernavn").fill(name)
    page.get_by_label("Adgangskode").fill(password)
    page.keyboard.press("Enter")


def at_provider(page: Page, subject: str) -> None:
    page.get_by_role("link", name="Log ind hos Kommunen & Co").click()
    page.locator('input[name="sub"]').fill(subject)
    page.get_by_role("button", name="Authorize").click()


def test_in_with_a_password_and_out_in_every_tab(context: BrowserContext, place: Place) -> None:
    page = context.new_page()
    page.goto(f"{place.app}punkt?nr=79&runde={world.SLUG}")
    with_password(page, "her-laeser", "forkert")
    expect(page.get_by_role("alert")).to_have_text(WRONG)
    expect(page.get_by_label("Adgangskode")).to_be_focused()
    with_password(page, "her-laeser", GOOD)
    expect(page.locator("h1")).to_have_text("79 Færre timer i SFO")
    expect(page.locator(".visitor")).to_contain_text(people.NASTY)
    assert cookies.SESSION not in page.evaluate("document.cookie")

    other = context.new_page()
    other.goto(f"{place.app}konto")
    other.get_by_role("button", name="Log ud", exact=True).click()
    expect(other.get_by_role("status")).to_have_text(ENDINGS[SIGNED_OUT])
    page.get_by_role("link", name="Om systemet").click()
    expect(page.locator("h1")).to_have_text("Log ind")
    expect(page.locator("body")).not_to_contain_text("SFO")


def test_a_provider_says_who_one_is_and_what_one_may(context: BrowserContext, place: Place) -> None:
    place.vouch("a1", "byraad")
    page = context.new_page()
    page.goto(f"{place.app}punkt?nr=79&runde={world.SLUG}")
    at_provider(page, "a1")
    expect(page.locator("h1")).to_have_text("79 Færre timer i SFO")
    expect(page.locator(".visitor")).to_contain_text("Anna <b>Holm</b>")
    page.goto(f"{place.app}brugere")
    expect(page.locator("body")).to_contain_text("kræver rollen som")

    page.get_by_role("button", name="Log ud", exact=True).click()
    assert page.url.startswith(place.provider), "signed out there too"
    page.get_by_role("button").first.click()
    expect(page.get_by_role("status")).to_have_text(ENDINGS[SIGNED_OUT])
    names = {cookie["name"] for cookie in context.cookies(place.app)}
    assert cookies.SESSION not in names
    assert "_streamlit_user" not in names

    place.vouch("a1", "drift")
    at_provider(page, "a1")
    expect(page.locator(".visitor")).to_be_visible()
    page.goto(f"{place.app}brugere")
    expect(page.locator("h1")).to_have_text("Brugere")
    mine = [c for c in context.cookies(place.app) if c["name"] != cookies.SESSION]
    context.clear_cookies()
    context.add_cookies([c for c in mine if c["name"].startswith("_streamlit")])  # type: ignore[misc]
    page.goto(f"{place.app}brugere")
    expect(page.locator("h1")).to_have_text("Log ind")


def test_who_has_no_role_or_is_refused_there_is_told_so(
    context: BrowserContext, place: Place
) -> None:
    place.vouch("b2", "en-anden-gruppe")
    page = context.new_page()
    page.goto(place.app)
    at_provider(page, "b2")
    expect(page.get_by_role("alert")).to_have_text(NO_ROLE)
    page.get_by_role("link", name="Log ind hos Kommunen & Co").click()
    page.get_by_role("button", name="Deny").click()
    expect(page.get_by_role("alert")).to_have_text(NOBODY)
    assert cookies.SESSION not in {cookie["name"] for cookie in context.cookies(place.app)}
