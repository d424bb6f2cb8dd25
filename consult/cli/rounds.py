"""`consult round`: stored rounds: create, take in files, run, show, report."""

import json
import sys
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import click

from consult.bootstrap import App
from consult.cli.account import FILES, OUTPUT, confirmed, inside, tell_warnings
from consult.cli.exports import export
from consult.cli.uploads import progress, upload
from consult.domain.documents import Document
from consult.domain.findings import Analysis
from consult.domain.proposals import Catalogue
from consult.domain.rounds import Details, parties
from consult.domain.wording import files
from consult.readers.decode import decode
from consult.reports.structures import summary_records
from consult.reports.table import summary_table
from consult.run.reading import Reading
from consult.services import analysing, browsing, intake, rounds, taxonomy
from consult.services.intake import IntakeReport, Outcome
from consult.stages.pipeline import analyse

#: A day on the command line.
DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.group("round")
def round_() -> None:
    """Arbejd med høringsrunder, der gemmes i databasen."""


@round_.command()
@click.argument("name")
@click.option("--catalogue", type=FILES, help="Forslagskataloget (.xlsx .csv .docx .pdf .txt …).")
@click.option("--subject", default="", help="Hvad høringen handler om, fx »Budget 2027«.")
@click.option("--starts", type=DAY, help="Høringens første dag, fx 2026-08-20.")
@click.option("--ends", type=DAY, help="Høringens sidste dag.")
@click.option("--journal", default="", help="Journalnummer.")
@click.option("--invited", type=FILES, help="Fil med de inviterede parter, én på hver linje.")
def create(
    name: str,
    catalogue: Path | None,
    subject: str,
    starts: datetime | None,
    ends: datetime | None,
    journal: str,
    invited: Path | None,
) -> None:
    """Opret en høringsrunde og vis dens korte navn."""
    app = App()
    proposals = app.read_catalogue(catalogue) if catalogue else Catalogue()
    tell_warnings(proposals)
    details = Details(
        starts.date() if starts else None,
        ends.date() if ends else None,
        journal,
        parties(decode(invited.read_bytes()) or "") if invited else (),
    )
    made = rounds.create(app.local, name, subject, proposals, details)
    click.echo(made.slug)


@round_.command("list")
def list_() -> None:
    """Vis alle høringsrunder, den nyeste først."""
    for made in rounds.every(App().local):
        click.echo(f"{made.slug}\t{made.name}")


@round_.command()
@click.argument("slug")
@click.argument("paths", nargs=-1, required=True, type=FILES)
def add(slug: str, paths: tuple[Path, ...]) -> None:
    """Tag filer eller mapper ind i en høringsrunde; samme fil to gange ændrer intet."""
    app = App()
    report = intake.take_in(app.local, slug, counted(app.read(paths)))
    tell(report)
    sys.exit(1 if report.count(Outcome.FAILED) else 0)


@round_.command()
@click.argument("slug")
def run(slug: str) -> None:
    """Analysér de svar i runden, der mangler; personers rettelser røres ikke."""
    report = run_round(App(), slug)
    for failure in report.failures:
        click.echo(failure.reason, err=True)
    click.echo(f"{report.done} svar analyseret, {len(report.failures)} fejlede.", err=True)
    sys.exit(1 if report.failures else 0)


@round_.command()
@click.argument("slug")
def show(slug: str) -> None:
    """Vis resultatet pr. forslag som tabel."""
    app = App()
    threshold = app.models.stance.threshold
    for line in summary_table(browsing.summaries(app.local, slug, threshold)):
        click.echo(line)


@round_.command()
@click.argument("slug")
@click.option("--out", type=OUTPUT, default="-", help="Skriv JSON hertil (- er stdout).")
def report(slug: str, out: Path) -> None:
    """Skriv resultatet pr. forslag som JSON."""
    app = App()
    results = browsing.summaries(app.local, slug, app.models.stance.threshold)
    with click.open_file(str(out), "w", encoding="utf-8") as file:
        json.dump(summary_records(results), file, ensure_ascii=False, indent=1)
        file.write("\n")


round_.add_command(upload)
round_.add_command(progress)
round_.add_command(export)


def run_round(app: App, slug: str) -> analysing.AnalysisReport:
    """Analyse what waits in a round, with a bar on stderr when it is a terminal."""
    subject = rounds.get(app.local, slug).subject
    themes = taxonomy.current(app.local)
    case = app.case(rounds.catalogue(app.local, slug), subject, themes)

    def judge(document: Document) -> Analysis:
        return analyse(document, case)

    waiting = analysing.pending_count(app.local, slug, case.version)
    hidden = not sys.stderr.isatty()
    with click.progressbar(
        length=waiting, label="Analyserer", file=sys.stderr, show_pos=True, hidden=hidden
    ) as bar:
        return analysing.analyse_round(
            app.local, slug, judge, case.version, lambda _done, _total: bar.update(1)
        )


def counted(readings: Iterable[Reading]) -> Iterable[Reading]:
    """The readings, with a bar on stderr when it is a terminal."""
    with click.progressbar(
        readings, label="Læser", file=sys.stderr, show_pos=True, hidden=not sys.stderr.isatty()
    ) as shown:
        yield from shown


def tell(report: IntakeReport) -> None:
    """What became of every source, on stderr."""
    for ending in report.notes:
        click.echo(ending.reason, err=True)
    for ending in report.to_confirm:
        click.echo(f"{ending.source}: {ending.confirm}", err=True)
    names = {
        Outcome.TAKEN: "taget ind",
        Outcome.SAME: "uændrede",
        Outcome.SUPERSEDING: "nye udgaver",
        Outcome.SKIPPED: "sprunget over",
        Outcome.FAILED: "fejlede",
    }
    parts = ", ".join(f"{report.count(outcome)} {name}" for outcome, name in names.items())
    asked = confirmed(len(report.to_confirm))
    click.echo(f"{files(report.sources)}{inside(report.enclosed)}: {parts}{asked}.", err=True)
