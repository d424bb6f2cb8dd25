"""Points in time as Danes write them, on this machine's clock."""

from datetime import datetime

MONTHS = (
    "januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september",
    "oktober", "november", "december",
)  # fmt: skip


def moment(at: datetime) -> str:
    """A day and a time, as "3. marts 2027 kl. 8.05"."""
    here = at.astimezone()
    return f"{here.day}. {MONTHS[here.month - 1]} {here.year} kl. {here.hour}.{here.minute:02}"
