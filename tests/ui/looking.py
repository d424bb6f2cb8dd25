"""A browser that walks through the app as a user does, and what is looked at on each page."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import Browser, Error, Page, expect

from tests.ui.people import GOOD
from tests.ui.serving import free_port, running

#: Desktop and the narrowest that WCAG 1.4.10 asks for.
SIZES = ((1280, 900), (320, 700))
#: Milliseconds; generous, since the machine may be busy with other tests.
PATIENCE = 90_000
#: Pixels by which browsers round.
_ROUNDED = 1.0
_RULES = Path(AXE_FILE_PATH).read_text(encoding="utf-8")

#: Moves to another view as a link does, and waits until the page is drawn and still.
_MOVE = """async ([to, patience]) => {
  const app = () => document.querySelector('[data-testid="stApp"]');
  const still = () => app()?.dataset.testScriptState === "notRunning";
  const drawn = () => still() && !document.querySelector('[data-testid="stSkeleton"]');
  const until = async (ready) => {
    for (const began = Date.now(); !ready(); await new Promise((go) => setTimeout(go, 15)))
      if (Date.now() - began > patience) throw new Error(`no answer at ${to}`);
  };
  await until(drawn);
  if (to !== null) {
    const run = () => document.querySelector("[data-run]")?.dataset.run;
    const before = run();
    history.pushState({}, "", to);
    window.dispatchEvent(new PopStateEvent("popstate"));
    await until(() => run() !== before && drawn());
  }
  await new Promise((go) => requestAnimationFrame(() => setTimeout(go, 60)));
  await until(drawn);
}"""

#: What a page is made of, and what does not fit: see `Seen`.
_LOOK = """() => {
  const shown = (e) => e.checkVisibility() && e.getBoundingClientRect().width > 1;
  const main = document.querySelector('[data-testid="stMain"]') || document.body;
  const roots = [document.documentElement, ...document.querySelectorAll(
    '.stMain, .stMainBlockContainer, .consult')];
  const spoken = [];
  for (const e of document.querySelectorAll("body *")) {
    if (e.closest(".consult, script, style, noscript, [aria-hidden=true]")) continue;
    for (const name of ["aria-label", "placeholder", "alt", "aria-roledescription"])
      if (e.getAttribute(name)) spoken.push(e.getAttribute(name));
    if (e.closest('[data-testid="stIconMaterial"]') || !e.checkVisibility()) continue;
    for (const node of e.childNodes)
      if (node.nodeType === Node.TEXT_NODE && node.nodeValue.trim()) spoken.push(node.nodeValue);
  }
  return {
    made: main.innerHTML.replace(/ (id|for|name|aria-\\w+by|aria-controls)="[^"]*"/g, ""),
    language: document.documentElement.lang,
    mains: [...document.querySelectorAll("main, [role=main]")].filter(shown).length,
    headings: [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].filter(
      (h) => h.checkVisibility()).map((h) => [Number(h.tagName[1]), h.textContent.trim()]),
    beyond: Math.max(0, ...roots.map((e) => e.scrollWidth - e.clientWidth),
      ...[...main.querySelectorAll("*")].filter((e) => shown(e) && !e.closest(".hidden"))
        .map((e) => e.getBoundingClientRect().right - innerWidth)),
    spoken,
  };
}"""
#: What fades in has the colours of a moment until it is there.
_UNMOVED = """Promise.all(document.getAnimations()
  .filter((a) => a.effect.getComputedTiming().iterations !== Infinity)
  .map((a) => a.finished.catch(() => null))).then(() => null)"""
_AXE = """(rules) => axe.run({resultTypes: ["violations"], rules}).then((found) =>
  found.violations.map((v) =>
    `${v.id}: ` + v.nodes.map((n) => n.html.slice(0, 200)).join(" | ")))"""


@contextmanager
def served(database: Path, models: Path) -> Iterator[str]:
    """The address of the app on that database."""
    port = free_port()
    environment = {
        "CONSULT_DATABASE": str(database),
        "CONSULT_MODELS": str(models),
        "CONSULT_PASSWORD_MEMORY": "8",
    }
    app = ["streamlit", "run", "app.py", "--server.port", str(port)]
    with running(app, f"http://127.0.0.1:{port}/_stcore/health", environment):
        yield f"http://127.0.0.1:{port}/"


def entered(browser: Browser, site: str, name: str, password: str = GOOD) -> Page:
    """A page of its own, signed in through the door."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="da-DK")
    context.set_default_timeout(PATIENCE)
    expect.set_options(timeout=PATIENCE)
    page = context.new_page()
    page.goto(f"{site}log-ind")
    page.get_by_label("Brugernavn").fill(name)
    page.get_by_label("Adgangskode").fill(password)
    page.keyboard.press("Enter")
    page.locator(".consult h1").first.wait_for()
    return page


