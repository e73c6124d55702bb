"""The decision, its lines, and the reports and letters made of it."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from jury.calls.models import Call
from jury.db import Localised, Model
from jury.proposals.models import Proposal
from jury.scoring.models import Result


class Decision(Model):
    """What the deciding body decided on the jury's result."""

    __tablename__ = "decision"

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"), unique=True)
    result_id: Mapped[int] = mapped_column(ForeignKey("result.id"))
    words: Mapped[Localised]  # the public answer to the jury
    decided_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]

    call: Mapped[Call] = relationship()
    result: Mapped[Result] = relationship()
    lines: Mapped[list["DecisionLine"]] = relationship(
        order_by="DecisionLine.id", cascade="all, delete-orphan"
    )


class DecisionLine(Model):
    """One proposal's fate: what the jury's result says, what was decided, and why it differs."""

    __tablename__ = "decision_line"
    __table_args__ = (
        UniqueConstraint("decision_id", "proposal_id"),
        CheckConstraint("outcome IN ('funded', 'reserve', 'not_funded')", name="known_outcome"),
        CheckConstraint("advice IN ('funded', 'reserve', 'not_funded')", name="known_advice"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"), index=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"))
    advice: Mapped[str]  # of the jury
    outcome: Mapped[str]
    amount: Mapped[int]  # cents granted
    reserve_order: Mapped[int | None]
    reason: Mapped[Localised]  # where it departs from the jury

    proposal: Mapped[Proposal] = relationship()


class Report(Model):
    """A selection report in one language, in usual letters or in large print."""

    __tablename__ = "report"

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"), index=True)
    language: Mapped[str]
    large_print: Mapped[bool] = mapped_column(default=False)
    input_digest: Mapped[str]  # of everything printed
    digest: Mapped[str]  # of the PDF, signed where it is
    unsigned_digest: Mapped[str | None]  # of the PDF before it was signed
    signer: Mapped[str | None]  # as the certificate gives the name
    file: Mapped[str]
    made_at: Mapped[datetime]

    call: Mapped[Call] = relationship()


class Letter(Model):
    """What one applicant was told after the decision, printed in their language."""

    __tablename__ = "letter"

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"), index=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), index=True)
    language: Mapped[str]
    input_digest: Mapped[str]  # of everything printed
    digest: Mapped[str]  # of the PDF
    file: Mapped[str]
    made_at: Mapped[datetime]

    proposal: Mapped[Proposal] = relationship()
