"""How a file that was handed in comes to its end: the states, and which may follow which."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class WorkState(StrEnum):
    """How far a file has come. It waits, is read, is analysed, and ends in one of the others.

    `SAME` is a file that was there before; `SKIPPED` and `FAILED` say why.
    """

    WAITING = "waiting"
    READING = "reading"
    ANALYSING = "analysing"
    DONE = "done"
    SAME = "same"
    SKIPPED = "skipped"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"


_S = WorkState
#: Those that nothing is left to do for.
ENDED = frozenset({_S.DONE, _S.SAME, _S.SKIPPED, _S.FAILED, _S.WITHDRAWN})
#: Those that a worker may have in hand.
IN_HAND = frozenset({_S.READING, _S.ANALYSING})
#: What may come of each: a step on, back to its place in the line when a worker lets go of it,
#: and anew from an end when a person tries again or the round is run anew.
NEXT: Mapping[WorkState, frozenset[WorkState]] = MappingProxyType(
    {
        # Some need not be read to be skipped or to fail: a hidden file, one that is too large.
        _S.WAITING: frozenset({_S.READING, _S.SKIPPED, _S.FAILED, _S.WITHDRAWN}),
        _S.READING: frozenset({_S.READING, _S.WAITING, _S.ANALYSING}) | ENDED,
        _S.ANALYSING: frozenset({_S.ANALYSING, _S.DONE, _S.SAME, _S.FAILED, _S.WITHDRAWN}),
        _S.DONE: frozenset({_S.ANALYSING, _S.WITHDRAWN}),
        _S.SAME: frozenset({_S.ANALYSING, _S.WITHDRAWN}),
        _S.SKIPPED: frozenset({_S.WITHDRAWN}),
        _S.FAILED: frozenset({_S.WAITING, _S.ANALYSING, _S.WITHDRAWN}),
        _S.WITHDRAWN: frozenset(),
    }
)


def may_become(state: WorkState, then: WorkState) -> bool:
    """Whether a file in `state` may be in `then` next."""
    return then in NEXT[state]
