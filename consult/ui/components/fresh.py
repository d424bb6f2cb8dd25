"""What is new since the visitor last looked."""

from datetime import datetime
from html import escape

from consult.ui.texts import counted, moment, text


def fresh(n: int) -> str:
    """So many new responses, in small words beside a name; "" where there are none."""
    return f' <span class="fresh">{escape(counted("fresh.responses", n))}</span>' if n else ""


def news(n: int, since: datetime | None) -> str:
    """A sentence on the whole round; "" for one of whom no visit is known."""
    if since is None:
        return ""
    when = moment(since)
    said = counted("fresh.round", n, when=when) if n else text("fresh.none", when=when)
    return f'<p class="small">{escape(said)}</p>'
