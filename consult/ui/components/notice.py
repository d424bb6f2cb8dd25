"""What a user must know: nothing there, nothing found, something wrong. Text, never Markdown."""

from html import escape

from consult.ui import links
from consult.ui.texts import text


def notice(words: str) -> str:
    """A calm sentence in the place of what is not there; `words` is text."""
    return f'<p class="notice" role="status">{escape(words)}</p>'


def warning(words: str) -> str:
    """A sentence on what was asked for and not done; `words` is text."""
    return f'<p class="notice" role="alert">{escape(words)}</p>'


def problem(reason: str) -> str:
    """A whole page that could not be shown: why, and the way on; `reason` is text."""
    way = links.anchor(links.overview(), text("app.to_front"))
    return (
        f"<h1>{text('app.failed')}</h1>"
        f'<p class="notice" role="alert">{escape(reason)}</p><p>{way}</p>'
    )


def nothing_yet() -> str:
    """The whole page of an empty database: what to do first."""
    commands = "".join(f"<li>{text(f'app.first_{n}')}</li>" for n in ("round", "add", "run"))
    return (
        f"<h1>{text('app.no_rounds')}</h1><p>{text('app.no_rounds_help')}</p>"
        f"<ol>{commands}</ol><p>{text('app.no_rounds_demo')}</p>"
    )
