"""Checking: whether the quotas can be met, said at once and in whole sentences."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from jury.calls.models import Call
from jury.languages import local
from jury.pool import find
from jury.pool.instances import instance_of
from jury.pool.models import Category, Volunteer
from sortition.conflict import Bound
from sortition.feasibility import check as check_instance
from sortition.instance import InputProblems, SearchStopped


@dataclass(frozen=True)
class Verdict:
    """Whether the quotas stand, alone and with the present pool, and what stands in the way."""

    sums: tuple[str, ...]  # wrong whatever the pool is
    pool: tuple[str, ...]  # wrong with the pool of today

    @property
    def feasible(self) -> bool:
        """Whether a jury could be drawn today."""
        return not (self.sums or self.pool)


def standing(call: Call, seats: int) -> tuple[str, ...]:
    """Return what is wrong with the quotas whatever the pool is: these can never be sealed."""
    categories = find.categories(call)
    if not categories:
        return (_("There are no questions yet. Load them from a table first."),)
    return sums(categories, seats)


def sums(categories: list[Category], seats: int) -> tuple[str, ...]:
    """Return a sentence for each question whose numbers cannot add up."""
    return tuple(sentence for category in categories for sentence in _sums(category, seats))


def _sums(category: Category, seats: int) -> list[str]:
    least = sum(quota.minimum for quota in category.quotas)
    most = sum(quota.maximum for quota in category.quotas)
    names = {"question": local(category.question), "least": least, "most": most, "seats": seats}
    if least > seats:
        return [_("“%(question)s”: the minima add up to %(least)d, but there are %(seats)d seats. "
                  "Lower a minimum.", **names)]  # fmt: skip
    if most < seats:
        return [_("“%(question)s”: the maxima add up to %(most)d, but there are %(seats)d seats. "
                  "Raise a maximum.", **names)]  # fmt: skip
    if least == seats:
        return [_("“%(question)s”: the minima fill all %(seats)d seats. Then nobody who would "
                  "rather not say can be drawn. Lower one minimum by 1.", **names)]  # fmt: skip
    return []


def check(call: Call, seats: int) -> Verdict:
    """Return whether a jury of so many seats could be drawn from today's pool."""
    categories, people = find.categories(call), find.pool(call)
    wrong = standing(call, seats)
    if not categories:
        return Verdict(wrong, ())
    if found := shortfalls(categories, people, seats):
        return Verdict(wrong, found)
    return Verdict(wrong, () if wrong else clashes(categories, people, seats))


def shortfalls(
    categories: Sequence[Category], people: Sequence[Volunteer], seats: int
) -> tuple[str, ...]:
    """Return a sentence for a pool that is too small, or for each answer that is too rare in it."""
    if len(people) < seats:
        return (
            _("The pool has %(n)d people for %(seats)d seats. It needs %(more)d more.",
              n=len(people), seats=seats, more=seats - len(people)),
        )  # fmt: skip
    counted = [volunteer.answers for volunteer in people]
    return tuple(said for category in categories for said in _missing(category, counted))


def clashes(
    categories: Sequence[Category], people: Sequence[Volunteer], seats: int
) -> tuple[str, ...]:
    """Return which quotas no jury from this pool meets together, and what to do; or nothing."""
    try:
        verdict = check_instance(instance_of(categories, people, seats))
    except (InputProblems, SearchStopped):
        return (
            _("It is not known yet whether these quotas can be met."),
            _("Loosen a quota and check again."),
        )
    if verdict.feasible:
        return ()
    return (
        _("No jury of %(seats)d from this pool can meet all these quotas together.", seats=seats),
        *(_bound(categories, bound) for bound in verdict.conflict),
        _("Loosen one of them and check again."),
    )


def _bound(categories: Sequence[Category], bound: Bound) -> str:
    """Return one side of a quota in the words of the question."""
    question, answer = next(
        (local(category.question), local(quota.label))
        for category in categories
        for quota in category.quotas
        if (category.key, quota.value) == (bound.quota.category, bound.quota.value)
    )
    if bound.side == "minimum":
        return _("“%(question)s”: at least %(n)d for “%(answer)s”.",
                 question=question, answer=answer, n=bound.seats)  # fmt: skip
    return _("“%(question)s”: at most %(n)d for “%(answer)s”.",
             question=question, answer=answer, n=bound.seats)  # fmt: skip


def _missing(category: Category, given: list[dict[str, str]]) -> list[str]:
    values = [answers.get(category.key) for answers in given]
    return [
        _("“%(answer)s” asks for at least %(least)d, and the pool has %(n)d. "
          "Lower the minimum to %(n)d or wait for %(more)d more.",
          answer=local(quota.label), least=quota.minimum, n=values.count(quota.value),
          more=quota.minimum - values.count(quota.value))
        for quota in category.quotas
        if values.count(quota.value) < quota.minimum
    ]  # fmt: skip
