"""The rounds that a person may see, each with what it is about and how much there is."""

from dataclasses import dataclass

from consult.domain.errors import ConsultError
from consult.services import rounds
from consult.services.desk import Desk
from consult.store import rounds as stored
from consult.store import totals
from consult.store.records import Consultation
from consult.store.totals import ResponseSums


@dataclass(frozen=True, slots=True)
class RoundFront:
    """A round in a list. Where its inside cannot be shown yet, `told` says why, and no numbers."""

    consultation: Consultation
    proposals: int = 0
    responses: ResponseSums | None = None
    told: str = ""


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
            )
    except ConsultError as error:
        # One round that is not ready must not hide the others.
        return RoundFront(made, told=str(error))
