"""the report in large print."""

import sqlalchemy as sa
from alembic import op


revision = "1795317600"
down_revision = "1795316700"
branch_labels = ()
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("large_print", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.alter_column("large_print", server_default=None)


def downgrade() -> None:
    op.execute(sa.text("DELETE FROM report WHERE large_print"))
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.drop_column("large_print")
