"""signed reports."""

import sqlalchemy as sa
from alembic import op


revision = '1795313700'
down_revision = '1795312800'
branch_labels = ()
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('report', schema=None) as batch_op:
        batch_op.add_column(sa.Column('unsigned_digest', sa.String()))
        batch_op.add_column(sa.Column('signer', sa.String()))


def downgrade() -> None:
    with op.batch_alter_table('report', schema=None) as batch_op:
        batch_op.drop_column('signer')
        batch_op.drop_column('unsigned_digest')
