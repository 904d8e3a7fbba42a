"""Alembic runs inside the connection that Database.migrate opened."""

from alembic import context

from sync.central.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
