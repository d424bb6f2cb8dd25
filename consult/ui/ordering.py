"""Orders and filters of the overview, as pure functions of a row."""

from collections.abc import Callable, Mapping

from consult.domain.findings import Stance
from consult.domain.proposals import Direction
from consult.services.browsing import ProposalRow

Order = Callable[[ProposalRow], tuple[bool, float]]


def _share(label: Stance) -> Order:
    """The largest share first; shares of few responses are drawn towards nothing."""
    return lambda row: (row.proposal is None, -row.stance[label].n / (row.responses + 2))


def _amount(row: ProposalRow) -> float:
    amounts = row.proposal.amounts if row.proposal else {}
    return max((abs(value) for value in amounts.values()), default=0.0)


#: Name of the order (its text is `overview.<name>`) -> sort key; what names no proposal is last.
ORDERS: Mapping[str, Order] = {
    "sort_catalogue": lambda row: (row.proposal is None, 0.0),
    "sort_count": lambda row: (row.proposal is None, -row.responses),
    "sort_against": _share(Stance.AGAINST),
    "sort_favor": _share(Stance.FAVOR),
    "sort_money": lambda row: (row.proposal is None, -_amount(row)),
}


def matches(
    row: ProposalRow, words: str, committee: str | None, direction: Direction | None
) -> bool:
    """Whether the row is wanted; what names no proposal only when nothing is chosen."""
    if row.proposal is None:
        return not (words.strip() or committee or direction)
    name = f"{row.proposal.number} {row.proposal.title} {row.proposal.text}".casefold()
    return (
        all(word in name for word in words.casefold().split())
        and committee in (None, row.proposal.committee)
        and direction in (None, row.proposal.direction)
    )
