"""What standing a sender has: a council that must be heard, a joint committee of the workplace."""

import re
from enum import StrEnum
from functools import cache

from consult.domain.people import Respondent, RespondentKind
from consult.rules.loader import load_rules


class Standing(StrEnum):
    """Why a sender is marked among the others."""

    STATUTORY = "statutory"
    MED = "med"


def standing(respondent: Respondent) -> Standing | None:
    """The standing of a sender, None for all who have no other than their own."""
    if respondent.kind is RespondentKind.MED_COMMITTEE:
        return Standing.MED
    if respondent.kind is RespondentKind.COUNCIL and _statutory().search(respondent.name or ""):
        return Standing.STATUTORY
    return None


@cache
def _statutory() -> re.Pattern[str]:
    (rule,) = (r for r in load_rules("councils").rules if r.id == "statutory")
    return re.compile(str(rule.data["pattern"]), re.IGNORECASE)
