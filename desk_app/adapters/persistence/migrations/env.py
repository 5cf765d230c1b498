"""Runs schema steps on the connection handed in by the program."""

from alembic import context

from desk_app.adapters.persistence.rows import metadata

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    transactional_ddl=True,
)
context.run_migrations()
