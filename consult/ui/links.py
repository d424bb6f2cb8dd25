"""Addresses of views: every view can be shared, and a link is one click from the source."""

from html import escape
from urllib.parse import urlencode

from consult.ui.texts import text


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


def responses(round_slug: str, **filters: str) -> str:
    """Address of the list of all responses."""
    return _address("alle-svar", runde=round_slug, **filters)


def sources(round_slug: str) -> str:
    """Address of the list of files."""
    return _address("filer", runde=round_slug)


def search(round_slug: str, **filters: str) -> str:
    """Address of a search."""
    return _address("soeg", runde=round_slug, **filters)


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
    asked = urlencode({k: v for k, v in query.items() if v})
    return f"{page}?{asked}" if asked else page
