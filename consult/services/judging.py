"""Who judges the responses of a round: the pipeline, made ready for its catalogue and subject."""

import threading
from collections.abc import Callable

from consult.domain.documents import Document
from consult.domain.findings import Analysis
from consult.domain.proposals import Catalogue
from consult.domain.taxonomy import Taxonomy
from consult.services import taxonomy
from consult.services.workshop import Judge
from consult.stages.case import Case
from consult.stages.pipeline import analyse
from consult.store import rounds
from consult.store.database import Store


class Judges:
    """The judges of all rounds, each made when first asked for. Safe for many threads."""

    def __init__(self, store: Store, case: Callable[[Catalogue, str, Taxonomy], Case]) -> None:
        self._store = store
        self._case = case
        self._lock = threading.Lock()
        self._made: dict[str, tuple[str, Judge]] = {}

    def of(self, slug: str) -> Judge:
        """The judge of a round; another one once catalogue, subject or themes have changed.

        Raises:
            NotFoundError: there is no such round.
            ModelError: a model is missing or is not the one the manifest names.
        """
        with self._store.read() as connection:
            found = rounds.find(connection, slug)
            catalogue = rounds.catalogue_of(connection, found.id)
            themes = taxonomy.latest(connection)
        seen = repr((found.subject, catalogue, themes.judged_by))
        with self._lock:
            known = self._made.get(slug)
            if known is None or known[0] != seen:
                known = seen, _judge(self._case(catalogue, found.subject, themes))
                self._made[slug] = known
        return known[1]


def _judge(case: Case) -> Judge:
    case.prepare()

    def judge(document: Document) -> Analysis:
        return analyse(document, case)

    return Judge(case.version, judge)
