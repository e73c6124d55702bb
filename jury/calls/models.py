"""Calls with their phases, criteria and resources."""

import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from jury.calls import spending
from jury.db import Localised, Model


class PhaseKind(enum.StrEnum):
    """The stations of a call, in their usual order; proposals and registration may overlap."""

    PROPOSALS = "proposals"
    REGISTRATION = "registration"
    ELIGIBILITY = "eligibility"
    DRAW = "draw"
    CONFIRMATION = "confirmation"  # seats accepted, conflicts declared
    READING = "reading"  # private scores, round 1
    DELIBERATION = "deliberation"  # meetings and binding scores, round 2
    DECISION = "decision"
    PUBLICATION = "publication"


class Call(Model):
    """One call for proposals with its jury."""

    __tablename__ = "call"
    __table_args__ = (
        CheckConstraint("budget >= 0", name="budget_not_negative"),
        CheckConstraint(
            "state IN ('draft', 'published', 'suspended', 'carried_over', 'cancelled')",
            name="known_state",
        ),
        CheckConstraint("rule IN ('greedy', 'knapsack', 'equal-shares')", name="known_rule"),
        CheckConstraint(
            "citizen_weight BETWEEN 1 AND 100 AND expert_weight BETWEEN 0 AND 100",
            name="college_weights",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    state: Mapped[str] = mapped_column(default="draft")
    state_reason: Mapped[Localised | None]  # public reason of a side state
    template: Mapped[str]  # key in templates.json
    owner: Mapped[str]  # the organisation that runs the call
    funder: Mapped[str]
    facilitator: Mapped[str] = mapped_column(default="")  # the organisation that leads the talks
    title: Mapped[Localised]
    question: Mapped[Localised]  # the purpose, as one question
    influence: Mapped[str]  # advice, co_decision or decision
    influence_words: Mapped[Localised]
    decider: Mapped[Localised]  # who decides
    answer_by: Mapped[datetime | None]  # until when they answer in public
    budget: Mapped[int] = mapped_column(default=0)  # cents
    rule: Mapped[str] = mapped_column(  # how scores share out the money
        default=spending.GREEDY, server_default=spending.GREEDY
    )
    citizen_weight: Mapped[int] = mapped_column(default=1, server_default="1")  # parts
    expert_weight: Mapped[int] = mapped_column(default=0, server_default="0")  # 0: no experts
    juror_words: Mapped[Localised]  # hours, dates, pay: what a juror needs to know
    contact_name: Mapped[str] = mapped_column(default="")  # a service desk, not a private person
    contact_phone: Mapped[str] = mapped_column(default="")
    contact_email: Mapped[str] = mapped_column(default="")
    contact_website: Mapped[str | None]
    contact_words: Mapped[Localised | None]  # when and for what one may call
    created_at: Mapped[datetime]
    published_at: Mapped[datetime | None]

    phases: Mapped[list["Phase"]] = relationship(
        back_populates="call", order_by="Phase.opens_at, Phase.id", cascade="all, delete-orphan"
    )
    criteria: Mapped[list["Criterion"]] = relationship(
        back_populates="call", order_by="Criterion.position", cascade="all, delete-orphan"
    )
    resources: Mapped[list["Resource"]] = relationship(
        back_populates="call", order_by="Resource.id", cascade="all, delete-orphan"
    )
    changes: Mapped[list["Change"]] = relationship(
        back_populates="call", order_by="Change.id", cascade="all, delete-orphan"
    )

    @property
    def is_public(self) -> bool:
        """Whether the public may see it: everything but a draft."""
        return self.state != "draft"

    @property
    def has_ended(self) -> bool:
        """Whether it was ended before its time, for good."""
        return self.state in {"carried_over", "cancelled"}

    def phase(self, kind: str) -> "Phase | None":
        """Return the phase of this kind."""
        return next((phase for phase in self.phases if phase.kind == kind), None)

    def is_open(self, kind: str, now: datetime) -> bool:
        """Whether the call runs and its phase of this kind is open now."""
        phase = self.phase(kind)
        return self.state == "published" and phase is not None and phase.holds(now)


class Phase(Model):
    """One station on the timeline of a call."""

    __tablename__ = "phase"
    __table_args__ = (
        UniqueConstraint("call_id", "kind"),
        CheckConstraint("closes_at > opens_at", name="closes_after_opening"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"), index=True)
    kind: Mapped[str]
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]

    call: Mapped[Call] = relationship(back_populates="phases")

    def holds(self, now: datetime) -> bool:
        """Whether ``now`` lies in the phase; the closing moment itself is too late."""
        return self.opens_at <= now < self.closes_at


class Criterion(Model):
    """One thing that jurors judge, with its weight and its scale in words."""

    __tablename__ = "criterion"
    __table_args__ = (
        UniqueConstraint("call_id", "key"),
        CheckConstraint("weight > 0", name="weight_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"), index=True)
    key: Mapped[str]
    position: Mapped[int]
    weight: Mapped[int]  # percent; those of a call add up to 100
    kind: Mapped[str]  # impact, output or process: what changes, what is delivered, how
    name: Mapped[Localised]
    help: Mapped[Localised]
    scale: Mapped[list[Localised]]  # five grades in words, worst first; scored 1 to 5

    call: Mapped[Call] = relationship(back_populates="criteria")


class Resource(Model):
    """Something to read for applicants or jurors."""

    __tablename__ = "resource"

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"), index=True)
    title: Mapped[Localised]
    url: Mapped[str]
    language: Mapped[str]

    call: Mapped[Call] = relationship(back_populates="resources")


class Change(Model):
    """What was changed after publication, and the public reason."""

    __tablename__ = "call_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"), index=True)
    part: Mapped[str]  # question, influence, phases, criteria, contact or resources
    reason: Mapped[Localised]
    changed_at: Mapped[datetime]

    call: Mapped[Call] = relationship(back_populates="changes")
