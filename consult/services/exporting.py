"""Taking a round out: who may see it may also keep it, and the log says that they did."""

from collections.abc import Iterator
from contextlib import contextmanager

from consult.domain.access import Action
from consult.services.desk import Desk, of_round
from consult.services.overview import THRESHOLD
from consult.services.taxonomy import current
from consult.store import exports
from consult.store.exports import RoundExport


@contextmanager
def taking_out(
    desk: Desk, slug: str, kind: str, threshold: float = THRESHOLD
) -> Iterator[RoundExport]:
    """All of a round, of one moment, to be walked through within the block.

    `kind` is what the log says it was taken out as. Private senders are told by name only to
    those who may also take responses in; to others, as on the pages, by kind.

    Raises:
        NotFoundError: there is no such round.
        DeniedError: the actor may not see it.
        NotReleasedError: the actor sees what is released, and nothing is.
    """
    known = current(desk)
    with desk.edition(slug) as (connection, consultation, version):
        # Written in a transaction of its own: the log keeps it, whatever becomes of the file.
        with desk.write() as writing:
            desk.log(writing, "round.export", of_round(slug), kind, consultation.id)
        named = bool(desk.may(Action.FILL, consultation.id))
        yield exports.of_round(connection, consultation, version, threshold, named, known)
