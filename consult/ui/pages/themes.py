"""The themes across all proposals."""

from consult.services.themes import theme_map
from consult.ui.components.notice import notice
from consult.ui.components.theme_chart import theme_chart, theme_table
from consult.ui.frame import chosen_round, desk, show
from consult.ui.paper import way
from consult.ui.texts import text

chosen = chosen_round()
found = theme_map(desk(), chosen.slug)
head = f"{way()}<h1>{text('pages.themes')}</h1><p>{text('themes.help')}</p>"
if found.themes:
    note = f'<p class="small muted">{text("themes.note")} {text("app.not_a_poll")}</p>'
    show(head + note + theme_chart(found) + theme_table(found))
else:
    show(head + notice(text("themes.none_at_all")))
