"""experts beside citizens."""

import sqlalchemy as sa
from alembic import op


revision = "1795316700"
down_revision = "1795315800"
branch_labels = ()
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("call", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("citizen_weight", sa.Integer(), server_default="1", nullable=False)
        )
        batch_op.add_column(
            sa.Column("expert_weight", sa.Integer(), server_default="0", nullable=False)
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_call_college_weights"),
            "citizen_weight BETWEEN 1 AND 100 AND expert_weight BETWEEN 0 AND 100",
        )
    op.create_table(
        "expert_scores",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("file", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("experts", sa.Integer(), nullable=False),
        sa.CheckConstraint("experts >= 2", name=op.f("ck_expert_scores_two_experts")),
        sa.ForeignKeyConstraint(
            ["call_id"], ["call.id"], name=op.f("fk_expert_scores_call_id_call")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expert_scores")),
    )
    with op.batch_alter_table("expert_scores", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_expert_scores_call_id"), ["call_id"], unique=False)


def downgrade() -> None:
    op.drop_table("expert_scores")
    with op.batch_alter_table("call", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_call_college_weights"), type_="check")
        batch_op.drop_column("expert_weight")
        batch_op.drop_column("citizen_weight")
