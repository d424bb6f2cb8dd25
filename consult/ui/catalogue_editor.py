"""The table in which a person corrects a catalogue: fields that a keyboard and a phone can use."""

from dataclasses import replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from consult.domain.proposals import Direction
from consult.services.drafting import Row
from consult.ui.components.catalogue import problem_list, warnings
from consult.ui.components.notice import notice
from consult.ui.editing import EVERYTHING, ROWS, UNKNOWN, WRONG, Editing
from consult.ui.frame import show
from consult.ui.texts import number, text


def catalogue_editor(state: Editing) -> bool:
    """All of it; whether the rows can be stored as they are."""
    show(f'<p class="small muted">{text("catalogue.edit_help")}</p>{warnings(state.read)}')
    told = st.container()
    chosen = state.shown(_choice(state))
    here = _page(state, len(chosen))
    for place, row in chosen[here * ROWS : (here + 1) * ROWS]:
        state.put(_fields(state, place, row))
    if not chosen:
        show(f'<p class="notice">{text("catalogue.none_left")}</p>')
    _pager(state, here, len(chosen))
    _removed(state)
    st.button(text("catalogue.add"), on_click=state.add, key=f"add-{state.version}")
    with told:
        show(problem_list(state.problems))
    return not state.problems


def _choice(state: Editing) -> str:
    """Which rows to show; those that need a person are one click away."""
    counts = {name: len(state.shown(name)) for name in (EVERYTHING, WRONG, UNKNOWN)}
    kept = [name for name, n in counts.items() if n or name == EVERYTHING]
    if len(kept) == 1:
        return EVERYTHING
    return str(
        st.radio(
            text("catalogue.show"),
            kept,
            format_func=lambda name: text(f"catalogue.{name}", n=number(counts[name])),
            horizontal=True,
            key=f"show-{state.version}",
            on_change=_first_page,
            args=(state,),
        )
    )


def _fields(state: Editing, place: int, row: Row) -> Row:
    key = f"{state.version}-{row.key}"
    with st.container(border=True, key=f"row-{key}"):
        show(f"<h3>{text('catalogue.row', n=place)}</h3>")
        first = st.columns([2, 6, 3])
        second = st.columns([4, 5, 2], vertical_alignment="bottom")
        typed = replace(
            row,
            number=first[0].text_input(
                text("catalogue.number"), row.number, key=f"number-{key}", autocomplete="off"
            ),
            title=first[1].text_input(
                text("catalogue.title"), row.title, key=f"title-{key}", autocomplete="off"
            ),
            direction=_direction(first[2], row, key),
            committee=second[0].text_input(
                text("catalogue.committee"), row.committee, key=f"committee-{key}"
            ),
            amounts=second[1].text_input(
                text("catalogue.amounts"),
                row.amounts,
                key=f"amounts-{key}",
                placeholder=text("catalogue.amounts_help"),
            ),
            text=st.expander(text("catalogue.text")).text_area(
                text("catalogue.text"), row.text, key=f"text-{key}", label_visibility="collapsed"
            ),
        )
        second[2].button(
            text("catalogue.remove", n=place),
            key=f"remove-{key}",
            on_click=state.remove,
            args=(row.key,),
        )
    return typed


def _direction(place: DeltaGenerator, row: Row, key: str) -> Direction:
    options = list(Direction)
    return place.selectbox(
        text("catalogue.direction"),
        options,
        index=options.index(row.direction),
        format_func=lambda d: text(f"direction.{d}"),
        key=f"direction-{key}",
    )


def _removed(state: Editing) -> None:
    if state.removed is None:
        return
    row = state.removed[1]
    name = " ".join(filter(None, (row.number, row.title))) or "–"
    words, button = st.columns([5, 1], vertical_alignment="center")
    with words:
        show(notice(text("catalogue.removed", name=name)))
    button.button(text("catalogue.undo"), key=f"undo-{state.version}", on_click=state.undo)


def _page(state: Editing, total: int) -> int:
    state.page = min(state.page, max(0, -(-total // ROWS) - 1))
    return state.page


def _first_page(state: Editing) -> None:
    state.page = 0


def _turn(state: Editing, by: int) -> None:
    state.page += by


def _pager(state: Editing, here: int, total: int) -> None:
    if total <= ROWS:
        return
    back, where, on = st.columns([2, 3, 2], vertical_alignment="center")
    back.button(
        text("catalogue.previous"),
        key=f"back-{state.version}",
        disabled=here == 0,
        on_click=_turn,
        args=(state, -1),
    )
    last = min((here + 1) * ROWS, total)
    with where:
        rows = text("catalogue.rows", first=here * ROWS + 1, last=last, total=number(total))
        show(f'<p class="small muted" role="status">{rows}</p>')
    on.button(
        text("catalogue.following"),
        key=f"on-{state.version}",
        disabled=last == total,
        on_click=_turn,
        args=(state, 1),
    )
