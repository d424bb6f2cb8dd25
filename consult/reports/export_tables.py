"""A round as tables: headings and rows of plain values, one response at a time.

A new table is a name in `SHEETS`, a section of headings in `export.toml`, and rows: of a response
in `OF_A_RESPONSE`, or of the round in `tables`.
"""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from consult.domain.documents import Document, Span
from consult.domain.findings import PERSON, Analysis, LinkMethod, Passage, PassageFindings
from consult.domain.taxonomy import Taxonomy
from consult.reports.export_corrections import correction_row
from consult.reports.export_values import JOIN, Row, moment, sender_name
from consult.reports.export_words import headings, word
from consult.reports.lines import paragraph, score
from consult.store.codec import LABELS
from consult.store.exports import OneResponse, ProposalResult, RoundExport
from consult.store.records import SourceLine

#: The tables, in the order of the sheets.
SHEETS = ("proposals", "responses", "passages", "links", "stances", "corrections", "files")


def heads(export: RoundExport, table: str) -> tuple[str, ...]:
    """The headings of a table; those of the proposals depend on the years of the amounts."""
    return proposal_heads(export) if table == "proposals" else headings(table)


def tables(export: RoundExport) -> Iterator[tuple[str, Row]]:
    """All rows of all tables, each with its table's name; a table's rows are in order.

    Rows of different tables take turns, so that nothing is read twice or kept.
    """
    years = amount_years(export)
    for result in export.proposals:
        yield "proposals", proposal_row(result, years, export.taxonomy)
    for one in export.responses():
        for table, rows in OF_A_RESPONSE.items():
            for row in rows(one, export):
                yield table, row
    for correction in export.corrections():
        yield "corrections", correction_row(correction, export)
    for line in export.sources():
        yield "files", file_row(line)


def counts(export: RoundExport) -> dict[str, int]:
    """The sums of the round, as its overview shows them, in the order they are told."""
    found = export.sums
    return {
        "responses": found.current,
        "analysed": found.analysed,
        "waiting": found.waiting,
        "failed": found.failed,
        "superseded": found.superseded,
        "withdrawn": found.withdrawn,
        "senders": found.senders,
        "passages": found.passages,
        "to_review": found.to_review,
        "unresolved": found.unresolved,
        "files": sum(export.states.values()) + export.replaced,
    }


def amount_years(export: RoundExport) -> tuple[str, ...]:
    """All years (or other names) under which the catalogue gives amounts."""
    found = {year for r in export.proposals if r.proposal for year in r.proposal.amounts}
    return tuple(sorted(found))


def proposal_heads(export: RoundExport) -> tuple[str, ...]:
    """Headings of the proposals: about it, its amounts, what it met."""

    def named(*names: str) -> list[str]:
        return [word("proposals", name) for name in names]

    amounts = [word("proposals", "amount", year=year) for year in amount_years(export)]
    counts = [
        heading
        for label in LABELS
        for name in [word("stance", label)]
        for heading in (
            name,
            word("proposals", "low", label=name),
            word("proposals", "high", label=name),
        )
    ]
    return (
        *named("number", "title", "committee", "case_number", "direction", "text"),
        *amounts,
        *named("responses", "senders", "passages"),
        *counts,
        *named("undecided", "themes"),
    )


def proposal_row(result: ProposalResult, years: tuple[str, ...], taxonomy: Taxonomy) -> Row:
    """A proposal and what it met; the one that names none has only the latter."""
    p, tally = result.proposal, result.tally
    about: Row = (word("word", "whole"), None, None, None, None, None)
    if p is not None:
        about = (
            p.number, p.title, p.committee, p.case_number, word("direction", p.direction), p.text
        )  # fmt: skip
    counts = (n for s in LABELS for c in [tally.stance[s]] for n in (c.n, c.low, c.high))
    themes = JOIN.join(f"{taxonomy.label(t.theme)} ({t.responses})" for t in tally.themes)
    return (
        *about,
        *(p.amounts.get(year) if p else None for year in years),
        tally.responses,
        sum(tally.senders.values()),
        tally.passages,
        *counts,
        result.undecided,
        themes,
    )


