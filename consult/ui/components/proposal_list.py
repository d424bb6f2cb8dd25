"""The overview's table: one line per proposal that tells its story."""

from collections.abc import Sequence
from html import escape

from consult.services.browsing import ProposalRow
from consult.ui import links
from consult.ui.components.money import first_amount
from consult.ui.components.stance_bar import stance_bar
from consult.ui.texts import text


def proposal_list(rows: Sequence[ProposalRow], slug: str) -> str:
    """An HTML table; on a phone each line becomes a card by style alone."""
    heads = (
        ("number", ""),
        ("title", ""),
        ("money", "n"),
        ("count", "n"),
        ("stance", ""),
    )
    head = "".join(
        f'<th scope="col" class="{kind}">{text(f"overview.{name}")}</th>' for name, kind in heads
    )
    body = "".join(_line(row, slug) for row in rows)
    return f'<table class="proposals"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def _line(row: ProposalRow, slug: str) -> str:
    return (
        f"<tr>{_name(row, slug)}{_money(row)}"
        f'<td class="n" data-label="{text("overview.count")}">{row.responses}</td>'
        f'<td class="stance">{stance_bar(row.stance)}{_doubt(row)}</td></tr>'
    )


def _name(row: ProposalRow, slug: str) -> str:
    if row.proposal is None:
        link = links.anchor(links.proposal(slug, None), text("overview.without"))
        about = text("overview.without_help")
        return f'<td class="code">–</td><th scope="row" class="title">{link}<span class="meta">{about}</span></th>'
    proposal = row.proposal
    link = links.anchor(links.proposal(slug, proposal.number), proposal.title)
    kind = text(f"direction.{proposal.direction}")
    about = " · ".join(filter(None, [kind, proposal.committee]))
    return (
        f'<td class="code">{escape(proposal.number)}</td>'
        f'<th scope="row" class="title">{link}<span class="meta">{escape(about)}</span></th>'
    )


def _money(row: ProposalRow) -> str:
    amount = first_amount(row.proposal) if row.proposal else ""
    return f'<td class="n" data-label="{text("overview.money")}">{amount}</td>'


def _doubt(row: ProposalRow) -> str:
    if not row.undecided:
        return ""
    words = text("stance.undecided", n=row.undecided)
    return f'<span class="unsure" title="{text("stance.undecided_help")}">{words}</span>'
