"""Contents and catalogues as JSON, for the way from a parser's process to ours.

JSON and not pickle: what comes out of a process that has read a stranger's file is data,
and unpickling it would be running it.
"""

import json
from base64 import b64decode, b64encode
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from consult.domain.documents import (
    Block,
    BlockKind,
    Contents,
    Document,
    Enclosure,
    Metadata,
    Removal,
    RemovalKind,
)
from consult.domain.errors import CatalogueError, ReadError
from consult.domain.proposals import Catalogue, Direction, Proposal


@dataclass(frozen=True, slots=True)
class Spooled:
    """An `Enclosure` on this side: `file` is where its bytes lie, None where it has none."""

    name: str
    file: Path | None
    metadata: Metadata = field(default_factory=Metadata)
    skipped: str | None = None
    error: ReadError | None = None


@dataclass(frozen=True, slots=True)
class Unpacked:
    """`Contents` on this side, with its files written out."""

    documents: tuple[Document, ...]
    enclosures: tuple[Spooled, ...] = ()


#: Bytes are a page as it was drawn.
Result = Unpacked | Catalogue | bytes
_ERRORS = {"CatalogueError": CatalogueError, "ReadError": ReadError}


def encode_contents(contents: Contents, spool: Path | None = None) -> bytes:
    """The contents as JSON; each enclosure is written to a file in `spool` first.

    Without `spool` the enclosures are left where they are.
    """
    enclosed = () if spool is None else contents.enclosures
    return _dump(
        {
            "documents": [_document(d) for d in contents.documents],
            "enclosures": [_spool(e, i, spool) for i, e in enumerate(enclosed) if spool],
        }
    )


def _spool(enclosure: Enclosure, index: int, spool: Path) -> dict[str, Any]:
    """One enclosure for the wire; its bytes go to `spool` under a name of our own."""
    file = None
    if enclosure.skipped is None and enclosure.error is None:
        file = spool / f"{index:06d}"
        file.write_bytes(enclosure.data)
    return {
        "name": enclosure.name,
        "file": None if file is None else str(file),
        "metadata": _metadata(enclosure.metadata),
        "skipped": enclosure.skipped,
        "error": None if enclosure.error is None else _error(enclosure.error),
    }


def encode_catalogue(catalogue: Catalogue) -> bytes:
    """The catalogue as JSON."""
    proposals = [
        [p.number, p.title, p.text, p.committee, p.case_number, p.direction, dict(p.amounts)]
        for p in catalogue
    ]
    return _dump({"proposals": proposals, "warnings": catalogue.warnings})


def encode_drawing(drawn: bytes) -> bytes:
    """A drawn page as JSON."""
    return _dump({"drawn": b64encode(drawn).decode()})


def encode_error(error: ReadError) -> bytes:
    """The error as JSON; its class is kept."""
    return _dump({"error": _error(error)})


def decode(data: bytes) -> Result:
    """What one of the encoders wrote; raises the error that was encoded, ValueError for others."""
    try:
        value = json.loads(data)
        if "error" in value:
            error = _read_error(value["error"])
        elif "drawn" in value:
            return b64decode(value["drawn"], validate=True)
        elif "documents" in value:
            documents = tuple(_read_document(d) for d in value["documents"])
            return Unpacked(documents, tuple(_read_spooled(e) for e in value["enclosures"]))
        else:
            proposals = tuple(_read_proposal(p) for p in value["proposals"])
            return Catalogue(proposals, tuple(value["warnings"]))
    except (KeyError, TypeError, UnicodeDecodeError) as wrong:
        raise ValueError("not a reader's answer") from wrong
    raise error


def _dump(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _error(error: ReadError) -> list[str]:
    kind = "CatalogueError" if isinstance(error, CatalogueError) else "ReadError"
    return [kind, error.name, error.problem, error.advice]


def _read_error(value: list[Any]) -> ReadError:
    kind, name, problem, advice = value
    return _ERRORS[kind](str(name), str(problem), str(advice))


def _metadata(meta: Metadata) -> list[Any]:
    return [
        *(meta.respondent, meta.organisation, meta.date, meta.subject),
        *(list(meta.given), meta.mail_from),
    ]


def _read_metadata(value: list[Any]) -> Metadata:
    respondent, organisation, date, subject, given, mail_from = value
    return Metadata(respondent, organisation, date, subject, tuple(given), mail_from)


def _read_spooled(value: dict[str, Any]) -> Spooled:
    return Spooled(
        name=str(value["name"]),
        file=None if value["file"] is None else Path(value["file"]),
        metadata=_read_metadata(value["metadata"]),
        skipped=value["skipped"],
        error=None if value["error"] is None else _read_error(value["error"]),
    )


def _document(document: Document) -> dict[str, Any]:
    return {
        "name": document.name,
        "text": document.text,
        "blocks": [[b.start, b.end, b.kind, b.level, b.page] for b in document.blocks],
        "removals": [[r.kind, r.text, r.at, r.count] for r in document.removals],
        "warnings": document.warnings,
        "metadata": _metadata(document.metadata),
        "skip_reason": document.skip_reason,
        "confirm": document.confirm,
    }


def _read_document(value: dict[str, Any]) -> Document:
    return Document(
        name=value["name"],
        text=value["text"],
        blocks=tuple(Block(s, e, BlockKind(k), lv, p) for s, e, k, lv, p in value["blocks"]),
        removals=tuple(Removal(RemovalKind(k), t, at, n) for k, t, at, n in value["removals"]),
        warnings=tuple(value["warnings"]),
        metadata=_read_metadata(value["metadata"]),
        skip_reason=value["skip_reason"],
        confirm=value["confirm"],
    )


def _read_proposal(value: list[Any]) -> Proposal:
    number, title, text, committee, case_number, direction, amounts = value
    return Proposal(number, title, text, committee, case_number, Direction(direction), amounts)
