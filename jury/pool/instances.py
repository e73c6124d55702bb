"""Instances: a call's pool and quotas as the library of the draw wants them."""

from collections.abc import Sequence

from jury.pool.models import RATHER_NOT, Category, Volunteer
from sortition.instance import Instance, Quota, build


def quotas_of(categories: Sequence[Category], seats: int) -> list[Quota]:
    """Return the quotas, with room for any number who would rather not say.

    Such a person counts towards no quota of that question, and can be drawn all the same.
    """
    return [
        quota
        for category in categories
        for quota in (
            *(Quota(category.key, q.value, q.minimum, q.maximum) for q in category.quotas),
            Quota(category.key, RATHER_NOT, 0, seats),
        )
    ]


def instance_of(categories: Sequence[Category], pool: Sequence[Volunteer], seats: int) -> Instance:
    """Return the instance of this pool, its people by pseudonym.

    Raises InputProblems if an answer is missing.
    """
    people = [(volunteer.pseudonym, volunteer.answers) for volunteer in pool]
    return build(quotas_of(categories, seats), people, seats)
