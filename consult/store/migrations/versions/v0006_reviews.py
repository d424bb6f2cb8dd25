"""Corrections beside the machine's findings; what of a passage is decided, and which are alike."""

from hashlib import sha256

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Create the tables and fill in what tells passages with the same words."""
    _create_review()
    _create_machine()
    op.add_column("passage", sa.Column("decided", sa.Text(), server_default="", nullable=False))
    op.add_column("passage", sa.Column("alike", sa.Text(), nullable=True))
    _fill_alike()
    op.create_index("ix_passage_alike", "passage", ["alike"])
    op.create_index(
        "ix_passage_to_review",
        "passage",
        ["response_id"],
        sqlite_where=sa.text("review = 1"),
        postgresql_where=sa.text("review"),
    )
    _guard()


def _create_review() -> None:
    op.create_table(
        "review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("change", sa.JSON(), nullable=False),
        sa.Column("anchor", sa.JSON(), nullable=True),
        sa.Column("was", sa.JSON(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("batch", sa.Text(), nullable=True),
        sa.Column("withdraws", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_review"),
        _key("review", "consultation"),
        _key("review", "response"),
        sqlite_autoincrement=True,
    )
    for columns in (("response_id", "id"), ("consultation_id", "id"), ("batch",)):
        op.create_index(f"ix_review_{'_'.join(columns)}", "review", list(columns))


def _create_machine() -> None:
    op.create_table(
        "machine",
        sa.Column("response_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("analysis", sa.JSON(), nullable=False),
        sa.Column("unfitting", sa.JSON(), nullable=False),
        sa.Column("misfits", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("response_id", name="pk_machine"),
        _key("machine", "response"),
    )


def _key(table: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [f"{other}_id"], [f"{other}.id"], name=f"fk_{table}_{other}_id", ondelete="CASCADE"
    )


def _fill_alike() -> None:
    """As `consult.store.codec.alike_of`, one response at a time."""
    bind = op.get_bind()
    passages = sa.table(
        "passage",
        *(sa.column(name) for name in ("response_id", "index", "start", "end", "alike")),
    )
    documents = sa.table("document", sa.column("response_id"), sa.column("text"))
    change = (
        sa.update(passages)
        .where(passages.c.response_id == sa.bindparam("key"))
        .where(passages.c.index == sa.bindparam("place"))
        .values(alike=sa.bindparam("words"))
    )
    for key in bind.scalars(sa.select(documents.c.response_id)).all():
        text = bind.scalar(sa.select(documents.c.text).where(documents.c.response_id == key)) or ""
        found = bind.execute(sa.select(passages).where(passages.c.response_id == key))
        rows = [
            {"key": key, "place": p.index, "words": _alike(text[p.start : p.end])} for p in found
        ]
        if rows:
            bind.execute(change, rows)


def _alike(text: str) -> str | None:
    words = "".join(c for c in text.casefold() if c.isalnum())
    return sha256(words.encode()).hexdigest()[:16] if words else None


def _guard() -> None:
    """Corrections can be added; they go away only with the response that they are about."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE TRIGGER review_no_update BEFORE UPDATE ON review "
            "BEGIN SELECT RAISE(ABORT, 'corrections are append-only'); END"
        )
        return
    op.execute(
        "CREATE FUNCTION review_is_kept() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'corrections are append-only'; END $$"
    )
    op.execute(
        "CREATE TRIGGER review_no_change BEFORE UPDATE ON review "
        "FOR EACH ROW EXECUTE FUNCTION review_is_kept()"
    )
