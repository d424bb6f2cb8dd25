"""What `consult evaluate TASK` and `consult train TASK` do: one plain function each."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np

from consult.domain.errors import ConsultError
from consult.evaluate.agreement import agreement_report
from consult.evaluate.artefacts import write_json
from consult.evaluate.cards import write_cards
from consult.evaluate.cases import link_cases
from consult.evaluate.diversity import diversity_report
from consult.evaluate.heads_report import head_report
from consult.evaluate.language_report import (
    reference_report,
    respondent_report,
    segmentation_report,
    title_report,
)
from consult.evaluate.links import (
    LinkSample,
    best_links,
    empty_model,
    held_out_scores,
    link_sample,
)
from consult.evaluate.training import TRAINABLE, Workshop, train
from consult.inference.manifest import DEFAULT_FOLDER
from consult.rules.loader import load_rules

RESULTS = DEFAULT_FOLDER / "results"

Report = dict[str, Any]


class TaskError(ConsultError):
    """There is no task of that name."""

    def __init__(self, task: str, known: tuple[str, ...]) -> None:
        super().__init__(f"Opgaven {task!r} findes ikke – vælg mellem {', '.join(known)}.")


def evaluate_themes(shop: Workshop) -> Report:
    """The theme head."""
    return head_report(shop, "theme")


def evaluate_stance(shop: Workshop) -> Report:
    """The stance head."""
    return head_report(shop, "stance")


def evaluate_links(shop: Workshop) -> Report:
    """Links by meaning out of round, and titles."""
    blank = empty_model(shop.rounds, shop.encoder)
    data = link_sample(shop.rounds, link_cases(shop.rounds), shop.encoder, blank)
    shop.encoder.save()
    best = best_links(data, held_out_scores(data))
    card = json.loads((shop.models / "similarity" / "card.json").read_text(encoding="utf-8"))
    least = float(load_rules("link_scores").data.get("title_from", 0.5))
    return {
        "similarity": {"link_from": card["link_from"], **best.at(card["link_from"])},
        "baselines": {
            name: best_links(data, _single(data, name)).at(-np.inf)["recall_at_1"]
            for name in ("meaning", "words", "title_words")
        },
        "title": {"from": least, **title_report(shop.rounds, least)},
    }


def _single(data: LinkSample, feature: str) -> Any:  # noqa: ANN401 - a float64 array [n]
    from consult.inference.similarity import FEATURES

    return data.features[:, FEATURES.index(feature)].astype(np.float64)


def evaluate_references(shop: Workshop) -> Report:
    """Numbers in running text and headings."""
    return reference_report(shop.rounds)


def evaluate_segmentation(shop: Workshop) -> Report:
    """Cutting and kinds of passages."""
    return segmentation_report(shop.rounds)


def evaluate_respondents(shop: Workshop) -> Report:
    """Kinds of senders."""
    return respondent_report(shop.rounds)


def evaluate_agreement(shop: Workshop) -> Report:
    """How far a second labeller agrees with the first."""
    return agreement_report(shop.rounds)


def evaluate_diversity(shop: Workshop) -> Report:
    """How varied the corpus is written."""
    return diversity_report(shop.rounds)


TASKS: Mapping[str, Callable[[Workshop], Report]] = MappingProxyType(
    {
        "themes": evaluate_themes,
        "stance": evaluate_stance,
        "links": evaluate_links,
        "references": evaluate_references,
        "segmentation": evaluate_segmentation,
        "respondents": evaluate_respondents,
        "agreement": evaluate_agreement,
        "diversity": evaluate_diversity,
    }
)
EVALUATIONS = (*TASKS, "all")
TRAININGS = (*TRAINABLE, "all")


def evaluate(task: str, shop: Workshop) -> Report:
    """The report of one task, with what it was measured on."""
    return {
        "task": task,
        "command": f"consult evaluate {task}",
        "corpus": shop.corpus,
        "rounds": len(shop.rounds),
        "responses": sum(len(r.responses) for r in shop.rounds),
        "encoder": shop.encoder.revision,
        "results": TASKS[task](shop),
    }


def run_evaluation(task: str, out: Path | None) -> Report:
    """Evaluate one task (or `all`) and write its report as JSON; gives the report.

    `out` is a file (for `all`: a folder); by default `models/results/<task>.json`, and the
    model cards are then brought up to date. Raises TaskError for an unknown task.
    """
    if task not in EVALUATIONS:
        raise TaskError(task, EVALUATIONS)
    shop = Workshop.open()
    reports: Report = {}
    for name in TASKS if task == "all" else (task,):
        reports[name] = evaluate(name, shop)
        folder = out if out is not None and task == "all" else RESULTS
        write_json(
            out if out is not None and task != "all" else folder / f"{name}.json", reports[name]
        )
    if out is None:
        write_cards(shop.models)
    return reports if task == "all" else reports[task]


def run_training(task: str) -> Report:
    """Train one model (or `all`); `models/` is consistent afterwards. Gives the cards by name.

    Raises TaskError for an unknown task.
    """
    if task not in TRAININGS:
        raise TaskError(task, TRAININGS)
    shop = Workshop.open()
    cards = train(TRAINABLE if task == "all" else (task,), shop)
    write_cards(shop.models)
    return cards
