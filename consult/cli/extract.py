"""`consult extract`: the text and blocks of one file."""

import json
import sys
from pathlib import Path

import click

from consult.bootstrap import App
from consult.cli.account import FILES, Account
from consult.domain.documents import Document
from consult.reports.structures import document_record
from consult.run.analysing import with_own_names


@click.command()
@click.argument("file", type=FILES)
@click.option("--json", "as_json", is_flag=True, help="Skriv tekst og blokke som JSON.")
def extract(file: Path, as_json: bool) -> None:
    """Vis teksten i én fil, som maskinen læser den.

    En fil med flere svar (tabel, arkiv, mail med bilag) giver med --json en liste.
    """
    account = Account()
    documents = list(with_own_names(account.documents(App().read([file]))))
    if not documents:
        sys.exit(1)
    if as_json:
        click.echo(json.dumps(_records(documents), ensure_ascii=False, indent=1))
    else:
        for document in documents:
            _show(document)
    sys.exit(account.exit_code)


def _records(documents: list[Document]) -> object:
    records = [document_record(document) for document in documents]
    return records[0] if len(records) == 1 else records


def _show(document: Document) -> None:
    click.echo(document.text)
    for warning in document.warnings:
        click.echo(f"{document.name}: {warning}", err=True)
