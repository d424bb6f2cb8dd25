"""Which pages there are, and their addresses."""

import logging
from pathlib import Path

import streamlit as st

from consult.domain.errors import ConsultError
from consult.ui.components.notice import problem
from consult.ui.frame import show, speak_danish, title
from consult.ui.texts import text

PAGES = Path(__file__).parent / "pages"

#: (file, address, key of its title, whether it stands in the menu); the first has no address.
ROUTES = (
    ("overview.py", "", "pages.overview", True),
    ("without.py", "uden-punkt", "pages.without", True),
    ("responses.py", "alle-svar", "pages.responses", True),
    ("search.py", "soeg", "pages.search", True),
    ("sources.py", "filer", "pages.sources", True),
    ("export.py", "udtraek", "pages.export", True),
    ("guide.py", "vejledning", "pages.guide", True),
    ("about.py", "om", "pages.about", True),
    ("proposal.py", "punkt", "pages.proposal", False),
    ("reader.py", "svar", "pages.reader", False),
)


def run() -> None:
    """Show the page that the address names; what a user should know is told in Danish."""
    title()
    pages = [
        st.Page(
            PAGES / file,
            title=text(name),
            url_path=address or None,
            default=not address,
            visibility="visible" if shown else "hidden",
        )
        for file, address, name, shown in ROUTES
    ]
    # The menu is flat: section headings in a sidebar menu break WCAG on every page.
    page = st.navigation(pages, position="top")
    title(page.title)
    st.html(Path(__file__).with_name("style.css"))
    speak_danish()
    try:
        page.run()
    except ConsultError as error:
        show(problem(str(error)))
    except Exception:
        # Streamlit would tell the user in English; the log has what went wrong.
        logging.getLogger(__name__).exception("A page broke down")
        show(problem(text("app.broken")))
