"""Which pages there are, and their addresses."""

from pathlib import Path

import streamlit as st

from consult.domain.errors import ConsultError
from consult.ui.texts import text

PAGES = Path(__file__).parent / "pages"

#: (file, address, key of its title, whether it stands in the menu)
ROUTES = (
    ("overview.py", "forslag", "pages.overview", True),
    ("without.py", "uden-punkt", "pages.without", True),
    ("responses.py", "alle-svar", "pages.responses", True),
    ("search.py", "soeg", "pages.search", True),
    ("sources.py", "filer", "pages.sources", True),
    ("about.py", "om", "pages.about", True),
    ("proposal.py", "punkt", "pages.proposal", False),
    ("reader.py", "svar", "pages.reader", False),
)


def run() -> None:
    """Show the page that the address names; what a user should know is told in Danish."""
    st.set_page_config(page_title=text("app.name"), page_icon=":material/forum:", layout="wide")
    pages = [
        st.Page(
            PAGES / file,
            title=text(title),
            url_path=address,
            default=file == "overview.py",
            visibility="visible" if shown else "hidden",
        )
        for file, address, title, shown in ROUTES
    ]
    # The menu is flat: section headings in a sidebar menu break WCAG on every page.
    page = st.navigation(pages, position="top")
    st.html(Path(__file__).with_name("style.css"))
    try:
        page.run()
    except ConsultError as error:
        st.error(text("app.failed", reason=str(error)))
