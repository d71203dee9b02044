"""How Alembic reaches the application's database. Run through `flask db ...`."""

from alembic import context
from flask import current_app

target = current_app.extensions["migrate"].db


def run() -> None:
    """In one transaction, as a writer: on SQLite nobody else writes meanwhile."""
    engine = target.engine.engine
    with engine.connect().execution_options(writing=True) as connection:
        context.configure(
            connection=connection,
            target_metadata=target.metadata,
            render_as_batch=True,
            compare_type=True,
            transaction_per_migration=False,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
