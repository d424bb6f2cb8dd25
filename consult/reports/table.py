"""The results of a round as a table for the terminal, in Danish."""

from collections.abc import Iterator, Sequence

from consult.domain.findings import Stance
from consult.domain.summaries import ProposalSummary

#: Characters of a title; the whole line then fits a terminal of 100 columns.
TITLE_WIDTH = 46
NUMBER_WIDTH = 9
NO_PROPOSAL = "Uden punkt"
WHOLE = "Det, der er i høring"
COLUMNS = (
    ("Svar", None),
    ("Imod", Stance.AGAINST),
    ("Betinget", Stance.CONDITIONAL),
    ("Neutral", Stance.NEUTRAL),
    ("For", Stance.FAVOR),
)


def summary_table(results: Sequence[ProposalSummary]) -> Iterator[str]:
    """Lines of text: a head, one line per proposal, and how to read the numbers."""
    heads = "".join(f"{name:>9}" for name, _ in COLUMNS)
    head = f"{'Punkt':<{NUMBER_WIDTH}} {'Forslag':<{TITLE_WIDTH}}{heads}{'Usikre':>9}"
    yield head
    yield "-" * len(head)
    has_catalogue = any(result.proposal for result in results)
    for result in results:
        yield _row(result, NO_PROPOSAL if has_catalogue else "", "" if has_catalogue else WHOLE)
    yield ""
    yield "Et svar tæller én gang pr. forslag, uanset længde. Svar er ikke en meningsmåling."
    yield "Usikre: svar, hvor maskinen er for usikker til at stå alene; se dem efter."


def _row(result: ProposalSummary, no_number: str, no_title: str) -> str:
    number = result.proposal.number if result.proposal else no_number
    title = result.proposal.title if result.proposal else no_title
    cells = "".join(
        f"{(result.responses if label is None else result.stance[label].n):>9}"
        for _, label in COLUMNS
    )
    return (
        f"{number:<{NUMBER_WIDTH}} {shorten(title, TITLE_WIDTH):<{TITLE_WIDTH}}"
        f"{cells}{result.undecided:>9}"
    )


def shorten(text: str, width: int) -> str:
    """The text in at most `width` characters, cut with an ellipsis."""
    return text if len(text) <= width else text[: width - 1].rstrip() + "…"
