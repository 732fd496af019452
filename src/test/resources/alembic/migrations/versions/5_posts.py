"""add posts"""
from alembic import op

revision = "e5"
down_revision = "d4"


def upgrade():
    op.execute("create table posts (id int);\n\ncreate index ix_posts_id on posts (id)")
    op.execute("-- Running upgrade x -> y\ninsert into posts values (1); insert into posts values (2)")


def downgrade():
    op.execute("drop table posts")
