"""Adding a theme by examples: what it would take is shown before it is saved."""

import json
from functools import partial
from html import escape
from pathlib import Path

import streamlit as st

from consult.domain.errors import ConsultError
from consult.domain.taxonomy import FEWEST_EXAMPLES, LONGEST_DESCRIPTION, LONGEST_LABEL, Taxonomy
from consult.inference.themes import tried
from consult.services import taxonomy as service
from consult.services.theme_preview import Preview, Taken, preview
from consult.ui import links
from consult.ui.components.notice import notice, warning
from consult.ui.components.quotation import who
from consult.ui.frame import app, desk, show
from consult.ui.texts import percent, text
from consult.ui.theme_edit import done, said, sentences
from consult.ui.themes import theme_label

#: Counts the themes that were added, so that the fields are empty for the next one.
_ROUND = "theme-added"
#: Measured with so many examples, as most will write about that many.
_MEASURED = "10_examples"


def adding(taxonomy: Taxonomy) -> None:
    """Fields for a new theme, a look at what it would take, and the button that saves it."""
    show(f"<h2>{text('taxonomy.add')}</h2><p>{_how()}</p>{said('add')}")
    n = st.session_state.get(_ROUND, 0)
    keys = (f"new-label-{n}", f"new-about-{n}", f"new-examples-{n}")

    def save() -> None:
        label, about, examples = (st.session_state[key] for key in keys)
        if done("add", service.add, taxonomy.version, label, about, sentences(examples)):
            st.session_state[_ROUND] = n + 1

    with st.form("add", border=False):
        label = st.text_input(text("taxonomy.new_label"), key=keys[0], max_chars=LONGEST_LABEL)
        about = st.text_area(
            text("taxonomy.new_description"), key=keys[1], max_chars=LONGEST_DESCRIPTION, height=90
        )
        examples = st.text_area(text("taxonomy.new_examples"), key=keys[2], height=180)
        show(f'<p class="small muted">{text("taxonomy.examples_help", n=FEWEST_EXAMPLES)}</p>')
        look, keep = st.columns(2)
        is_asked = look.form_submit_button(text("taxonomy.preview"), width="stretch")
        keep.form_submit_button(text("taxonomy.add_save"), on_click=save, width="stretch")
    if is_asked:
        _look(label, about, examples)


def _how() -> str:
    """How a theme is learnt, and how well that was measured to go."""
    return text("taxonomy.add_how", quality=_quality(app().settings.models))


def _quality(models: Path) -> str:
    path = models / "results" / "added-themes.json"
    try:
        results = json.loads(path.read_text(encoding="utf-8"))["results"][_MEASURED]
    except (OSError, ValueError, KeyError):
        return ""
    shares = {name: percent(results[name]) for name in ("precision", "recall")}
    return text("taxonomy.quality", **shares)


def _look(label: str, about: str, examples: str) -> None:
    try:
        with st.spinner(text("taxonomy.previewing")):
            judge = partial(tried, app().models)
            found = preview(desk(), judge, label, about, sentences(examples))
    except ConsultError as error:
        show(warning(str(error)))
        return
    show(previewed(found))


def previewed(found: Preview) -> str:
    """What a theme would take, as HTML."""
    title = f"<h3>{escape(text('taxonomy.shown_title', label=found.theme.label))}</h3>"
    if not found.total:
        return title + notice(text("taxonomy.shown_none", n=found.looked_at))
    said = text("taxonomy.shown_count", found=found.total, n=found.looked_at)
    themes = ", ".join(f"{theme_label(theme)} ({n})" for theme, n in found.sources.items())
    items = "".join(_item(taken) for taken in found.shown)
    return (
        f'{title}<p role="status">{said}</p><p>{escape(text("taxonomy.shown_from", themes=themes))}'
        f'</p><ul class="hits" role="list">{items}</ul>'
        f'<p class="small muted">{text("taxonomy.shown_note")}</p>'
    )


def _item(taken: Taken) -> str:
    found = taken.found
    parts = [text("taxonomy.now", theme=theme_label(taken.theme))] if taken.theme else []
    parts += [text("taxonomy.sure", percent=percent(taken.chance)), who(found.respondent)]
    page = f", {text('reader.page', page=found.page)}" if found.page else ""
    way = links.anchor(
        links.response(taken.slug, found.response_id, found.passage), f"{found.document}{page}"
    )
    said = " · ".join([*map(escape, parts), way])
    return f'<li><p class="words">{escape(found.text)}</p><p class="source">{said}</p></li>'
