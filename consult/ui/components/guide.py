"""Pages of the guide: our own HTML, with pictures in the place of their names."""

import re
from base64 import b64encode
from functools import cache
from html import escape
from importlib.resources import files

from consult.ui import links
from consult.ui.texts import text

#: Name of the file and in the address -> key of its title, in reading order.
PAGES = {
    "politiker": "guide.politician",
    "opret": "guide.open",
    "ret": "guide.correct",
    "frigiv": "guide.release",
}
#: `[[name|what it shows]]` on a line of its own.
_PICTURE = re.compile(r"^\[\[(\w+)\|(.+)\]\]$", re.MULTILINE)


@cache
def body(page: str) -> str:
    """The page as HTML; a picture that has not been made is left out."""
    html = (files("consult.ui") / "guide" / f"{page}.html").read_text(encoding="utf-8")
    return _PICTURE.sub(lambda found: _picture(found[1], found[2]), html)


def pictures(page: str) -> tuple[str, ...]:
    """The names of the pictures that a page shows."""
    html = (files("consult.ui") / "guide" / f"{page}.html").read_text(encoding="utf-8")
    return tuple(found[1] for found in _PICTURE.finditer(html))


def neighbours(page: str, label: str = "guide.choose") -> str:
    """Links to all pages, to the one before and to the next; `label` names the text they bear."""
    names = list(PAGES)
    at = names.index(page)
    near = []
    if at:
        near.append(_step(names[at - 1], "guide.previous"))
    if at + 1 < len(names):
        near.append(_step(names[at + 1], "guide.next"))
    every = links.anchor(links.guide(), text("guide.all"))
    return (
        f'<nav class="steps" aria-label="{text(label)}">{every}'
        f'<span class="near">{"".join(near)}</span></nav>'
    )


def _step(page: str, key: str) -> str:
    return links.anchor(links.guide(page), text(key, title=text(PAGES[page])))


def _picture(name: str, about: str) -> str:
    file = files("consult.ui") / "guide" / f"{name}.webp"
    if not file.is_file():
        return ""
    data = b64encode(file.read_bytes()).decode()
    return f'<p><img src="data:image/webp;base64,{data}" alt="{escape(about)}"></p>'
