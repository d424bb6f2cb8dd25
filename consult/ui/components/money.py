"""Amounts of a proposal, as its catalogue wrote them."""

from html import escape

from consult.domain.proposals import Proposal
from consult.ui.texts import number


def amount(value: float) -> str:
    """A signed amount; a saving keeps the catalogue's minus, with a real minus sign."""
    return number(value).replace("-", "−")


def first_amount(proposal: Proposal) -> str:
    """The first year and its amount, for a narrow column; "" where there are none."""
    for year, value in sorted(proposal.amounts.items()):
        return f"{amount(value)} <span class='meta'>{escape(year)}</span>"
    return ""


def amounts_table(proposal: Proposal) -> str:
    """All years in one row; "" where the catalogue has no amounts."""
    if not proposal.amounts:
        return ""
    years = sorted(proposal.amounts)
    head = "".join(f'<th scope="col" class="n">{escape(year)}</th>' for year in years)
    cells = "".join(f'<td class="n">{amount(proposal.amounts[year])}</td>' for year in years)
    return (
        '<table class="amounts"><caption class="small muted">Beløb, som kataloget angiver dem'
        f"</caption><thead><tr>{head}</tr></thead><tbody><tr>{cells}</tr></tbody></table>"
    )
