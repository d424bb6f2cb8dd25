"""Cut a document into passages and find out who sent it."""

from consult.domain.findings import Analysis, PassageFindings
from consult.language.naming import named_better
from consult.language.passages import segment
from consult.language.respondents import find_respondent
from consult.stages.case import Case


def cut(analysis: Analysis, case: Case) -> Analysis:
    """An analysis with one empty finding per passage, and with its respondent."""
    document = analysis.document
    passages = segment(document)
    respondent = find_respondent(document, passages)
    if case.names is not None:
        respondent = named_better(respondent, document.text, passages, case.names)
    return Analysis(document, respondent, tuple(PassageFindings(p) for p in passages))
