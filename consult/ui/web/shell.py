"""The page that Streamlit fills, in Danish from its first byte, and the one for no address."""

import re
from functools import cache
from pathlib import Path

from starlette.responses import HTMLResponse
from streamlit.file_util import get_static_dir

from consult.ui.icon import ICON
from consult.ui.texts import text
from consult.ui.web.cookies import base
from consult.ui.web.headers import HEADERS
from consult.ui.web.paper import paper


def shell() -> HTMLResponse:
    """Streamlit's own page, with our language, name and icon, and our words without a script."""
    return HTMLResponse(_shell(), headers=HEADERS)


def nowhere() -> HTMLResponse:
    """The page for an address that is none of ours; Streamlit would show the first page."""
    way = f'<p><a href="{base()}/">{text("app.to_front")}</a></p>'
    title = text("streamlit.nowhere")
    return paper(title, f"<h1>{title}</h1><p>{text('streamlit.nowhere_help')}</p>{way}", 404)


@cache
def _shell() -> str:
    scriptless = f"<noscript><p>{text('streamlit.no_script')}</p></noscript>"
    page = (Path(get_static_dir()) / "index.html").read_text(encoding="utf-8")
    changes = (
        (r'<html lang="\w*"', '<html lang="da"'),
        (r"<title>[^<]*</title>", f"<title>{text('app.name')}</title>"),
        (r'(<link rel="shortcut icon" href=)"[^"]*"', rf'\1"{ICON}"'),
        (r"(?s)<noscript>.*</noscript>", scriptless),
    )
    for said, put in changes:
        page = re.sub(said, put, page, count=1)
    return page
