"""What governs a passage, as the heads want to see it."""

from consult.domain.findings import Analysis, PassageFindings
from consult.domain.proposals import Proposal
from consult.inference.features import PassageContext
from consult.readers.directions import infer_direction
from consult.stages.case import Case


def judged(analysis: Analysis) -> tuple[PassageFindings, ...]:
    """The passages that carry themes and stances, in reading order."""
    return tuple(f for f in analysis.findings if f.passage.kind.is_judged)


def contexts(analysis: Analysis, case: Case) -> tuple[PassageContext, ...]:
    """One context for each judged passage, without a proposal."""
    text = analysis.document.text
    texts = tuple(f.passage.span.slice(text) for f in judged(analysis))
    subject = case.subject or analysis.document.metadata.subject or ""
    direction = infer_direction(subject, "", {})
    return tuple(
        PassageContext(
            text=own,
            previous=texts[i - 1] if i else "",
            next=texts[i + 1] if i + 1 < len(texts) else "",
            headings=analysis.headings(found.passage),
            lead_in=_lead_in(analysis, found),
            subject=subject,
            direction=direction,
            respondent_kind=analysis.respondent.kind,
            document=texts,
            position=i,
        )
        for i, (found, own) in enumerate(zip(judged(analysis), texts, strict=True))
    )


def towards(context: PassageContext, proposal: Proposal | None, case: Case) -> PassageContext:
    """The context held against a proposal of the case, or against the consultation as a whole."""
    return context.towards(proposal, catalogue=len(case.catalogue) > 0)


def proposals_of(found: PassageFindings, case: Case) -> tuple[Proposal | None, ...]:
    """The proposals a passage must have a stance on, surest first; (None,) where linked to none."""
    linked = dict.fromkeys(link.proposal for link in found.links)
    return tuple(case.catalogue.get(number) for number in linked) or (None,)


def _lead_in(analysis: Analysis, found: PassageFindings) -> str:
    if found.passage.lead_in is None:
        return ""
    return analysis.findings[found.passage.lead_in].passage.span.slice(analysis.document.text)
