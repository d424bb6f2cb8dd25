"""The front page: every proposal with what it met."""

from collections.abc import Sequence

import streamlit as st

from consult.domain.access import Action
from consult.services import rounds
from consult.services.arrivals import arrivals
from consult.services.browsing import ProposalRow, RoundOverview, overview
from consult.services.fronts import fronts
from consult.services.uploads import progress
from consult.store.records import Consultation
from consult.ui import links
from consult.ui.choices import above, choice, kept, told, with_all, words
from consult.ui.components.arrivals_chart import arrivals_chart
from consult.ui.components.fresh import news
from consult.ui.components.fronts_list import another, fronts_list
from consult.ui.components.handed_in import working
from consult.ui.components.notice import no_responses, notice
from consult.ui.components.proposal_list import in_committees, proposal_list
from consult.ui.components.stance_bar import legend
from consult.ui.components.totals import doubt, totals
from consult.ui.frame import chosen_round, desk, parameter, show, since, threshold, title
from consult.ui.ordering import ORDERS, matches
from consult.ui.paper import is_paper, way
from consult.ui.texts import text

#: Words of the address that choose among the proposals.
CHOICES = ("find", "udvalg", "slags", "orden")


def choices(rows: tuple[ProposalRow, ...]) -> list[ProposalRow]:
    """The rows that the choices above the table leave, in the order asked for."""
    committees = sorted({r.proposal.committee for r in rows if r.proposal and r.proposal.committee})
    kinds = dict.fromkeys(r.proposal.direction for r in rows if r.proposal)
    find, committee, kind, order = above(*CHOICES).columns([3, 2, 2, 2])
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


def unchosen() -> bool:
    """Whether the visitor has yet to choose."""
    return not (parameter("runde") or st.session_state.get("runde"))


def begun(chosen: Consultation, found: RoundOverview) -> bool:
    """Whether there is anything to list; what there is to do first, for those who may."""
    mine = desk()
    may_fill = bool(mine.may(Action.FILL, chosen.id)) and not is_paper()
    if may_fill:
        show(working(progress(mine, chosen.slug), chosen.slug))
    if found.totals.responses.current:
        return True
    show(no_responses(chosen.slug, may_fill))
    return not found.is_whole


def page(every: tuple[Consultation, ...]) -> None:
    """Totals, choices, table, and when the responses came."""
    chosen = chosen_round(every, named=False)
    title(chosen.name)
    found = overview(desk(), chosen.slug, threshold(), since())
    way_up = links.anchor(links.rounds(), text("fronts.all"))
    back = f'<nav class="steps" aria-label="{text("fronts.steps")}">{way_up}</nav>'
    show((back if len(every) > 1 else "") + way() + totals(found) + news(found.fresh, since()))
    if not begun(chosen, found):
        return
    rows: Sequence[ProposalRow] = found.rows if found.is_whole else choices(found.rows)
    show(told(*CHOICES))
    if not rows:
        show(notice(text("overview.none")))
        return
    of_money = "" if found.is_whole else f"{text('overview.note')} "
    note = f'<p class="small muted">{of_money}{text("app.not_a_poll")}</p>'
    by_committee = not kept("orden") and in_committees(rows)
    listed = proposal_list(rows, chosen.slug, by_committee, found.is_whole)
    show(f'<div class="reads">{legend()}{doubt(found)}{note}</div>{listed}')
    if not kept(*CHOICES) and found.totals.responses.current:
        themes = links.anchor(links.themes(chosen.slug), text("overview.to_themes"))
        chart = arrivals_chart(arrivals(desk(), chosen.slug))
        show(f"<p>{themes}</p><h2>{text('arrivals.title')}</h2>{chart}")


all_rounds = rounds.every(desk())
if len(all_rounds) > 1 and unchosen():
    title(text("pages.rounds"))
    show(f"<h1>{text('pages.rounds')}</h1>{fronts_list(fronts(desk()))}{another(desk())}")
else:
    page(all_rounds)
