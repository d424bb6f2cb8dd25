"""The themes: their list for everyone, and for administrators the ways to change them."""

from consult.domain.access import Action
from consult.services import taxonomy as service
from consult.ui.components.theme_list import theme_table
from consult.ui.frame import desk, show, title
from consult.ui.texts import text
from consult.ui.theme_add import adding
from consult.ui.theme_edit import again, editing, history


def page() -> None:
    """The list; for who may change it also editing, adding, analysing again, undoing."""
    asking = desk()
    taxonomy = service.current(asking)
    title(text("pages.taxonomy"))
    top = f"<h1>{text('pages.taxonomy')}</h1><p>{text('taxonomy.about')}</p>"
    if not asking.may(Action.TAXONOMY):
        show(f'{top}<p class="muted">{text("taxonomy.only_look")}</p>{theme_table(taxonomy, None)}')
        return
    counts = service.counts(asking)
    show(top)
    editing(taxonomy, counts)
    show(f"<h2>{text('taxonomy.list')}</h2>{theme_table(taxonomy, counts)}")
    adding(taxonomy)
    again()
    history(taxonomy)


page()
