"""The page of one proposal, and of what names none: they differ in their head alone."""

import streamlit as st

from consult.domain.findings import Stance
from consult.domain.people import RespondentKind
from consult.inference.taxonomy import theme_ids, theme_label
from consult.services.browsing import PassageFilter, ProposalPage, proposal_page
from consult.ui import links
from consult.ui.components.found import quoted, spoken
from consult.ui.components.paging import PAGE_SIZE, offset, page_number, pager
from consult.ui.components.proposal_head import head, numbers, organisations
from consult.ui.frame import app, parameter, show, threshold
from consult.ui.texts import text

ALL = text("overview.all")
QUOTED = (Stance.AGAINST, Stance.CONDITIONAL, Stance.FAVOR)


def proposal_view(slug: str, number: str | None) -> None:
    """Head, quotations, organisations, and every passage with filters."""
    page = proposal_page(app().store, slug, number, limit=0, threshold=threshold())
    show(head(page))
    show(numbers(page))
    show(_quotes(page))
    show(f"<h2>{text('proposal.who')}</h2>{organisations(page)}")
    show(f"<h2>{text('proposal.passages')}</h2>")
    _passages(slug, number, _filters())


def _quotes(page: ProposalPage) -> str:
    """For, against and conditional side by side, each in its own words."""
    columns = "".join(_column(page, label) for label in QUOTED)
    return f'<h2>{text("proposal.in_words")}</h2><div class="quotes">{columns}</div>'


def _column(page: ProposalPage, label: Stance) -> str:
    quotes = page.quotes.get(label, ())
    none = f'<p class="muted">{text("proposal.no_quotes")}</p>'
    said = "".join(quoted(q, page.consultation.slug) for q in quotes) or none
    return f"<section><h3>{text(f'stance.{label}')}</h3>{said}</section>"


def _filters() -> PassageFilter:
    stance, kind, theme = st.columns(3)
    label = stance.selectbox(
        text("proposal.filter_stance"),
        [None, *Stance],
        format_func=lambda s: ALL if s is None else text(f"stance.{s}"),
    )
    sender = kind.selectbox(
        text("proposal.filter_kind"),
        [None, *RespondentKind],
        format_func=lambda k: ALL if k is None else text(f"kinds.{k}"),
    )
    subject = theme.selectbox(
        text("proposal.filter_theme"),
        [None, *theme_ids()],
        format_func=lambda t: ALL if t is None else theme_label(t),
    )
    return PassageFilter(kind=sender, stance=label, theme=subject)


def _passages(slug: str, number: str | None, filters: PassageFilter) -> None:
    total = proposal_page(app().store, slug, number, filters, limit=0).passages.total
    page = page_number(parameter("side"), total)
    found = proposal_page(app().store, slug, number, filters, PAGE_SIZE, offset(page)).passages
    if not found.total:
        st.info(text("proposal.passages_none"))
        return
    items = "".join(spoken(item, slug) for item in found.items)

    def address(n: int) -> str:
        return links.proposal(slug, number, side=str(n))

    show(f'<ul class="hits">{items}</ul>{pager(page, total, address)}')
