"""What the models' cards say: read alone, so that a page needs none of the models."""

import json
from pathlib import Path
from typing import Any

from consult.domain.errors import ModelError


def card(models: Path, name: str) -> dict[str, Any]:
    """The card of a model.

    Raises:
        ModelError: there is none, or it is not JSON.
    """
    path = models / name / "card.json"
    try:
        read: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ModelError(f"Modelkortet {path} kan ikke læses – hent projektet igen.") from error
    return read


def threshold(models: Path) -> float:
    """The score below which a stance is shown as uncertain."""
    return float(card(models, "stance")["review_below"])
