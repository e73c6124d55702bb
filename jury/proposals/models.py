"""Proposals with their partners, budget lines and attachments."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from jury.calls.models import Call
from jury.db import Localised, Model
from jury.people.models import Person


class Proposal(Model):
    """One applicant's answer to one call."""

    __tablename__ = "proposal"
    __table_args__ = (
        UniqueConstraint("call_id", "number"),
        CheckConstraint(
            "state IN ('draft', 'submitted', 'eligible', 'ineligible', 'withdrawn')",
            name="known_state",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"), index=True)
    applicant_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    contact_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    number: Mapped[int | None]  # public number in the call, given at submission
    state: Mapped[str] = mapped_column(default="draft")
    language: Mapped[str]  # in which it is written
    title: Mapped[str] = mapped_column(default="")
    research_question: Mapped[str] = mapped_column(default="")
    summary: Mapped[Localised]  # plain summary, nl and fr
    place: Mapped[str] = mapped_column(default="")
    theme: Mapped[str] = mapped_column(default="")
    how: Mapped[str] = mapped_column(default="")
    shared_interest: Mapped[str] = mapped_column(default="")
    interests: Mapped[str] = mapped_column(default="")  # whose meet or clash
    missing: Mapped[str] = mapped_column(default="")  # who is missing
    uncertain: Mapped[str] = mapped_column(default="")
    afterwards: Mapped[str] = mapped_column(default="")  # who carries it
    created_at: Mapped[datetime]
    saved_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    receipt: Mapped[str | None]  # SHA-256 of what was submitted
    judged_at: Mapped[datetime | None]  # eligibility
    judgement: Mapped[str] = mapped_column(default="")  # its reason, in the proposal's language
    correct_by: Mapped[datetime | None]  # until when an ineligible one may be corrected

    call: Mapped[Call] = relationship()
    applicant: Mapped[Person] = relationship(foreign_keys=applicant_id)
    contact_person: Mapped[Person | None] = relationship(foreign_keys=contact_person_id)
    partners: Mapped[list["Partner"]] = relationship(
        order_by="Partner.id", cascade="all, delete-orphan"
    )
    budget_lines: Mapped[list["BudgetLine"]] = relationship(
        order_by="BudgetLine.id", cascade="all, delete-orphan"
    )
    attachments: Mapped[list["Attachment"]] = relationship(
        order_by="Attachment.id", cascade="all, delete-orphan"
    )

    @property
    def cost(self) -> int:
        """What is asked from the call, in cents: the sum of the budget lines."""
        return sum(line.amount for line in self.budget_lines)

    @property
    def is_submitted(self) -> bool:
        """Whether it was put before the jury."""
        return self.submitted_at is not None


class Partner(Model):
    """Somebody who does the project together with others."""

    __tablename__ = "partner"

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), index=True)
    name: Mapped[str]  # of an organisation or group
    kind: Mapped[str]  # citizens, public_body, association, company, knowledge or informal
    role: Mapped[str] = mapped_column(default="")
    parts: Mapped[list[str]]  # of agenda, solution, financing, decision, execution, upkeep
    cofinancing: Mapped[int] = mapped_column(default=0)  # cents


class BudgetLine(Model):
    """One line of what is asked."""

    __tablename__ = "budget_line"
    __table_args__ = (CheckConstraint("amount >= 0", name="amount_not_negative"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), index=True)
    label: Mapped[str]
    kind: Mapped[str]  # staff, material, participation or other
    amount: Mapped[int]  # cents


class Attachment(Model):
    """A PDF that belongs to a proposal; the file itself is sealed in the files folder."""

    __tablename__ = "attachment"

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), index=True)
    title: Mapped[str]  # the name it was sent with
    size: Mapped[int]  # bytes
    digest: Mapped[str]
    file: Mapped[str]
    added_at: Mapped[datetime]
