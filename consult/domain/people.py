"""Who answers a consultation."""

from dataclasses import dataclass
from enum import StrEnum

from consult.domain.documents import Span


class RespondentKind(StrEnum):
    """The kind of sender; `council` is an elected or statutory advisory one."""

    UNION = "union"
    MED_COMMITTEE = "med_committee"
    BOARD = "board"
    COUNCIL = "council"
    LOCAL_COUNCIL = "local_council"
    ASSOCIATION = "association"
    BUSINESS = "business"
    AUTHORITY = "authority"
    CITIZEN = "citizen"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Respondent:
    """The sender of a response, and the characters in it (if any) that say so."""

    name: str | None = None
    kind: RespondentKind = RespondentKind.UNKNOWN
    evidence: tuple[Span, ...] = ()
