"""Pages made for paper: the same address with `print=1`, under the same rights.

On paper there is no menu and no field, what is folded is open, and lists are whole up to a
length that somebody might still read.
"""

from datetime import datetime
from html import escape
from urllib.parse import urlencode

import streamlit as st

from consult import __version__
from consult.services.releasing import Release
from consult.store.records import Consultation
from consult.ui.texts import moment, number, text

#: The word of the address.
PAPER = "print"
#: Items of a list on paper: with some 13 passages to a page, about forty pages.
MOST = 500


def is_paper() -> bool:
    """Whether the address asks for the page made for paper."""
    return st.query_params.get(PAPER) == "1"


def way() -> str:
    """The link to this view on paper; "" on paper."""
    if is_paper():
        return ""
    asked = {k: v for k, v in st.query_params.to_dict().items() if k not in ("side", "ret")}
    address = escape("?" + urlencode({**asked, PAPER: "1"}))
    return f'<p class="tools"><a href="{address}">{text("paper.print")}</a></p>'


def tools() -> str:
    """The way back and the button that prints; neither comes on paper."""
    asked = {k: v for k, v in st.query_params.to_dict().items() if k != PAPER}
    back = escape(f"?{urlencode(asked)}")
    return (
        f'<div class="off-paper"><a href="{back}">{text("paper.back")}</a>'
        f'<button type="button" data-print="1">{text("paper.now")}</button></div>'
    )


def stamp(consultation: Consultation, version: Release | None, now: datetime) -> str:
    """What stands above a printed page: the round, its version and moment, and no poll.

    Two sheets of one version bear the same words, whenever and by whomever they were printed;
    the round as it is `now` says that nobody has released it.
    """
    edition = text("paper.version", number=version.number) if version else text("paper.working")
    when = moment(version.made_at if version else now)
    of = text("paper.stamp", edition=edition, when=when, program=__version__)
    name = escape(consultation.name)
    return f'<p class="stamp"><b>{name}</b> · {escape(of)} {text("app.not_a_poll")}</p>'


def capped(total: int) -> str:
    """A sentence where a list is longer than is printed, else "" (and always "" on screen)."""
    if not is_paper() or total <= MOST:
        return ""
    words = text("paper.capped", most=number(MOST), total=number(total))
    return f'<p class="notice">{escape(words)}</p>'


def unfolded(html: str) -> str:
    """The page's HTML with everything open; what users wrote has no elements."""
    return html.replace("<details", "<details open")
