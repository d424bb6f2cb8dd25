"""The response, its catalogue, and its result without scores."""

import json
from pathlib import Path
from typing import Any

from consult.bootstrap import App
from consult.domain.documents import Block, BlockKind, Document
from consult.domain.proposals import Catalogue, Direction, Proposal
from consult.reports.lines import passage_record
from consult.stages.pipeline import analyse

HERE = Path(__file__).parent
LETTER = HERE / "ældrerådet.txt"
EXPECTED = HERE / "ældrerådet.jsonl"
SUBJECT = "Budget 2027"
CATALOGUE = Catalogue(
    (
        Proposal("SO-01", "Rengøring hver tredje uge", direction=Direction.CUT),
        Proposal("TM-01", "Nedlæggelse af buslinje 79", direction=Direction.CUT),
        Proposal("KF-02", "Renovering af svømmehallen", direction=Direction.INVESTMENT),
    )
)
#: What moves with every training, or names it.
LEFT_OUT = ("score", "probabilities", "model", "review")


def result() -> str:
    """The JSON lines of the letter as they are now, scores left out."""
    text = LETTER.read_text(encoding="utf-8")
    analysis = analyse(_document(text), App().case(CATALOGUE, SUBJECT))
    records = [_lean(passage_record(analysis, found)) for found in analysis.findings]
    return "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records)


def _document(text: str) -> Document:
    """The text with a block for each paragraph, so that no reader has a part in it."""
    blocks, at = [], 0
    for paragraph in text.split("\n\n"):
        blocks.append(Block(at, at + len(paragraph.rstrip()), BlockKind.PARAGRAPH))
        at += len(paragraph) + 2
    return Document(LETTER.name, text, tuple(blocks))


def _lean(value: Any) -> Any:
    """The value without scores; further themes go too, since a score decides which there are."""
    if isinstance(value, list):
        return [_lean(item) for item in value]
    if not isinstance(value, dict):
        return value
    kept = {name: _lean(part) for name, part in value.items() if name not in LEFT_OUT}
    if "themes" in kept:
        kept["themes"] = kept["themes"][:1]
    if "label" in kept:  # which sentence carries the stance is told by scores, too
        del kept["evidence"]
    return kept
