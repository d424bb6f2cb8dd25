"""The gold sample beside the project, where there is one: reported on, never learnt from."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from consult.domain.people import RespondentKind
from consult.evaluate.cases import Case, about_subject
from consult.inference.features import PassageContext
from consult.readers.directions import infer_direction

DEFAULT_GOLD = Path(__file__).resolve().parents[3] / "shared" / "gold_sample"
KINDS = {
    "borger": RespondentKind.CITIZEN,
    "med_udvalg": RespondentKind.MED_COMMITTEE,
    "aeldreraad": RespondentKind.COUNCIL,
    "handicapraad": RespondentKind.COUNCIL,
    "fagforening": RespondentKind.UNION,
    "protestforening": RespondentKind.ASSOCIATION,
    "naturorganisation": RespondentKind.ASSOCIATION,
    "handicaporganisation": RespondentKind.ASSOCIATION,
    "forening": RespondentKind.ASSOCIATION,
    "faellesraad": RespondentKind.LOCAL_COUNCIL,
    "ministerium": RespondentKind.AUTHORITY,
    "forvaltning": RespondentKind.AUTHORITY,
}


def gold_cases(name: str, folder: Path = DEFAULT_GOLD) -> list[Case]:
    """Theme or stance cases; empty where the folder is missing.

    A case knows the passage, the subject of its hearing and, in the few whole responses, its
    neighbours and the proposal that governs it; no direction is known.
    """
    if not (folder / "passages.jsonl").is_file():
        return []
    documents = {d["doc"]: d for d in _lines(folder / "documents.jsonl")}
    return [
        Case(
            hand="gold",
            round="gold",
            round_type="gold",
            response=raw["doc"],
            context=_context(raw, documents.get(raw["doc"])),
            label=raw[name],
            second=raw.get("theme2") if name == "theme" else None,
            sure=raw["confidence"],
        )
        for raw in _lines(folder / "passages.jsonl")
    ]


def _context(raw: dict[str, Any], document: dict[str, Any] | None) -> PassageContext:
    bare = replace(about_subject(raw["text"], raw["hearing"]), respondent_kind=_kind(raw))
    if document is None:
        return bare
    passages = sorted(document["passages"], key=lambda p: int(p["start"]))
    texts = tuple(document["text"][p["start"] : p["end"]].strip() for p in passages)
    position = [p["id"] for p in passages].index(raw["id"])
    titles = {p["number"]: p["title"] for p in document.get("catalogue", [])}
    title = titles.get(raw["section_item"], "")
    return replace(
        bare,
        direction=infer_direction(title, "", {}) if title else bare.direction,
        previous=texts[position - 1] if position else "",
        next=texts[position + 1] if position + 1 < len(texts) else "",
        document=texts,
        position=position,
        proposal_title=title,
    )


def _kind(raw: dict[str, Any]) -> RespondentKind:
    return KINDS.get(str(raw["respondent_kind"]), RespondentKind.UNKNOWN)


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
