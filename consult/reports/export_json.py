"""A round as one JSON document, written response by response; `export.schema.json` describes it."""

import io
import json
from collections.abc import Iterable
from importlib.resources import files
from typing import IO, Any

from consult import __version__
from consult.domain.findings import PERSON, Analysis, LinkMethod, PassageFindings
from consult.reports.export_corrections import correction_record
from consult.reports.export_tables import counts
from consult.reports.export_values import sender_name
from consult.reports.lines import passage_record, spans
from consult.reports.structures import proposal_record
from consult.store.exports import OneResponse, ProposalResult, RoundExport
from consult.store.records import SourceLine

#: Version of the format; raised when a field changes its meaning.
SCHEMA = 1
#: What of a passage's line is said once for its whole response.
OF_THE_RESPONSE = frozenset({"document", "respondent", "confirm", "schema"})


def schema() -> dict[str, Any]:
    """The JSON schema of the document."""
    text = (files("consult.reports") / "export.schema.json").read_text(encoding="utf-8")
    read: dict[str, Any] = json.loads(text)
    return read


def write_json(export: RoundExport, file: IO[bytes]) -> None:
    """Write the document; one proposal, response, correction or file a line."""
    out = io.TextIOWrapper(file, encoding="utf-8", newline="\n", write_through=True)
    head = json.dumps(_head(export), ensure_ascii=False, indent=1)
    out.write(head.removesuffix("\n}"))
    _list(out, "proposals", (_proposal(result) for result in export.proposals))
    _list(out, "responses", (_response(one, export) for one in export.responses()))
    _corrections(out, export)
    _list(out, "files", (_file(line) for line in export.sources()))
    out.write("\n}\n")
    out.flush()
    out.detach()


def _corrections(out: IO[str], export: RoundExport) -> None:
    if export.version is not None:
        # An empty list would say that nobody corrected anything.
        out.write(',\n "corrections": null')
        return
    _list(out, "corrections", (correction_record(one, export) for one in export.corrections()))


def _list(out: IO[str], name: str, records: Iterable[dict[str, Any]]) -> None:
    out.write(f',\n "{name}": [')
    for n, record in enumerate(records):
        out.write(",\n  " if n else "\n  ")
        out.write(json.dumps(record, ensure_ascii=False))
    out.write("\n ]")


def _head(export: RoundExport) -> dict[str, Any]:
    about, made = export.consultation, export.version
    return {
        "schema": SCHEMA,
        "program": f"consult {__version__}",
        "round": {"slug": about.slug, "name": about.name, "subject": about.subject},
        "version": None
        if made is None
        else {"number": made.number, "made_at": made.made_at.isoformat()},
        "review_below": export.threshold,
        "private_names": export.named,
        "totals": counts(export),
    }


def _proposal(result: ProposalResult) -> dict[str, Any]:
    tally = result.tally
    return {
        "proposal": proposal_record(result.proposal) if result.proposal else None,
        "responses": tally.responses,
        "passages": tally.passages,
        "senders": {kind.value: n for kind, n in tally.senders.items()},
        "stance": {
            label.value: {"n": c.n, "low": c.low, "high": c.high}
            for label, c in tally.stance.items()
        },
        "undecided": result.undecided,
        "themes": [{"theme": t.theme, "responses": t.responses} for t in tally.themes],
    }


def _response(one: OneResponse, export: RoundExport) -> dict[str, Any]:
    line, who = one.line, one.line.respondent
    return {
        "id": line.id,
        "document": line.document,
        "file": line.source_id,
        "row": line.row,
        "state": line.state.value,
        "supersedes": line.supersedes,
        "taken_at": line.taken_at.isoformat(),
        "respondent": None
        if who is None
        else {
            "name": sender_name(who, named=export.named),
            "kind": who.kind.value,
            "source": who.source.value,
            "evidence": spans(who.evidence),
        },
        "confirm": line.confirm,
        "failure": line.failure,
        "text": one.document.text if one.document else None,
        "passages": _passages(one.analysis) if one.analysis else [],
    }


def _passages(analysis: Analysis) -> list[dict[str, Any]]:
    """The passages as `consult analyse` writes them, without what the response says for all.

    What persons decided is told besides: `analyse` writes what the machine finds alone.
    """
    return [_passage(analysis, found) for found in analysis.findings]


def _passage(analysis: Analysis, found: PassageFindings) -> dict[str, Any]:
    record = passage_record(analysis, found)
    for written, link in zip(record["links"], found.links, strict=True):
        written["decided"] = link.method is LinkMethod.PERSON
    for written, stance in zip(record["stances"], found.stances, strict=True):
        written["decided"] = stance.model == PERSON
    kept = {k: v for k, v in record.items() if k not in OF_THE_RESPONSE}
    return kept | {"decided": [matter.value for matter in found.decided]}


def _file(line: SourceLine) -> dict[str, Any]:
    return {
        "id": line.id,
        "name": line.name,
        "state": line.state.value,
        "reason": line.reason,
        "responses": line.responses,
        "replaced": line.replaced,
        "enclosed": line.enclosed,
        "confirm": line.confirm,
        "size": line.size,
        "sha256": line.sha256,
        "read_at": line.read_at.isoformat(),
        "superseded_by": line.superseded_by,
    }
