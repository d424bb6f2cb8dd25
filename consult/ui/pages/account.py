"""One's own account: what one may do, and where one is signed in."""

from html import escape

import streamlit as st

from consult.services import accounts, sessions, signing
from consult.store.account_records import AccountLine, SessionLine
from consult.ui import links
from consult.ui.arriving import actor, desk, token
from consult.ui.components.notice import notice
from consult.ui.components.roles import roles_of
from consult.ui.components.sessions import session_name, session_table
from consult.ui.frame import app, round_names, show
from consult.ui.telling import NARROW, tell, told
from consult.ui.texts import counted, text
from consult.ui.web.addresses import change_password


def facts(line: AccountLine) -> str:
    """Name, roles and way in."""
    account = line.account
    if account.issuer is not None:
        way = escape(text("account.way_there", issuer=account.issuer))
    else:
        change = links.anchor(change_password("konto"), text("password.title"))
        way = f"{text('account.way_here')} · {change}"
    parts = (
        ("shown", escape(account.display)),
        ("name", escape(account.name)),
        ("roles", roles_of(line, round_names())),
        ("way", way),
    )
    said = "".join(f"<dt>{text(f'account.{key}')}</dt><dd>{html}</dd>" for key, html in parts)
    return f'<dl class="facts">{said}</dl>'


def end_one(others: list[SessionLine]) -> None:
    """End one of the others, or all of them."""
    with st.container(width=NARROW), st.form("sessions"):
        chosen = st.selectbox(text("account.other"), others, format_func=session_name)
        one, every = st.columns(2)
        if one.form_submit_button(text("account.end")) and chosen is not None:
            sessions.end(desk(), chosen.id)
            tell(text("account.ended"))
        if every.form_submit_button(text("account.end_others")):
            keep = signing.session_id(app().door, token() or "")
            tell(counted("account.ended_others", sessions.end_others(desk(), keep)))


def page() -> None:
    """Facts and sign-ins."""
    title = f"<h1>{text('pages.account')}</h1>"
    if actor().account_id is None:
        show(title + notice(text("account.sessions_open")))
        return
    told()
    show(title + facts(accounts.own(desk())))
    found = sessions.own(desk(), app().door.lifetime)
    here = signing.session_id(app().door, token() or "")
    show(
        f"<h2>{text('account.sessions')}</h2><p>{text('account.sessions_help')}</p>"
        f"{session_table(found, here)}"
    )
    if others := [line for line in found if line.id != here]:
        end_one(others)


page()
