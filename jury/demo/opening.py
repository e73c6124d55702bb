"""First act: the call is written in Dutch and French, and published."""

from typing import Any

from jury.calls import editing, opening, publishing
from jury.calls.models import Call, Criterion, Resource
from jury.demo import cast, content
from jury.demo.story import Story
from jury.roles import Role


def open_call(story: Story, text: dict[str, Any] | None = None) -> Call:
    """Return the published call, with the texts of the story or with these."""
    text, manager = text or content.read("call"), cast.member(Role.MANAGER)
    call = opening.open_call(
        text["template"], text["title"], text["question"], owner=text["owner"],
        first_day=story.first_day, now=story.at(-10), by=manager, slug=text["slug"],
    )  # fmt: skip
    write(story, call, text)
    cast.form_team(story, call)
    publishing.publish(call, story.at(-2), manager)
    story.go_on()
    return call


def write(story: Story, call: Call, text: dict[str, Any]) -> None:
    """Fill in every part of the call."""
    now, manager = story.at(-10, 11), cast.member(Role.MANAGER)
    parts = {
        "question": {"funder": text["funder"], "facilitator": text["facilitator"]},
        "influence": {
            "influence": text["influence"],
            "influence_words": text["influence_words"],
            "decider": text["decider"],
            "budget": text["budget_euros"] * 100,
            "juror_words": text["juror_words"],
        },
        "contact": {
            "contact_name": text["contact"]["name"],
            "contact_phone": text["contact"]["phone"],
            "contact_email": text["contact"]["email"],
            "contact_website": text["contact"]["website"],
            "contact_words": text["contact"]["words"],
        },
    }
    for part, texts in parts.items():
        editing.write_texts(call, part, texts, now, manager)
    editing.set_criteria(call, [Criterion(**one) for one in text["criteria"]], now, manager)
    editing.set_resources(call, [Resource(**one) for one in text["resources"]], now, manager)
