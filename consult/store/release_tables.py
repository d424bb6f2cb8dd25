"""The tables of releases, of what is taken out of them, and of visits (decisions 0071, 0072)."""

import sqlalchemy as sa

from consult.store.columns import moment, number, of, text
from consult.store.tables import METADATA

#: A version that readers see, or saw. `made_at` is the moment that it shows, `name` what the
#: round is called in it; `file` lies in the folder of releases, and `sha256` is of its bytes.
release = sa.Table(
    "release",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    of("consultation"),
    number("number"),
    moment("made_at"),
    text("made_by"),
    text("note"),
    text("name"),
    text("file"),
    text("sha256"),
    sa.Column("counts", sa.JSON, nullable=False),
    moment("withdrawn_at", nullable=True),
    text("withdrawn_by", nullable=True),
    sa.UniqueConstraint("consultation_id", "number"),
    sqlite_autoincrement=True,
)

#: What a person decided on words that may be private. `owner` and `field` say where they stand,
#: `quote`, `before`, `after` and `start` anchor them. Decisions are undone, never deleted.
redaction = sa.Table(
    "redaction",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    of("consultation"),
    text("verdict"),
    text("scope"),
    text("kind", nullable=True),
    text("owner"),
    text("field"),
    text("quote"),
    text("before"),
    text("after"),
    number("start"),
    text("reason"),
    moment("made_at"),
    text("made_by"),
    moment("undone_at", nullable=True),
    text("undone_by", nullable=True),
    sa.Index(None, "consultation_id", "undone_at"),
    sqlite_autoincrement=True,
)

#: Words that the machine found at the last search and nobody has decided on.
sighting = sa.Table(
    "sighting",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    of("consultation"),
    number("response_id", nullable=True),
    text("kind"),
    text("rule"),
    text("owner"),
    text("field"),
    text("quote"),
    text("before"),
    text("after"),
    number("start"),
    sa.Index(None, "consultation_id", "kind", "id"),
    sqlite_autoincrement=True,
)

#: The last search of a round: when it was, and by whom.
privacy_check = sa.Table(
    "privacy_check",
    METADATA,
    of("consultation", primary_key=True),
    moment("made_at"),
    text("made_by"),
)

#: When a person last looked at a round. A visit ends with a quiet hour; `since` is when the one
#: before ended. `release` is the number last seen, `since_release` the one seen before the visit.
visit = sa.Table(
    "visit",
    METADATA,
    sa.Column(
        "account_id",
        sa.ForeignKey("account.id", ondelete="CASCADE"),
        primary_key=True,
        nullable=False,
        autoincrement=False,
    ),
    of("consultation", primary_key=True),
    moment("seen"),
    number("release", nullable=True),
    moment("since", nullable=True),
    number("since_release", nullable=True),
    sa.Index(None, "consultation_id"),
)
