"""Sort passages into themes."""

from dataclasses import replace

from consult.domain.findings import Analysis
from consult.stages.case import Case
from consult.stages.context import contexts, judged


def judge_themes(analysis: Analysis, case: Case) -> Analysis:
    """An analysis whose judged passages carry themes, the dominant one first."""
    themes = case.models.theme.predict(contexts(analysis, case))
    by_index = {f.passage.index: t for f, t in zip(judged(analysis), themes, strict=True)}
    return replace(
        analysis,
        findings=tuple(
            replace(f, themes=by_index.get(f.passage.index, ())) for f in analysis.findings
        ),
    )
