"""The tables of accounts, rights, sessions and the log; `docs/decisions/0060` says why."""

import sqlalchemy as sa

from consult.store.columns import moment, of, text
from consult.store.tables import METADATA

#: A person. `role` holds in all consultations. `issuer` and `subject` say who vouches for an
#: account from elsewhere; such a one has no row in `password`. Accounts are closed, not deleted,
#: so that the log goes on naming them.
account = sa.Table(
    "account",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("name", sa.Text, nullable=False, unique=True),
    text("display"),
    text("role", nullable=True),
    text("issuer", nullable=True),
    text("subject", nullable=True),
    moment("created"),
    moment("closed", nullable=True),
    sa.UniqueConstraint("issuer", "subject"),
    sqlite_autoincrement=True,
)

#: argon2id, in the form that names its parameters. A one-time password `ends` and must be changed.
password = sa.Table(
    "password",
    METADATA,
    of("account", primary_key=True),
    text("hash"),
    moment("changed"),
    sa.Column("must_change", sa.Boolean, nullable=False),
    moment("ends", nullable=True),
)

#: A role in one consultation. `given` is "hand" or "claims": those of claims are replaced
#: whenever the person signs in.
membership = sa.Table(
    "membership",
    METADATA,
    of("account", primary_key=True),
    sa.Column(
        "consultation_id",
        sa.ForeignKey("consultation.id", ondelete="CASCADE"),
        primary_key=True,
        nullable=False,
        autoincrement=False,
        index=True,
    ),
    sa.Column("given", sa.Text, primary_key=True),
    text("role"),
)

#: A sign-in. Of the token only its SHA-256 is kept: who reads the table cannot use it.
session = sa.Table(
    "session",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    of("account"),
    sa.Column("token_hash", sa.Text, nullable=False, unique=True),
    text("origin"),
    moment("created"),
    moment("seen"),
    moment("ends"),
    moment("ended", nullable=True),
    text("ended_why", nullable=True),
    sa.Index(None, "account_id"),
    sa.Index(None, "ends"),
    sqlite_autoincrement=True,
)

#: A browser that has signed in before, so that another's guessing cannot hold it back.
device = sa.Table(
    "device",
    METADATA,
    sa.Column("token_hash", sa.Text, primary_key=True),
    of("account"),
    moment("seen"),
    sa.Index(None, "account_id"),
)

#: Failed sign-ins by place, see `consult.domain.throttle`.
attempt = sa.Table(
    "attempt",
    METADATA,
    sa.Column("place", sa.Text, primary_key=True),
    sa.Column("failures", sa.Integer, nullable=False),
    moment("last"),
    sa.Index(None, "last"),
)

#: Who did what, on what, when, from where. Triggers refuse every change of a row.
audit = sa.Table(
    "audit",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    moment("at"),
    text("actor"),
    sa.Column("account_id", sa.Integer),
    text("origin"),
    text("action"),
    text("subject"),
    sa.Column("consultation_id", sa.Integer),
    sa.Column("allowed", sa.Boolean, nullable=False),
    text("detail"),
    sa.Index(None, "account_id"),
    sa.Index(None, "consultation_id"),
    sqlite_autoincrement=True,
)
