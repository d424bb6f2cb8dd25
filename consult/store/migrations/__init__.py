"""Alembic's environment; add a revision under `versions/` and raise `upgrade.HEAD`."""
