"""One user, and what an administrator can do with them."""

from html import escape

import streamlit as st

from consult.domain.errors import ConsultError
from consult.services import accounts, credentials, sessions
from consult.store.account_records import Account
from consult.ui import links
from consult.ui.arriving import desk
from consult.ui.components.notice import notice
from consult.ui.components.roles import role_choice, roles_of
from consult.ui.components.sessions import session_table
from consult.ui.frame import app, round_names, show, title
from consult.ui.telling import NARROW, tell, tell_html, told, wrong
from consult.ui.texts import counted, text
from consult.ui.user_list import ROLES, one_time


def one_user(name: str) -> None:
    """The user, and a form for each thing that can be done.

    Raises:
        DeniedError: the visitor may not.
        NotFoundError: there is no such user.
    """
    line = accounts.get(desk(), name)
    account = line.account
    title(account.display)
    told()
    steps = (
        f'<nav class="steps" aria-label="{text("pages.users")}">'
        f"{links.anchor(links.users(), text('users.all'))}"
        f"{links.anchor(links.log(bruger=account.name), text('users.log'))}</nav>"
    )
    roles = roles_of(line, round_names(), changed=True)
    show(f"{steps}<h1>{escape(account.display)}</h1>{_facts(account, roles)}")
    try:
        _role(account)
        _sessions(account)
        if account.issuer is None and account.closed is None:
            _password(account)
        _state(account)
    except ConsultError as error:
        wrong(str(error))


def _facts(account: Account, roles: str) -> str:
    way = text("account.way_here")
    if account.issuer is not None:
        way = text("account.way_there", issuer=account.issuer)
    state = text("users.closed" if account.closed else "users.open")
    parts = (
        ("account.name", escape(account.name)),
        ("account.roles", roles),
        ("account.way", escape(way)),
        ("users.state", state),
    )
    said = "".join(f"<dt>{text(key)}</dt><dd>{html}</dd>" for key, html in parts)
    return f'<dl class="facts">{said}</dl>'


def _role(account: Account) -> None:
    show(f"<h2>{text('users.change_role')}</h2>")
    if account.issuer is not None:
        show(notice(text("users.role_elsewhere", issuer=account.issuer)))
        return
    with st.container(width=NARROW), st.form("role"):
        now = ROLES.index(account.role)
        role = st.selectbox(text("users.role"), ROLES, index=now, format_func=role_choice)
        if st.form_submit_button(text("users.save_role")):
            accounts.set_role(desk(), account.name, role)
            tell(text("users.role_saved"))


def _sessions(account: Account) -> None:
    found = sessions.living(desk(), app().door.lifetime, account.name)
    none = notice(text("users.sessions_none"))
    show(f"<h2>{text('users.sessions')}</h2>{session_table(found) if found else none}")
    if found and st.button(text("users.end_all"), key="end-all"):
        tell(counted("users.ended_all", sessions.end_all(desk(), account.name)))


def _password(account: Account) -> None:
    show(f"<h2>{text('users.reset')}</h2><p>{text('users.reset_help')}</p>")
    if st.button(text("users.reset_button"), key="reset"):
        given = credentials.reset_password(desk(), app().door.hasher, account.name)
        tell_html(one_time(account.name, given))


def _state(account: Account) -> None:
    if account.closed is not None:
        show(f"<h2>{text('users.reopen')}</h2><p>{text('users.reopen_help')}</p>")
        if st.button(text("users.reopen"), key="reopen"):
            accounts.reopen(desk(), account.name)
            tell(text("users.reopen_done"))
        return
    show(f"<h2>{text('users.close')}</h2><p>{text('users.close_help')}</p>")
    if st.button(text("users.close"), key="close"):
        tell(counted("users.close_done", accounts.close(desk(), account.name)))
