"""`consult extract`: the text and blocks of one file."""

import json
import sys
from pathlib import Path

import click

from consult.bootstrap import App
from consult.cli.account import FILES
from consult.domain.documents import Document
from consult.reports.structures import document_record


@click.command()
@click.argument("file", type=FILES)
@click.option("--json", "as_json", is_flag=True, help="Skriv tekst og blokke som JSON.")
def extract(file: Path, as_json: bool) -> None:
    """Vis teksten i én fil, som maskinen læser den.

    En tabel med flere svar giver med --json en liste, ellers ét svar.
    """
    (reading,) = App().read([file])
    if reading.error is not None or reading.skipped is not None:
        click.echo(str(reading.error or f"{file.name}: {reading.skipped}"), err=True)
        sys.exit(1)
    if as_json:
        click.echo(json.dumps(_records(reading.documents), ensure_ascii=False, indent=1))
    else:
        for document in reading.documents:
            _show(document)


def _records(documents: tuple[Document, ...]) -> object:
    records = [document_record(document) for document in documents]
    return records[0] if len(records) == 1 else records


def _show(document: Document) -> None:
    click.echo(document.text)
    for warning in document.warnings:
        click.echo(f"{document.name}: {warning}", err=True)
