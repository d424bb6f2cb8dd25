"""`consult round export`: everything of a round into a file."""

import os
from pathlib import Path
from tempfile import NamedTemporaryFile, _TemporaryFileWrapper

import click

from consult.bootstrap import App
from consult.domain.errors import ExportError
from consult.reports.export import FORMS, Form
from consult.services.exporting import taking_out


@click.command()
@click.argument("slug")
@click.option(
    "--to",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="Filen: .xlsx, .zip (CSV-filer) eller .json.",
)
def export(slug: str, to: Path) -> None:
    """Tag alt i en høringsrunde ud som regneark, CSV eller JSON."""
    kind, form = _form(to)
    app = App()
    to.parent.mkdir(parents=True, exist_ok=True)
    threshold = app.models.stance.threshold
    # Beside the file and then in its place: what is there is whole, whenever someone looks.
    with _beside(to) as file:
        made = Path(file.name)
        try:
            with taking_out(app.local, slug, kind, threshold) as found:
                form.write(found, file)
        except BaseException:
            made.unlink()
            raise
    made.chmod(0o666 & ~_umask())
    made.replace(to)
    size = f"{to.stat().st_size / 1e6:.1f}".replace(".", ",")
    click.echo(f"{to}: {size} MB", err=True)


def _form(to: Path) -> tuple[str, Form]:
    """The form that a file's name asks for."""
    kind = {".xlsx": "xlsx", ".zip": "csv", ".json": "json"}.get(to.suffix.lower())
    if kind is None:
        raise ExportError(
            f"{to.name}: endelsen siger ikke, hvad runden skal tages ud som – brug .xlsx, "
            ".zip (CSV-filer) eller .json."
        )
    return kind, FORMS[kind]


def _beside(to: Path) -> "_TemporaryFileWrapper[bytes]":
    """A new file in the same folder; what goes wrong is told of the file that was asked for."""
    try:
        return NamedTemporaryFile(dir=to.parent, prefix=f".{to.name}-", delete=False)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(to)) from error


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current