def move(page: Page, to: str) -> None:
    """To another view, without loading the app anew unless it does not answer."""
    try:
        page.evaluate(_MOVE, [f"/{to}", PATIENCE // 45])
    except Error:
        page.goto(urljoin(page.url, f"/{to}"))
        page.locator(".consult h1").first.wait_for()
        still(page)


def still(page: Page) -> None:
    """Wait until all that was asked for is drawn."""
    page.evaluate(_MOVE, [None, PATIENCE])


@dataclass
class Eyes:
    """What was found; what two visitors see alike is looked at once."""

    known: set[str] = field(default_factory=set)
    runs: int = 0
    views: int = 0

    def look(
        self, page: Page, sizes: tuple[tuple[int, int], ...] = SIZES, without: tuple[str, ...] = ()
    ) -> list[str]:
        """All that is wrong with the page as it is now; `without` these rules of axe's."""
        found: list[str] = []
        self.views += 1
        for width, height in sizes:
            page.set_viewport_size({"width": width, "height": height})
            seen: dict[str, Any] = page.evaluate(_LOOK)
            wrong = _formed(seen)
            made = sha256(f"{width} {seen['made']}".encode()).hexdigest()
            if made not in self.known:
                self.known.add(made)
                self.runs += 1
                wrong += self._axe(page, without)
            found += [f"{width}: {what}" for what in wrong]
        page.set_viewport_size({"width": sizes[0][0], "height": sizes[0][1]})
        return found

    def _axe(self, page: Page, without: tuple[str, ...]) -> list[str]:
        page.evaluate(_UNMOVED)
        if not page.evaluate("typeof axe === 'object'"):
            page.evaluate(_RULES)
        said: list[str] = page.evaluate(_AXE, {rule: {"enabled": False} for rule in without})
        return said


#: Words of Streamlit's that none of our own texts has.
_WORDS = (
    "the to of and or is are your you app page pages open close clear remove choose options "
    "results select selected files upload drag browse help shortcut expand collapse "
    "connecting connection running skip view more less here value press enter hide error not "
    "found loading sidebar main keyboard"
)
ENGLISH = frozenset(_WORDS.split())


def _formed(seen: dict[str, Any]) -> list[str]:
    """What axe does not say: headings, landmark, language, width, English words."""
    wrong = []
    levels = [level for level, _ in seen["headings"]]
    if levels.count(1) != 1 or levels[0] != 1:
        wrong.append(f"not one h1 first: {seen['headings']}")
    steps = pairwise(levels)
    if any(after > before + 1 for before, after in steps):
        wrong.append(f"a level left out: {seen['headings']}")
    if not all(words for _, words in seen["headings"]):
        wrong.append("an empty heading")
    if seen["mains"] != 1 or seen["language"] != "da":
        wrong.append(f"{seen['mains']} main landmarks, language {seen['language']!r}")
    if seen["beyond"] > _ROUNDED:
        wrong.append(f"{seen['beyond']:.0f} pixels beyond the edge")
    wrong += [f"English: {said!r}" for said in seen["spoken"] if english(said)]
    return wrong


def english(said: str) -> bool:
    """Whether one of its words is English."""
    return any(word.strip(".,:!?…()»«").lower() in ENGLISH for word in said.split())
