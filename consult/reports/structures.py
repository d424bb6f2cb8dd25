"""Documents, catalogues and summaries as plain JSON values."""

from typing import Any

from consult.domain.documents import Document
from consult.domain.proposals import Catalogue, Proposal
from consult.domain.summaries import ProposalSummary, Quote
from consult.reports.lines import score


def document_record(document: Document) -> dict[str, Any]:
    """The text and blocks of one document, and all that was taken out of it."""
    return {
        "document": document.name,
        "text": document.text,
        "blocks": [
            {"start": b.start, "end": b.end, "kind": b.kind.value, "level": b.level, "page": b.page}
            for b in document.blocks
        ],
        "warnings": list(document.warnings),
        "removed": [
            {"kind": r.kind.value, "text": r.text, "at": r.at, "count": r.count}
            for r in document.removals
        ],
        "confirm": document.confirm,
    }


def catalogue_records(catalogue: Catalogue) -> list[dict[str, Any]]:
    """The proposals of a catalogue, in its order."""
    return [proposal_record(proposal) for proposal in catalogue]


def proposal_record(proposal: Proposal) -> dict[str, Any]:
    """One proposal as the contract writes it."""
    return {
        "number": proposal.number,
        "title": proposal.title,
        "text": proposal.text,
        "committee": proposal.committee,
        "case_number": proposal.case_number,
        "direction": proposal.direction.value,
        "amounts": dict(proposal.amounts),
    }


def summary_records(results: tuple[ProposalSummary, ...]) -> list[dict[str, Any]]:
    """Results per proposal, the one that names no proposal last."""
    return [summary_record(result) for result in results]


def summary_record(result: ProposalSummary) -> dict[str, Any]:
    """One result; `stance` counts each response once, so its `n` sum to `responses`."""
    proposal = result.proposal
    return {
        "proposal": proposal.number if proposal else None,
        "title": proposal.title if proposal else None,
        "responses": result.responses,
        "senders": {kind.value: n for kind, n in result.senders.items()},
        "stance": {
            label.value: {"n": c.n, "low": c.low, "high": c.high}
            for label, c in result.stance.items()
        },
        "themes": [{"theme": t.theme, "responses": t.responses} for t in result.themes],
        "quotes": [_quote(quote) for quote in result.quotes],
        "undecided": result.undecided,
    }


def _quote(quote: Quote) -> dict[str, Any]:
    return {
        "document": quote.document,
        "passage": quote.passage,
        "start": quote.start,
        "end": quote.end,
        "text": quote.text,
        "label": quote.label.value,
        "score": score(quote.score),
        "respondent": {"name": quote.respondent.name, "kind": quote.respondent.kind.value},
    }
