"""Summing up: the counts of a freeze that the public sees, one category at a time.

No two answers are ever crossed, so no cell names a person.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from jury import drawings
from jury.calls.models import Call
from jury.languages import local
from jury.pool import counting, find
from jury.pool.models import RATHER_NOT, DrawRules, Volunteer


def summary(
    call: Call, rules: DrawRules, pool: Sequence[Volunteer], lottery: dict[str, Any],
    openings: dict[str, Any],
) -> dict[str, Any]:  # fmt: skip
    """Return the counts of a frozen pool, and the tickets of the luckiest and the unluckiest."""
    held = Counter(person for on in openings["tickets"] for person in on)
    each = [held[person] for person in range(len(openings["people"]))]
    excluded = [v for v in find.volunteers(call) if v.excluded_because and not v.left_at]
    return {
        "people": len(pool), "seats": rules.seats, "alternates": rules.alternates,
        "tickets": len(lottery["tickets"]), "excluded": len(excluded),
        "fewest": min(each), "most": max(each), "never": each.count(0), "route": openings["route"],
        "channels": dict(Counter(volunteer.channel for volunteer in pool)),
        "categories": [
            {
                "key": count.category.key,
                "question": count.category.question,
                "source": count.category.source,
                "answers": [
                    {
                        "value": answer.value,
                        "label": answer.quota.label if answer.quota else {},
                        "population": answer.population_share,
                        "pool": answer.pool,
                        "minimum": answer.minimum,
                        "maximum": answer.maximum,
                    }
                    for answer in count.answers
                ],
            }
            for count in counting.count(find.categories(call), pool)
        ],
    }  # fmt: skip


def with_jury(summed: dict[str, Any], answers: Sequence[dict[str, str]]) -> dict[str, Any]:
    """Return the summary with how many of the drawn gave each answer.

    As drawn, for good: counting again after each replacement would tell the answers of
    whoever left.
    """
    categories = [
        category
        | {
            "answers": [
                row | {"jury": sum(given[category["key"]] == row["value"] for given in answers)}
                for row in category["answers"]
            ]
        }
        for category in summed["categories"]
    ]
    return summed | {"categories": categories}


def label(row: dict[str, Any]) -> str:
    """Return an answer of a summary in the reader's language."""
    return counting.rather_not_label() if row["value"] == RATHER_NOT else local(row["label"])


def mirrors(summed: dict[str, Any]) -> list[dict[str, Any]]:
    """Return one mirror a category: population, pool and jury as dots."""
    return [
        drawings.mirror(
            local(category["question"]),
            [
                (label(row), row["population"], row["pool"] / max(1, summed["people"]), row["jury"])
                for row in category["answers"]
                if row["value"] != RATHER_NOT or row["jury"]
            ],
            summed["seats"],
        )
        for category in summed["categories"]
    ]
