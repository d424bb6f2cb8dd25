"""The pages that a menu of one line has no room for, each with what it is for."""

from html import escape

from consult.ui import links
from consult.ui.frame import desk, parameter, show
from consult.ui.routes import further, menu
from consult.ui.texts import text

#: Pages about one round; the others are about the whole installation.
OF_ROUND = ("filer", "udtraek", "oplysninger", "adgang")


def ways(addresses: list[str]) -> str:
    """The pages of these addresses, with what each is for."""
    rows = "".join(
        f"<dt>{links.anchor(links.page(address, parameter('runde')), text(further()[address]))}"
        f"</dt><dd>{escape(text(further()[address].replace('pages.', 'more.')))}</dd>"
        for address in addresses
    )
    return f'<dl class="ways">{rows}</dl>'


known = [address for address in further() if address in menu(desk().actor)]
groups = {
    "more.of_round": [address for address in known if address in OF_ROUND],
    "more.of_all": [address for address in known if address not in OF_ROUND],
}
shown = "".join(
    f"<section><h2>{text(name)}</h2>{ways(found)}</section>"
    for name, found in groups.items()
    if found
)
show(f'<h1>{text("pages.more")}</h1><div class="twin even">{shown}</div>')
