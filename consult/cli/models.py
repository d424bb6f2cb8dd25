"""`consult models`: whether the models are the ones that a manifest describes."""

import sys
from pathlib import Path

import click

from consult.inference.manifest import MANIFEST, Match, compare
from consult.settings import Settings

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def models() -> None:
    """Arbejd med modellernes filer."""


@models.command()
@click.argument("folder", type=FOLDER, required=False)
@click.option(
    "--manifest", type=FILE, help="Sammenlign med denne fil; ellers mappens egen manifest.json."
)
def verify(folder: Path | None, manifest: Path | None) -> None:
    """Sammenlign modellerne i FOLDER (ellers CONSULT_MODELS) med en beskrivelse af dem.

    Skriver en linje pr. fil. Slutkode 1, når ikke alle er de samme.
    """
    folder = folder or Settings().models
    manifest = manifest or folder / MANIFEST
    found = compare(folder, manifest)
    for name, match in found.items():
        click.echo(f"{match:<8}{name}")
    different = sum(match is not Match.SAME for match in found.values())
    click.echo(_sentence(different, len(found), manifest), err=True)
    sys.exit(1 if different else 0)


def _sentence(different: int, files: int, manifest: Path) -> str:
    if not different:
        return f"Alle {files} filer er dem, som {manifest} beskriver."
    return (
        f"{different} af {files} filer er ikke dem, som {manifest} beskriver – efterse, om korpus, "
        "kode, pakkernes versioner eller processoren er en anden."
    )
