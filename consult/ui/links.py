"""Addresses of views: every view can be shared, and a link is one click from the source."""

from contextvars import ContextVar
from html import escape
from urllib.parse import urlencode

from consult.ui.texts import text

#: What the address of the page says that every link on it says too; set anew for each run.
_CARRIED: ContextVar[dict[str, str] | None] = ContextVar("carried", default=None)


def carry(**query: str) -> None:
    """Let every address made from here on say this too, unless it says otherwise itself."""
    _CARRIED.set(query)


#: What the address says is open to be corrected.
PASSAGE, SENDER = "passage", "afsender"


def overview(round_slug: str = "", **filters: str) -> str:
    """Address of the overview of proposals: the app's first page, which has no name of its own."""
    return _address("./", runde=round_slug, **filters)


def proposal(round_slug: str, number: str | None, **filters: str) -> str:
    """Address of one proposal, or of what names none."""
    if number is None:
        return _address("uden-punkt", runde=round_slug, **filters)
    return _address("punkt", runde=round_slug, nr=number, **filters)


def response(
    round_slug: str, response_id: int, passage: int | None = None, sheet: int | None = None
) -> str:
    """Address of one response, with a passage marked, or a page of the file shown."""
    marked = {"passage": passage, "side": sheet}
    asked = {name: str(n) for name, n in marked.items() if n is not None}
    return _address("svar", runde=round_slug, id=str(response_id), **asked)


def correct(round_slug: str, response_id: int, passage: int | None = None) -> str:
    """Address of one response with one of its passages, or its sender, open to be corrected."""
    if passage is None:
        return _address("svar", runde=round_slug, id=str(response_id), ret=SENDER)
    return _address(
        "svar", runde=round_slug, id=str(response_id), passage=str(passage), ret=PASSAGE
    )


def queue(round_slug: str) -> str:
    """Address of the queue of doubtful passages."""
    return _address("gennemgang", runde=round_slug)


def responses(round_slug: str, **filters: str) -> str:
    """Address of the list of all responses."""
    return _address("alle-svar", runde=round_slug, **filters)


def sources(round_slug: str, **filters: str) -> str:
    """Address of the list of files."""
    return _address("filer", runde=round_slug, **filters)


def hand_in(round_slug: str) -> str:
    """Address of the page where files are handed in."""
    return _address("laeg-op", runde=round_slug)


def details(round_slug: str) -> str:
    """Address of what is said of a round, and its catalogue."""
    return _address("oplysninger", runde=round_slug)


def new_round() -> str:
    """Address of the page where a round is made."""
    return _address("ny-hoering")


def export(round_slug: str, **choices: str) -> str:
    """Address of where a round is taken out."""
    return _address("udtraek", runde=round_slug, **choices)


def search(round_slug: str, **filters: str) -> str:
    """Address of a search."""
    return _address("soeg", runde=round_slug, **filters)


def account() -> str:
    """Address of one's own account."""
    return "konto"


def users(**asked: str) -> str:
    """Address of the list of users, or of one (`bruger`)."""
    return _address("brugere", **asked)


def access(round_slug: str) -> str:
    """Address of who has access to a round."""
    return _address("adgang", runde=round_slug)


def log(**asked: str) -> str:
    """Address of the log."""
    return _address("log", **asked)


def release(round_slug: str, **filters: str) -> str:
    """Address of the page on which versions are released."""
    return _address("frigiv", runde=round_slug, **filters)


def rounds() -> str:
    """Address of the list of consultations."""
    return _address("hoeringer")


def accessibility() -> str:
    """Address of the accessibility statement."""
    return _address("tilgaengelighed")


def themes(round_slug: str) -> str:
    """Address of the themes across all proposals."""
    return _address("emner", runde=round_slug)


def theme(round_slug: str, theme_id: str, **filters: str) -> str:
    """Address of one theme."""
    return _address("tema", runde=round_slug, navn=theme_id, **filters)


def organisations(round_slug: str, **filters: str) -> str:
    """Address of the list of organisations."""
    return _address("organisationer", runde=round_slug, **filters)


def organisation(round_slug: str, sender: str) -> str:
    """Address of what one organisation says; `sender` is its key."""
    return _address("organisation", runde=round_slug, navn=sender)


def taxonomy(theme: str = "") -> str:
    """Address of the themes, with one chosen."""
    return _address("emner-ret", emne=theme)


def guide(page: str = "") -> str:
    """Address of a page of the guide."""
    return _address("vejledning", side=page)


def page(name: str, round_slug: str = "") -> str:
    """Address of the page that is called so, on a round where one is chosen."""
    return _address(name, runde=round_slug)


def anchor(address: str, label: str, kind: str = "") -> str:
    """An HTML link; `label` is text, not HTML."""
    css = f' class="{kind}"' if kind else ""
    return f'<a href="{escape(address)}"{css}>{escape(label)}</a>'


def keyed(address: str, label: str, key: str) -> str:
    """A link that a key opens together with Alt; `key` as browsers call it, see `moves.js`."""
    return (
        f'<a href="{escape(address)}" data-key="{key}" aria-keyshortcuts="Alt+{key}" '
        f'title="{text(f"key.{key}")}">{escape(label)}</a>'
    )


def _address(page: str, **query: str) -> str:
    asked = urlencode({k: v for k, v in {**(_CARRIED.get() or {}), **query}.items() if v})
    return f"{page}?{asked}" if asked else page
