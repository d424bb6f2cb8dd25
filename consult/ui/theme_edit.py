"""Changing a theme that is there, analysing rounds again, and undoing.

Every button carries the version that was on the screen: what another has changed meanwhile is
told, not overwritten.
"""

from collections.abc import Callable, Mapping

import streamlit as st

from consult.domain.errors import ConsultError
from consult.domain.taxonomy import (
    FEWEST_EXAMPLES,
    LONGEST_DESCRIPTION,
    LONGEST_LABEL,
    Taxonomy,
    Theme,
)
from consult.services import rounds, uploads
from consult.services import taxonomy as service
from consult.services.desk import Desk
from consult.ui.components.notice import notice, warning
from consult.ui.components.theme_list import history_table
from consult.ui.frame import app, desk, parameter, show
from consult.ui.texts import counted, text

_SAID = "themes-said"
#: The word of the address that names the chosen theme.
CHOSEN = "emne"


def editing(taxonomy: Taxonomy, counts: Mapping[str, int]) -> None:
    """The chosen theme: its name, its place, whether it is in use, its examples."""
    show(f"<h2>{text('taxonomy.edit')}</h2>{said('edit')}")
    theme = _chosen(taxonomy)
    names, place = st.columns([3, 2], gap="large")
    with names:
        _naming(taxonomy, theme)
        if theme.own:
            _teaching(taxonomy, theme)
    with place:
        _placing(taxonomy, theme)
        _retiring(taxonomy, theme, counts.get(theme.id, 0))


def again() -> None:
    """The offer to analyse all rounds with the themes as they are now."""
    show(f"<h2>{text('taxonomy.again')}</h2><p>{text('taxonomy.again_help')}</p>")
    if st.button(text("taxonomy.again_button")):
        _run_again(desk())


def history(taxonomy: Taxonomy) -> None:
    """What was changed, by whom and when, and the way back."""
    show(f"<h2>{text('taxonomy.history')}</h2>{said('undo')}")
    lines = service.history(desk())
    if not lines:
        show(notice(text("taxonomy.history_none")))
        return
    seen = taxonomy.version
    st.button(
        text("taxonomy.undo"), on_click=attempt, args=("undo", service.restore, seen, seen - 1)
    )
    show(history_table(lines))
    if seen > 1:
        _restoring(seen, {line.version: line.what for line in lines})


def attempt(place: str, change: Callable[..., Taxonomy], *values: object) -> None:
    """As `done`, for a button."""
    done(place, change, *values)


def done(place: str, change: Callable[..., Taxonomy], *values: object) -> bool:
    """Make a change, and keep what is to be said of it for a place of the page; whether it was."""
    asking = desk()
    try:
        change(asking, *values)
        (last,) = service.history(asking, 1)
    except ConsultError as error:
        st.session_state[_SAID] = place, warning(str(error))
        return False
    st.session_state[_SAID] = place, notice(text("taxonomy.saved", what=last.what))
    return True


def said(place: str) -> str:
    """What came of the last button, once, where the button is."""
    where, words = st.session_state.get(_SAID, ("", ""))
    if where != place:
        return ""
    del st.session_state[_SAID]
    return str(words)


def sentences(written: str) -> tuple[str, ...]:
    """The lines of a field, empty ones left out."""
    return tuple(filter(None, (line.strip() for line in written.splitlines())))


def _chosen(taxonomy: Taxonomy) -> Theme:
    ids = [theme.id for theme in taxonomy.themes]
    asked = parameter(CHOSEN)
    chosen = st.selectbox(
        text("taxonomy.choose"),
        ids,
        index=ids.index(asked) if asked in ids else 0,
        format_func=taxonomy.label,
        key="choose-theme",
    )
    st.query_params[CHOSEN] = chosen
    found = taxonomy.get(chosen)
    return found or taxonomy.themes[0]


