"""The page of one proposal, and of what names none: they differ in their head alone."""

from consult.domain.findings import Stance
from consult.domain.proposals import Proposal
from consult.services import rounds
from consult.services.browsing import (
    PassageFilter,
    ProposalPage,
    proposal_page,
    proposal_passages,
)
from consult.ui import links
from consult.ui.choices import (
    above,
    certainty,
    choice,
    kept,
    sender_choice,
    stance_choice,
    told,
    with_all,
)
from consult.ui.components.doubt import mark_explained
from consult.ui.components.found import quoted, spoken
from consult.ui.components.notice import notice
from consult.ui.components.proposal_head import head, ways
from consult.ui.components.sides import sides
from consult.ui.components.story import is_single
from consult.ui.components.unnamed import unnamed
from consult.ui.frame import desk, show, since, threshold, title
from consult.ui.lists import part_of
from consult.ui.paper import is_paper, way
from consult.ui.texts import counted, text
from consult.ui.themes import theme_choices

QUOTED = (Stance.AGAINST, Stance.CONDITIONAL, Stance.FAVOR)
#: Words of the address that choose among the passages.
FILTERS = ("holdning", "afsender", "tema", "sikkerhed")


def proposal_view(slug: str, number: str | None) -> None:
    """Head, quotations, organisations, and every passage with filters."""
    page = proposal_page(desk(), slug, number, threshold(), since())
    title(_name(page))
    show(ways(slug, *_neighbours(slug, number)) + way() + head(page))
    if not page.row.responses:
        return
    show(f"<h2>{text('proposal.who')}</h2>{mark_explained(threshold())}{sides(page, threshold())}")
    show(_quotes(page))
    show(f"<h2>{text(_passages_of(page))}</h2>")
    _passages(slug, number, _filters())


def _name(page: ProposalPage) -> str:
    proposal = page.row.proposal
    if proposal:
        return f"{proposal.number} {proposal.title}"
    return text(f"overview.{unnamed(page.is_whole)}")


def _passages_of(page: ProposalPage) -> str:
    if page.row.proposal:
        return "proposal.passages"
    return f"proposal.passages_{unnamed(page.is_whole)}"


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
    """One side's points. A later grouping into viewpoints takes the place of the quotations."""
    slug, held = page.consultation.slug, page.row.stance[label].n
    quotes = page.quotes.get(label, ())
    why_none = "proposal.no_quotes" if held else "proposal.nobody_is"
    none = f'<p class="muted">{text(why_none, stance=text(f"stance.{label}").lower())}</p>'
    said = "".join(quoted(q, slug) for q in quotes) or none
    few = (
        f'<p class="single">{counted("proposal.only", held, stance=text(f"story.is_{label}"))}</p>'
    )
    single = few if is_single(page.row.stance, label) else ""
    if quotes and not held:
        parts = text("proposal.only_parts", stance=text(f"story.is_{label}"))
        said = f'<p class="muted">{parts}</p>{said}'
    key = f'<span class="key {label}"></span>'
    number = page.row.proposal.number if page.row.proposal else None
    shown = text(f"stance.{label}")
    all_of_it = links.anchor(
        links.proposal(slug, number, holdning=shown), text("proposal.all_of", stance=shown.lower())
    )
    more = f'<p class="off-paper small">{all_of_it}</p>' if quotes else ""
    return f"<section><h3>{key}{shown}</h3>{single}{said}{more}</section>"


def _filters() -> PassageFilter:
    stance, kind, theme, sure = above(*FILTERS).columns(4)
    label = stance_choice(stance)
    sender = sender_choice(kind)
    subject = choice(
        theme,
        "tema",
        text("proposal.filter_theme"),
        with_all(theme_choices()),
    )
    doubt = choice(sure, "sikkerhed", text("reader.sure"), certainty())
    return PassageFilter(kind=sender, stance=label, theme=subject, unsure=doubt)


def _passages(slug: str, number: str | None, filters: PassageFilter) -> None:
    found, part = part_of(
        lambda limit, start: proposal_passages(desk(), slug, number, filters, limit, start)
    )
    show(told(*FILTERS))
    if not found.total:
        show(notice(text("proposal.passages_none")))
        return
    chosen = kept(*FILTERS)
    items = "".join(spoken(item, slug, folded=not is_paper()) for item in found.items)

    def address(n: int) -> str:
        return links.proposal(slug, number, side=str(n), **chosen)

    count = f'<p class="small muted" role="status">{counted("search.hits", found.total)}</p>'
    show(f'{count}<ul class="hits" role="list">{items}</ul>{part.foot(address)}')
