"""Findings written: all that was found in one response, in one transaction."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from consult.domain.errors import NotFoundError, StoreError
from consult.domain.findings import Analysis, PassageFindings
from consult.domain.voices import voices
from consult.store.codec import (
    alike_of,
    decided_column,
    probability_columns,
    sender_column,
    spans_out,
)
from consult.store.stems import words
from consult.store.tables import (
    document,
    link,
    passage,
    posting,
    proposal,
    reference,
    response,
    stance,
    voice,
)

#: How often each stem stands in each passage, by the passage's index.
_Stems = Mapping[int, Counter[str]]


def replace(
    connection: sa.Connection,
    response_id: int,
    analysis: Analysis,
    version: str,
    analysed_at: datetime,
) -> None:
    """Put these findings in the place of all earlier ones of the response.

    Raises:
        NotFoundError: there is no such response.
        StoreError: the analysis is of another text, or names a proposal that is not in the
            catalogue.
    """
    _put(connection, response_id, analysis)
    done = {"analysis_version": version, "analysed_at": analysed_at, "failure": None}
    connection.execute(sa.update(response).where(response.c.id == response_id).values(done))


def change(connection: sa.Connection, response_id: int, analysis: Analysis) -> None:
    """As `replace`, where not the machine but a person has found something else.

    Raises:
        NotFoundError: there is no such response.
        StoreError: as above.
    """
    _put(connection, response_id, analysis)


def _put(connection: sa.Connection, response_id: int, analysis: Analysis) -> None:
    consultation_id = lock(connection, response_id, analysis)
    recut = _spans(connection, response_id) != [f.passage.span for f in analysis.findings]
    # The words of a response never change: as long as its passages are cut as they were, the
    # search index, which is most of the rows, stays.
    for table in (passage, voice, *((posting,) if recut else ())):
        connection.execute(sa.delete(table).where(table.c.response_id == response_id))
    stems = _stems(analysis)
    rows = {
        passage: list(_passages(response_id, analysis, stems)),
        reference: list(_references(response_id, analysis)),
        link: list(_links(response_id, analysis)),
        stance: list(_stances(consultation_id, response_id, analysis)),
        voice: list(_voices(consultation_id, response_id, analysis)),
        posting: list(_postings(consultation_id, response_id, stems)) if recut else [],
    }
    for table, values in rows.items():
        if values:
            connection.execute(sa.insert(table), values)
    sums = _response(analysis) | {"words": sum(row["words"] for row in rows[passage])}
    connection.execute(sa.update(response).where(response.c.id == response_id).values(sums))


def _spans(connection: sa.Connection, response_id: int) -> list[tuple[int, int]]:
    c = passage.c
    query = sa.select(c.start, c.end).where(c.response_id == response_id).order_by(c.index)
    return [(start, end) for start, end in connection.execute(query)]


def fail(connection: sa.Connection, response_id: int, reason: str, at: datetime) -> None:
    """Write down, in Danish, why a response could not be analysed; earlier findings stay."""
    change = sa.update(response).where(response.c.id == response_id)
    connection.execute(change.values(failure=reason, analysed_at=at))


def lock(connection: sa.Connection, response_id: int, analysis: Analysis | None = None) -> int:
    """Keep others from the response, see that an analysis fits it; the id of its round.

    Raises:
        NotFoundError: there is no such response.
        StoreError: the analysis is of another text or catalogue.
    """
    query = (
        sa.select(response.c.consultation_id, document.c.text)
        .join(document, document.c.response_id == response.c.id)
        .where(response.c.id == response_id)
        .with_for_update(of=response)
    )
    row = connection.execute(query).first()
    if row is None:
        raise NotFoundError(f"Høringssvar nr. {response_id} findes ikke.")
    if analysis is not None:
        _check(connection, row.consultation_id, row.text, analysis)
    return int(row.consultation_id)


def _check(connection: sa.Connection, consultation_id: int, text: str, analysis: Analysis) -> None:
    if text != analysis.document.text:
        raise StoreError(f"{analysis.document.name}: analysen gælder en anden tekst end den gemte.")
    named = {found.proposal for f in analysis.findings for found in f.links}
    named |= {s.proposal for f in analysis.findings for s in f.stances if s.proposal is not None}
    if not named:
        return
    query = sa.select(proposal.c.number).where(proposal.c.consultation_id == consultation_id)
    unknown = named - set(connection.scalars(query))
    if unknown:
        raise StoreError(
            f"{analysis.document.name}: analysen nævner punkter, der ikke er i kataloget "
            f"({', '.join(sorted(unknown))}) – analysér igen med rundens eget katalog."
        )


def _response(analysis: Analysis) -> dict[str, Any]:
    who = analysis.respondent
    return {
        "respondent_name": who.name,
        "respondent_kind": who.kind,
        "respondent_evidence": spans_out(who.evidence),
        "respondent_source": who.source,
        "sender": sender_column(who, analysis.document.name),
        "passages": len(analysis.findings),
        "to_review": sum(f.review for f in analysis.findings),
        "unresolved": sum(len(f.unresolved) for f in analysis.findings),
    }


def _passages(response_id: int, analysis: Analysis, stems: _Stems) -> Iterator[dict[str, Any]]:
    for f in analysis.findings:
        p = f.passage
        yield {
            "response_id": response_id,
            "index": p.index,
            "start": p.start,
            "end": p.end,
            "kind": p.kind,
            "paragraph": p.paragraph,
            "page": p.page,
            "governed_by": list(p.governed_by),
            "lead_in": p.lead_in,
            "review": f.review,
            "theme": f.themes[0].theme if f.themes else None,
            "themes": [[t.theme, t.score] for t in f.themes],
            "words": stems[p.index].total(),
            "decided": decided_column(f.decided),
            "alike": alike_of(p.span.slice(analysis.document.text)),
        }


def _keys(response_id: int, found: PassageFindings, position: int) -> dict[str, Any]:
    return {"response_id": response_id, "passage": found.passage.index, "position": position}


def _references(response_id: int, analysis: Analysis) -> Iterator[dict[str, Any]]:
    for f in analysis.findings:
        for i, r in enumerate(f.references):
            yield _keys(response_id, f, i) | {
                "start": r.start,
                "end": r.end,
                "rule": r.rule,
                "resolved": list(r.resolved),
                "unresolved": list(r.unresolved),
            }


def _links(response_id: int, analysis: Analysis) -> Iterator[dict[str, Any]]:
    for f in analysis.findings:
        for i, found in enumerate(f.links):
            yield _keys(response_id, f, i) | {
                "proposal": found.proposal,
                "method": found.method,
                "score": found.score,
                "evidence": spans_out(found.evidence),
                "rule": found.rule,
            }


def _stances(
    consultation_id: int, response_id: int, analysis: Analysis
) -> Iterator[dict[str, Any]]:
    for f in analysis.findings:
        for i, s in enumerate(f.stances):
            yield _keys(response_id, f, i) | {
                "consultation_id": consultation_id,
                "proposal": s.proposal,
                "label": s.label,
                "score": s.score,
                **probability_columns(s.probabilities),
                "evidence": spans_out(s.evidence),
                "model": s.model,
            }


def _voices(consultation_id: int, response_id: int, analysis: Analysis) -> Iterator[dict[str, Any]]:
    for v in voices(analysis):
        spoken = [analysis.findings[i] for i in v.passages]
        yield {
            "response_id": response_id,
            "consultation_id": consultation_id,
            "proposal": v.proposal,
            "label": v.label,
            "score": v.score,
            **probability_columns(v.probabilities),
            "passages": len(v.passages),
            "themes": sorted({f.themes[0].theme for f in spoken if f.themes}),
        }


def _postings(consultation_id: int, response_id: int, stems: _Stems) -> Iterator[dict[str, Any]]:
    for index, counts in stems.items():
        for stem, n in counts.items():
            yield {
                "consultation_id": consultation_id,
                "stem": stem,
                "response_id": response_id,
                "passage": index,
                "count": n,
            }


def _stems(analysis: Analysis) -> _Stems:
    text = analysis.document.text
    return {
        f.passage.index: Counter(stem for _, stem in words(f.passage.span.slice(text)))
        for f in analysis.findings
    }
