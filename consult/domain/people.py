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


#: Senders who may be private persons.
PRIVATE = (RespondentKind.CITIZEN, RespondentKind.UNKNOWN)


class SenderSource(StrEnum):
    """Where a response says who sends it; `portal` is what a form or a table's column was told.

    `person` is one who has corrected it.
    """

    PORTAL = "portal"
    HEADING = "heading"
    BEHALF = "behalf"
    SIGNATURE = "signature"
    OPENING = "opening"
    LETTERHEAD = "letterhead"
    FILE_NAME = "file_name"
    MAIL = "mail"
    PERSON = "person"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Respondent:
    """The sender of a response, the characters in it (if any) that say so, and where they stand."""

    name: str | None = None
    kind: RespondentKind = RespondentKind.UNKNOWN
    evidence: tuple[Span, ...] = ()
    source: SenderSource = SenderSource.NONE
