"""Releases to readers, what is taken out of them, and visits."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Create the tables; readers see nothing of a round until a version is released."""
    _create_release()
    _create_redaction()
    _create_sighting()
    _create_check()
    _create_visit()


def _round_key(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["consultation_id"],
        ["consultation.id"],
        name=f"fk_{table}_consultation_id",
        ondelete="CASCADE",
    )


def _text(name: str, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=nullable)


def _number(name: str, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _moment(name: str, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _create_release() -> None:
    op.create_table(
        "release",
        sa.Column("id", sa.Integer(), nullable=False),
        _number("consultation_id"),
        _number("number"),
        _moment("made_at"),
        _text("made_by"),
        _text("note"),
        _text("name"),
        _text("file"),
        _text("sha256"),
        sa.Column("counts", sa.JSON(), nullable=False),
        _moment("withdrawn_at", nullable=True),
        _text("withdrawn_by", nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_release"),
        sa.UniqueConstraint("consultation_id", "number", name="uq_release_consultation_id_number"),
        _round_key("release"),
        sqlite_autoincrement=True,
    )


def _create_redaction() -> None:
    op.create_table(
        "redaction",
        sa.Column("id", sa.Integer(), nullable=False),
        _number("consultation_id"),
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
        sa.PrimaryKeyConstraint("id", name="pk_redaction"),
        _round_key("redaction"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_redaction_consultation_id_undone_at", "redaction", ["consultation_id", "undone_at"]
    )


def _create_sighting() -> None:
    op.create_table(
        "sighting",
        sa.Column("id", sa.Integer(), nullable=False),
        _number("consultation_id"),
        _number("response_id", nullable=True),
        _text("kind"),
        _text("rule"),
        _text("owner"),
        _text("field"),
        _text("quote"),
        _text("before"),
        _text("after"),
        _number("start"),
        sa.PrimaryKeyConstraint("id", name="pk_sighting"),
        _round_key("sighting"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_sighting_consultation_id_kind_id", "sighting", ["consultation_id", "kind", "id"]
    )


def _create_check() -> None:
    op.create_table(
        "privacy_check",
        sa.Column("consultation_id", sa.Integer(), autoincrement=False, nullable=False),
        _moment("made_at"),
        _text("made_by"),
        sa.PrimaryKeyConstraint("consultation_id", name="pk_privacy_check"),
        _round_key("privacy_check"),
    )


def _create_visit() -> None:
    op.create_table(
        "visit",
        sa.Column("account_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("consultation_id", sa.Integer(), autoincrement=False, nullable=False),
        _moment("seen"),
        _number("release", nullable=True),
        _moment("since", nullable=True),
        _number("since_release", nullable=True),
        sa.PrimaryKeyConstraint("account_id", "consultation_id", name="pk_visit"),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_visit_account_id", ondelete="CASCADE"
        ),
        _round_key("visit"),
    )
    op.create_index("ix_visit_consultation_id", "visit", ["consultation_id"])
