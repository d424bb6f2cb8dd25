"""`consult evaluate`, `train` and `corpus`: quality honestly measured, models made again."""

import json
import sys
from pathlib import Path

import click

from consult.cli.account import OUTPUT
from consult.evaluate.tasks import EVALUATIONS, TRAININGS, run_evaluation, run_training
from consult.evaluate.validate import check_corpus, check_turned
from consult.settings import Settings


@click.command()
@click.argument("task", type=click.Choice(EVALUATIONS))
@click.option("--out", type=OUTPUT, help="Skriv også rapporten hertil som JSON.")
def evaluate(task: str, out: Path | None) -> None:
    """Mål kvaliteten af TASK på runder, der ikke er trænet på."""
    here = Settings()
    report = run_evaluation(task, out, here.models, here.encoder_folder)
    click.echo(json.dumps(report, ensure_ascii=False, indent=1))


@click.command()
@click.argument("task", type=click.Choice(TRAININGS))
def train(task: str) -> None:
    """Træn TASK (eller all) på det annoterede korpus; samme korpus giver samme model."""
    here = Settings()
    cards = run_training(task, here.models, here.encoder_folder)
    click.echo(json.dumps(cards, ensure_ascii=False, indent=1))


@click.group()
def corpus() -> None:
    """Arbejd med det annoterede korpus."""


@corpus.command()
def check() -> None:
    """Efterse alle annoterede runder og vendte par; fejl skrives på stderr."""
    problems = [*check_corpus(), *check_turned()]
    for problem in problems:
        click.echo(problem, err=True)
    click.echo(f"{len(problems)} fejl i korpus.", err=True)
    sys.exit(1 if problems else 0)
