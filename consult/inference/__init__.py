"""Encoder and classifier heads behind small Protocols; the only room that reads `models/`."""
