"""Letters: what registrants and jurors are told by mail, each in their own language."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from jury import mail
from jury.calls.models import Call
from jury.people.models import Person
from jury.pool.models import Draft, Volunteer


def tell(person: Person, kind: str, call: Call, now: datetime, **facts: Any) -> None:
    """Write one person a message about the call; somebody without an address is phoned."""
    if person.email:
        mail.write(person.email, kind, person.language, now, call.slug, about=call, **facts)


def tell_all(
    volunteers: Iterable[Volunteer], kind: str, call: Call, now: datetime, **facts: Any
) -> None:
    """Write the same message to every one of these registrants, each in their own language."""
    people = (volunteer.person for volunteer in volunteers)
    readers = ((person.email, person.language) for person in people)
    mail.write_alike(
        (reader for reader in readers if reader[0]), kind, now, call.slug, about=call, **facts
    )


def mail_to_address(draft: Draft, now: datetime, link: str) -> None:
    """Mail the link that confirms a registration to an address that nobody has proved yet."""
    mail.write(
        draft.email, "registration_confirm", draft.language, now, draft.call.slug,
        about=draft.call, link=link,
    )  # fmt: skip
