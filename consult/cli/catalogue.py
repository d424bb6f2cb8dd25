"""`consult catalogue`: the proposals that a file holds."""

import json
import sys
from pathlib import Path

import click

from consult.bootstrap import App
from consult.cli.account import FILES, tell_warnings
from consult.domain.errors import ReadError
from consult.reports.structures import catalogue_records


@click.command()
@click.argument("file", type=FILES)
@click.option("--json", "as_json", is_flag=True, help="Skriv forslagene som JSON.")
def catalogue(file: Path, as_json: bool) -> None:
    """Vis de forslag, som en fil indeholder."""
    try:
        proposals = App().read_catalogue(file)
    except ReadError as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    tell_warnings(proposals)
    if as_json:
        click.echo(json.dumps(catalogue_records(proposals), ensure_ascii=False, indent=1))
        return
    for proposal in proposals:
        click.echo(f"{proposal.number}\t{proposal.direction.value}\t{proposal.title}")
