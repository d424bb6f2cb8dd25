"""Sort passages into themes."""

from dataclasses import replace

from consult.domain.findings import Analysis
from consult.stages.case import Case
from consult.stages.context import contexts, judged, proposals_of, towards


def judge_themes(analysis: Analysis, case: Case) -> Analysis:
    """An analysis whose judged passages carry themes, the dominant one first.

    A passage is judged beside the proposal it is most surely about: general words below
    a heading on a library are about culture.
    """
    beside = [
        towards(context, proposals_of(found, case)[0], case)
        for found, context in zip(judged(analysis), contexts(analysis, case), strict=True)
    ]
    themes = case.themes.predict(beside)
    by_index = {f.passage.index: t for f, t in zip(judged(analysis), themes, strict=True)}
    return replace(
        analysis,
        findings=tuple(
            replace(f, themes=by_index.get(f.passage.index, ())) for f in analysis.findings
        ),
    )
