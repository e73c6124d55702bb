"""Scores, as jurors gave them, results computed from them, and the lot for close calls."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from jury.calls.models import Call, Criterion
from jury.db import Localised, Model
from jury.pool.models import Juror
from jury.proposals.models import Proposal


class Score(Model):
    """One juror's mark for one criterion of one proposal in one round; never altered by us."""

    __tablename__ = "score"
    __table_args__ = (
        UniqueConstraint("juror_id", "proposal_id", "criterion_id", "round"),
        CheckConstraint("value IS NULL OR value BETWEEN 1 AND 5", name="value_on_scale"),
        CheckConstraint("(status = 'scored') = (value IS NOT NULL)", name="scored_has_value"),
        CheckConstraint("status IN ('scored', 'cannot_judge')", name="known_status"),
        CheckConstraint("round IN (1, 2)", name="known_round"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    juror_id: Mapped[int] = mapped_column(ForeignKey("juror.id"), index=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), index=True)
    criterion_id: Mapped[int] = mapped_column(ForeignKey("criterion.id"))
    round: Mapped[int]
    value: Mapped[int | None]  # 1 to 5 on the worded scale
    status: Mapped[str]  # scored or cannot_judge; a recusal or no answer has no row
    saved_at: Mapped[datetime]

    juror: Mapped[Juror] = relationship()
    proposal: Mapped[Proposal] = relationship()
    criterion: Mapped[Criterion] = relationship()


class ExpertScores(Model):
    """The scores that experts gave, in one file; the newest one counts, the others stay."""

    __tablename__ = "expert_scores"
    __table_args__ = (CheckConstraint("experts >= 2", name="two_experts"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"), index=True)
    sent_at: Mapped[datetime]
    file: Mapped[str]  # rows in the files folder, with a number for each expert, no name
    digest: Mapped[str]
    experts: Mapped[int]

    call: Mapped[Call] = relationship()


class Result(Model):
    """What the scores of a call came to; the newest one counts, the others stay."""

    __tablename__ = "result"

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"), index=True)
    made_at: Mapped[datetime]
    file: Mapped[str]  # result.json in the files folder
    digest: Mapped[str]

    call: Mapped[Call] = relationship()


class Lot(Model):
    """Where the value of a call's lot comes from, announced before the scores; later the value."""

    __tablename__ = "lot"

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"), unique=True)
    announced_at: Mapped[datetime]
    source: Mapped[str]  # balls, words or drand, as in the draw of the jury
    words: Mapped[Localised]  # where and how the value is read out
    balls: Mapped[int]  # how many, where the source is balls
    moment: Mapped[datetime]  # from when the value exists
    value: Mapped[dict[str, Any] | None]
    drawn_at: Mapped[datetime | None]
    # what counts if no value comes; empty: balls in public
    fallback_words: Mapped[Localised] = mapped_column(default=dict)
    # those taken: the reason, and the moment whose value did not come
    fallbacks: Mapped[list[Any]] = mapped_column(default=list)

    call: Mapped[Call] = relationship()

    @property
    def fallback_source(self) -> str:
        """Say of what kind the value is that counts if the announced one does not come."""
        return "words" if self.fallback_words else "balls"
