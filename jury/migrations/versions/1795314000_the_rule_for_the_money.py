"""the rule for the money."""

import sqlalchemy as sa
from alembic import op


revision = '1795314000'
down_revision = '1795313700'
branch_labels = ()
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('call', schema=None) as batch_op:
        batch_op.add_column(sa.Column('rule', sa.String(), server_default='greedy', nullable=False))
        batch_op.create_check_constraint(
            batch_op.f('ck_call_known_rule'), "rule IN ('greedy', 'knapsack', 'equal-shares')"
        )


def downgrade() -> None:
    with op.batch_alter_table('call', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_call_known_rule'), type_='check')
        batch_op.drop_column('rule')
