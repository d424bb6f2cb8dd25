"""`consult taxonomy`: the themes of the installation, shown and written out."""

import click

from consult.bootstrap import App
from consult.cli.account import OUTPUT
from consult.domain.taxonomy import edition_of
from consult.inference.taxonomy import themes
from consult.rules.taxonomy_file import edition_text
from consult.services import taxonomy as service


@click.group()
def taxonomy() -> None:
    """Vis og udskriv emnerne; de rettes i webappen under »Emner«."""


@taxonomy.command()
def show() -> None:
    """Vis emnerne i deres rækkefølge: id, navn, og om de er udgået eller tilføjet."""
    for theme in service.current(App().local).themes:
        marks = [word for word, is_so in (("udgået", theme.retired), ("eget", theme.own)) if is_so]
        click.echo("\t".join([theme.id, theme.label, *marks]))


@taxonomy.command()
@click.option("--out", type=OUTPUT, default="-", help="Skriv YAML hertil (- er stdout).")
def export(out: str) -> None:
    """Skriv emnerne, som »consult analyse --taxonomy« læser dem."""
    text = edition_text(edition_of(service.current(App().local), themes()))
    with click.open_file(str(out), "w", encoding="utf-8") as file:
        file.write(text)
