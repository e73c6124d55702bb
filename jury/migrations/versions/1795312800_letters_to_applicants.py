"""letters to applicants."""

import sqlalchemy as sa
from alembic import op


revision = '1795312800'
down_revision = '1795307900'
branch_labels = ()
depends_on = None


def upgrade() -> None:
    op.create_table(
        'letter',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('call_id', sa.Integer(), nullable=False),
        sa.Column('proposal_id', sa.Integer(), nullable=False),
        sa.Column('language', sa.String(), nullable=False),
        sa.Column('input_digest', sa.String(), nullable=False),
        sa.Column('digest', sa.String(), nullable=False),
        sa.Column('file', sa.String(), nullable=False),
        sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['call_id'], ['call.id'], name=op.f('fk_letter_call_id_call')),
        sa.ForeignKeyConstraint(['proposal_id'], ['proposal.id'], name=op.f('fk_letter_proposal_id_proposal')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_letter')),
    )
    with op.batch_alter_table('letter', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_letter_call_id'), ['call_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_letter_proposal_id'), ['proposal_id'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('letter', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_letter_proposal_id'))
        batch_op.drop_index(batch_op.f('ix_letter_call_id'))
    op.drop_table('letter')
