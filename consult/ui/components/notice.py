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


def alarm(words: str) -> str:
    """What went wrong just now, said at once to who cannot see it; `words` is text."""
    return f'<p class="notice wrong" role="alert">{escape(words)}</p>'


def nothing_yet() -> str:
    """The whole page of an empty database, for one who may make a round: what to do first."""
    way = links.anchor(links.new_round(), text("app.create_first"), "action")
    return f"<h1>{text('app.no_rounds')}</h1><p>{text('app.no_rounds_help')}</p><p>{way}</p>"


def no_responses(slug: str, may_fill: bool) -> str:
    """In the place of results that there cannot be yet: what to do."""
    if not may_fill:
        return notice(text("app.no_responses_reader"))
    way = links.anchor(links.hand_in(slug), text("app.hand_in"), "action")
    return f"<h2>{text('app.no_responses')}</h2><p>{text('app.no_responses_help')}</p><p>{way}</p>"


def no_access() -> str:
    """The whole page of one who has access to no round."""
    return f"<h1>{text('app.no_access')}</h1>{notice(text('app.no_access_help'))}"
