"""`consult round upload` and `progress`: files for the workers, and how far they have come."""

import sys
from pathlib import Path

import click

from consult.bootstrap import App
from consult.cli.account import FILES
from consult.domain.errors import ConsultError
from consult.domain.wording import files
from consult.domain.work import WorkState
from consult.readers.discover import Source, sources
from consult.services import uploads
from consult.services.uploads import Upload

#: What the states are called on screen.
CALLED = {
    WorkState.WAITING: "venter",
    WorkState.READING: "læses",
    WorkState.ANALYSING: "analyseres",
    WorkState.DONE: "færdige",
    WorkState.SAME: "samme kilde som før",
    WorkState.SKIPPED: "sprunget over",
    WorkState.FAILED: "fejlede",
    WorkState.WITHDRAWN: "trukket tilbage",
}


@click.command()
@click.argument("slug")
@click.argument("paths", nargs=-1, required=True, type=FILES)
def upload(slug: str, paths: tuple[Path, ...]) -> None:
    """Gem filer eller mapper, og stil dem i kø; »consult worker« læser og analyserer dem."""
    app = App()
    count, failed = 0, 0
    for source in sources(paths):
        try:
            _upload(app, slug, source)
        except OSError:
            failed += 1
            click.echo(f"{source.name}: filen kan ikke åbnes – se, om den må læses.", err=True)
        except ConsultError as error:
            click.echo(f"{files(count)} er gemt og står i kø.", err=True)
            raise error from None
        else:
            count += 1
    click.echo(f"{files(count)} er gemt og står i kø.", err=True)
    sys.exit(1 if failed else 0)


@click.command()
@click.argument("slug")
def progress(slug: str) -> None:
    """Vis, hvor langt arbejderne er med en høringsrundes filer."""
    app = App()
    found = uploads.progress(app.local, slug)
    for state, n in found.states.items():
        click.echo(f"{n}\t{CALLED[state]}")
    click.echo(f"{found.total}\ti alt")
    for row in uploads.files(app.local, slug, WorkState.FAILED):
        click.echo(row.reason or row.name, err=True)


def _upload(app: App, slug: str, source: Source) -> None:
    with source.path.open("rb") as file:
        # Hidden files come under their own name, which says so again.
        name = source.path.name if source.skipped is not None else source.name
        uploads.add(app.local, app.kept, slug, [Upload(name, file)])
