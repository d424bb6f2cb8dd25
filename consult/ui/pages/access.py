"""Who has a role in one consultation; given and taken back here."""

from html import escape

import streamlit as st

from consult.domain.access import Action, Role
from consult.domain.errors import ConsultError
from consult.services import memberships
from consult.services.memberships import Member
from consult.store.account_records import BY_HAND
from consult.ui import links
from consult.ui.arriving import desk
from consult.ui.components.notice import notice
from consult.ui.components.roles import role_choice, role_name
from consult.ui.components.table import SAID, cell, heads, row_head, row_of, table
from consult.ui.frame import chosen_round, show
from consult.ui.telling import NARROW, tell, told, wrong
from consult.ui.texts import text

HEADS = ("who", "role", "given")


def row(member: Member) -> str:
    """One person's role here, and how it came about."""
    also = member.account if member.account != member.display else ""
    given = text("access.hand" if member.given == BY_HAND else "access.claims")
    return row_of(
        row_head(escape(member.display), also)
        + cell(role_name(member.role), SAID, text("access.role"))
        + cell(given, SAID, text("access.given"))
    )


def give(slug: str) -> None:
    """The form that gives a role in this round, or another one than before."""
    show(f"<h2>{text('access.give')}</h2>")
    with st.container(width=NARROW), st.form("give"):
        name = st.text_input(text("access.give_name"), max_chars=64, autocomplete="off")
        role = st.selectbox(text("access.give_role"), tuple(Role), format_func=role_choice)
        if not st.form_submit_button(text("access.give_button"), type="primary"):
            return
        try:
            memberships.grant(desk(), name, slug, role)
        except ConsultError as error:
            wrong(str(error))
            return
    tell(text("access.given_done", name=name.strip(), role=role_name(role).lower()))


def take(slug: str, found: tuple[Member, ...]) -> None:
    """The form that takes a role back; one that claims gave is not ours to take."""
    by_hand = [m.account for m in found if m.given == BY_HAND]
    show(f"<h2>{text('access.take')}</h2>")
    if len(by_hand) < len(found):
        show(notice(text("access.from_claims")))
    if not by_hand:
        return
    with st.container(width=NARROW), st.form("take"):
        name = st.selectbox(text("access.take_who"), by_hand)
        if not st.form_submit_button(text("access.take_button")) or name is None:
            return
        try:
            memberships.grant(desk(), name, slug, None)
        except ConsultError as error:
            wrong(str(error))
            return
    tell(text("access.taken", name=name))


def page() -> None:
    """A table of members and two forms."""
    chosen = chosen_round()
    found = memberships.members(desk(), chosen.slug)
    told()
    may = desk().may(Action.ACCOUNTS)
    users = links.anchor(links.users(), text("access.to_users")) if may else ""
    show(
        f"<h1>{text('pages.access')}: {escape(chosen.name)}</h1>"
        f"<p>{text('access.intro')} {users}</p>"
        + (
            table(
                heads([(text(f"access.{name}"), "") for name in HEADS]),
                "".join(row(member) for member in found),
            )
            if found
            else notice(text("access.none"))
        )
    )
    give(chosen.slug)
    if found:
        take(chosen.slug, found)


page()
