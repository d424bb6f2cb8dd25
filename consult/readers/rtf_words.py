"""Control words that set something in the open group, or end a paragraph, cell, row or page."""

from collections.abc import Callable

from consult.readers.rtf_flow import MAX_DEPTH
from consult.readers.rtf_state import State
from consult.readers.rtf_tables import depth_of, heading_of

# Most bytes that repeat one character; Word writes one or two.
_MAX_REPEATED = 16


def _new_properties(state: State, _number: int | None) -> None:
    state.heading = state.item = state.depth = 0


def _plain(state: State, _number: int | None) -> None:
    state.bold = state.hidden = state.deleted = False
    state.font = state.default_font


def _default_font(state: State, number: int | None) -> None:
    state.default_font = state.font = number or 0


def _list(state: State, number: int | None) -> None:
    state.item = (state.item or 1) if number else 0


def _in_table(state: State, _number: int | None) -> None:
    state.depth = max(state.depth, 1)


def _set(name: str, value: Callable[[int | None], int]) -> Callable[[State, int | None], None]:
    """A control word that sets one property of the group."""
    return lambda state, number: setattr(state, name, value(number))


def _turn(turn: bool) -> Callable[[State, int | None], None]:
    return lambda state, _number: setattr(state.flow.pages, "turn", turn)


def _on(number: int | None) -> bool:
    return number != 0


SETTINGS: dict[bytes, Callable[[State, int | None], None]] = {
    b"uc": _set("skip_after", lambda number: min(max(number or 0, 0), _MAX_REPEATED)),
    b"f": _set("font", lambda number: number or 0),
    b"deff": _default_font,
    b"b": _set("bold", _on),
    b"v": _set("hidden", _on),
    b"deleted": _set("deleted", _on),
    b"plain": _plain,
    b"pard": _new_properties,
    b"outlinelevel": _set("heading", heading_of),
    b"ilvl": _set("item", depth_of),
    b"ls": _list,
    b"intbl": _in_table,
    b"itap": _set("depth", lambda number: min(max(number or 0, 0), MAX_DEPTH)),
    b"pagebb": _turn(True),
    b"sbknone": _turn(False),
    b"sbkcol": _turn(False),
}


def _paragraph(state: State) -> None:
    state.flow.end_paragraph(state.look, state.depth)


def _cell(state: State) -> None:
    state.flow.end_cell(state.look, 1)


def _nested_cell(state: State) -> None:
    state.flow.end_cell(state.look, max(state.depth, 2))


def _row(state: State) -> None:
    if state.flow.is_open:
        _cell(state)
    state.flow.end_row(1)


def _nested_row(state: State) -> None:
    state.flow.end_row(max(state.depth, 2))


def _section(state: State) -> None:
    _paragraph(state)
    state.flow.pages.turn = True


def _page(state: State) -> None:
    state.flow.pages.breaks += 1


BREAKS: dict[bytes, Callable[[State], None]] = {
    b"par": _paragraph,
    b"cell": _cell,
    b"row": _row,
    b"nestcell": _nested_cell,
    b"nestrow": _nested_row,
    b"sect": _section,
    b"page": _page,
}
