"""Run migrations on the connection that is handed over, within its transaction."""

from alembic import context

from riwaya.store.tables import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, transactional_ddl=True, render_as_batch=False)
context.run_migrations()
