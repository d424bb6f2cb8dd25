"""The overview's table: one line per proposal that tells its story."""

from collections.abc import Sequence
from html import escape
from itertools import groupby

from consult.services.browsing import ProposalRow
from consult.ui import links
from consult.ui.components.doubt import mostly_unsure
from consult.ui.components.fresh import fresh
from consult.ui.components.money import common_year, first_amount
from consult.ui.components.stance_bar import stance_bar
from consult.ui.components.story import verdict
from consult.ui.components.table import cell, grouped, heads, row_head, row_of, table
from consult.ui.components.unnamed import unnamed
from consult.ui.texts import counted, text


def proposal_list(
    rows: Sequence[ProposalRow], slug: str, by_committee: bool = False, is_whole: bool = False
) -> str:
    """An HTML table; on a phone each line becomes a card by style alone.

    `by_committee` the lines stand below the committee whose they are, see `in_committees`.
    `is_whole`: the round has no catalogue, and the one line is what is under consultation; it
    has no number and no money.
    """
    if is_whole:
        lines = (row_of(_name(row, slug, is_whole) + _met(row)) for row in rows)
        return table(heads([(text("overview.title"), ""), *_met_heads()]), "".join(lines))
    year = common_year([row.proposal for row in rows if row.proposal])
    money = f"{text('overview.money')} {year}".strip()
    names = [
        (text("overview.number"), "code"),
        (text("overview.title"), ""),
        (escape(money), "n"),
        *_met_heads(),
    ]
    if not by_committee:
        lines = (_line(row, _name(row, slug), money, year) for row in rows)
        return table(heads(names), "".join(lines))
    groups = [
        (name, "".join(_line(row, _name(row, slug, named=False), money, year) for row in found))
        for name, found in groupby(rows, _committee)
    ]
    return grouped(heads(names), groups, len(names))


def in_committees(rows: Sequence[ProposalRow]) -> bool:
    """Whether the rows are of several committees and those of each stand together."""
    names = [name for name, _ in groupby(_committee(row) for row in rows if row.proposal)]
    return len(set(names)) == len(names) > 1


def _committee(row: ProposalRow) -> str:
    if row.proposal is None:
        return text("overview.without")
    return row.proposal.committee or text("overview.no_committee")


def _line(row: ProposalRow, name: str, money: str, year: str) -> str:
    amount = first_amount(row.proposal, year) if row.proposal else ""
    return row_of(name + cell(amount, "n", money) + _met(row))


def _met_heads() -> list[tuple[str, str]]:
    return [(text("overview.count"), "n"), (text("overview.stance"), "")]


def _met(row: ProposalRow) -> str:
    """How many answered, and what they said."""
    senders = counted("overview.of_senders", sum(row.senders.values())) if row.responses else ""
    count = f'{row.responses}<span class="meta">{senders}</span>'
    story = f"{stance_bar(row.stance)}{_verdict(row)}"
    return cell(count, "n", text("overview.count")) + cell(story, "stance")


def _verdict(row: ProposalRow) -> str:
    said, numbers = verdict(row.stance)
    if not said:
        return ""
    doubt = mostly_unsure(row.undecided, row.responses)
    detail = f' <span class="numbers-of">{escape(numbers)}</span>' if numbers else ""
    return f'<span class="verdict"><b>{escape(said)}</b>{doubt}{detail}</span>'


def _name(row: ProposalRow, slug: str, is_whole: bool = False, named: bool = True) -> str:
    """Number, title and what it is; with its committee where that is `named` nowhere else."""
    if row.proposal is None:
        kind = unnamed(is_whole)
        label = text(f"overview.{kind}" if named else "overview.without_link")
        link = links.anchor(links.proposal(slug, None), label)
        head = row_head(link + fresh(row.fresh), text(f"overview.{kind}_help"))
        return head if is_whole else cell("", "code") + head
    proposal = row.proposal
    link = links.anchor(links.proposal(slug, proposal.number), proposal.title)
    committee = proposal.committee if named else ""
    about = " · ".join(filter(None, [text(f"direction.{proposal.direction}"), committee]))
    return cell(escape(proposal.number), "code") + row_head(link + fresh(row.fresh), about)
