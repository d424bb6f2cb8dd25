"""One JSON line per passage: the output format of `consult analyse --out`."""

import json
from bisect import bisect_right
from collections.abc import Iterator
from typing import Any

from consult.domain.documents import Document, Span
from consult.domain.findings import Analysis, ItemLink, PassageFindings, StanceFinding

#: Version of the format; raised when a field changes its meaning.
SCHEMA = 1
#: Digits of a published score. The fifth differs between kinds of processor.
DIGITS = 4


def passage_lines(analysis: Analysis) -> Iterator[str]:
    """The JSON lines of one response, in reading order, without line breaks."""
    for found in analysis.findings:
        yield json.dumps(passage_record(analysis, found), ensure_ascii=False)


def passage_record(analysis: Analysis, found: PassageFindings) -> dict[str, Any]:
    """One passage as the contract writes it."""
    passage, respondent = found.passage, analysis.respondent
    return {
        "document": analysis.document.name,
        "passage": passage.index,
        "start": passage.start,
        "end": passage.end,
        "text": passage.span.slice(analysis.document.text),
        "kind": passage.kind.value,
        "page": passage.page,
        "paragraph": paragraph(analysis.document, passage.start),
        "headings": list(analysis.headings(passage)),
        "respondent": {
            "name": respondent.name,
            "kind": respondent.kind.value,
            "source": respondent.source.value,
            "evidence": spans(respondent.evidence),
        },
        "links": [_link(link) for link in found.links],
        "unresolved": list(found.unresolved),
        "themes": [{"theme": t.theme, "score": score(t.score)} for t in found.themes],
        "stances": [_stance(stance) for stance in found.stances],
        "review": found.review,
        "confirm": analysis.document.confirm,
        "schema": SCHEMA,
    }


def paragraph(document: Document, at: int) -> int:
    """The 0-based index of the block of `document` that the offset `at` stands in.

    It is the place of the block in the `blocks` that `consult extract --json` gives.
    """
    return max(0, bisect_right(document.blocks, at, key=lambda block: block.start) - 1)


def score(value: float) -> float:
    """A probability as it is published."""
    return round(float(value), DIGITS)


def spans(evidence: tuple[Span, ...]) -> list[list[int]]:
    """Evidence as pairs of offsets in the document's text."""
    return [[span.start, span.end] for span in evidence]


def _link(link: ItemLink) -> dict[str, Any]:
    return {
        "proposal": link.proposal,
        "method": link.method.value,
        "score": score(link.score),
        "evidence": spans(link.evidence),
        "rule": link.rule,
    }


def _stance(stance: StanceFinding) -> dict[str, Any]:
    return {
        "proposal": stance.proposal,
        "label": stance.label.value,
        "score": score(stance.score),
        "probabilities": {k.value: score(v) for k, v in stance.probabilities.items()},
        "evidence": spans(stance.evidence),
        "model": stance.model,
    }
