"""Addresses of views: every view can be shared, and a link is one click from the source."""

from html import escape
from urllib.parse import urlencode


def overview(round_slug: str = "", **filters: str) -> str:
    """Address of the overview of proposals: the app's first page, which has no name of its own."""
    return _address("./", runde=round_slug, **filters)


def proposal(round_slug: str, number: str | None, **filters: str) -> str:
    """Address of one proposal, or of what names none."""
    if number is None:
        return _address("uden-punkt", runde=round_slug, **filters)
    return _address("punkt", runde=round_slug, nr=number, **filters)


def response(round_slug: str, response_id: int, passage: int | None = None) -> str:
    """Address of one response, with a passage marked."""
    marked = {} if passage is None else {"passage": str(passage)}
    return _address("svar", runde=round_slug, id=str(response_id), **marked)


def responses(round_slug: str, **filters: str) -> str:
    """Address of the list of all responses."""
    return _address("alle-svar", runde=round_slug, **filters)


def sources(round_slug: str) -> str:
    """Address of the list of files."""
    return _address("filer", runde=round_slug)


def export(round_slug: str, **choices: str) -> str:
    """Address of where a round is taken out."""
    return _address("udtraek", runde=round_slug, **choices)


def search(round_slug: str, **filters: str) -> str:
    """Address of a search."""
    return _address("soeg", runde=round_slug, **filters)


def guide(page: str = "") -> str:
    """Address of a page of the guide."""
    return _address("vejledning", side=page)


def anchor(address: str, label: str, kind: str = "") -> str:
    """An HTML link; `label` is text, not HTML."""
    css = f' class="{kind}"' if kind else ""
    return f'<a href="{escape(address)}"{css}>{escape(label)}</a>'


def _address(page: str, **query: str) -> str:
    asked = urlencode({k: v for k, v in query.items() if v})
    return f"{page}?{asked}" if asked else page
