"""Who is signed in, on every page, and the way out; and what stops who is not."""

from consult.domain.access import Actor
from consult.ui import links
from consult.ui.components.notice import notice
from consult.ui.texts import text
from consult.ui.web.addresses import SIGN_OUT, change_password, sign_in
from consult.ui.web.forms import KEY, key_of


def visitor_line(actor: Actor, token: str | None) -> str:
    """Name, and a button to sign out; "" for who has no account and so nothing to sign out of."""
    if actor.account_id is None or token is None:
        return ""
    name = links.anchor(links.account(), actor.name)
    return (
        f'<nav class="visitor" aria-label="{text("account.label")}">'
        f'<span><span class="hidden">{text("account.signed_in")} </span>{name}</span>'
        f'<form method="post" action="{SIGN_OUT}">'
        f'<input type="hidden" name="{KEY}" value="{key_of(token)}">'
        f'<button type="submit">{text("signin.out")}</button></form></nav>'
    )


def stopped(actor: Actor, here: str) -> str:
    """The whole page of one who must do something first; `here` is the page's address."""
    known = actor.account_id is not None
    address = change_password(here) if known else sign_in(here)
    way = links.anchor(address, text("password.title" if known else "signin.title"), "button")
    return (
        f"<h1>{text('signin.title' if not known else 'password.title')}</h1>"
        f"{notice(actor.stop or '')}<p>{way}</p>"
    )
