"""Numbers in the text format that Prometheus reads."""

from collections.abc import Iterator, Mapping
from typing import TypeVar

from consult import __version__
from consult.domain.work import WorkState
from consult.store.measures import Measures
from consult.store.records import ResponseState

#: A state of responses or of work.
State = TypeVar("State", ResponseState, WorkState)

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


def exposition(found: Measures, waited: float) -> str:
    """All numbers, each with what it is; `waited` are seconds."""
    return "\n".join([*_lines(found, waited), ""])


def _lines(found: Measures, waited: float) -> Iterator[str]:
    yield from _head("consult_info", "gauge", "The version that is running")
    yield f'consult_info{{version="{__version__}"}} 1'
    yield from _one("consult_rounds", "gauge", "Consultations", found.rounds)
    yield from _by_state("consult_responses", "Responses by state", found.responses)
    yield from _by_state("consult_work_rows", "Files handed in by state", found.work)
    yield from _one(
        "consult_work_oldest_waiting_seconds", "gauge", "How long the first in line waits", waited
    )
    name = "consult_work_seconds"
    yield from _head(name, "summary", "Seconds spent on reading and analysing files")
    yield f"{name}_sum {found.seconds:.3f}"
    yield f"{name}_count {found.handled}"
    yield from _one(
        "consult_signins_refused_total", "counter", "Sign-ins that failed", found.refused
    )


def _by_state(name: str, about: str, counts: Mapping[State, int]) -> Iterator[str]:
    yield from _head(name, "gauge", about)
    for state, n in counts.items():
        yield f'{name}{{state="{state.value}"}} {n}'


def _one(name: str, kind: str, about: str, value: float) -> Iterator[str]:
    yield from _head(name, kind, about)
    yield f"{name} {value:g}" if isinstance(value, float) else f"{name} {value}"


def _head(name: str, kind: str, about: str) -> Iterator[str]:
    yield f"# HELP {name} {about}."
    yield f"# TYPE {name} {kind}"
