"""The pages that a menu of one line has no room for, each with what it is for."""

from html import escape

from consult.ui import links
from consult.ui.frame import desk, parameter, show
from consult.ui.routes import further, menu
from consult.ui.texts import text

known = menu(desk().actor)
rows = "".join(
    f"<dt>{links.anchor(links.page(address, parameter('runde')), text(name))}</dt>"
    f"<dd>{escape(text(name.replace('pages.', 'more.')))}</dd>"
    for address, name in further().items()
    if address in known
)
show(f'<h1>{text("pages.more")}</h1><dl class="ways">{rows}</dl>')
