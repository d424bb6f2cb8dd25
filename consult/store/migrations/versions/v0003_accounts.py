"""Accounts, passwords, roles, sessions, failed sign-ins, and the log."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Create them all; nobody has an account yet."""
    _create_account()
    _create_password()
    _create_membership()
    _create_session()
    _create_device()
    _create_attempt()
    _create_audit()
    _guard_audit()


def _account_key(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["account_id"], ["account.id"], name=f"fk_{table}_account_id", ondelete="CASCADE"
    )


def _account_id() -> sa.Column[int]:
    return sa.Column("account_id", sa.Integer(), autoincrement=False, nullable=False)


def _moment(name: str, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _create_account() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("display", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=True),
        sa.Column("issuer", sa.Text(), nullable=True),
        sa.Column("subject", sa.Text(), nullable=True),
        _moment("created"),
        _moment("closed", nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_account"),
        sa.UniqueConstraint("name", name="uq_account_name"),
        sa.UniqueConstraint("issuer", "subject", name="uq_account_issuer_subject"),
        sqlite_autoincrement=True,
    )


def _create_password() -> None:
    op.create_table(
        "password",
        _account_id(),
        sa.Column("hash", sa.Text(), nullable=False),
        _moment("changed"),
        sa.Column("must_change", sa.Boolean(), nullable=False),
        _moment("ends", nullable=True),
        _account_key("password"),
        sa.PrimaryKeyConstraint("account_id", name="pk_password"),
    )


def _create_membership() -> None:
    op.create_table(
        "membership",
        _account_id(),
        sa.Column("consultation_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("given", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        _account_key("membership"),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name="fk_membership_consultation_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("account_id", "consultation_id", "given", name="pk_membership"),
    )
    op.create_index("ix_membership_consultation_id", "membership", ["consultation_id"])


def _create_session() -> None:
    op.create_table(
        "session",
        sa.Column("id", sa.Integer(), nullable=False),
        _account_id(),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        _moment("created"),
        _moment("seen"),
        _moment("ends"),
        _moment("ended", nullable=True),
        sa.Column("ended_why", sa.Text(), nullable=True),
        _account_key("session"),
        sa.PrimaryKeyConstraint("id", name="pk_session"),
        sa.UniqueConstraint("token_hash", name="uq_session_token_hash"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_session_account_id", "session", ["account_id"])
    op.create_index("ix_session_ends", "session", ["ends"])


def _create_device() -> None:
    op.create_table(
        "device",
        sa.Column("token_hash", sa.Text(), nullable=False),
        _account_id(),
        _moment("seen"),
        _account_key("device"),
        sa.PrimaryKeyConstraint("token_hash", name="pk_device"),
    )
    op.create_index("ix_device_account_id", "device", ["account_id"])


def _create_attempt() -> None:
    op.create_table(
        "attempt",
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        _moment("last"),
        sa.PrimaryKeyConstraint("place", name="pk_attempt"),
    )
    op.create_index("ix_attempt_last", "attempt", ["last"])


def _create_audit() -> None:
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), nullable=False),
        _moment("at"),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=True),
        sa.Column("allowed", sa.Boolean(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_audit_account_id", "audit", ["account_id"])
    op.create_index("ix_audit_consultation_id", "audit", ["consultation_id"])


def _guard_audit() -> None:
    """Rows of the log can be added and read, not changed or taken away."""
    if op.get_bind().dialect.name == "sqlite":
        for event in ("update", "delete"):
            op.execute(
                f"CREATE TRIGGER audit_no_{event} BEFORE {event} ON audit "
                "BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION audit_is_kept() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the log is append-only'; END $$"
    )
    op.execute(
        "CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON audit "
        "FOR EACH ROW EXECUTE FUNCTION audit_is_kept()"
    )
