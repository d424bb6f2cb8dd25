"""The tables of what persons decide; `docs/decisions/0064` says why."""

import sqlalchemy as sa

from consult.store.columns import UtcDateTime, of
from consult.store.tables import METADATA

#: One correction. Triggers refuse every change of a row. `change`, `anchor` and `was` are as
#: `consult.domain.reviews` has them; `kind` is the class of the change, `withdraws` the id of
#: the correction that this one takes back.
review = sa.Table(
    "review",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    of("consultation"),
    of("response"),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("by", sa.Text, nullable=False),
    sa.Column("account_id", sa.Integer),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("change", sa.JSON, nullable=False),
    sa.Column("anchor", sa.JSON(none_as_null=True)),
    sa.Column("was", sa.JSON(none_as_null=True)),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("batch", sa.Text),
    sa.Column("withdraws", sa.Integer),
    sa.Index(None, "response_id", "id"),
    sa.Index(None, "consultation_id", "id"),
    sa.Index(None, "batch"),
    sqlite_autoincrement=True,
)

#: The machine's own analysis of a response that persons have corrected; of others it is what
#: the tables of findings hold. `unfitting` are the ids of the corrections that fit nowhere.
machine = sa.Table(
    "machine",
    METADATA,
    of("response", primary_key=True),
    sa.Column("version", sa.Text, nullable=False),
    sa.Column("analysis", sa.JSON, nullable=False),
    sa.Column("unfitting", sa.JSON, nullable=False),
    sa.Column("misfits", sa.Integer, nullable=False),
)
