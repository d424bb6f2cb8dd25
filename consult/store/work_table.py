"""The table of work: one row for each file that is handed in (`docs/decisions/0062`)."""

import sqlalchemy as sa

from consult.store.tables import METADATA, UtcDateTime

#: `position` sorts as digits: the row's number among those handed in, and for what lay in
#: another file its number in there after that one's, so that a file is a prefix of what lay in
#: it. `root` is the first part. Rows of one `lane` are read one after another, in order.
#: `opened` says that nothing is hidden in it, `anew` that it is a container taken in anew.
#: `broken` are ids of responses that could not be analysed. Whoever knows the row's `fence`
#: has it in hand, until another takes it.
work = sa.Table(
    "work",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column(
        "consultation_id", sa.ForeignKey("consultation.id", ondelete="CASCADE"), nullable=False
    ),
    sa.Column("position", sa.Text, nullable=False),
    sa.Column("root", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("place", sa.Text, nullable=False),
    sa.Column("lane", sa.Text, nullable=False),
    sa.Column("encloses", sa.Boolean, nullable=False),
    sa.Column("depth", sa.Integer, nullable=False),
    sa.Column("sha256", sa.Text, nullable=False),
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("metadata", sa.JSON, nullable=False),
    sa.Column("notes", sa.JSON, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("outcome", sa.Text),
    sa.Column("reason", sa.Text),
    sa.Column("source_id", sa.ForeignKey("source.id")),
    sa.Column("opened", sa.Boolean, nullable=False),
    sa.Column("anew", sa.Boolean, nullable=False),
    sa.Column("broken", sa.JSON, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("fence", sa.Integer, nullable=False),
    sa.Column("owner", sa.Text),
    sa.Column("lease_until", UtcDateTime),
    sa.Column("claimed_at", UtcDateTime),
    sa.Column("seconds", sa.Double, nullable=False),
    sa.Column("added_at", UtcDateTime, nullable=False),
    sa.Column("added_by", sa.Text),
    sa.Column("finished_at", UtcDateTime),
    sa.Index(None, "state", "encloses", "position"),
    sa.Index(None, "consultation_id", "state", "position"),
    sa.Index(None, "consultation_id", "lane", "position"),
    sa.Index(None, "root", "position"),
    sa.Index(None, "source_id"),
)
