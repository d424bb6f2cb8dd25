"""`consult analyse`: files in, one JSON line per passage and results per proposal out."""

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import click

from consult.bootstrap import App
from consult.cli.account import FILES, OUTPUT, Account, tell_warnings
from consult.domain.errors import ReadError, TaxonomyError
from consult.domain.findings import Analysis
from consult.domain.proposals import Catalogue
from consult.domain.summaries import Summary
from consult.domain.taxonomy import Taxonomy, merged
from consult.inference.taxonomy import shipped, themes
from consult.reports.lines import passage_lines
from consult.reports.structures import summary_records
from consult.reports.table import summary_table
from consult.rules.taxonomy_file import parse_edition
from consult.run.analysing import Broken, analyse_all, with_own_names


@click.command()
@click.argument("paths", nargs=-1, required=True, type=FILES)
@click.option("--catalogue", type=FILES, help="Forslagskataloget (.xlsx .csv .docx .pdf .txt …).")
@click.option("--subject", default="", help="Hvad høringen handler om, fx »Budget 2027«.")
@click.option("--taxonomy", type=FILES, help="Emnerne, som »consult taxonomy export« skriver dem.")
@click.option("--out", type=OUTPUT, help="Skriv en JSON-linje pr. passage hertil (- er stdout).")
@click.option("--summary", type=OUTPUT, help="Skriv resultatet pr. forslag hertil som JSON.")
@click.option("--workers", type=click.IntRange(1), help="Antal tråde; ellers én pr. kerne.")
def analyse(
    paths: tuple[Path, ...],
    catalogue: Path | None,
    subject: str,
    taxonomy: Path | None,
    out: Path | None,
    summary: Path | None,
    workers: int | None,
) -> None:
    """Analysér høringssvar i filer eller mapper, uden database.

    Uden --out og --summary skrives JSON-linjerne på stdout.
    """
    app = App()
    proposals = _catalogue(app, catalogue)
    case = app.case(proposals, subject, _taxonomy(taxonomy))
    results = Summary(proposals, app.models.stance.threshold)
    account = Account()
    documents = with_own_names(account.documents(app.read(paths)))
    analyses = analyse_all(documents, case, workers or app.workers)
    target = out or (None if summary else Path("-"))
    with _output(target) as lines, _progress(analyses) as shown:
        for analysis in shown:
            if isinstance(analysis, Broken):
                account.break_down(analysis.reason)
                continue
            results.add(analysis)
            account.passages += len(analysis.findings)
            _write(lines, analysis)
    _finish(results, summary, account)


def _catalogue(app: App, path: Path | None) -> Catalogue:
    """The catalogue, or an empty one; without it nothing can be linked, so a bad one ends all."""
    if path is None:
        return Catalogue()
    try:
        catalogue = app.read_catalogue(path)
    except ReadError as error:
        click.echo(str(error), err=True)
        sys.exit(2)
    tell_warnings(catalogue)
    return catalogue


def _taxonomy(path: Path | None) -> Taxonomy:
    """The themes of a file, or those that ship; a file that cannot be understood ends all."""
    if path is None:
        return shipped()
    try:
        return merged(themes(), parse_edition(path.read_text(encoding="utf-8")))
    except (TaxonomyError, OSError, UnicodeDecodeError) as error:
        told = str(error) if isinstance(error, TaxonomyError) else "filen kan ikke læses som tekst."
        click.echo(f"{path.name}: {told}", err=True)
        sys.exit(2)


@contextmanager
def _output(path: Path | None) -> Iterator[IO[str] | None]:
    """The file to write to, stdout for `-`, nothing for None."""
    if path is None:
        yield None
    elif str(path) == "-":
        yield sys.stdout
    else:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8") as file:
            yield file


def _progress(
    analyses: Iterable[Analysis | Broken],
) -> "click._termui_impl.ProgressBar[Analysis | Broken]":
    """Count responses on stderr while they are analysed; silent when it is no terminal."""
    return click.progressbar(
        analyses, label="Analyserer", file=sys.stderr, show_pos=True, hidden=not sys.stderr.isatty()
    )


def _write(lines: IO[str] | None, analysis: Analysis) -> None:
    if lines is not None:
        lines.writelines(f"{line}\n" for line in passage_lines(analysis))


def _finish(results: Summary, path: Path | None, account: Account) -> None:
    """Write the summary, show it when a person looks on, and end with the right exit code."""
    with _output(path) as file:
        if file is not None:
            json.dump(summary_records(results.results()), file, ensure_ascii=False, indent=1)
            file.write("\n")
    if sys.stderr.isatty():
        for line in summary_table(results.results()):
            click.echo(line, err=True)
    click.echo(account.line(), err=True)
    sys.exit(account.exit_code)
