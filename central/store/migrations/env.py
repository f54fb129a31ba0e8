"""Runs migrations on the connection that `Store.migrate` passes."""

from alembic import context

import central.store.schema  # noqa: F401 - registers the tables
from central.store.base import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    # SQLite's DDL is transactional if the driver does not manage transactions.
    transactional_ddl=True,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
