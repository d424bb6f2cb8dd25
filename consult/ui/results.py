"""What was measured of the models: the committed results and cards, read alone."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from consult.domain.errors import ModelError
from consult.ui.cards import card


@dataclass(frozen=True, slots=True)
class Measured:
    """A number between 0 and 1. `older`: of models trained on another corpus than the cards'."""

    value: float
    older: bool = False
    of: str = ""

    @property
    def of_hundred(self) -> int:
        """The number as so many of a hundred."""
        return round(100 * self.value)


class Results:
    """The files under `models/results/`; one that is missing measures nothing."""

    def __init__(self, models: Path) -> None:
        self._models = models
        self._read: dict[str, dict[str, Any]] = {}

    def of_card(self, name: str) -> dict[str, Any]:
        """What a model was trained on, "" and nothing where there is no card."""
        try:
            return dict(card(self._models, name))
        except ModelError:
            return {}

    def measured(self, task: str, *path: str) -> Measured | None:
        """The number at that place of a task's results."""
        found = self._at(task, path)
        if isinstance(found, dict):
            found = found.get("value")
        if not isinstance(found, int | float):
            return None
        return Measured(float(found), self._is_older(task))

    def worst(self, task: str, *path: str, key: str = "") -> Measured | None:
        """The least of the numbers at that place, and what it is `of`."""
        group = self._at(task, path)
        if not isinstance(group, dict):
            return None
        inner = (key,) if key else ()
        each = ((name, self.measured(task, *path, name, *inner)) for name in group)
        found = [Measured(m.value, m.older, name) for name, m in each if m is not None]
        return min(found, key=lambda m: m.value, default=None)

    def _at(self, task: str, path: tuple[str, ...]) -> object:
        found: object = self._task(task).get("results", {})
        for name in path:
            found = found.get(name) if isinstance(found, dict) else None
        return found

    def _is_older(self, task: str) -> bool:
        """Whether a head's results are of another corpus than its card says it has learnt."""
        name = {"themes": "theme"}.get(task, task)
        corpus = self.of_card(name).get("trained_on", {}).get("corpus")
        return corpus is not None and self._task(task).get("corpus") not in (None, corpus)

    def _task(self, task: str) -> dict[str, Any]:
        if task not in self._read:
            path = self._models / "results" / f"{task}.json"
            try:
                self._read[task] = json.loads(path.read_text(encoding="utf-8"))
            except (OSError, ValueError):
                self._read[task] = {}
        return self._read[task]


def shipped(models: Path) -> list[dict[str, Any]]:
    """The models that the manifest names, none where there is no manifest."""
    try:
        read = json.loads((models / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    return list(read.get("models", []))
