"""Reads every answer to a public consultation and shows, per proposal, who says what."""

__version__ = "0.1.0"
