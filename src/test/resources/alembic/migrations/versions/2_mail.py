"""add mail, and look it up"""
import sqlalchemy as sa
from alembic import op

revision = "b2"
down_revision = "3f2a9c1b7e55"


def upgrade():
    op.add_column("people", sa.Column("mail", sa.Text))
    with op.get_context().autocommit_block():
        op.execute("create index concurrently ix_people_mail on people (mail)")
    op.execute("comment on table people is 'everybody'")


def downgrade():
    with op.get_context().autocommit_block():
        op.execute("drop index concurrently ix_people_mail")
    op.drop_column("people", "mail")
