"""Pages of this room: registrants, recruiters, managers and the public."""

from flask import Flask

from jury.calls import trail
from jury.calls.timeline import contact
from jury.pool import (
    counting,
    excluding,
    routes_draw,
    routes_mine,
    routes_public,
    routes_quotas,
    routes_recruiter,
    routes_register,
    routes_verify,
    rules,
    sources,
)
from jury.pool.door import bp
from jury.pool.models import Category, Volunteer

# Importing a module of pages puts them on the blueprint.
PAGES = (
    routes_register, routes_mine, routes_public, routes_verify, routes_recruiter, routes_quotas,
    routes_draw,
)  # fmt: skip


def answer_to(volunteer: Volunteer, category: Category) -> str:
    """Return the registrant's answer to one question, for mails."""
    return routes_register.answer_words(category, volunteer.answers.get(category.key))


def init_app(app: Flask) -> None:
    """Open the room."""
    app.register_blueprint(bp)
    trail.word("volunteer.excluded", "reason", excluding.words)
    app.jinja_env.filters.update(
        answer_to=answer_to, exclusion=excluding.words, source_name=rules.source_name,
        contact_line=contact, figures_source=sources.words, scarcity_words=counting.scarcity_words,
        how_to_compare=routes_public.announced_source,
    )  # fmt: skip
