"""The queue of doubtful passages, most valuable first.

The value of looking at a passage is how much the picture of a proposal could change: how unsure
the machine is of its stance, times its share in the response's voice, times what one voice
weighs among those on the proposal, and all that for each passage with the same words and the
same findings. One of them stands for all.
"""

from collections.abc import Collection
from dataclasses import dataclass

from consult.domain.access import Action
from consult.services.desk import Desk
from consult.store import doubts
from consult.store.doubts import Doubt

__all__ = ["Doubt", "Progress", "Queue", "first", "queue"]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far persons have come: passages left, in how many groups, and those decided."""

    groups: int
    passages: int
    decided: int

    @property
    def share(self) -> float:
        """The part that is behind, 1 where nothing is left."""
        return self.decided / (self.decided + self.passages) if self.passages else 1.0


@dataclass(frozen=True, slots=True)
class Queue:
    """A page of the queue."""

    progress: Progress
    items: tuple[Doubt, ...]


def queue(desk: Desk, slug: str, limit: int = 20, offset: int = 0) -> Queue:
    """What the machine is least sure of.

    Raises:
        NotFoundError: there is no such round.
        DeniedError: the actor may not.
    """
    with desk.read() as connection:
        key = desk.round(connection, slug, Action.REVIEW).id
        found = doubts.listed(connection, key, limit, offset)
        progress = Progress(found.groups, found.passages, doubts.decided(connection, key))
        return Queue(progress, found.items)


def first(desk: Desk, slug: str, skipped: Collection[tuple[int, int]] = ()) -> Queue:
    """The first of the queue but for those skipped, each (response, passage).

    Raises:
        NotFoundError: there is no such round.
        DeniedError: the actor may not.
    """
    found = queue(desk, slug, limit=len(skipped) + 1)
    left = (d for d in found.items if (d.response_id, d.passage) not in skipped)
    return Queue(found.progress, tuple(left)[:1])
