"""The front page: every proposal with what it met."""

import streamlit as st

from consult.services.browsing import ProposalRow, overview
from consult.ui.components.proposal_list import proposal_list
from consult.ui.components.stance_bar import legend
from consult.ui.components.totals import totals
from consult.ui.frame import app, chosen_round, show, threshold
from consult.ui.ordering import ORDERS, matches
from consult.ui.texts import text

ALL = text("overview.all")


def choices(rows: tuple[ProposalRow, ...]) -> list[ProposalRow]:
    """The rows that the choices above the table leave, in the order asked for."""
    committees = sorted({r.proposal.committee for r in rows if r.proposal and r.proposal.committee})
    kinds = list(dict.fromkeys(r.proposal.direction for r in rows if r.proposal))
    find, committee, kind, order = st.expander(text("overview.choose")).columns([3, 2, 2, 2])
    wanted = find.text_input(text("overview.find"))
    of = committee.selectbox(text("overview.committee"), [ALL, *committees])
    direction = kind.selectbox(
        text("overview.direction"),
        [ALL, *kinds],
        format_func=lambda k: k if k == ALL else text(f"direction.{k}"),
    )
    by = order.selectbox(
        text("overview.sort"), list(ORDERS), format_func=lambda o: text(f"overview.{o}")
    )
    kept = [
        r
        for r in rows
        if matches(r, wanted, None if of == ALL else of, None if direction == ALL else direction)
    ]
    return sorted(kept, key=ORDERS[by])


def page() -> None:
    """Totals, choices, table."""
    chosen = chosen_round()
    found = overview(app().store, chosen.slug, threshold())
    show(totals(found))
    rows = choices(found.rows)
    if not rows:
        st.info(text("overview.none"))
        return
    show(legend() + proposal_list(rows, chosen.slug))
    show(f'<p class="small muted">{text("app.not_a_poll")}</p>')


page()
