"""the fallback of the lot."""

import sqlalchemy as sa
from alembic import op


revision = '1795315800'
down_revision = '1795314900'
branch_labels = ()
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('lot', schema=None) as batch_op:
        batch_op.add_column(
            sa.Column('fallback_words', sa.JSON(), server_default='{}', nullable=False)
        )
        batch_op.add_column(sa.Column('fallbacks', sa.JSON(), server_default='[]', nullable=False))
    with op.batch_alter_table('lot', schema=None) as batch_op:  # only the lots of before need them
        batch_op.alter_column('fallback_words', server_default=None)
        batch_op.alter_column('fallbacks', server_default=None)


def downgrade() -> None:
    with op.batch_alter_table('lot', schema=None) as batch_op:
        batch_op.drop_column('fallbacks')
        batch_op.drop_column('fallback_words')
