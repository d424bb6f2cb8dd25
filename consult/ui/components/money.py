"""Amounts of a proposal, as its catalogue wrote them."""

from collections.abc import Sequence
from html import escape

from consult.domain.proposals import Proposal
from consult.ui.texts import number, text


def amount(value: float) -> str:
    """A signed amount; a saving keeps the catalogue's minus, with a real minus sign."""
    return number(value).replace("-", "−")


def common_year(proposals: Sequence[Proposal]) -> str:
    """The first year of all that have amounts; "" where they begin in different years."""
    years = {min(p.amounts) for p in proposals if p.amounts}
    return years.pop() if len(years) == 1 else ""


def first_amount(proposal: Proposal, known_year: str = "") -> str:
    """The first year's amount, the year beside it unless known; "" where there are none."""
    if not proposal.amounts:
        return ""
    year = min(proposal.amounts)
    beside = "" if year == known_year else f' <span class="meta">{escape(year)}</span>'
    return f"{amount(proposal.amounts[year])}{beside}"


def amounts_table(proposal: Proposal) -> str:
    """All years in one row; "" where the catalogue has no amounts."""
    if not proposal.amounts:
        return ""
    years = sorted(proposal.amounts)
    head = "".join(f'<th scope="col" class="n">{escape(year)}</th>' for year in years)
    cells = "".join(f'<td class="n">{amount(proposal.amounts[year])}</td>' for year in years)
    return (
        f'<table class="amounts"><caption class="small muted">{text("proposal.amounts")}'
        f"</caption><thead><tr>{head}</tr></thead><tbody><tr>{cells}</tr></tbody></table>"
    )
