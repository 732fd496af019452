"""create people"""
import sqlalchemy as sa
from alembic import op

revision = "3f2a9c1b7e55"
down_revision = None


def upgrade():
    op.create_table(
        "people",
        sa.Column("id", sa.BigInteger, primary_key=True),
        sa.Column("name", sa.String(50), nullable=False, server_default="it's; -- all"),
    )
    op.execute(
        "create function greet() returns text language plpgsql as "
        "$$ begin return 'COMMIT;'; end $$"
    )
    op.execute("insert into people (name) values ('BEGIN; 100%')")


def downgrade():
    op.execute("drop function greet()")
    op.drop_table("people")
