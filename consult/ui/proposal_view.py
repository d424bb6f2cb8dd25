"""The page of one proposal, and of what names none: they differ in their head alone."""

import streamlit as st

from consult.domain.findings import Stance
from consult.domain.people import RespondentKind
from consult.domain.proposals import Proposal
from consult.services import rounds
from consult.services.browsing import PassageFilter, PassageList, ProposalPage, proposal_page
from consult.ui import links
from consult.ui.choices import PAGE, choice, kept, with_all
from consult.ui.components.doubt import explained
from consult.ui.components.found import quoted, spoken
from consult.ui.components.notice import notice
from consult.ui.components.paging import PAGE_SIZE, offset, page_number, pager
from consult.ui.components.proposal_head import head, numbers, organisations, ways
from consult.ui.frame import desk, parameter, show, threshold, title
from consult.ui.texts import counted, text
from consult.ui.themes import theme_choices

QUOTED = (Stance.AGAINST, Stance.CONDITIONAL, Stance.FAVOR)
#: Words of the address that choose among the passages.
FILTERS = ("holdning", "afsender", "tema")


def proposal_view(slug: str, number: str | None) -> None:
    """Head, quotations, organisations, and every passage with filters."""
    page = proposal_page(desk(), slug, number, limit=0, threshold=threshold())
    title(_name(page.row.proposal))
    show(ways(slug, *_neighbours(slug, number)) + head(page) + numbers(page))
    if not page.row.responses:
        return
    show(_quotes(page))
    show(f"<h2>{text('proposal.who')}</h2>{organisations(page)}")
    heading = "proposal.passages" if number else "proposal.passages_without"
    show(f"<h2>{text(heading)}</h2>{explained(threshold())}")
    _passages(slug, number, _filters())


def _name(proposal: Proposal | None) -> str:
    return f"{proposal.number} {proposal.title}" if proposal else text("overview.without")


def _neighbours(slug: str, number: str | None) -> tuple[Proposal | None, Proposal | None]:
    """The proposals before and after this one in the catalogue."""
    if number is None:
        return None, None
    catalogue = rounds.catalogue(desk(), slug)
    at = catalogue.numbers.index(number)
    before = catalogue.proposals[at - 1] if at else None
    return before, next(iter(catalogue.proposals[at + 1 : at + 2]), None)


def _quotes(page: ProposalPage) -> str:
    """For, against and conditional side by side, each in its own words."""
    columns = "".join(_column(page, label) for label in QUOTED)
    return f'<h2>{text("proposal.in_words")}</h2><div class="quotes">{columns}</div>'


def _column(page: ProposalPage, label: Stance) -> str:
    quotes = page.quotes.get(label, ())
    none = f'<p class="muted">{text("proposal.no_quotes")}</p>'
    said = "".join(quoted(q, page.consultation.slug) for q in quotes) or none
    key = f'<span class="key {label}"></span>'
    return f"<section><h3>{key}{text(f'stance.{label}')}</h3>{said}</section>"


def _filters() -> PassageFilter:
    stance, kind, theme = st.columns(3)
    label = choice(
        stance,
        "holdning",
        text("proposal.filter_stance"),
        with_all({text(f"stance.{s}"): s for s in Stance}),
    )
    sender = choice(
        kind,
        "afsender",
        text("proposal.filter_kind"),
        with_all({text(f"kinds.{k}"): k for k in RespondentKind}),
    )
    subject = choice(
        theme,
        "tema",
        text("proposal.filter_theme"),
        with_all(theme_choices()),
    )
    return PassageFilter(kind=sender, stance=label, theme=subject)


def _passages(slug: str, number: str | None, filters: PassageFilter) -> None:
    def found(limit: int, start: int = 0) -> PassageList:
        return proposal_page(desk(), slug, number, filters, limit, start).passages

    total = found(0).total
    if not total:
        show(notice(text("proposal.passages_none")))
        return
    page = page_number(parameter(PAGE), total)
    items = "".join(spoken(item, slug) for item in found(PAGE_SIZE, offset(page)).items)
    chosen = kept(*FILTERS)

    def address(n: int) -> str:
        return links.proposal(slug, number, side=str(n), **chosen)

    count = f'<p class="small muted" role="status">{counted("search.hits", total)}</p>'
    show(f'{count}<ul class="hits" role="list">{items}</ul>{pager(page, total, address)}')
