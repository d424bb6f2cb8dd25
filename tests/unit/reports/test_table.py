"""The results of a round on a terminal."""

from consult.domain.counts import Count
from consult.domain.findings import Stance
from consult.domain.proposals import Proposal
from consult.domain.summaries import ProposalSummary
from consult.reports.table import summary_table


def summary(proposal: Proposal | None) -> ProposalSummary:
    stance = {label: Count(int(label is Stance.AGAINST), 0, 1) for label in Stance}
    return ProposalSummary(proposal, 1, {}, stance, (), (), 1)


def test_what_names_no_proposal_stands_below_the_proposals() -> None:
    lines = list(summary_table([summary(Proposal("79", "Færre timer")), summary(None)]))
    assert [line.split()[0] for line in lines[2:4]] == ["79", "Uden"]
    assert "Færre timer" in lines[2]


def test_a_round_without_proposals_is_one_matter() -> None:
    lines = list(summary_table([summary(None)]))
    assert "Det, der er i høring" in lines[2]
    assert "Uden punkt" not in "".join(lines)
    assert lines[2].split()[-6:] == ["1", "1", "0", "0", "0", "1"]
