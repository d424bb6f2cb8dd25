"""The order of the decisions, and the one way through them."""

from collections.abc import Callable

from consult.domain.documents import Document
from consult.domain.findings import Analysis
from consult.domain.people import Respondent
from consult.stages.case import Case
from consult.stages.cut import cut
from consult.stages.link import link
from consult.stages.refer import refer
from consult.stages.review import review
from consult.stages.stance import judge_stances
from consult.stages.theme import judge_themes

Stage = Callable[[Analysis, Case], Analysis]

PIPELINE: tuple[Stage, ...] = (cut, refer, link, judge_themes, judge_stances, review)


def analyse(document: Document, case: Case) -> Analysis:
    """All findings for one response: a pure function of the document and the case."""
    analysis = Analysis(document, Respondent(), ())
    for stage in PIPELINE:
        analysis = stage(analysis, case)
    return analysis
