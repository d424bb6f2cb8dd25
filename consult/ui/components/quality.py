"""How good the machine is, from the committed results in the models' cards."""

import json
from pathlib import Path
from typing import Any

from consult.ui.texts import number, text

#: (model, key in its card's results, key of the text that explains it)
SHOWN = (
    ("theme", "accuracy", "about.theme_accuracy"),
    ("stance", "accuracy", "about.stance_accuracy"),
    ("stance", "macro_f1", "about.stance_f1"),
    ("stance", "calibration_error", "about.calibration"),
)


def quality(models: Path) -> str:
    """A table of measured quality on rounds that the models were not trained on."""
    cards = {name: _results(models / name / "card.json") for name in ("theme", "stance")}
    rows = "".join(
        f'<tr><th scope="row">{text(label)}</th><td>{number(round(cards[model][key], 2))}</td></tr>'
        for model, key, label in SHOWN
        if key in cards[model]
    )
    return f'<table class="numbers"><tbody>{rows}</tbody></table>'


def _results(card: Path) -> dict[str, Any]:
    results: dict[str, Any] = json.loads(card.read_text(encoding="utf-8")).get("results", {})
    return dict(results.get("out_of_round_in_response", results))
