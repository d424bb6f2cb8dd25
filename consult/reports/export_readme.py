"""The first sheet, or the text file: which round it is, its sums, and how to read the tables."""

from consult import __version__
from consult.reports.cells import CELL
from consult.reports.export_tables import SHEETS, counts
from consult.reports.export_values import Row, moment
from consult.reports.export_words import word
from consult.store.exports import RoundExport


def readme(export: RoundExport, *, sheets: bool) -> list[Row]:
    """Rows of one or two cells; `sheets` where the file is a workbook and not loose tables."""
    head: list[Row] = [
        (word("readme", "title"),),
        (word("readme", "round"), export.consultation.name),
        (word("readme", "subject"), export.consultation.subject),
        (word("readme", "edition"), edition(export)),
        ("Program", f"consult {__version__}"),
        (),
        (word("readme", "counts"),),
    ]
    about: list[Row] = [(), (word("readme", "sheets"),)]
    about += [(word("sheet", name), word("readme", f"about_{name}")) for name in SHEETS]
    rules: list[Row] = [(), (word("readme", "rules"),)]
    rules += [(rule,) for rule in _rules(export, sheets)]
    return [*head, *sums(export), *about, *rules]


def edition(export: RoundExport) -> str:
    """Which version this is, and of when, or that it was not released."""
    if export.version is None:
        return word("readme", "working")
    made = export.version
    return word("readme", "version", number=made.number, when=moment(made.made_at))


def sums(export: RoundExport) -> list[Row]:
    """The sums of the round, as its overview shows them."""
    numbers = {"proposals_n": sum(r.proposal is not None for r in export.proposals)}
    # Their headings are those of the sheet, whose own name is "files".
    numbers |= {f"{name}_n" if name == "files" else name: n for name, n in counts(export).items()}
    return [(word("readme", name), n) for name, n in numbers.items()]


def _rules(export: RoundExport, sheets: bool) -> list[str]:
    names = ["poll", "machine", "person", "interval", "offsets", "formula"]
    found = [word("readme", name) for name in names]
    most = f"{CELL:,}".replace(",", ".")
    if sheets:
        found.append(word("readme", "controls"))
        found.append(word("readme", "long", most=most, sheet=word("sheet", "long")))
    else:
        found.append(word("readme", "long_csv", most=most))
    if export.version is not None:
        found.append(word("readme", "released"))
    return found if export.named else [*found, word("readme", "private")]
