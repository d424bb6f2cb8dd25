"""All users, and a form for one more."""

from collections.abc import Mapping
from html import escape

import streamlit as st

from consult.domain.access import Role
from consult.domain.errors import ConsultError
from consult.services import accounts, credentials
from consult.store.account_records import AccountLine
from consult.ui import links
from consult.ui.arriving import desk
from consult.ui.choices import PAGE, kept, words
from consult.ui.components.notice import notice
from consult.ui.components.paging import PAGE_SIZE, offset, page_number, pager
from consult.ui.components.roles import role_choice, role_name, rounds_of
from consult.ui.components.table import SAID, cell, heads, row_head, row_of, table
from consult.ui.frame import app, parameter, round_names, show
from consult.ui.telling import tell_html, told, wrong
from consult.ui.texts import counted, text

HEADS = ("name", "role", "rounds", "state")
#: What can be chosen for a new user; a reader is most of them.
ROLES = (Role.READER, Role.EDITOR, Role.ADMINISTRATOR, None)


def row(line: AccountLine, names: Mapping[str, str]) -> str:
    """One user, with a link to what can be done with them; `names` are those of rounds by slug."""
    account = line.account
    name = links.anchor(links.users(bruger=account.name), account.display)
    also = account.name if account.name != account.display else ""
    where = text("users.elsewhere", issuer=account.issuer) if account.issuer else ""
    state = text("users.closed" if account.closed else "users.open")
    return row_of(
        row_head(name, ", ".join(filter(None, (also, where))))
        + cell(role_name(account.role) if account.role else "", SAID, text("users.role"))
        + cell(escape(rounds_of(line, names)), SAID, text("users.rounds"))
        + cell(state, f"{SAID} closed-account" if account.closed else SAID, text("users.state"))
    )


def one_time(name: str, password: str) -> str:
    """The password that is shown once."""
    about = text("users.once_help", hours=credentials.ONE_TIME_HOURS)
    return (
        f'<div class="once" role="status"><p>{escape(text("users.once", name=name))}:</p>'
        f"<p><code>{escape(password)}</code></p><p class='small'>{about}</p></div>"
    )


def add() -> None:
    """The form for a new user."""
    first = accounts.count(desk()) == 0
    roles = (Role.ADMINISTRATOR,) if first else ROLES
    with st.expander(text("users.add"), expanded=first), st.form("add", clear_on_submit=False):
        name = st.text_input(text("users.add_name"), max_chars=64, autocomplete="off")
        show(f'<p class="small muted">{text("users.add_name_help")}</p>')
        shown = st.text_input(text("users.add_shown"), max_chars=100, autocomplete="off")
        role = st.selectbox(text("users.add_role"), roles, format_func=role_choice)
        help_ = escape(text("users.add_role_help", none=role_name(None)))
        show(f'<p class="small muted">{help_}</p>')
        if not st.form_submit_button(text("users.add_button"), type="primary"):
            return
        try:
            made, given = accounts.create(desk(), app().door.hasher, name, role, shown)
        except ConsultError as error:
            wrong(str(error))
            return
    added = notice(text("users.added", name=made.name))
    tell_html(added + one_time(made.name, given or ""))


def every_user() -> None:
    """A table of users, a page at a time, and the form."""
    total = accounts.count(desk())
    told()
    show(f"<h1>{text('pages.users')}</h1><p>{counted('users.total', total)}</p>")
    if not total:
        show(notice(text("users.nobody")))
    add()
    if not total:
        return
    find = words(st.container(width=360), "find", text("users.find"))
    found = accounts.count(desk(), find)
    if not found:
        show(notice(text("users.none", query=find)))
        return
    here = page_number(parameter(PAGE), found)
    rows = accounts.every(desk(), PAGE_SIZE, offset(here), find)
    names = round_names()
    head = heads([(text(f"users.{name}"), "") for name in HEADS])
    chosen = kept("find")
    pages = pager(here, found, lambda n: links.users(side=str(n), **chosen))
    show(table(head, "".join(row(line, names) for line in rows)) + pages)
