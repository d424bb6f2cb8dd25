"""What persons have corrected: a row of the table, and a record of the JSON."""

from collections.abc import Collection
from typing import Any

from consult.domain.people import Respondent
from consult.domain.reviews import Borders, Change, Judgement, Sender
from consult.domain.taxonomy import Taxonomy
from consult.reports.export_values import JOIN, Row, moment, sender_name
from consult.reports.export_words import word
from consult.store.corrections import Correction
from consult.store.exports import RoundExport


def correction_row(one: Correction, export: RoundExport) -> Row:
    """Who corrected what, when, from what to what, and whether it still holds."""
    review, undone = one.review, one.undone
    after = _parts(review.change, export)
    before = _parts(review.was, export)
    return (
        review.id,
        review.response_id,
        one.document,
        review.by,
        moment(review.at),
        word("matter", _kind(review.change)),
        review.anchor.quote if review.anchor else None,
        # What the person left alone is not told.
        _told(before, after) if review.was is not None else None,
        _told(after, after),
        review.reason or None,
        word("word", "yes" if review.batch else "no"),
        word("correction_state", _state(one)),
        undone.by if undone else None,
        moment(undone.at) if undone else None,
    )


def correction_record(one: Correction, export: RoundExport) -> dict[str, Any]:
    """The same as plain JSON values."""
    review, undone = one.review, one.undone
    return {
        "id": review.id,
        "response": review.response_id,
        "document": one.document,
        "by": review.by,
        "at": review.at.isoformat(),
        "kind": _kind(review.change),
        "words": review.anchor.quote if review.anchor else None,
        "start": review.anchor.start if review.anchor else None,
        "from": _record(review.was, export),
        "to": _record(review.change, export),
        "reason": review.reason,
        "batch": review.batch,
        "state": _state(one),
        "undone_by": undone.by if undone else None,
        "undone_at": undone.at.isoformat() if undone else None,
    }


def _kind(change: Change) -> str:
    return type(change).__name__.lower()


def _state(one: Correction) -> str:
    if one.undone is not None:
        return "withdrawn"
    return "standing" if one.fits else "unfitting"


def _name(change: Sender, export: RoundExport) -> str | None:
    return sender_name(Respondent(change.name, change.kind), named=export.named)


def _told(parts: dict[object, str], of: Collection[object]) -> str:
    return JOIN.join(parts[key] for key in of if key in parts)


def _parts(change: Change | None, export: RoundExport) -> dict[object, str]:
    """What a change says in words, by what it says it about."""
    match change:
        case Sender():
            name = _name(change, export) or word("said", "no_name")
            return {"sender": f"{name} ({word('kind', change.kind)})"}
        case Borders():
            n = len(change.cuts) + 1
            return {"cut": word("said", "split", n=n) if n > 1 else word("said", "joined")}
        case Judgement():
            return _judgement(change, export.taxonomy)
        case _:
            return {}


def _judgement(change: Judgement, taxonomy: Taxonomy) -> dict[object, str]:
    parts: dict[object, str] = {}
    if change.links is not None:
        numbers = ", ".join(change.links) or word("word", "whole")
        parts["links"] = word("said", "links", numbers=numbers)
    for number, label in change.stances:
        of = number or word("word", "whole")
        parts[number, "stance"] = word("said", "stance", number=of, label=word("stance", label))
    if change.themes is not None:
        themes = ", ".join(taxonomy.label(theme) for theme in change.themes)
        parts["themes"] = word("said", "themes", themes=themes)
    return parts


def _record(change: Change | None, export: RoundExport) -> dict[str, Any] | None:
    match change:
        case Sender():
            return {"name": _name(change, export), "kind": change.kind.value}
        case Borders():
            return {"cuts": list(change.cuts)}
        case Judgement():
            return {
                "links": None if change.links is None else list(change.links),
                "stances": [{"proposal": n, "label": s.value} for n, s in change.stances],
                "themes": None if change.themes is None else list(change.themes),
            }
        case _:
            return None
