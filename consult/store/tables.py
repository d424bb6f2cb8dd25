"""The tables. `docs/decisions/0020` says why Core and natural keys, `0021` what identity is."""

from typing import Any

import sqlalchemy as sa

from consult.store.columns import UtcDateTime as UtcDateTime
from consult.store.columns import number, of
from consult.store.round_columns import said_of_a_round

METADATA = sa.MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False)


def _maybe(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text)


def _json(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.JSON, nullable=False)


def _score(name: str, nullable: bool = False) -> sa.Column[float]:
    return sa.Column(name, sa.Double, nullable=nullable)


def _id() -> sa.Column[int]:
    return sa.Column("id", sa.Integer, primary_key=True)


def _key(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, primary_key=True, autoincrement=False)


def _of_passage() -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["response_id", "passage"], ["passage.response_id", "passage.index"], ondelete="CASCADE"
    )


def _probabilities() -> tuple[sa.Column[float], ...]:
    return tuple(
        _score(f"p_{label}", nullable=True)
        for label in ("against", "conditional", "neutral", "favor")
    )


consultation = sa.Table(
    "consultation",
    METADATA,
    _id(),
    *said_of_a_round(),
    sa.Column("created", UtcDateTime, nullable=False),
)

proposal = sa.Table(
    "proposal",
    METADATA,
    of("consultation", primary_key=True),
    _key("position"),
    _text("number"),
    _text("title"),
    _text("text"),
    _maybe("committee"),
    _maybe("case_number"),
    _text("direction"),
    _json("amounts"),
    sa.UniqueConstraint("consultation_id", "number"),
)

#: One file as it was taken in; `enclosed` others lay in it. A newer one supersedes; both are kept.
#: `sha256` is "" where the file was not opened; then its path tells it from its namesakes.
source = sa.Table(
    "source",
    METADATA,
    _id(),
    of("consultation"),
    _text("name"),
    _text("path"),
    _text("sha256"),
    sa.Column("size", sa.BigInteger, nullable=False),
    _text("state"),
    _maybe("reason"),
    sa.Column("read_at", UtcDateTime, nullable=False),
    sa.Column("superseded_by", sa.ForeignKey("source.id"), index=True),
    sa.Column("enclosed", sa.Integer, nullable=False, default=0, server_default="0"),
    sa.Index(None, "consultation_id", "name"),
    sa.Index(
        "uq_source_content",
        "consultation_id",
        "name",
        "sha256",
        unique=True,
        sqlite_where=sa.text("sha256 <> ''"),
        postgresql_where=sa.text("sha256 <> ''"),
    ),
)

#: One answer, light enough to scan; its text is in `document`. `row` is the document's
#: name as the source gave it, `name` is unique among the answers of the round that count.
#: `confirm` is what a person must see to.
response = sa.Table(
    "response",
    METADATA,
    _id(),
    of("consultation"),
    sa.Column("source_id", sa.ForeignKey("source.id"), nullable=False),
    _text("row"),
    _text("name"),
    _text("content_hash"),
    _text("state"),
    sa.Column("supersedes", sa.ForeignKey("response.id"), index=True),
    sa.Column("taken_at", UtcDateTime, nullable=False),
    _maybe("analysis_version"),
    _maybe("failure"),
    sa.Column("analysed_at", UtcDateTime),
    _maybe("respondent_name"),
    _maybe("respondent_kind"),
    sa.Column("respondent_evidence", sa.JSON),
    _maybe("respondent_source"),
    _maybe("sender"),
    _maybe("confirm"),
    number("passages"),
    number("words"),
    number("to_review"),
    number("unresolved"),
    sa.Index(None, "consultation_id", "state"),
    sa.Index(None, "source_id", "row"),
    sa.Index(
        "uq_response_current_name",
        "consultation_id",
        "name",
        unique=True,
        sqlite_where=sa.text("state = 'current'"),
        postgresql_where=sa.text("state = 'current'"),
    ),
)

document = sa.Table(
    "document",
    METADATA,
    of("response", primary_key=True),
    _text("text"),
    _json("blocks"),
    _json("removals"),
    _json("warnings"),
    _json("metadata"),
)

#: `theme` is the dominant one of `themes`, `words` the length that search ranks by. `decided` is
#: what a person has decided, `alike` is equal for the same words (`codec.alike_of`).
passage = sa.Table(
    "passage",
    METADATA,
    of("response", primary_key=True),
    _key("index"),
    number("start"),
    number("end"),
    _text("kind"),
    number("paragraph"),
    sa.Column("page", sa.Integer),
    _json("governed_by"),
    sa.Column("lead_in", sa.Integer),
    sa.Column("review", sa.Boolean, nullable=False),
    _maybe("theme"),
    _json("themes"),
    number("words"),
    sa.Column("decided", sa.Text, nullable=False, server_default=""),
    _maybe("alike"),
    sa.Index(None, "alike"),
    sa.Index(
        "ix_passage_to_review",
        "response_id",
        sqlite_where=sa.text("review = 1"),
        postgresql_where=sa.text("review"),
    ),
)

reference = sa.Table(
    "reference",
    METADATA,
    _key("response_id"),
    _key("passage"),
    _key("position"),
    number("start"),
    number("end"),
    _text("rule"),
    _json("resolved"),
    _json("unresolved"),
    _of_passage(),
)

link = sa.Table(
    "link",
    METADATA,
    _key("response_id"),
    _key("passage"),
    _key("position"),
    _text("proposal"),
    _text("method"),
    _score("score"),
    _json("evidence"),
    _text("rule"),
    _of_passage(),
)

stance = sa.Table(
    "stance",
    METADATA,
    _key("response_id"),
    _key("passage"),
    _key("position"),
    of("consultation"),
    _maybe("proposal"),
    _text("label"),
    _score("score"),
    *_probabilities(),
    _json("evidence"),
    _text("model"),
    _of_passage(),
    sa.Index(None, "consultation_id", "proposal", "label", "score"),
    sa.Index(None, "consultation_id", "proposal", "response_id", "passage"),
)

#: What one response says about one proposal. `passages` is the number of those that speak,
#: `themes` are their dominant ones.
#: Ids are never used again: `tally` tells by them whether anything has changed.
voice = sa.Table(
    "voice",
    METADATA,
    _id(),
    of("response"),
    of("consultation"),
    _maybe("proposal"),
    _text("label"),
    _score("score"),
    *_probabilities(),
    number("passages"),
    _json("themes"),
    sa.Index(None, "consultation_id", "proposal", "score", "response_id"),
    sa.Index(None, "response_id"),
    sqlite_autoincrement=True,
)

#: Results per proposal, kept so that a page need not add up a round; `key` is the proposal's
#: number, "" for what names none; `fingerprint` says of which voices it is the result.
tally = sa.Table(
    "tally",
    METADATA,
    of("consultation", primary_key=True),
    sa.Column("key", sa.Text, primary_key=True),
    _text("fingerprint"),
    _json("result"),
)

#: The search index: how often a stem stands in a passage.
posting = sa.Table(
    "posting",
    METADATA,
    of("consultation", primary_key=True),
    sa.Column("stem", sa.Text, primary_key=True),
    of("response", primary_key=True),
    _key("passage"),
    number("count"),
    sa.Index(None, "response_id"),
    sqlite_with_rowid=False,
)
