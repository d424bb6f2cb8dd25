"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create them all."""
    _create_consultation()
    _create_proposal()
    _create_source()
    _create_tally()
    _create_response()
    _create_document()
    _create_passage()
    _create_posting()
    _create_voice()
    _create_link()
    _create_reference()
    _create_stance()


def _create_consultation() -> None:
    op.create_table(
        "consultation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_consultation"),
        sa.UniqueConstraint("slug", name="uq_consultation_slug"),
    )


def _create_proposal() -> None:
    op.create_table(
        "proposal",
        sa.Column("consultation_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("committee", sa.Text(), nullable=True),
        sa.Column("case_number", sa.Text(), nullable=True),
        sa.Column("direction", sa.Text(), nullable=False),
        sa.Column("amounts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name="fk_proposal_consultation_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("consultation_id", "position", name="pk_proposal"),
        sa.UniqueConstraint("consultation_id", "number", name="uq_proposal_consultation_id_number"),
    )


def _create_source() -> None:
    op.create_table(
        "source",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("superseded_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name="fk_source_consultation_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["superseded_by"], ["source.id"], name="fk_source_superseded_by"),
        sa.PrimaryKeyConstraint("id", name="pk_source"),
    )
    op.create_index(
        "uq_source_content",
        "source",
        ["consultation_id", "name", "sha256"],
        unique=True,
        sqlite_where=sa.text("sha256 <> ''"),
        postgresql_where=sa.text("sha256 <> ''"),
    )
    op.create_index(
        "ix_source_consultation_id_name", "source", ["consultation_id", "name"], unique=False
    )
    op.create_index("ix_source_superseded_by", "source", ["superseded_by"], unique=False)


def _create_tally() -> None:
    op.create_table(
        "tally",
        sa.Column("consultation_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("result", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name="fk_tally_consultation_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("consultation_id", "key", name="pk_tally"),
    )


def _create_response() -> None:
    op.create_table(
        "response",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("row", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("supersedes", sa.Integer(), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("analysis_version", sa.Text(), nullable=True),
        sa.Column("failure", sa.Text(), nullable=True),
        sa.Column("analysed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("respondent_name", sa.Text(), nullable=True),
        sa.Column("respondent_kind", sa.Text(), nullable=True),
        sa.Column("respondent_evidence", sa.JSON(), nullable=True),
        sa.Column("sender", sa.Text(), nullable=True),
        sa.Column("passages", sa.Integer(), nullable=False),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.Column("to_review", sa.Integer(), nullable=False),
        sa.Column("unresolved", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name="fk_response_consultation_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name="fk_response_source_id"),
        sa.ForeignKeyConstraint(["supersedes"], ["response.id"], name="fk_response_supersedes"),
        sa.PrimaryKeyConstraint("id", name="pk_response"),
    )
    op.create_index(
        "ix_response_consultation_id_state", "response", ["consultation_id", "state"], unique=False
    )
    op.create_index("ix_response_source_id_row", "response", ["source_id", "row"], unique=False)
    op.create_index("ix_response_supersedes", "response", ["supersedes"], unique=False)
    op.create_index(
        "uq_response_current_name",
        "response",
        ["consultation_id", "name"],
        unique=True,
        sqlite_where=sa.text("state = 'current'"),
        postgresql_where=sa.text("state = 'current'"),
    )


def _create_document() -> None:
    op.create_table(
        "document",
        sa.Column("response_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("blocks", sa.JSON(), nullable=False),
        sa.Column("removals", sa.JSON(), nullable=False),
        sa.Column("warnings", sa.JSON(), nullable=False),
        sa.Column("metadata", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["response_id"], ["response.id"], name="fk_document_response_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("response_id", name="pk_document"),
    )


def _create_passage() -> None:
    op.create_table(
        "passage",
        sa.Column("response_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("index", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("paragraph", sa.Integer(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=True),
        sa.Column("governed_by", sa.JSON(), nullable=False),
        sa.Column("lead_in", sa.Integer(), nullable=True),
        sa.Column("review", sa.Boolean(), nullable=False),
        sa.Column("theme", sa.Text(), nullable=True),
        sa.Column("themes", sa.JSON(), nullable=False),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["response_id"], ["response.id"], name="fk_passage_response_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("response_id", "index", name="pk_passage"),
    )


def _create_posting() -> None:
    op.create_table(
        "posting",
        sa.Column("consultation_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("stem", sa.Text(), nullable=False),
        sa.Column("response_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("passage", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name="fk_posting_consultation_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["response_id"], ["response.id"], name="fk_posting_response_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint(
            "consultation_id", "stem", "response_id", "passage", name="pk_posting"
        ),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_posting_response_id", "posting", ["response_id"], unique=False)


def _create_voice() -> None:
    op.create_table(
        "voice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("consultation_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("proposal", sa.Text(), nullable=True),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("p_against", sa.Double(), nullable=True),
        sa.Column("p_conditional", sa.Double(), nullable=True),
        sa.Column("p_neutral", sa.Double(), nullable=True),
        sa.Column("p_favor", sa.Double(), nullable=True),
        sa.Column("passages", sa.Integer(), nullable=False),
        sa.Column("themes", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name="fk_voice_consultation_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["response_id"], ["response.id"], name="fk_voice_response_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_voice"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_voice_consultation_id_proposal_score_response_id",
        "voice",
        ["consultation_id", "proposal", "score", "response_id"],
        unique=False,
    )
    op.create_index("ix_voice_response_id", "voice", ["response_id"], unique=False)


def _create_link() -> None:
    op.create_table(
        "link",
        sa.Column("response_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("passage", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("proposal", sa.Text(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["response_id", "passage"],
            ["passage.response_id", "passage.index"],
            name="fk_link_response_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("response_id", "passage", "position", name="pk_link"),
    )


def _create_reference() -> None:
    op.create_table(
        "reference",
        sa.Column("response_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("passage", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("resolved", sa.JSON(), nullable=False),
        sa.Column("unresolved", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["response_id", "passage"],
            ["passage.response_id", "passage.index"],
            name="fk_reference_response_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("response_id", "passage", "position", name="pk_reference"),
    )


def _create_stance() -> None:
    op.create_table(
        "stance",
        sa.Column("response_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("passage", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("consultation_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("proposal", sa.Text(), nullable=True),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("p_against", sa.Double(), nullable=True),
        sa.Column("p_conditional", sa.Double(), nullable=True),
        sa.Column("p_neutral", sa.Double(), nullable=True),
        sa.Column("p_favor", sa.Double(), nullable=True),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name="fk_stance_consultation_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["response_id", "passage"],
            ["passage.response_id", "passage.index"],
            name="fk_stance_response_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("response_id", "passage", "position", name="pk_stance"),
    )
    op.create_index(
        "ix_stance_consultation_id_proposal_label_score",
        "stance",
        ["consultation_id", "proposal", "label", "score"],
        unique=False,
    )
    op.create_index(
        "ix_stance_consultation_id_proposal_response_id_passage",
        "stance",
        ["consultation_id", "proposal", "response_id", "passage"],
        unique=False,
    )
