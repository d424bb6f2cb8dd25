"""Judge each passage's stance on each proposal it is linked to."""

from dataclasses import replace

from consult.domain.documents import Span
from consult.domain.findings import Analysis, PassageFindings, StanceFinding
from consult.domain.proposals import Proposal
from consult.inference.features import PassageContext
from consult.stages.case import Case
from consult.stages.context import contexts, judged, proposals_of


def judge_stances(analysis: Analysis, case: Case) -> Analysis:
    """An analysis with one stance per linked proposal, or one on the consultation as a whole."""
    asked = [
        (found, _towards(context, proposal))
        for found, context in zip(judged(analysis), contexts(analysis, case), strict=True)
        for proposal in proposals_of(found, case)
    ]
    answers = case.models.stance.predict([context for _, context in asked])
    stances: dict[int, list[StanceFinding]] = {}
    for (found, _), answer in zip(asked, answers, strict=True):
        stances.setdefault(found.passage.index, []).append(_placed(answer, found))
    return replace(
        analysis,
        findings=tuple(
            replace(f, stances=tuple(stances.get(f.passage.index, ()))) for f in analysis.findings
        ),
    )


def _towards(context: PassageContext, proposal: Proposal | None) -> PassageContext:
    if proposal is None:
        return context
    return replace(
        context,
        proposal_number=proposal.number,
        proposal_title=proposal.title,
        proposal_text=proposal.text,
        direction=proposal.direction,
    )


def _placed(answer: StanceFinding, found: PassageFindings) -> StanceFinding:
    """The head's answer with its evidence in the document's own offsets."""
    start = found.passage.start
    evidence = tuple(Span(span.start + start, span.end + start) for span in answer.evidence)
    return replace(answer, evidence=evidence)
