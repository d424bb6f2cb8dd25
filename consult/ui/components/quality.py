"""How good the machine is, from the committed results in the models' cards."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from consult.ui.cards import card
from consult.ui.texts import number, percent, text

#: (model, key in its card's results, key of the text that explains it, whether it is a share)
SHOWN = (
    ("theme", "accuracy", "about.theme_accuracy", True),
    ("stance", "accuracy", "about.stance_accuracy", True),
    ("stance", "macro_f1", "about.stance_f1", False),
    ("stance", "calibration_error", "about.calibration", True),
)
#: Names that training has given to results on rounds it did not see, the closest to use first.
HELD_OUT = ("out_of_round_in_response", "out_of_round")


def quality(models: Path) -> str:
    """A table of measured quality on rounds that the models were not trained on."""
    results = {name: held_out(card(models, name)) for name in ("theme", "stance")}
    rows = "".join(
        f'<tr><th scope="row">{text(label)}</th>'
        f"<td>{_value(results[model].get(key), is_share)}</td></tr>"
        for model, key, label, is_share in SHOWN
    )
    return f'<table class="numbers"><tbody>{rows}</tbody></table>'


def held_out(read: Mapping[str, Any]) -> Mapping[str, Any]:
    """The results of a card that were measured on other rounds than those trained on."""
    results: Mapping[str, Any] = read.get("results", {})
    return next((results[name] for name in HELD_OUT if name in results), results)


def _value(value: object, is_share: bool) -> str:
    if not isinstance(value, int | float):
        return text("about.not_measured")
    return percent(value) if is_share else number(value, digits=2)