def response_rows(one: OneResponse, export: RoundExport) -> Iterator[Row]:
    """A response without its text."""
    line = one.line
    who = line.respondent
    yield (
        line.id,
        line.document,
        line.source,
        line.row if line.row != line.document else None,
        sender_name(who, named=export.named),
        word("kind", who.kind) if who else None,
        word("found_in", who.source) if who else None,
        word("response_state", line.state),
        line.supersedes,
        line.passages,
        line.to_review,
        line.unresolved,
        moment(line.taken_at),
        line.confirm,
        line.failure,
    )


def passage_rows(one: OneResponse, export: RoundExport) -> Iterator[Row]:
    """The passages of a response, word for word."""
    if one.analysis is None:
        return
    for found in one.analysis.findings:
        yield _passage_row(one, one.analysis, found, export.taxonomy)


def _passage_row(
    one: OneResponse, analysis: Analysis, found: PassageFindings, taxonomy: Taxonomy
) -> Row:
    p, first = found.passage, found.themes[0] if found.themes else None
    return (
        one.line.id,
        one.line.document,
        word("kind", analysis.respondent.kind),
        p.index,
        p.start,
        p.end,
        word("part", p.kind),
        p.page,
        paragraph(analysis.document, p.start),
        JOIN.join(analysis.headings(p)),
        p.span.slice(analysis.document.text),
        taxonomy.label(first.theme) if first else None,
        score(first.score) if first else None,
        JOIN.join(f"{taxonomy.label(t.theme)} ({score(t.score)})" for t in found.themes[1:]),
        JOIN.join(link.proposal for link in found.links),
        JOIN.join(found.unresolved),
        word("word", "yes" if found.review else "no"),
        JOIN.join(word("decided", matter) for matter in found.decided),
    )


def link_rows(one: OneResponse, export: RoundExport) -> Iterator[Row]:
    """The links of a response's passages to proposals."""
    del export
    for passage, found, document in _found(one):
        for link in found.links:
            yield (
                one.line.id,
                passage.index,
                link.proposal,
                word("method", link.method),
                score(link.score),
                *_evidence(link.evidence, document),
                link.rule,
                word("word", "yes" if link.method is LinkMethod.PERSON else "no"),
            )


def stance_rows(one: OneResponse, export: RoundExport) -> Iterator[Row]:
    """The stances of a response's passages; without a proposal, on the round as a whole."""
    del export
    if one.analysis is None:
        return
    kind = word("kind", one.analysis.respondent.kind)
    for passage, found, document in _found(one):
        for stance in found.stances:
            chances = (stance.probabilities.get(label) for label in LABELS)
            yield (
                one.line.id,
                passage.index,
                kind,
                stance.proposal or word("word", "whole"),
                word("stance", stance.label),
                score(stance.score),
                *(None if p is None else score(p) for p in chances),
                *_evidence(stance.evidence, document),
                stance.model,
                word("word", "yes" if stance.model == PERSON else "no"),
            )


#: Tables that grow with each response.
OF_A_RESPONSE: Mapping[str, Callable[[OneResponse, RoundExport], Iterator[Row]]] = MappingProxyType(
    {
        "responses": response_rows,
        "passages": passage_rows,
        "links": link_rows,
        "stances": stance_rows,
    }
)


def file_row(line: SourceLine) -> Row:
    """A file that was handed in."""
    return (
        line.id,
        line.name,
        word("source_state", line.state),
        line.reason,
        line.responses,
        line.replaced,
        line.enclosed,
        line.confirm,
        line.size,
        line.sha256,
        moment(line.read_at),
        line.superseded_by,
    )


def _found(one: OneResponse) -> Iterator[tuple[Passage, PassageFindings, Document]]:
    if one.analysis is not None:
        for found in one.analysis.findings:
            yield found.passage, found, one.analysis.document


def _evidence(spans: tuple[Span, ...], document: Document) -> tuple[str, str]:
    """The words that a finding rests on, and where they stand."""
    words = JOIN.join(span.slice(document.text) for span in spans)
    return words, JOIN.join(f"{span.start}-{span.end}" for span in spans)
