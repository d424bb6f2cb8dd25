"""What a passage is judged with, as the stages gather it."""

import pytest

from consult.domain.documents import Block, BlockKind, Document
from consult.domain.findings import Analysis
from consult.domain.people import Respondent
from consult.domain.proposals import Catalogue, Direction, Proposal
from consult.inference.features import PassageContext
from consult.stages.case import Case
from consult.stages.context import contexts, towards
from consult.stages.cut import cut

TEXT = "Biblioteket er byens hjerte, og det skal det blive ved med at være."
PROPOSAL = Proposal("4", "Nyt tag på skolen", direction=Direction.INVESTMENT)


def judged_as(subject: str, catalogue: Catalogue) -> tuple[PassageContext, Case]:
    document = Document("svar", TEXT, (Block(0, len(TEXT), BlockKind.PARAGRAPH, 0),))
    case = Case(catalogue, subject, None)  # type: ignore[arg-type]
    analysis = cut(Analysis(document, Respondent(), ()), case)
    return contexts(analysis, case)[0], case


@pytest.mark.parametrize(
    ("subject", "direction"),
    [
        ("Forslag om at lukke biblioteket i Torup", "cut"),
        ("Forslag om at rulle besparelsen på biblioteket tilbage", "reversal"),
        ("Budget 2027", "whole"),
        ("", "whole"),
    ],
)
def test_a_subject_that_says_what_is_to_be_done_has_a_direction(
    subject: str, direction: str
) -> None:
    context, _ = judged_as(subject, Catalogue(()))
    assert context.direction_name == direction


def test_a_proposal_s_own_direction_comes_before_the_subject_s() -> None:
    context, case = judged_as("Sparekatalog 2027 med lukning af skoler", Catalogue((PROPOSAL,)))
    assert towards(context, PROPOSAL, case).direction_name == "investment"
    assert towards(context, None, case).direction_name == "untied"
