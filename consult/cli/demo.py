"""`consult demo`: the sample round, taken in, analysed and shown per proposal."""

from pathlib import Path

import click

from consult.bootstrap import App
from consult.cli.rounds import counted, run_round, tell
from consult.reports.table import summary_table
from consult.services import browsing, intake, rounds
from consult.settings import ROOT, Settings

SAMPLE = ROOT / "corpus" / "sample"
NAME = "Havrebjerg Budget 2027-2030"
SUBJECT = "Havrebjerg Kommunes forslag til budget 2027-2030"


@click.command()
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=ROOT / "var" / "demo",
    help="Mappe til eksemplets database.",
)
def demo(folder: Path) -> None:
    """Indlæs eksempelrunden, analysér den, og vis resultatet pr. forslag."""
    folder.mkdir(parents=True, exist_ok=True)
    app = App(Settings(database=str(folder / "consult.sqlite3")))
    slug = _slug(app)
    tell(intake.take_in(app.local, slug, counted(app.read([SAMPLE / "svar"]))))
    run_round(app, slug)
    for line in summary_table(browsing.summaries(app.local, slug, app.models.stance.threshold)):
        click.echo(line)


def _slug(app: App) -> str:
    """The sample round, made the first time."""
    slug = rounds.slug_of(NAME)
    if slug in {made.slug for made in rounds.every(app.local)}:
        return slug
    return rounds.create(app.local, NAME, SUBJECT, app.read_catalogue(SAMPLE / "katalog.xlsx")).slug
