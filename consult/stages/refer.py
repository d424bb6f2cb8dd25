"""Find the words that name proposals, in every passage the author wrote."""

from bisect import bisect_right
from collections.abc import Collection, Iterator
from dataclasses import replace

from consult.domain.documents import Span
from consult.domain.findings import (
    Analysis,
    ItemLink,
    LinkMethod,
    PassageFindings,
    PassageKind,
    Reference,
)
from consult.stages.case import Case

#: The rule id of what the portal attached.
GIVEN = "given"


def refer(analysis: Analysis, case: Case) -> Analysis:
    """An analysis whose passages hold their own references; `given` ones on the first judged."""
    found = [_heading_references(f, analysis, case) for f in _named_in_text(analysis, case)]
    given = tuple(given_reference(raw, case) for raw in analysis.document.metadata.given)
    first = next((i for i, f in enumerate(found) if f.passage.kind.is_judged), None)
    if given and first is not None:
        found[first] = replace(found[first], references=(*given, *found[first].references))
    return replace(analysis, findings=tuple(found))


def _named_in_text(analysis: Analysis, case: Case) -> tuple[PassageFindings, ...]:
    """References of the judged passages, found in the whole text.

    Only the whole text shows whether "punkt 1" is the catalogue's or the writer's own.
    """
    named: dict[int, list[Reference]] = {}
    for at, reference in _placed(analysis, case):
        named.setdefault(at, []).append(reference)
    return tuple(
        replace(f, references=tuple(named.get(i, ()))) if f.passage.kind.is_judged else f
        for i, f in enumerate(analysis.findings)
    )


def _placed(analysis: Analysis, case: Case) -> Iterator[tuple[int, Reference]]:
    """Each reference with the index of the passage that holds its numbers.

    "Vi er imod følgende forslag:" ends one passage, "SÆ-01" begins the item below it: the item
    names the proposal. A list of numbers over two passages is parted between them.
    """
    text = analysis.document.text
    starts = [f.passage.start for f in analysis.findings]
    for reference in case.references.find(text):
        at = bisect_right(starts, reference.start) - 1
        last = bisect_right(starts, reference.end - 1) - 1
        if last == at:
            yield at, reference
            continue
        end = analysis.findings[at].passage.end
        named = {
            number
            for r in case.references.find(text[reference.start : end])
            for number in (*r.resolved, *r.unresolved)
        }
        here, there = _parted(reference, named)
        if here is not None:
            yield at, replace(here, end=end)
        if there is not None:
            yield last, replace(there, start=starts[last])


def _parted(
    reference: Reference, named: Collection[str]
) -> tuple[Reference | None, Reference | None]:
    """The reference with the numbers in `named` alone, and with the others; None where none."""
    parts = (
        replace(
            reference,
            resolved=tuple(n for n in reference.resolved if (n in named) is inside),
            unresolved=tuple(n for n in reference.unresolved if (n in named) is inside),
        )
        for inside in (True, False)
    )
    here, there = (p if p.resolved or p.unresolved else None for p in parts)
    return here, there


def given_reference(raw: str, case: Case) -> Reference:
    """What the portal attached, resolved as far as the catalogue allows; it covers no words."""
    found = case.references.find(raw, in_heading=True)
    resolved = tuple(dict.fromkeys(n for r in found for n in r.resolved))
    exact = case.references.resolve(raw.strip())
    resolved = resolved or ((exact,) if exact is not None else ())
    return Reference(0, 0, GIVEN, resolved, () if resolved else (raw.strip(),))


def _heading_references(found: PassageFindings, analysis: Analysis, case: Case) -> PassageFindings:
    """A heading's references; it needs less beside a number than running text does."""
    passage = found.passage
    if passage.kind is not PassageKind.HEADING:
        return found
    words = passage.span.slice(analysis.document.text)
    references = case.references.find(words, in_heading=True)
    return replace(found, references=tuple(shift(r, passage.start) for r in references))


def shift(reference: Reference, offset: int) -> Reference:
    """The same reference, `offset` code points further on."""
    return replace(reference, start=reference.start + offset, end=reference.end + offset)


def reference_links(found: PassageFindings, score: float) -> tuple[ItemLink, ...]:
    """One link for each proposal that the passage itself names by number."""
    spans: dict[str, list[Span]] = {}
    rules: dict[str, str] = {}
    for reference in found.references:
        for number in reference.resolved if reference.rule != GIVEN else ():
            spans.setdefault(number, []).append(reference.span)
            rules.setdefault(number, reference.rule)
    return tuple(
        ItemLink(number, LinkMethod.REFERENCE, score, tuple(places), rules[number])
        for number, places in spans.items()
    )
