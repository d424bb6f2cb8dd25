"""The front page: every proposal with what it met."""

import streamlit as st

from consult.domain.access import Action
from consult.services.browsing import ProposalRow, overview
from consult.services.uploads import progress
from consult.ui.choices import choice, kept, with_all, words
from consult.ui.components.fresh import news
from consult.ui.components.handed_in import working
from consult.ui.components.notice import no_responses, notice
from consult.ui.components.proposal_list import proposal_list
from consult.ui.components.stance_bar import legend
from consult.ui.components.totals import doubt, totals
from consult.ui.frame import chosen_round, desk, show, since, threshold, title
from consult.ui.ordering import ORDERS, matches
from consult.ui.texts import text

#: Words of the address that choose among the proposals.
CHOICES = ("find", "udvalg", "slags", "orden")


def choices(rows: tuple[ProposalRow, ...]) -> list[ProposalRow]:
    """The rows that the choices above the table leave, in the order asked for."""
    committees = sorted({r.proposal.committee for r in rows if r.proposal and r.proposal.committee})
    kinds = dict.fromkeys(r.proposal.direction for r in rows if r.proposal)
    above = st.expander(text("overview.choose"), expanded=bool(kept(*CHOICES)))
    find, committee, kind, order = above.columns([3, 2, 2, 2])
    wanted = words(find, "find", text("overview.find"))
    of = choice(
        committee, "udvalg", text("overview.committee"), with_all({c: c for c in committees})
    )
    direction = choice(
        kind,
        "slags",
        text("overview.direction"),
        with_all({text(f"direction.{k}"): k for k in kinds}),
    )
    orders = {text(f"overview.{name}"): key for name, key in ORDERS.items()}
    by = choice(order, "orden", text("overview.sort"), orders)
    return sorted((r for r in rows if matches(r, wanted, of, direction)), key=by)


def page() -> None:
    """Totals, choices, table."""
    chosen = chosen_round()
    title(chosen.name)
    mine = desk()
    found = overview(mine, chosen.slug, threshold(), since())
    show(totals(found) + news(found.fresh, since()))
    may_fill = bool(mine.may(Action.FILL, chosen.id))
    if may_fill:
        show(working(progress(mine, chosen.slug), chosen.slug))
    if not found.totals.responses.current:
        show(no_responses(chosen.slug, may_fill))
        if len(found.rows) <= 1:
            return
    rows = choices(found.rows)
    if not rows:
        show(notice(text("overview.none")))
        return
    note = f'<p class="small muted">{text("overview.note")} {text("app.not_a_poll")}</p>'
    show(legend() + proposal_list(rows, chosen.slug) + note + doubt(found))


page()
