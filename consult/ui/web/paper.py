"""Pages that the server writes itself: plain HTML, no script, the same look as the others."""

from functools import cache
from html import escape
from importlib.resources import files
from secrets import token_urlsafe

from starlette.responses import HTMLResponse

from consult.ui.icon import ICON
from consult.ui.texts import text
from consult.ui.web.forms import KEY
from consult.ui.web.headers import HEADERS


@cache
def _style() -> str:
    return "".join((files("consult.ui") / f).read_text("utf-8") for f in ("style.css", "door.css"))


def paper(name: str, body: str, status: int = 200, leads_away: bool = False) -> HTMLResponse:
    """A whole page with that title; `body` is HTML in which users' words are escaped.

    The answer to a form that `leads_away` may send the browser on to an identity provider.
    """
    nonce = token_urlsafe(16)
    page = (
        '<!doctype html><html lang="da"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(name)} – {text('app.name')}</title>"
        f'<link rel="icon" href="{ICON}"><style nonce="{nonce}">{_style()}</style></head>'
        f'<body class="door"><header><img src="{ICON}" alt="" width="36" height="36">'
        f"<p><b>{text('app.name')}</b> <span>{text('app.tagline')}</span></p></header>"
        f'<main class="consult">{body}</main></body></html>'
    )
    to_us = "" if leads_away else "; form-action 'self'"
    policy = (
        f"default-src 'none'; style-src 'nonce-{nonce}'; img-src data:; "
        f"frame-ancestors 'none'; base-uri 'none'{to_us}"
    )
    return HTMLResponse(page, status, {**HEADERS, "Content-Security-Policy": policy})


def form(action: str, key: str, inner: str, button: str) -> str:
    """A form with its proof and one button; `button` is text."""
    return (
        f'<form method="post" action="{escape(action)}">{hidden(KEY, key)}{inner}'
        f'<p><button type="submit">{escape(button)}</button></p></form>'
    )


def hidden(name: str, value: str) -> str:
    """A field that is not shown."""
    return f'<input type="hidden" name="{name}" value="{escape(value)}">'


def field(
    name: str,
    label: str,
    kind: str,
    fills: str,
    value: str = "",
    about: str = "",
    first: bool = False,
) -> str:
    """A field with its label; `fills` says what browsers may fill in, `about` helps above it.

    The `first` one to fill in has the cursor.
    """
    told = f' aria-describedby="{name}-hjaelp"' if about else ""
    helped = f'<p class="small muted" id="{name}-hjaelp">{escape(about)}</p>' if about else ""
    focus = " autofocus" if first else ""
    return (
        f'<label for="{name}">{escape(label)}</label>{helped}'
        f'<input id="{name}" name="{name}" type="{kind}" value="{escape(value)}" required '
        f'autocomplete="{fills}" autocapitalize="none" spellcheck="false"{told}{focus}>'
    )


def alert(reason: str) -> str:
    """Why it did not go well, read aloud at once; `reason` is text, "" for nothing."""
    return f'<p class="notice wrong" role="alert">{escape(reason)}</p>' if reason else ""


def told(words: str) -> str:
    """Something to know; `words` is text, "" for nothing."""
    return f'<p class="notice" role="status">{escape(words)}</p>' if words else ""
