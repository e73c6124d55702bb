"""jobs speak the language of who asked."""

import sqlalchemy as sa
from alembic import op


revision = '1795307900'
down_revision = '1795303974'
branch_labels = ()
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('job', schema=None) as batch_op:
        batch_op.add_column(sa.Column('language', sa.String(), server_default='en', nullable=False))


def downgrade() -> None:
    with op.batch_alter_table('job', schema=None) as batch_op:
        batch_op.drop_column('language')
