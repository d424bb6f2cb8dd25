"""Moments as those see them who work with the rounds."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

#: The clock by which days are told: that of Danish town halls, wherever the machine stands.
HERE = ZoneInfo("Europe/Copenhagen")


def day_of(moment: datetime) -> date:
    """The day of a moment, which bears its time zone, on the clock here."""
    return moment.astimezone(HERE).date()
