"""The cast: the staff of the call, each with one duty."""

from jury import roles
from jury.calls import team
from jury.calls.models import Call
from jury.db import db
from jury.demo.story import Story
from jury.people import links
from jury.people.models import Person
from jury.roles import Role

STAFF = {
    Role.ADMINISTRATOR: ("administrator@fonds.example", "Noor"),
    Role.MANAGER: ("manager@fonds.example", "Bram"),
    Role.RECRUITER: ("recruiter@fonds.example", "Salima"),
    Role.CONTACT: ("contact@fonds.example", "Odile"),
    Role.FACILITATOR: ("facilitator@kring.example", "Jef"),
    Role.DECIDER: ("council@fonds.example", "Raad van het fonds"),
    Role.AUDITOR: ("auditor@controle.example", "Mira"),
}


def member(role: Role) -> Person:
    """Return the member of staff with this role."""
    found = links.with_email(STAFF[role][0])
    if found is None:
        raise LookupError(f"Nobody plays the {role}.")
    return found


def hire(story: Story) -> None:
    """Let the first administrator in, who lets the manager of the programme in."""
    now = story.at(-14)
    for role in (Role.ADMINISTRATOR, Role.MANAGER):
        email, name = STAFF[role]
        person = links.welcome(email, now, name=name)
        by = "command-line" if role == Role.ADMINISTRATOR else member(Role.ADMINISTRATOR).pseudonym
        roles.grant(person, role, None, now, by)
    db.session.commit()


def form_team(story: Story, call: Call) -> None:
    """Let the manager choose the team of the call."""
    now = story.at(-9)
    for role, (email, name) in STAFF.items():
        if role not in (Role.ADMINISTRATOR, Role.MANAGER):
            links.welcome(email, now, name=name)
            team.give(call, email, role, now, member(Role.MANAGER))
    story.go_on()
