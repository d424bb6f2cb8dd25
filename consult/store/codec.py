"""Domain values as columns and back again; what goes in comes out equal."""

import json
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any

import sqlalchemy as sa

from consult.domain.documents import (
    Block,
    BlockKind,
    Document,
    Metadata,
    Removal,
    RemovalKind,
    Span,
)
from consult.domain.findings import Matter, Stance
from consult.domain.people import Respondent, RespondentKind, SenderSource
from consult.domain.summaries import bare_words, sender_key

Row = sa.RowMapping
Json = Any

#: The labels in the order of the columns `p_…`.
LABELS = (Stance.AGAINST, Stance.CONDITIONAL, Stance.NEUTRAL, Stance.FAVOR)


def document_columns(document: Document) -> dict[str, Json]:
    """The columns of `document`, but for the response's id."""
    return {
        "text": document.text,
        "blocks": [[b.start, b.end, b.kind.value, b.level, b.page] for b in document.blocks],
        "removals": [[r.kind.value, r.text, r.at, r.count] for r in document.removals],
        "warnings": list(document.warnings),
        "metadata": _metadata(document.metadata),
    }


def document_of(name: str, row: Row) -> Document:
    """The document that `document_columns` was made from; `confirm` is in the response's row."""
    metadata = row["metadata"]
    return Document(
        name,
        row["text"],
        tuple(
            Block(s, e, BlockKind(kind), level, page) for s, e, kind, level, page in row["blocks"]
        ),
        tuple(Removal(RemovalKind(kind), text, at, n) for kind, text, at, n in row["removals"]),
        tuple(row["warnings"]),
        Metadata(**{**metadata, "given": tuple(metadata["given"])}),
        confirm=row["confirm"],
    )


def content_hash(document: Document) -> str:
    """SHA-256 of what the sender handed in: the text, and what the source says about it."""
    seen = json.dumps([document.text, _metadata(document.metadata)], sort_keys=True)
    return sha256(seen.encode()).hexdigest()


def spans_out(spans: Iterable[Span]) -> list[list[int]]:
    """Spans as JSON."""
    return [[s.start, s.end] for s in spans]


def spans_in(spans: Sequence[Sequence[int]] | None) -> tuple[Span, ...]:
    """Spans from JSON."""
    return tuple(Span(start, end) for start, end in spans or ())


def probability_columns(probabilities: Mapping[Stance, float]) -> dict[str, float | None]:
    """The four columns `p_…`; None for a label that the finding does not give."""
    return {f"p_{label}": probabilities.get(label) for label in LABELS}


def probabilities_of(row: Row) -> dict[Stance, float]:
    """The distribution that `probability_columns` was made from."""
    found = ((label, row[f"p_{label}"]) for label in LABELS)
    return {label: p for label, p in found if p is not None}


def respondent_of(row: Row) -> Respondent | None:
    """The sender in a row of `response`, None before it was analysed."""
    if row["respondent_kind"] is None:
        return None
    kind = RespondentKind(row["respondent_kind"])
    source = SenderSource(row["respondent_source"] or SenderSource.NONE)
    return Respondent(row["respondent_name"], kind, spans_in(row["respondent_evidence"]), source)


def sender_column(respondent: Respondent, document: str) -> str:
    """One text for each sender; the unnamed are told apart by their document."""
    kind, name = sender_key(respondent, document)
    # PostgreSQL holds no NUL; a space can stand first in no name, for names are stripped.
    return f"{kind}:{name.replace(chr(0), ' ')}"


def alike_of(text: str) -> str | None:
    """Equal for texts that say the same but for signs, blanks and capitals; None without words."""
    words = bare_words(text)
    return sha256(words.encode()).hexdigest()[:16] if words else None


def decided_column(decided: Iterable[Matter]) -> str:
    """What a person decided, in words with blanks between; "" for nothing."""
    return " ".join(decided)


def decided_of(column: str) -> tuple[Matter, ...]:
    """What `decided_column` was made from."""
    return tuple(Matter(word) for word in column.split())


def _metadata(metadata: Metadata) -> dict[str, Json]:
    # Without a mail nothing is added: what was stored before keeps its hash.
    mail = {} if metadata.mail_from is None else {"mail_from": metadata.mail_from}
    return mail | {
        "respondent": metadata.respondent,
        "organisation": metadata.organisation,
        "date": metadata.date,
        "subject": metadata.subject,
        "given": list(metadata.given),
    }
