"""The table of the taxonomy: one row for each edition, never changed (`docs/decisions/0078`)."""

import sqlalchemy as sa

from consult.store.tables import METADATA, UtcDateTime, passage

#: `version` counts from 1; `edition` is what differs from the themes that ship, in order;
#: `what` says in Danish what was changed, `actor` and `account_id` by whom.
taxonomy = sa.Table(
    "taxonomy",
    METADATA,
    sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("edition", sa.JSON, nullable=False),
    sa.Column("what", sa.Text, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("account_id", sa.Integer),
    sa.Column("at", UtcDateTime, nullable=False),
)
#: Passages are counted by theme over all rounds: without it every row would be read.
by_theme = sa.Index("ix_passage_theme_response_id", passage.c.theme, passage.c.response_id)
