"""Runs migrations on the connection that `Store.migrate` brings."""

from alembic import context

from central.store.schema import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    # SQLite's DDL is transactional once the driver leaves transactions alone.
    transactional_ddl=True,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
