"""The rounds that a person may see, each with what it is about and how much there is."""

from dataclasses import dataclass

from consult.domain.access import Action
from consult.domain.errors import ConsultError
from consult.domain.work import ENDED
from consult.services import rounds
from consult.services.desk import Desk
from consult.store import rounds as stored
from consult.store import totals, work
from consult.store.database import Connection
from consult.store.records import Consultation
from consult.store.totals import ResponseSums


@dataclass(frozen=True, slots=True)
class RoundFront:
    """A round in a list. Where its inside cannot be shown yet, `told` says why, and no numbers.

    `in_line` is how many files are yet to be read or analysed, for those who may hand files in.
    """

    consultation: Consultation
    proposals: int = 0
    responses: ResponseSums | None = None
    told: str = ""
    in_line: int = 0


def fronts(desk: Desk) -> tuple[RoundFront, ...]:
    """All rounds that the actor may see, the newest first.

    Raises:
        DeniedError: the actor may see nothing at all before they have done something else.
    """
    return tuple(_front(desk, made) for made in rounds.every(desk))


def _front(desk: Desk, made: Consultation) -> RoundFront:
    try:
        with desk.view(made.slug) as (connection, consultation):
            return RoundFront(
                consultation,
                stored.proposal_count(connection, consultation.id),
                totals.of_responses(connection, consultation.id),
                in_line=_in_line(desk, connection, consultation.id),
            )
    except ConsultError as error:
        # One round that is not ready must not hide the others.
        return RoundFront(made, told=str(error))


def _in_line(desk: Desk, connection: Connection, consultation_id: int) -> int:
    # A version that was released holds no files in line.
    if desk.as_reader or not desk.may(Action.FILL, consultation_id):
        return 0
    states = work.states(connection, consultation_id)
    return sum(n for state, n in states.items() if state not in ENDED)
