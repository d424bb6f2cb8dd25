"""Runs migrations in the transaction that `consult.store.upgrade` has opened."""

from alembic import context

from consult.store.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,
    transactional_ddl=False,
)
context.run_migrations()
