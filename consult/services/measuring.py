"""How the installation is doing: whether it can work, and numbers for those who watch it."""

from consult.domain.access import Action
from consult.domain.errors import StoreError
from consult.services.desk import Desk
from consult.store import measures
from consult.store.measures import Measures

__all__ = ["Measures", "answer", "measure", "waited"]


def measure(desk: Desk) -> Measures:
    """Numbers over all rounds, of one moment; none is about a person.

    Raises:
        DeniedError: the actor may not see to the whole installation.
        StoreError: the database does not answer.
    """
    desk.need(Action.LOG)
    with desk.read() as connection:
        return measures.of_all(connection)


def answer(desk: Desk) -> None:
    """See that the database answers.

    Raises:
        DeniedError: the actor may not see to the whole installation.
        StoreError: it does not.
    """
    desk.need(Action.LOG)
    with desk.read() as connection:
        if not measures.answers(connection):
            raise StoreError("Databasen svarer forkert – se efter, om det er den rigtige.")


def waited(desk: Desk, found: Measures) -> float:
    """Seconds that the file has waited which has waited longest; 0 where none does."""
    if found.waiting_since is None:
        return 0.0
    return max(0.0, (desk.now() - found.waiting_since).total_seconds())
