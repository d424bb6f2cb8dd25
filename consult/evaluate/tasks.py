"""Evaluation and training tasks by name."""

from pathlib import Path
from typing import Any

from consult.evaluate.training import TRAINABLE, Workshop, train


def run_training(task: str) -> dict[str, Any]:
    """Train one model, or `all`; `models/` is consistent afterwards. Gives the cards."""
    names = TRAINABLE if task == "all" else (task,)
    return train(names, Workshop.open())


def run_evaluation(task: str, out: Path | None) -> dict[str, Any]:
    """Evaluate."""
    raise NotImplementedError(task, out)
