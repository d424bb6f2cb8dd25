"""The themes changed in a real browser by keyboard alone, and shown where a reader meets them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.ui import world
from tests.ui.looking import served
from tests.ui.test_browser import (
    choose,
    context,
    opened,
    page,
)

pytestmark = pytest.mark.slow
__all__ = ["context", "page"]


@pytest.fixture
def own(database: Path, models: Path, tmp_path: Path) -> Iterator[str]:
    """Where a server shows a copy of the small round that this test may change."""
    path = tmp_path / "egen.sqlite3"
    path.write_bytes(database.read_bytes())
    with served(path, models) as site:
        yield site


def press(page: Page, button: str) -> None:
    page.get_by_role("button", name=button, exact=True).focus()
    page.keyboard.press("Enter")


def test_themes_are_changed_by_keyboard_and_shown_to_readers(page: Page, own: str) -> None:
    opened(page, f"{own}emner-ret")
    choose(page, "Vælg det emne, du vil ændre", "Skole, SFO og klub")
    expect(page.get_by_text("Plads på listen: nr. 4 af 17")).to_be_visible()
    press(page, "Flyt op")
    expect(page.get_by_text("Plads på listen: nr. 3 af 17")).to_be_visible()
    name = page.get_by_label("Navn", exact=True).first
    name.fill("Skoler")
    press(page, "Gem navn og beskrivelse")
    expect(page.get_by_text("hedder nu »Skoler«.")).to_be_visible()
    press(page, "Lad emnet udgå")
    expect(page.get_by_role("button", name="Tag emnet i brug igen")).to_be_visible()
    opened(page, f"{own}punkt?runde={world.SLUG}&nr=79")
    expect(page.get_by_text("Skoler (udgået)").first).to_be_visible()
    opened(page, f"{own}emner-ret?emne=skole")
    press(page, "Fortryd seneste ændring")
    expect(page.get_by_role("button", name="Lad emnet udgå")).to_be_visible()
