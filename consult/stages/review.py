"""Say which passages a person should look at."""

from dataclasses import replace

from consult.domain.findings import Analysis, PassageFindings
from consult.stages.case import Case


def review(analysis: Analysis, case: Case) -> Analysis:
    """Mark passages whose theme or stance is below the threshold, or that name the unknown."""
    found = tuple(replace(f, review=needs_person(f, case)) for f in analysis.findings)
    return replace(analysis, findings=found)


def needs_person(found: PassageFindings, case: Case) -> bool:
    """Whether the machine is too unsure of this passage to stand alone."""
    if found.unresolved:
        return True
    if not found.passage.kind.is_judged:
        return False
    if case.models.theme.needs_review(found.themes):
        return True
    return any(case.models.stance.needs_review(stance) for stance in found.stances)
