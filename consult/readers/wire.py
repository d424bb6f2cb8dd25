"""Documents and catalogues as JSON, for the way from a parser's process to ours.

JSON and not pickle: what comes out of a process that has read a stranger's file is data,
and unpickling it would be running it.
"""

import json
from typing import Any

from consult.domain.documents import Block, BlockKind, Document, Metadata, Removal, RemovalKind
from consult.domain.errors import CatalogueError, ReadError
from consult.domain.proposals import Catalogue, Direction, Proposal

Result = tuple[Document, ...] | Catalogue
_ERRORS = {"CatalogueError": CatalogueError, "ReadError": ReadError}


def encode_documents(documents: tuple[Document, ...]) -> bytes:
    """The documents as JSON."""
    return _dump({"documents": [_document(d) for d in documents]})


def encode_catalogue(catalogue: Catalogue) -> bytes:
    """The catalogue as JSON."""
    proposals = [
        [p.number, p.title, p.text, p.committee, p.case_number, p.direction, dict(p.amounts)]
        for p in catalogue
    ]
    return _dump({"proposals": proposals, "warnings": catalogue.warnings})


def encode_error(error: ReadError) -> bytes:
    """The error as JSON; its class is kept."""
    kind = "CatalogueError" if isinstance(error, CatalogueError) else "ReadError"
    return _dump({"error": [kind, error.name, error.problem, error.advice]})


def decode(data: bytes) -> Result:
    """What one of the encoders wrote; raises the error that was encoded, ValueError for others."""
    try:
        value = json.loads(data)
        if "error" in value:
            kind, name, problem, advice = value["error"]
            error = _ERRORS[kind](str(name), str(problem), str(advice))
        elif "documents" in value:
            return tuple(_read_document(d) for d in value["documents"])
        else:
            proposals = tuple(_read_proposal(p) for p in value["proposals"])
            return Catalogue(proposals, tuple(value["warnings"]))
    except (KeyError, TypeError, UnicodeDecodeError) as wrong:
        raise ValueError("not a reader's answer") from wrong
    raise error


def _dump(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _document(document: Document) -> dict[str, Any]:
    meta = document.metadata
    return {
        "name": document.name,
        "text": document.text,
        "blocks": [[b.start, b.end, b.kind, b.level, b.page] for b in document.blocks],
        "removals": [[r.kind, r.text, r.at, r.count] for r in document.removals],
        "warnings": document.warnings,
        "metadata": [meta.respondent, meta.organisation, meta.date, meta.subject, meta.given],
        "skip_reason": document.skip_reason,
    }


def _read_document(value: dict[str, Any]) -> Document:
    respondent, organisation, date, subject, given = value["metadata"]
    return Document(
        name=value["name"],
        text=value["text"],
        blocks=tuple(Block(s, e, BlockKind(k), lv, p) for s, e, k, lv, p in value["blocks"]),
        removals=tuple(Removal(RemovalKind(k), t, at, n) for k, t, at, n in value["removals"]),
        warnings=tuple(value["warnings"]),
        metadata=Metadata(respondent, organisation, date, subject, tuple(given)),
        skip_reason=value["skip_reason"],
    )


def _read_proposal(value: list[Any]) -> Proposal:
    number, title, text, committee, case_number, direction, amounts = value
    return Proposal(number, title, text, committee, case_number, Direction(direction), amounts)
