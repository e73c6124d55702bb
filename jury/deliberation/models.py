"""Readings, recusals, comments and minority opinions."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from jury.calls.models import Call
from jury.db import Model
from jury.pool.models import Juror
from jury.proposals.models import Proposal


class ConflictDeclaration(Model):
    """That a juror looked at the whole list of applicants and partners, and when."""

    __tablename__ = "conflict_declaration"

    id: Mapped[int] = mapped_column(primary_key=True)
    juror_id: Mapped[int] = mapped_column(ForeignKey("juror.id"), unique=True)
    declared_at: Mapped[datetime]


class Recusal(Model):
    """A juror's conflict of interest with one proposal: closed to them on every route."""

    __tablename__ = "recusal"
    __table_args__ = (UniqueConstraint("juror_id", "proposal_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    juror_id: Mapped[int] = mapped_column(ForeignKey("juror.id"), index=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), index=True)
    kind: Mapped[str]  # know, work or family
    declared_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]

    juror: Mapped[Juror] = relationship()
    proposal: Mapped[Proposal] = relationship()


class Reading(Model):
    """How far a juror is with one proposal in one round; the scores themselves are elsewhere."""

    __tablename__ = "reading"
    __table_args__ = (
        UniqueConstraint("juror_id", "proposal_id", "round"),
        CheckConstraint("round IN (1, 2)", name="known_round"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    juror_id: Mapped[int] = mapped_column(ForeignKey("juror.id"), index=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), index=True)
    round: Mapped[int]
    begun_at: Mapped[datetime]
    done_at: Mapped[datetime | None]  # every criterion has an answer

    juror: Mapped[Juror] = relationship()


class Comment(Model):
    """One sentence of a juror for or against a proposal; published without a name."""

    __tablename__ = "comment"
    __table_args__ = (UniqueConstraint("juror_id", "proposal_id", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    juror_id: Mapped[int] = mapped_column(ForeignKey("juror.id"), index=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), index=True)
    kind: Mapped[str]  # for or against
    language: Mapped[str]
    text: Mapped[str]
    written_at: Mapped[datetime]

    juror: Mapped[Juror] = relationship()
    proposal: Mapped[Proposal] = relationship()


class MinorityOpinion(Model):
    """What some jurors want printed beside the jury's result, unedited."""

    __tablename__ = "minority_opinion"

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"), index=True)
    proposal_id: Mapped[int | None] = mapped_column(ForeignKey("proposal.id"))  # None: on the whole
    author_id: Mapped[int] = mapped_column(ForeignKey("juror.id"))
    language: Mapped[str]
    text: Mapped[str]
    written_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]

    call: Mapped[Call] = relationship()
    proposal: Mapped[Proposal | None] = relationship()
    author: Mapped[Juror] = relationship()
    signatures: Mapped[list["Signature"]] = relationship(
        order_by="Signature.id", cascade="all, delete-orphan"
    )


class Signature(Model):
    """A juror who stands behind a minority opinion; only their number is counted."""

    __tablename__ = "signature"
    __table_args__ = (UniqueConstraint("opinion_id", "juror_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    opinion_id: Mapped[int] = mapped_column(ForeignKey("minority_opinion.id"), index=True)
    juror_id: Mapped[int] = mapped_column(ForeignKey("juror.id"))
    signed_at: Mapped[datetime]


class OpinionsClosed(Model):
    """From when no minority opinion of a call is written, signed or withdrawn any more."""

    __tablename__ = "opinions_closed"

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"), unique=True)
    closed_at: Mapped[datetime]
