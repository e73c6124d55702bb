"""Registrants, quotas, the rules of the draw, freezes, draws and jurors."""

import json
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from jury.calls.models import Call
from jury.db import Localised, Model, Sealed, WithSealed
from jury.people.models import Person

RATHER_NOT = "rather_not_say"  # an answer like any other, without a quota of its own


class Category(Model):
    """One question of the registration, and one category of the quotas."""

    __tablename__ = "category"
    __table_args__ = (UniqueConstraint("call_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"), index=True)
    key: Mapped[str]
    position: Mapped[int]
    question: Mapped[Localised]
    why: Mapped[Localised]
    source: Mapped[str] = mapped_column(default="")  # of the population figures, with their date

    call: Mapped[Call] = relationship()
    quotas: Mapped[list["Quota"]] = relationship(
        back_populates="category", order_by="Quota.position", cascade="all, delete-orphan"
    )


class Quota(Model):
    """How many seats go to people with one answer; both bounds inclusive."""

    __tablename__ = "quota"
    __table_args__ = (
        UniqueConstraint("category_id", "value"),
        CheckConstraint("0 <= minimum AND minimum <= maximum", name="bounds_in_order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    category_id: Mapped[int] = mapped_column(ForeignKey("category.id"), index=True)
    value: Mapped[str]
    label: Mapped[Localised]
    position: Mapped[int]
    minimum: Mapped[int]
    maximum: Mapped[int]
    population_share: Mapped[float | None]  # 0 to 1; unknown for “rather not say”

    category: Mapped[Category] = relationship(back_populates="quotas")


class DrawRules(Model):
    """What was fixed before the draw, sealed before registration closes."""

    __tablename__ = "draw_rules"

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"), unique=True)
    seats: Mapped[int]
    alternates: Mapped[int]
    tickets: Mapped[int] = mapped_column(default=1000)
    first_source: Mapped[str]  # balls, words or drand: gives the lottery its own randomness
    first_words: Mapped[Localised]  # where and when it is read out
    first_at: Mapped[datetime]
    second_source: Mapped[str]  # balls, words or drand: draws the ticket
    second_words: Mapped[Localised]
    second_at: Mapped[datetime]
    fallback_words: Mapped[Localised]
    lead_hours: Mapped[int] = mapped_column(default=24)  # between announcement and draw
    sealed_at: Mapped[datetime | None]
    digest: Mapped[str | None]  # SHA-256 of the canonical JSON of all rules, quotas included

    call: Mapped[Call] = relationship()


class Draft(WithSealed, Model):
    """Answers on their way: kept for the browser that gives them, gone once confirmed.

    It belongs to no person yet: an address is somebody's only when its mail was answered.
    """

    __tablename__ = "draft"

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # of who was signed in
    email_sealed: Mapped[bytes | None]
    email_index: Mapped[str] = mapped_column(index=True)  # keyed digest
    answers_sealed: Mapped[bytes | None]
    language: Mapped[str]
    agreed: Mapped[bool] = mapped_column(default=False)  # to take part in the draw
    keep_informed: Mapped[bool] = mapped_column(default=False)
    keep_for_next: Mapped[bool] = mapped_column(default=False)
    channel: Mapped[str] = mapped_column(default="web")
    source: Mapped[str] = mapped_column(default="")
    started_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]  # when the link to confirm went out
    token_digest: Mapped[str | None] = mapped_column(unique=True)

    email = Sealed("email_sealed")
    answers_text = Sealed("answers_sealed")
    call: Mapped[Call] = relationship()
    person: Mapped[Person | None] = relationship()

    @property
    def answers(self) -> dict[str, str]:
        """The answers by category key."""
        found: dict[str, str] = json.loads(self.answers_text or "{}")
        return found

    @answers.setter
    def answers(self, answers: dict[str, str]) -> None:
        self.answers_text = json.dumps(answers, sort_keys=True)


class Volunteer(WithSealed, Model):
    """One person's registration for one pool; the answers and the salt are sealed."""

    __tablename__ = "volunteer"
    __table_args__ = (UniqueConstraint("call_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    pseudonym: Mapped[str] = mapped_column(unique=True)  # in this pool only
    answers_sealed: Mapped[bytes | None]
    salt_sealed: Mapped[bytes | None]
    commitment: Mapped[str | None]  # of the last confirmed answers
    keep_informed: Mapped[bool] = mapped_column(default=False)  # consents, each apart
    keep_for_next: Mapped[bool] = mapped_column(default=False)
    channel: Mapped[str] = mapped_column(default="web")  # web, paper, phone or helper
    source: Mapped[str] = mapped_column(default="")  # which invitation brought them
    started_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    left_at: Mapped[datetime | None]
    excluded_because: Mapped[str | None]  # a key of jury.pool.excluding.REASONS
    contact_sealed: Mapped[bytes | None]  # how to reach somebody who has no e-mail address

    contact = Sealed("contact_sealed")
    answers_text = Sealed("answers_sealed")
    salt = Sealed("salt_sealed")
    call: Mapped[Call] = relationship()
    person: Mapped[Person] = relationship()

    @property
    def answers(self) -> dict[str, str]:
        """The answers by category key."""
        found: dict[str, str] = json.loads(self.answers_text or "{}")
        return found

    @answers.setter
    def answers(self, answers: dict[str, str]) -> None:
        self.answers_text = json.dumps(answers, sort_keys=True)

    @property
    def is_in_pool(self) -> bool:
        """Whether the draw counts with them."""
        return bool(self.confirmed_at and not self.left_at and not self.excluded_because)


class Freeze(Model):
    """One frozen pool with its lottery; a rehearsal has a purpose of its own."""

    __tablename__ = "freeze"
    __table_args__ = (UniqueConstraint("call_id", "purpose", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"), index=True)
    purpose: Mapped[str]  # draw or rehearsal
    number: Mapped[int]
    mix: Mapped[str]  # the first public value
    value: Mapped[dict[str, Any] | None]  # the second public value, once it was given
    made_at: Mapped[datetime]
    people: Mapped[list[int]]  # volunteer ids in the order of the frozen pool
    lottery_file: Mapped[str | None]  # public record, in the files folder
    openings_file: Mapped[str | None]  # sealed: answers, salts, panels, dual prices
    digest: Mapped[str | None]
    summary: Mapped[dict[str, Any] | None]  # counts for the public page, small cells left out
    announced_at: Mapped[datetime | None]
    annulled_at: Mapped[datetime | None]
    annulled_because: Mapped[Localised | None]

    call: Mapped[Call] = relationship()


class Draw(Model):
    """The one draw of a freeze."""

    __tablename__ = "draw"

    id: Mapped[int] = mapped_column(primary_key=True)
    freeze_id: Mapped[int] = mapped_column(ForeignKey("freeze.id"), unique=True)
    value: Mapped[str]  # the second public value
    ticket: Mapped[int]
    drawn_at: Mapped[datetime]
    record_file: Mapped[str]
    digest: Mapped[str]

    freeze: Mapped[Freeze] = relationship()


class Juror(Model):
    """A seat or an alternate's place, and what became of it."""

    __tablename__ = "juror"
    __table_args__ = (
        UniqueConstraint("call_id", "volunteer_id"),
        CheckConstraint(
            "state IN ('asked', 'accepted', 'declined', 'waiting', 'stopped')", name="known_state"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"), index=True)
    draw_id: Mapped[int] = mapped_column(ForeignKey("draw.id"))
    volunteer_id: Mapped[int] = mapped_column(ForeignKey("volunteer.id"))
    number: Mapped[int]  # “juror 7”, the only name others see
    role: Mapped[str]  # juror or alternate: as drawn
    state: Mapped[str]  # asked or accepted: has a seat; waiting: alternate without one
    asked_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(default="")  # of a decline: a key of a short list
    channel: Mapped[str] = mapped_column(default="web")  # how the answer came
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # first of two staff

    call: Mapped[Call] = relationship()
    volunteer: Mapped[Volunteer] = relationship()
    draw: Mapped[Draw] = relationship()

    @property
    def person(self) -> Person:
        """Who it is."""
        return self.volunteer.person

    @property
    def is_seated(self) -> bool:
        """Whether they sit on the jury now."""
        return self.state in {"asked", "accepted"}
