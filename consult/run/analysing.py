"""Many documents analysed, in order and in constant memory; one that breaks costs itself."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from consult.domain.documents import Document
from consult.domain.findings import Analysis
from consult.run.ordered import ordered_map
from consult.run.reading import last_part
from consult.stages.case import Case
from consult.stages.pipeline import analyse


@dataclass(frozen=True, slots=True)
class Broken:
    """A document whose analysis broke down; `reason` is a Danish sentence that names it."""

    document: Document
    reason: str


def analyse_all(
    documents: Iterable[Document], case: Case, workers: int = 1
) -> Iterator[Analysis | Broken]:
    """Analyse documents in order; equal for any number of workers.

    One that breaks the analysis never stops the rest.
    """
    ready = case.prepare()
    return ordered_map(lambda document: _analyse(document, ready), documents, workers)


def _analyse(document: Document, case: Case) -> Analysis | Broken:
    try:
        return analyse(document, case)
    except Exception as error:  # whatever is wrong with one text, the others must be read
        kind = type(error).__name__
        return Broken(document, f"{document.name}: analysen gik i stå ({kind}) – meld fejlen.")


def with_own_names(documents: Iterable[tuple[str, Document]]) -> Iterator[Document]:
    """The documents, given with the name of their source, each under a name of its own.

    Rows of two tables may bear one id: the second is then called by its table as well. A file
    in an archive is called by its way in where another bears its name.
    """
    taken: set[str] = set()
    for source, document in documents:
        full = source if last_part(source) == document.name else f"{source}/{document.name}"
        name, n = document.name, 1
        while name in taken:
            name = full if n == 1 else f"{full} ({n})"
            n += 1
        taken.add(name)
        yield document if name == document.name else replace(document, name=name)
