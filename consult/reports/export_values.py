"""What the cells of exported tables hold, and how some values are told in them."""

from datetime import datetime

from consult.domain.people import PRIVATE, Respondent

#: What a cell may hold; None is an empty one.
Value = str | int | float | None
Row = tuple[Value, ...]

#: Between two values in one cell.
JOIN = "; "


def sender_name(who: Respondent | None, *, named: bool) -> str | None:
    """A sender's name, where those who take the round out may have it."""
    if who is None or (who.kind in PRIVATE and not named):
        return None
    return who.name


def moment(at: datetime) -> str:
    """A moment as a Danish spreadsheet reads it; in UTC."""
    return f"{at:%Y-%m-%d %H:%M:%S}"
