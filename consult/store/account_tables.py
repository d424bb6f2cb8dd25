"""The tables of accounts, rights, sessions and the log; `docs/decisions/0060` says why."""

import sqlalchemy as sa

from consult.store.tables import METADATA, UtcDateTime


def _text(name: str, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=nullable)


def _moment(name: str, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, UtcDateTime, nullable=nullable)


def _account(primary_key: bool = False) -> sa.Column[int]:
    return sa.Column(
        "account_id",
        sa.ForeignKey("account.id", ondelete="CASCADE"),
        primary_key=primary_key,
        nullable=False,
        autoincrement=False,
    )


#: A person. `role` holds in all consultations. `issuer` and `subject` say who vouches for an
#: account from elsewhere; such a one has no row in `password`. Accounts are closed, not deleted,
#: so that the log goes on naming them.
account = sa.Table(
    "account",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("name", sa.Text, nullable=False, unique=True),
    _text("display"),
    _text("role", nullable=True),
    _text("issuer", nullable=True),
    _text("subject", nullable=True),
    _moment("created"),
    _moment("closed", nullable=True),
    sa.UniqueConstraint("issuer", "subject"),
    sqlite_autoincrement=True,
)

#: argon2id, in the form that names its parameters. A one-time password `ends` and must be changed.
password = sa.Table(
    "password",
    METADATA,
    _account(primary_key=True),
    _text("hash"),
    _moment("changed"),
    sa.Column("must_change", sa.Boolean, nullable=False),
    _moment("ends", nullable=True),
)

#: A role in one consultation. `given` is "hand" or "claims": those of claims are replaced
#: whenever the person signs in.
membership = sa.Table(
    "membership",
    METADATA,
    _account(primary_key=True),
    sa.Column(
        "consultation_id",
        sa.ForeignKey("consultation.id", ondelete="CASCADE"),
        primary_key=True,
        nullable=False,
        autoincrement=False,
        index=True,
    ),
    sa.Column("given", sa.Text, primary_key=True),
    _text("role"),
)

#: A sign-in. Of the token only its SHA-256 is kept: who reads the table cannot use it.
session = sa.Table(
    "session",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    _account(),
    sa.Column("token_hash", sa.Text, nullable=False, unique=True),
    _text("origin"),
    _moment("created"),
    _moment("seen"),
    _moment("ends"),
    _moment("ended", nullable=True),
    _text("ended_why", nullable=True),
    sa.Index(None, "account_id"),
    sa.Index(None, "ends"),
    sqlite_autoincrement=True,
)

#: A browser that has signed in before, so that another's guessing cannot hold it back.
device = sa.Table(
    "device",
    METADATA,
    sa.Column("token_hash", sa.Text, primary_key=True),
    _account(),
    _moment("seen"),
    sa.Index(None, "account_id"),
)

#: Failed sign-ins by place, see `consult.domain.throttle`.
attempt = sa.Table(
    "attempt",
    METADATA,
    sa.Column("place", sa.Text, primary_key=True),
    sa.Column("failures", sa.Integer, nullable=False),
    _moment("last"),
    sa.Index(None, "last"),
)

#: Who did what, on what, when, from where. Triggers refuse every change of a row.
audit = sa.Table(
    "audit",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    _moment("at"),
    _text("actor"),
    sa.Column("account_id", sa.Integer),
    _text("origin"),
    _text("action"),
    _text("subject"),
    sa.Column("consultation_id", sa.Integer),
    sa.Column("allowed", sa.Boolean, nullable=False),
    _text("detail"),
    sa.Index(None, "account_id"),
    sa.Index(None, "consultation_id"),
    sqlite_autoincrement=True,
)
