"""The two people's whole evenings, in a real browser on the real thing.

`consult serve` with its worker, accounts, sign-in, real readers and real models; nothing is
faked, and at the end another process counts what there is, with SQL alone. With CONSULT_RECORD
set to a folder, a picture of each step is left there: those of docs/evenings.md.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.ui.evenings import administrator, letters, politician, recount
from tests.ui.evenings.album import asked_for
from tests.ui.evenings.hands import PATIENCE, settle, sign_in
from tests.ui.site import Site

pytestmark = pytest.mark.slow

PASSWORD = "fire små heste i regn"  # noqa: S105
HERS, HIS = "anne.kjaer", "mads.holt"
DESK, TABLET = {"width": 1280, "height": 900}, {"width": 820, "height": 1180}
#: By her own hand: sender, stance, link, theme, border; and two of three in the queue.
CORRECTIONS = 5 + 2


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    made = Site(tmp_path)
    for name, shown, role in ((HERS, "Anne Kjær", "administrator"), (HIS, "Mads Holt", "")):
        right = ("--role", role) if role else ()
        made.consult("users", "add", name, "--name", shown, *right, "--password-stdin",
                     said=f"{PASSWORD}\n")  # fmt: skip
    made.start()
    yield made
    made.kill()


def at(browser: Browser, size: dict[str, int]) -> BrowserContext:
    """A browser of one's own, with no cookies in it."""
    made = browser.new_context(
        locale="da-DK", viewport={"width": size["width"], "height": size["height"]}
    )
    made.set_default_timeout(PATIENCE)
    expect.set_options(timeout=PATIENCE)
    return made


def counted_elsewhere(site: Site) -> dict[str, Any]:
    """What another process counts."""
    releases = site.database.parent / "files" / "releases"
    arguments = (site.database, releases, administrator.SLUG, letters.CPR)
    command = [sys.executable, recount.__file__, *map(str, arguments)]
    found = subprocess.run(command, capture_output=True, text=True, check=True)
    told: dict[str, Any] = json.loads(found.stdout)
    return told


def hers(evening: administrator.Evening) -> None:
    """The administrator's evening until there is something to release."""
    evening.page.goto(evening.site.address)
    evening.done("01-log-ind")
    sign_in(evening.page, HERS, PASSWORD)
    settle(evening.page)
    administrator.make(evening)
    administrator.hand_in(evening)
    administrator.watch(evening)
    administrator.invited(evening)
    administrator.correct(evening)
    administrator.review(evening)
    administrator.invite_reader(evening, HIS)


def his(reading: politician.Reading) -> None:
    """The politician's evening."""
    politician.find(reading)
    politician.read(reading)
    politician.open_source(reading)
    politician.search(reading)
    politician.print_it(reading)
    politician.refused(reading)


def enters_too_early(page: Page, address: str) -> None:
    """He signs in before anybody has given him a right."""
    page.goto(address)
    sign_in(page, HIS, "forkert")
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("Adgangskode")).to_be_focused()
    sign_in(page, HIS, PASSWORD)
    expect(page.get_by_text("Du har ikke adgang til nogen høringsrunder endnu")).to_be_visible()


def leaves(context: BrowserContext, page: Page, address: str) -> None:
    """He signs out in another tab, and this one is closed to him too."""
    other = context.new_page()
    other.goto(f"{address}konto")
    other.get_by_role("button", name="Log ud", exact=True).click()
    expect(other.locator("h1")).to_have_text("Log ind")
    page.goto(f"{address}punkt?runde={administrator.SLUG}&nr=BU-01")
    expect(page.locator("h1")).to_have_text("Log ind")


def test_two_evenings(browser: Browser, site: Site) -> None:
    album, her, him = asked_for(), at(browser, DESK), at(browser, TABLET)
    page, evening = him.new_page(), administrator.Evening(her.new_page(), site, asked_for())
    enters_too_early(page, site.address)
    hers(evening)
    page.reload()
    expect(page.get_by_text("Der er endnu ikke frigivet noget til læsere")).to_be_visible()
    administrator.release(evening)
    administrator.look_as_reader(evening)
    shown = administrator.counts(evening)
    page.reload()
    settle(page)
    his(politician.Reading(page, site.address, album))
    leaves(him, page, site.address)
    her.close()
    him.close()
    whole(counted_elsewhere(site), shown)


def whole(found: dict[str, Any], shown: tuple[int, int]) -> None:
    """What another process counts is what she handed in, and what the screen said."""
    assert shown[0] == letters.ROWS + letters.PLAIN
    for which in ("working", "released"):
        assert (found[which]["responses"], found[which]["passages"]) == shown, which
        assert found[which]["whole"], which
    assert found["working"]["corrections"] == CORRECTIONS
    assert found["working"]["holds_word"], "the original is untouched"
    assert not found["released"]["holds_word"], "what readers can get holds no CPR number"
    assert found["released"]["corrections"] == 0, "who corrected what is not for readers"
    assert (found["said"]["responses"], found["said"]["removed"]) == (shown[0], 1)
