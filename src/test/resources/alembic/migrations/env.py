"""The least that Alembic needs: the address and one option from the environment."""
import os

from alembic import context
from sqlalchemy import create_engine

url = os.environ["ALEMBIC_URL"]
options = {"transaction_per_migration": "PER_MIGRATION" in os.environ}

if context.is_offline_mode():
    context.configure(
        url=url, literal_binds=True, dialect_opts={"paramstyle": "named"}, **options
    )
    with context.begin_transaction():
        context.run_migrations()
else:
    with create_engine(url).connect() as connection:
        context.configure(connection=connection, **options)
        with context.begin_transaction():
            context.run_migrations()
