"""Auditing of replacements: who could be drawn, by which quotas, and who was."""

from __future__ import annotations

from sortition import succession
from sortition.auditing_tickets import check_panels
from sortition.freezing import quota_record
from sortition.instance import InfeasibleQuotas, SearchStopped
from sortition.lottery import WHOLE, expected_seats
from sortition.optimality import check_optimality
from sortition.replacement import chosen_people, question_of
from sortition.shapes import Record
from sortition.structure import Differs
from sortition.vacancy import Vacancy, loosen, tokens_by_place, vacancy
from sortition.wording import counted

KEPT = "every quota can be kept."
GAVE_WAY = "Quotas that gave way at replacement"  # begins the sentence that names them


def check_replacements(
    record: object, openings: Record, sentences: list[str], unchecked: list[str]
) -> None:
    """Check every replacement of a sound record; raises Differs at the first that is not right.

    The people left, the quotas left, every panel, the optimality, what was announced, and
    whom the value seated. Quotas that gave way take a solver to check, and nothing else does.
    """
    steps = succession.steps_of(record)
    secrets = openings.get("replacements", [])
    if len(secrets) < len(steps):
        raise Differs(f"The openings hold {len(secrets)} replacements, the record {len(steps)}.")
    for number, (step, secret) in enumerate(zip(steps, secrets, strict=False), 1):
        assert isinstance(record, dict)  # it has steps
        before = {**record, "steps": steps[: number - 1]} if number > 1 else record["draw"]
        name = f"Replacement {number}"
        if (secret["number"], secret.get("value")) != (number, step["value"]):
            raise Differs(f"{name}: the openings hold another value or number for it.")
        found = _vacancy(name, before, openings, step, secret)
        sentences.append(
            f"{name}: {counted(len(found.remaining), 'person', 'people')} could be drawn for "
            f"{counted(step['seats'], 'seat', 'seats')}; "
            + (f"quotas had to give way, by {found.missed} in all." if found.missed else KEPT)
        )
        sentences.extend(_named(found, number))
        panels, parts = check_panels(found.instance, secret, sentences)
        chances = expected_seats(panels, parts) / WHOLE / found.instance.counts
        check_optimality(found.instance, secret["levels"], chances, "leximin", sentences, unchecked)
        _check_outcome(name, before, openings, found, step=step, secret=secret)
        sentences.append(f"{name} seats those whom its value gives.")


def _vacancy(name: str, before: Record, openings: Record, step: Record, secret: Record) -> Vacancy:
    """Return the vacancy of a step, loosened as little as must be; compare what gave way."""
    if not set(tokens_by_place(before, openings)).issuperset([*step["gone"], *step["drawn"]]):
        raise Differs(f"{name}: somebody left or came who is not in the openings.")
    try:
        found = vacancy(before, openings, step["gone"], step["promoted"])
        if step["relaxed"] or secret["relaxed"]:
            found = loosen(found, _quotas(before))
    except (InfeasibleQuotas, SearchStopped) as problem:
        raise Differs(f"{name}: {problem}") from None
    if [quota_record(quota) for quota in found.loosened] != secret["relaxed"]:
        raise Differs(f"{name}: other quotas had to give way than the openings say.")
    return found


def _quotas(before: Record) -> list[Record]:
    """Return the quotas of the whole panel, as the lottery's record holds them."""
    return list(succession.draw_of(before)["lottery"]["quotas"])


def _named(found: Vacancy, number: int) -> list[str]:
    """Return the sentence that names the quotas that gave way, if some did.

    It stands alone, because with it readers of a report could tell the answers of who left.
    """
    if not found.loosened:
        return []
    named = ", ".join(f"{quota} ({quota.minimum} to {quota.maximum})" for quota in found.loosened)
    return [f"{GAVE_WAY} {number}: {named}."]


def _check_outcome(
    name: str, before: Record, openings: Record, found: Vacancy, *, step: Record, secret: Record
) -> None:
    """Compare what was announced, and who was drawn, with what follows from the openings."""
    question = question_of(before, openings, found, secret)
    for key in (*succession.ANNOUNCED, "digest"):
        if question[key] != step[key]:
            raise Differs(f"{name}: {key} should be {question[key]}, it says {step[key]}.")
    ticket, stream = succession.ticket_for(bytes.fromhex(step["seed"]))
    names = tokens_by_place(before, openings)
    if sorted(names[i] for i in chosen_people(found, secret, ticket, stream)) != step["drawn"]:
        raise Differs(f"{name}: the value leads to other people than those who were drawn.")
