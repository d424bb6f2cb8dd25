"""What `consult evaluate TASK` and `consult train TASK` do: one plain function each."""

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from consult.domain.errors import ConsultError
from consult.evaluate.added_themes import added_themes_report
from consult.evaluate.agreement import agreement_report
from consult.evaluate.artefacts import write_json
from consult.evaluate.cards import write_cards
from consult.evaluate.curve import curve_report
from consult.evaluate.diversity import diversity_report
from consult.evaluate.heads_report import head_report
from consult.evaluate.language_report import (
    reference_report,
    respondent_report,
    segmentation_report,
    title_report,
)
from consult.evaluate.links import held_out_scores, read_rounds
from consult.evaluate.links_report import links_report
from consult.evaluate.name_training import NAME, train_names
from consult.evaluate.names import names_report
from consult.evaluate.reference_set import named_passages, sentence_report
from consult.evaluate.sender_names import sender_names_report
from consult.evaluate.sentence_report import splitting_report
from consult.evaluate.training import TRAINABLE, Workshop, train
from consult.evaluate.turned import turned_report
from consult.inference.manifest import DEFAULT_FOLDER, load_models
from consult.inference.names import NameModel
from consult.language.nlp import blank_danish
from consult.settings import Settings

Report = dict[str, Any]

# The title finder's own score from which on a mention was a link before scores were learnt.
TITLE_BY_RULE = 0.5


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
    """Links of whole responses, each hand judged by a fit that has not seen it."""
    blank, data = read_rounds(shop.rounds, shop.encoder)
    shop.encoder.save()
    return {
        **links_report(data, held_out_scores(data, blank)),
        "titles_by_rule_alone": title_report(shop.rounds, TITLE_BY_RULE),
    }


def evaluate_references(shop: Workshop) -> Report:
    """Numbers in running text and headings, and the hand-made sentences."""
    return {
        **reference_report(shop.rounds, named_passages()),
        "labels_alone": reference_report(shop.rounds),
        **sentence_report(),
    }


def evaluate_segmentation(shop: Workshop) -> Report:
    """Cutting and kinds of passages."""
    report = segmentation_report(shop.rounds)
    return report | {"sentences": splitting_report(Settings().treebank)}


def evaluate_respondents(shop: Workshop) -> Report:
    """Kinds of senders, and their names."""
    finder = NameModel(shop.models / NAME, blank_danish)
    report = respondent_report(shop.rounds)
    return report | {"names": sender_names_report(shop.rounds, finder)}


def evaluate_names(shop: Workshop) -> Report:
    """Names of persons, organisations and places."""
    return names_report(shop.models, Settings().ner_data)


def evaluate_agreement(shop: Workshop) -> Report:
    """How far a second labeller agrees with the first."""
    return agreement_report(shop.rounds)


def evaluate_diversity(shop: Workshop) -> Report:
    """How varied the corpus is written."""
    return diversity_report(shop.rounds)


def evaluate_turned(shop: Workshop) -> Report:
    """Passages held against proposals on which their author stands differently."""
    models = load_models(shop.models, shop.own_encoder)
    return {"model": models.stance.head.card.revision, **turned_report(shop.rounds, models.stance)}


def evaluate_added_themes(shop: Workshop) -> Report:
    """Themes added by examples alone."""
    return added_themes_report(shop)


def evaluate_curve(shop: Workshop) -> Report:
    """What more hands would be worth."""
    return curve_report(shop)


TASKS: Mapping[str, Callable[[Workshop], Report]] = MappingProxyType(
    {
        "themes": evaluate_themes,
        "stance": evaluate_stance,
        "links": evaluate_links,
        "references": evaluate_references,
        "segmentation": evaluate_segmentation,
        "respondents": evaluate_respondents,
        "names": evaluate_names,
        "agreement": evaluate_agreement,
        "diversity": evaluate_diversity,
        "turned": evaluate_turned,
        "curve": evaluate_curve,
        "added-themes": evaluate_added_themes,
    }
)
EVALUATIONS = (*TASKS, "all")
TRAININGS = (*TRAINABLE, "names", "all")


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


def run_evaluation(
    task: str,
    out: Path | None,
    models: Path = DEFAULT_FOLDER,
    own_encoder: Path | None = None,
) -> Report:
    """Evaluate one task (or `all`) and write its report as JSON; gives the report.

    `out` is a file (for `all`: a folder); by default `results/<task>.json` under `models`, and
    the model cards are then brought up to date. Raises TaskError for an unknown task.
    """
    if task not in EVALUATIONS:
        raise TaskError(task, EVALUATIONS)
    shop = Workshop.open(models=models, own_encoder=own_encoder)
    reports: Report = {}
    for name in TASKS if task == "all" else (task,):
        reports[name] = evaluate(name, shop)
        folder = out if out is not None and task == "all" else shop.models / "results"
        write_json(
            out if out is not None and task != "all" else folder / f"{name}.json", reports[name]
        )
    if out is None:
        write_cards(shop.models)
    return reports if task == "all" else reports[task]


def run_training(
    task: str, models: Path = DEFAULT_FOLDER, own_encoder: Path | None = None
) -> Report:
    """Train one model, or `all`; `models` is consistent afterwards. Gives the cards by name.

    `all` leaves out `names`, which wants a treebank from outside the project.

    Raises TaskError for an unknown task.
    """
    if task not in TRAININGS:
        raise TaskError(task, TRAININGS)
    if task == "names":
        cards = {"ner": train_names(Settings().ner_data, models)}
    else:
        shop = Workshop.open(models=models, own_encoder=own_encoder)
        cards = train(TRAINABLE if task == "all" else (task,), shop)
    write_cards(models)
    return cards
