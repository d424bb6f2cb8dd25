"""The overview's table: one line per proposal that tells its story."""

from collections.abc import Sequence
from html import escape

from consult.services.browsing import ProposalRow
from consult.ui import links
from consult.ui.components.doubt import mostly_unsure
from consult.ui.components.fresh import fresh
from consult.ui.components.money import common_year, first_amount
from consult.ui.components.stance_bar import stance_bar
from consult.ui.components.story import story
from consult.ui.components.table import cell, heads, row_head, row_of, table
from consult.ui.texts import counted, text


def proposal_list(rows: Sequence[ProposalRow], slug: str) -> str:
    """An HTML table; on a phone each line becomes a card by style alone."""
    year = common_year([row.proposal for row in rows if row.proposal])
    money = f"{text('overview.money')} {year}".strip()
    names = [
        (text("overview.number"), "code"),
        (text("overview.title"), ""),
        (escape(money), "n"),
        (text("overview.count"), "n"),
        (text("overview.stance"), ""),
    ]
    return table(heads(names), "".join(_line(row, slug, money, year) for row in rows))


def _line(row: ProposalRow, slug: str, money: str, year: str) -> str:
    amount = first_amount(row.proposal, year) if row.proposal else ""
    senders = counted("overview.of_senders", sum(row.senders.values())) if row.responses else ""
    count = (
        f"{row.responses}{mostly_unsure(row.undecided, row.responses)}"
        f'<span class="meta">{senders}</span>'
    )
    said = f'{stance_bar(row.stance)}<span class="meta">{escape(story(row.stance))}</span>'
    return row_of(
        _name(row, slug)
        + cell(amount, "n", money)
        + cell(count, "n", text("overview.count"))
        + cell(said, "stance")
    )


def _name(row: ProposalRow, slug: str) -> str:
    if row.proposal is None:
        link = links.anchor(links.proposal(slug, None), text("overview.without"))
        return cell("", "code") + row_head(link + fresh(row.fresh), text("overview.without_help"))
    proposal = row.proposal
    link = links.anchor(links.proposal(slug, proposal.number), proposal.title)
    about = " · ".join(filter(None, [text(f"direction.{proposal.direction}"), proposal.committee]))
    return cell(escape(proposal.number), "code") + row_head(link + fresh(row.fresh), about)
