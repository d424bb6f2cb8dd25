"""The tables of releases, of what is taken out of them, and of visits (decisions 0071, 0072)."""

import sqlalchemy as sa

from consult.store.tables import METADATA, UtcDateTime


def _text(name: str, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=nullable)


def _number(name: str, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=nullable)


def _moment(name: str, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, UtcDateTime, nullable=nullable)


def _consultation(primary_key: bool = False) -> sa.Column[int]:
    return sa.Column(
        "consultation_id",
        sa.ForeignKey("consultation.id", ondelete="CASCADE"),
        primary_key=primary_key,
        nullable=False,
        autoincrement=False,
    )


#: A version that readers see, or saw. `made_at` is the moment that it shows, `name` what the
#: round is called in it; `file` lies in the folder of releases, and `sha256` is of its bytes.
release = sa.Table(
    "release",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    _consultation(),
    _number("number"),
    _moment("made_at"),
    _text("made_by"),
    _text("note"),
    _text("name"),
    _text("file"),
    _text("sha256"),
    sa.Column("counts", sa.JSON, nullable=False),
    _moment("withdrawn_at", nullable=True),
    _text("withdrawn_by", nullable=True),
    sa.UniqueConstraint("consultation_id", "number"),
    sqlite_autoincrement=True,
)

#: What a person decided on words that may be private. `owner` and `field` say where they stand,
#: `quote`, `before`, `after` and `start` anchor them. Decisions are undone, never deleted.
redaction = sa.Table(
    "redaction",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    _consultation(),
    _text("verdict"),
    _text("scope"),
    _text("kind", nullable=True),
    _text("owner"),
    _text("field"),
    _text("quote"),
    _text("before"),
    _text("after"),
    _number("start"),
    _text("reason"),
    _moment("made_at"),
    _text("made_by"),
    _moment("undone_at", nullable=True),
    _text("undone_by", nullable=True),
    sa.Index(None, "consultation_id", "undone_at"),
    sqlite_autoincrement=True,
)

#: Words that the machine found at the last search and nobody has decided on.
sighting = sa.Table(
    "sighting",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    _consultation(),
    _number("response_id", nullable=True),
    _text("kind"),
    _text("rule"),
    _text("owner"),
    _text("field"),
    _text("quote"),
    _text("before"),
    _text("after"),
    _number("start"),
    sa.Index(None, "consultation_id", "kind", "id"),
    sqlite_autoincrement=True,
)

#: The last search of a round: when it was, and by whom.
privacy_check = sa.Table(
    "privacy_check",
    METADATA,
    _consultation(primary_key=True),
    _moment("made_at"),
    _text("made_by"),
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
    _consultation(primary_key=True),
    _moment("seen"),
    _number("release", nullable=True),
    _moment("since", nullable=True),
    _number("since_release", nullable=True),
    sa.Index(None, "consultation_id"),
)
