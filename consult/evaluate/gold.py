"""The gold sample beside the project, where there is one: reported on, never learnt from."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from consult.domain.findings import Stance
from consult.domain.people import RespondentKind
from consult.evaluate.cases import Case
from consult.inference.features import PassageContext
from consult.inference.taxonomy import theme_ids

DEFAULT_GOLD = Path(__file__).resolve().parents[3] / "shared" / "gold_sample"
TASKS = ("theme", "stance")


def gold_cases(name: str, folder: Path = DEFAULT_GOLD) -> list[Case]:
    """Theme or stance cases: a passage, the subject of its hearing and, for the few whole
    responses, its neighbours; no direction is known. Empty where the folder is missing.
    """
    if not (folder / "passages.jsonl").is_file():
        return []
    context = _neighbours(folder)
    cases = [_case(raw, name) for raw in _lines(folder / "passages.jsonl")]
    return [
        replace(case, context=replace(case.context, **context[case.words or ""]), words=None)
        if case.words in context
        else replace(case, words=None)
        for case in cases
        if case.label in (*theme_ids(), *Stance)
    ]


def _case(raw: dict[str, Any], name: str) -> Case:
    """One passage; its id travels in `words` until its neighbours are found."""
    return Case(
        round="gold",
        round_type="gold",
        response=raw["doc"],
        context=PassageContext(
            text=raw["text"], subject=raw["hearing"], respondent_kind=_kind(raw)
        ),
        label=raw[name],
        second=raw.get("theme2") if name == "theme" else None,
        sure=raw["confidence"],
        words=raw["id"],
    )


def _kind(raw: dict[str, Any]) -> RespondentKind:
    kinds = {"borger": RespondentKind.CITIZEN, "med_udvalg": RespondentKind.MED_COMMITTEE}
    name = str(raw["respondent_kind"])
    if name.endswith("raad") and name != "lokalraad":
        return RespondentKind.COUNCIL
    return kinds.get(name, RespondentKind.UNKNOWN)


def _neighbours(folder: Path) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for document in _lines(folder / "documents.jsonl"):
        passages = sorted(document["passages"], key=lambda p: p["start"])
        texts = tuple(document["text"][p["start"] : p["end"]].strip() for p in passages)
        for position, passage in enumerate(passages):
            found[passage["id"]] = {
                "headings": (),
                "previous": texts[position - 1] if position else "",
                "next": texts[position + 1] if position + 1 < len(texts) else "",
                "document": texts,
                "position": position,
            }
    return found


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
