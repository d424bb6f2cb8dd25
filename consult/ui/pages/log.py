"""The log: who did what, on what, when and from where; the newest first."""

from collections.abc import Mapping
from html import escape

import streamlit as st

from consult.domain.errors import NotFoundError
from consult.services import accounts
from consult.services.auditing import Entry, EntryFilter, entries
from consult.ui import links
from consult.ui.arriving import desk
from consult.ui.choices import PAGE, above, choice, kept, with_all, words
from consult.ui.components.notice import notice
from consult.ui.components.paging import PAGE_SIZE, offset, page_number, pager
from consult.ui.components.table import SAID, cell, heads, row_head, row_of, table
from consult.ui.frame import parameter, round_names, show
from consult.ui.texts import counted, keys, moment, text

HEADS = ("when", "who", "what", "on")
#: Words of the address that choose among the lines.
CHOICES = ("handling", "bruger", "udfald")
#: What the log calls rounds and users, and what they are called on screen.
ROUND = "høringsrunde:"
SUBJECTS = {ROUND: "log.about_round", "bruger:": "log.about_user"}


def row(line: Entry, names: Mapping[str, str]) -> str:
    """One line; what was denied is said in words."""
    who = escape(line.actor)
    came = text("log.from", origin=line.origin) if line.origin else ""
    what = action_name(line.action)
    if not line.allowed:
        what += f' – <span class="tag">{text("log.denied_tag")}</span>'
    detail = line.detail.removeprefix(ROUND)
    about = f'<span class="meta">{escape(detail)}</span>' if detail else ""
    where = f'<span class="meta">{escape(came)}</span>' if came else ""
    return row_of(
        row_head(escape(moment(line.at)))
        + cell(f"{who}{where}", SAID, text("log.who"))
        + cell(what, SAID, text("log.what"))
        + cell(f"{escape(subject(line.subject, names))}{about}", SAID, text("log.on"))
    )


def action_name(action: str) -> str:
    """What an action is called, as HTML; one without a name by its code."""
    return text(f"logaction.{action}") if action in keys("logaction") else escape(action)


def subject(kept_as: str, names: Mapping[str, str]) -> str:
    """What a line is about, in words; rounds by their `names`, where they still have one."""
    for prefix, key in SUBJECTS.items():
        if kept_as.startswith(prefix):
            name = kept_as.removeprefix(prefix)
            return text(key, name=f"»{names.get(name, name) if prefix == ROUND else name}«")
    return kept_as


def filters() -> EntryFilter:
    """Which lines the choices leave.

    Raises:
        NotFoundError: there is no user of that name.
    """
    first, second, third = above(*CHOICES).columns(3)
    actions = with_all({text(f"logaction.{key}"): key for key in keys("logaction")})
    action = choice(first, "handling", text("log.action"), actions)
    name = words(second, "bruger", text("log.user"))
    allowed = choice(third, "udfald", text("log.outcome"), with_all({text("log.denied"): False}))
    account = accounts.get(desk(), name).account.id if name.strip() else None
    return EntryFilter(account_id=account, action=action, allowed=allowed)


def page() -> None:
    """Choices and a page of lines."""
    top = st.container()
    # Denied to those who may not see it before there is anything to choose.
    entries(desk(), limit=0)
    try:
        wanted = filters()
    except NotFoundError:
        with top:
            show(f"<h1>{text('pages.log')}</h1>")
        show(notice(text("log.no_user", name=parameter("bruger"))))
        return
    total = entries(desk(), wanted, limit=0).total
    with top:
        show(f"<h1>{text('pages.log')}</h1><p>{counted('log.total', total)}</p>")
    if not total:
        show(notice(text("log.none")))
        return
    here = page_number(parameter(PAGE), total)
    found = entries(desk(), wanted, PAGE_SIZE, offset(here))
    chosen = kept(*CHOICES)
    pages = pager(here, total, lambda n: links.log(side=str(n), **chosen))
    head = heads([(text(f"log.{name}"), "") for name in HEADS])
    names = round_names()
    show(table(head, "".join(row(line, names) for line in found.items)) + pages)


page()