def _naming(taxonomy: Taxonomy, theme: Theme) -> None:
    # A field begins anew where someone else has changed what it shows.
    label = f"label-{theme.id}-{theme.label}"
    about = f"about-{theme.id}-{theme.description}"

    def rename() -> None:
        state = st.session_state
        done("edit", service.rename, taxonomy.version, theme.id, state[label], state[about])

    with st.form("rename", border=False):
        st.text_input(text("taxonomy.label"), theme.label, key=label, max_chars=LONGEST_LABEL)
        st.text_area(
            text("taxonomy.description"),
            theme.description,
            key=about,
            max_chars=LONGEST_DESCRIPTION,
            height=90,
        )
        show(f'<p class="small muted">{text("taxonomy.rename_help")}</p>')
        st.form_submit_button(text("taxonomy.save"), on_click=rename)


def _teaching(taxonomy: Taxonomy, theme: Theme) -> None:
    key = f"examples-{theme.id}-{len(theme.examples)}"

    def teach() -> None:
        given = sentences(st.session_state[key])
        done("edit", service.teach, taxonomy.version, theme.id, given)

    with st.form("teach", border=False):
        st.text_area(
            text("taxonomy.examples_label"), "\n".join(theme.examples), key=key, height=220
        )
        show(f'<p class="small muted">{text("taxonomy.examples_help", n=FEWEST_EXAMPLES)}</p>')
        st.form_submit_button(text("taxonomy.examples_save"), on_click=teach)


def _placing(taxonomy: Taxonomy, theme: Theme) -> None:
    at, total = taxonomy.themes.index(theme) + 1, len(taxonomy.themes)
    show(f"<p>{text('taxonomy.place', at=at, total=total)}</p>")
    up, down = st.columns(2)
    for place, key, step, ends in ((up, "up", -1, at == 1), (down, "down", 1, at == total)):
        place.button(
            text(f"taxonomy.{key}"),
            key=key,
            on_click=attempt,
            args=("edit", service.move, taxonomy.version, theme.id, step),
            disabled=ends,
            width="stretch",
        )


def _retiring(taxonomy: Taxonomy, theme: Theme, passages: int) -> None:
    if theme.retired:
        help_, key, change = text("taxonomy.bring_back_help"), "bring_back", service.bring_back
    else:
        help_, key, change = counted("taxonomy.retire_help", passages), "retire", service.retire
        help_ = help_ if passages else text("taxonomy.retire_help_none")
    show(f"<p>{help_}</p>")
    args = ("edit", change, taxonomy.version, theme.id)
    st.button(text(f"taxonomy.{key}"), key="retire", on_click=attempt, args=args)


def _restoring(seen: int, told: Mapping[int, str]) -> None:
    versions = [0, *sorted(v for v in told if v < seen)]
    names = {0: text("taxonomy.shipped"), **{v: f"{v}: {told[v]}" for v in versions if v}}
    with st.form("restore", border=False):
        field, button = st.columns([3, 2], vertical_alignment="bottom")
        field.selectbox(
            text("taxonomy.restore_label"),
            versions[::-1],
            format_func=lambda v: names[v],
            key="restore-version",
        )
        button.form_submit_button(text("taxonomy.restore"), on_click=_restore, args=(seen,))


def _restore(seen: int) -> None:
    done("undo", service.restore, seen, st.session_state["restore-version"])


def _run_again(asking: Desk) -> None:
    """Put all that has other findings than today's themes would give in the line."""
    taxonomy = service.current(asking)
    started = 0, 0
    with st.spinner(text("taxonomy.again")):
        for made in rounds.every(asking):
            case = app().case(rounds.catalogue(asking, made.slug), made.subject, taxonomy)
            files = uploads.run_again(asking, made.slug, case.version)
            started = started[0] + files, started[1] + bool(files)
    files, touched = started
    where = counted("taxonomy.n_rounds", touched)
    show(
        notice(
            counted("taxonomy.again_done", files, rounds=where)
            if files
            else text("taxonomy.again_none")
        )
    )
