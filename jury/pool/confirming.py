"""Confirming: answers that the owner of the address stands for enter the pool, with a receipt."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete

from jury import entropy, ledger, mail
from jury.db import db
from jury.people import links
from jury.people.models import Person
from jury.pool import find, letters, receipts, registering
from jury.pool.models import Category, Draft, Volunteer
from jury.roles import Role, grant


def confirm(draft: Draft, now: datetime, asked: Sequence[Category] | None = None) -> Volunteer:
    """Put the draft's answers in the pool and mail the receipt; the draft goes.

    Who confirms many at once looks the questions up once and passes them in ``asked``.
    Raises RuleBroken if registration closed meanwhile, or something is missing.
    """
    registering.refuse_unless_open(draft.call, now)
    asked = asked or find.categories(draft.call)
    registering.refuse_incomplete(draft, asked)
    person = draft.person or links.welcome(draft.email, now, draft.language)
    volunteer = enter(person, draft, asked, now)
    others = delete(Draft).where(
        Draft.call_id == draft.call_id, Draft.email_index == draft.email_index
    )
    db.session.execute(others, execution_options={"synchronize_session": False})
    if draft in db.session:
        db.session.expunge(draft)
    return volunteer


def enter(person: Person, draft: Draft, asked: Sequence[Category], now: datetime) -> Volunteer:
    """Make or renew the person's registration from a complete draft."""
    volunteer = find.volunteer_of(draft.call, person)
    if volunteer is None:
        volunteer = Volunteer(
            call=draft.call, person=person, pseudonym=entropy.token_hex(8),
            started_at=draft.started_at, channel=draft.channel, source=draft.source,
        )  # fmt: skip
        db.session.add(volunteer)
    volunteer.keep_informed, volunteer.keep_for_next = draft.keep_informed, draft.keep_for_next
    volunteer.confirmed_at, volunteer.left_at = now, None
    grant(person, Role.VOLUNTEER, draft.call.slug, now, by="registration")
    bind(volunteer, draft.answers, asked, now)
    return volunteer


def change(volunteer: Volunteer, answers: dict[str, str], now: datetime) -> None:
    """Replace the answers by category key; the old receipt is worth nothing any more.

    Raises RuleBroken if registration is closed or an answer is unknown.
    """
    registering.refuse_unless_open(volunteer.call, now)
    asked = find.categories(volunteer.call)
    by_key = {category.key: category for category in asked}
    for key, value in answers.items():
        registering.refuse_unknown(by_key[key], value)
    bind(volunteer, {**volunteer.answers, **answers}, asked, now)


def bind(
    volunteer: Volunteer, answers: dict[str, str], asked: Sequence[Category], now: datetime
) -> None:
    """Bind the registrant to these answers with a new salt, and mail the new receipt."""
    event = "volunteer.changed" if volunteer.commitment else "volunteer.registered"
    volunteer.answers, volunteer.salt = answers, entropy.token_hex(16)
    volunteer.commitment = receipts.commitment_of(volunteer)
    ledger.record(
        event, now, volunteer.call.slug, volunteer=volunteer.pseudonym,
        commitment=volunteer.commitment, channel=volunteer.channel,
    )  # fmt: skip
    letters.tell(
        volunteer.person, "registration_receipt", volunteer.call, now,
        volunteer=volunteer, receipt=receipts.receipt_json(volunteer),
        questions=asked,
        mine=mail.link_to("pool.mine", slug=volunteer.call.slug),
    )  # fmt: skip
