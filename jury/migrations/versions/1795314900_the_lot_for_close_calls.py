"""the lot for close calls."""

import sqlalchemy as sa
from alembic import op


revision = '1795314900'
down_revision = '1795314000'
branch_labels = ()
depends_on = None


def upgrade() -> None:
    op.create_table(
        'lot',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('call_id', sa.Integer(), nullable=False),
        sa.Column('announced_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('source', sa.String(), nullable=False),
        sa.Column('words', sa.JSON(), nullable=False),
        sa.Column('balls', sa.Integer(), nullable=False),
        sa.Column('moment', sa.DateTime(timezone=True), nullable=False),
        sa.Column('value', sa.JSON(), nullable=True),
        sa.Column('drawn_at', sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(['call_id'], ['call.id'], name=op.f('fk_lot_call_id_call')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_lot')),
        sa.UniqueConstraint('call_id', name=op.f('uq_lot_call_id')),
    )


def downgrade() -> None:
    op.drop_table('lot')
