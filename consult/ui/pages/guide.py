"""The guide: one page for politicians, three for administrators, with pictures of the app."""

from consult.ui import links
from consult.ui.components.guide import PAGES, body, neighbours
from consult.ui.frame import parameter, show, title
from consult.ui.texts import text


def page() -> None:
    """The chosen page, or the list of all."""
    chosen = parameter("side")
    if chosen not in PAGES:
        items = "".join(
            f"<dt>{links.anchor(links.guide(p), text(key))}</dt><dd>{text(f'{key}_about')}</dd>"
            for p, key in PAGES.items()
        )
        top = f"<h1>{text('guide.title')}</h1><p>{text('guide.intro')}</p>"
        show(f'{top}<dl class="ways">{items}</dl>', "prose")
        return
    name = text(PAGES[chosen])
    title(name)
    below = neighbours(chosen, "guide.choose_below")
    show(f"{neighbours(chosen)}<h1>{name}</h1>{body(chosen)}{below}", "prose guide")


page()
