"""forget mail"""
from alembic import op

revision = "c3"
down_revision = "b2"


def upgrade():
    op.execute("update people set mail = null")


def downgrade():
    raise NotImplementedError("the addresses are gone")
