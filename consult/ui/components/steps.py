"""Where one is in a form of several steps."""

from collections.abc import Sequence
from html import escape

from consult.ui.texts import text


def stages(names: Sequence[str], now: int) -> str:
    """An ordered list of the steps; `now` counts from 0 and is marked for all readers."""
    items = "".join(_stage(i, name, now) for i, name in enumerate(names))
    return f'<nav aria-label="{text("round.steps")}"><ol class="stages">{items}</ol></nav>'


def _stage(i: int, name: str, now: int) -> str:
    current = ' aria-current="step"' if i == now else ""
    done = ' class="done"' if i < now else ""
    return f"<li{current}{done}><b>{i + 1}</b> {escape(name)}</li>"
