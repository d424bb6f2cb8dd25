"""Labelled responses as the stages see them: cut as the labeller cut them, numbers found."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from consult.domain.documents import Metadata
from consult.domain.findings import Analysis, Passage, PassageFindings, PassageKind
from consult.domain.people import Respondent
from consult.evaluate.corpus import LabelledPassage, LabelledResponse
from consult.language.passages import segment
from consult.stages.case import Case
from consult.stages.refer import refer


def labelled_analysis(response: LabelledResponse, case: Case) -> Analysis:
    """The response with one finding for each labelled passage, and its references.

    What governs a passage is read from the layout as ever, and told of the labelled passages.
    """
    document = replace(response.document, metadata=Metadata(given=response.given))
    found = tuple(PassageFindings(p) for p in _passages(response))
    return refer(Analysis(document, Respondent(), found), case)


def _passages(response: LabelledResponse) -> Iterator[Passage]:
    cut = segment(response.document)
    labelled = response.passages
    paragraph = -1
    for index, passage in enumerate(labelled):
        paragraph += passage.join != "space" or index == 0
        like = max(cut, key=lambda p: _shared(p, passage))
        headings = (_holding(labelled, cut[i].start) for i in like.governed_by)
        lead_in = None if like.lead_in is None else _holding(labelled, cut[like.lead_in].start)
        yield Passage(
            index,
            *passage.span,
            passage.kind,
            paragraph,
            tuple(
                dict.fromkeys(
                    i for i in headings if i < index and labelled[i].kind is PassageKind.HEADING
                )
            ),
            lead_in if lead_in is not None and lead_in < index else None,
        )


def _shared(one: Passage, other: LabelledPassage) -> int:
    """How many characters two passages share; less than none where they lie apart."""
    return min(one.end, other.span.end) - max(one.start, other.span.start)


def _holding(passages: Sequence[LabelledPassage], place: int) -> int:
    """The index of the passage that holds a character of the text."""
    return max(i for i, p in enumerate(passages) if p.span.start <= place)
