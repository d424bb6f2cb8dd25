"""Judge each passage's stance on each proposal it is linked to."""

from dataclasses import replace

from consult.domain.documents import Span
from consult.domain.findings import Analysis, PassageFindings, StanceFinding
from consult.stages.case import Case
from consult.stages.context import contexts, judged, proposals_of, towards
from consult.stages.declare import outspoken


def judge_stances(analysis: Analysis, case: Case) -> Analysis:
    """An analysis with one stance per linked proposal, or one on the consultation as a whole."""
    asked = [
        (found, towards(context, proposal, case))
        for found, context in zip(judged(analysis), contexts(analysis, case), strict=True)
        for proposal in proposals_of(found, case)
    ]
    answers = case.models.stance.predict([context for _, context in asked])
    said = outspoken(
        [(a, found, context) for a, (found, context) in zip(answers, asked, strict=True)]
    )
    stances: dict[int, list[StanceFinding]] = {}
    for (found, _), answer in zip(asked, said, strict=True):
        stances.setdefault(found.passage.index, []).append(_placed(answer, found))
    return replace(
        analysis,
        findings=tuple(
            replace(f, stances=tuple(stances.get(f.passage.index, ()))) for f in analysis.findings
        ),
    )


def _placed(answer: StanceFinding, found: PassageFindings) -> StanceFinding:
    """The head's answer with its evidence in the document's own offsets."""
    start = found.passage.start
    evidence = tuple(Span(span.start + start, span.end + start) for span in answer.evidence)
    return replace(answer, evidence=evidence)
