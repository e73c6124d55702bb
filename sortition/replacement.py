"""Replacement: free seats are drawn again, from the people left and the quotas left."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sortition import shapes, succession
from sortition.canonical import VERSION, digest, text, token
from sortition.enumeration import every_panel
from sortition.freezing import as_written, level_record, quota_record
from sortition.leximin import Progress, leximin, of_all
from sortition.lottery import whole_shares
from sortition.public_values import DrawRefused, words_of
from sortition.randomness import Stream
from sortition.sealing import people_of
from sortition.shapes import Record
from sortition.structure import Differs
from sortition.vacancy import Vacancy, loosen, tokens_by_place, vacancy
from sortition.verification import sound


def question_of(record: Record, openings: Record, found: Vacancy, secret: Record) -> Record:
    """Return all that is public and fixed before the value of a replacement is known.

    ``sealed`` binds the people who may be drawn, by tokens of this replacement alone, and
    the lottery over them.
    """
    drawn, steps = succession.draw_of(record), succession.steps_of(record)
    lottery, number = drawn["lottery"], len(steps) + 1
    salts = [openings["people"][i]["salt"] for i in found.remaining]
    act = f"replacement-{number}"
    sealed = {
        "panels": secret["panels"],
        "people": [sealed_token(salt, lottery, act) for salt in salts],
        "shares": secret["shares"],
    }
    question = {
        "gone": list(found.gone),
        "number": number,
        "previous": (steps[-1] if steps else drawn)["outcome"],
        "promoted": list(found.promoted),
        "relaxed": found.missed,
        "sealed": digest(sealed),
        "seats": found.instance.size,
    }
    return {**question, "digest": digest(succession.announced(question))}


def sealed_token(salt: str, lottery: Record, act: str) -> str:
    """Return the name that the holder of ``salt`` has in the sealed list of one replacement."""
    return token(salt, f"{lottery['call']}/{act}", lottery["number"], 0)


def chosen_people(found: Vacancy, secret: Record, ticket: int, stream: Stream) -> list[int]:
    """Return whom a ticket seats, as positions in the openings' people, in order.

    The ticket is on the panel whose range of the shares, laid end to end, holds it. The
    stream then seats people for its profiles, as ``people_of`` does.
    """
    ends = np.cumsum(secret["shares"])
    panel = secret["panels"][int(np.searchsorted(ends, ticket, side="right"))]
    chosen = people_of(found.instance, panel, stream)
    return sorted(found.remaining[i] for i in chosen)


def prepare(
    record: Record,
    openings: Record,
    gone: Sequence[str],
    promoted: Sequence[str] = (),
    progress: Progress | None = None,
) -> tuple[Record, Record]:
    """Return what is announced before the value is known, and the openings that bind it.

    Raises DrawRefused, Differs and InfeasibleQuotas as ``replace`` does; see there.

    >>> from sortition.examples import small_draw
    >>> prepare(*small_draw(), ["Ada"])[0]["seats"]
    1
    """
    question, bound, _ = _prepared(record, openings, gone, promoted, progress)
    return question, bound


def replace(
    record: Record,
    openings: Record,
    gone: Sequence[str],
    value: Record,
    promoted: Sequence[str] = (),
    *,
    progress: Progress | None = None,
) -> tuple[Record, Record]:
    """Return the record of a replacement draw, and the openings that prove it.

    The lottery over the people left is the fairest one for the quotas left. No quota
    gives way that can be kept. The same input gives the same record again.

    Parameters
    ----------
    record : dict
        A draw, or an earlier replacement.
    gone : ids
        Jurors who left, and anyone else who can no longer be drawn.
    value : dict
        From ``text_value``, ``balls_value`` or ``beacon_value``.
    promoted : ids
        Alternates of the draw who took seats before this.

    Raises
    ------
    DrawRefused
        If somebody is unknown, is gone already or was no alternate; if no seat is free; or
        if this replacement was drawn already, with another value or for other people.
    Differs
        If record or openings are malformed, or do not belong together.
    InfeasibleQuotas
        If fewer people than free seats are left.

    >>> from sortition.examples import small_draw
    >>> record, _ = replace(*small_draw(), ["Ada"], {"kind": "text", "text": "snow"})
    >>> record["kind"], len(record["steps"][0]["panel"])
    ('replacement', 4)
    """
    shapes.public_value("The public value", value)
    question, bound, found = _prepared(record, openings, gone, promoted, progress)
    secret = bound["replacements"][-1]
    if secret.get("value", value) != value:
        raise DrawRefused(
            f"Replacement {question['number']} was drawn with the value "
            f"“{words_of(secret['value'])}” already. A second value is refused."
        )
    drawn = succession.draw_of(record)
    seed = succession.seed_for(
        drawn["lottery"], question["number"], question["digest"], words_of(value)
    )
    ticket, stream = succession.ticket_for(seed)
    names = tokens_by_place(record, openings)
    came = sorted(names[i] for i in chosen_people(found, secret, ticket, stream))
    step = {
        **question,
        "drawn": came,
        "panel": sorted([*found.sitting, *came]),
        "seed": seed.hex(),
        "ticket": ticket,
        "value": value,
    }
    steps = [*succession.steps_of(record), {**step, "outcome": succession.outcome_of(step)}]
    bound["replacements"][-1] = {**secret, "value": value}
    new = {"draw": drawn, "format": VERSION, "kind": "replacement", "steps": steps}
    return as_written(new), as_written(bound)


def _prepared(
    record: Record,
    openings: Record,
    gone: Sequence[str],
    promoted: Sequence[str],
    progress: Progress | None,
) -> tuple[Record, Record, Vacancy]:
    """Return the question of a replacement, the openings with its lottery, and the vacancy."""
    _check_papers(record, openings)
    names = _named(record, openings, gone, promoted)
    quotas = succession.draw_of(record)["lottery"]["quotas"]
    found = loosen(vacancy(record, openings, *names), quotas)
    number = len(succession.steps_of(record)) + 1
    known = openings.get("replacements", [])
    kept, earlier = known[: number - 1], known[number - 1 : number]
    if len(kept) < number - 1:
        raise Differs(f"The openings do not hold replacement {len(kept) + 1} of the record.")
    if earlier:
        question = question_of(record, openings, found, earlier[0])
        if question["digest"] == earlier[0]["digest"]:
            return question, {**openings, "replacements": [*kept, *earlier]}, found
        if "value" in earlier[0]:
            raise DrawRefused(
                f"Replacement {number} was drawn already, for other people. Go on from its record."
            )
    secret = _secret(found, number, progress)
    question = question_of(record, openings, found, secret)
    secret["digest"] = question["digest"]
    return question, {**openings, "replacements": [*kept, secret]}, found


def _check_papers(record: Record, openings: Record) -> None:
    """Raise Differs if the record is not that of a draw, or the openings are of another."""
    lottery, drawn = sound(record, [])
    shapes.openings("The openings", openings)
    if drawn is None:
        raise Differs("This is a lottery that was not drawn. Give the record of a draw.")
    if openings["digest"] != digest(lottery) or openings["number"] != lottery["number"]:
        raise Differs("The openings belong to another lottery: they name another digest.")
    names = set(tokens_by_place(record, openings))
    if not names.issuperset(drawn["panel"]):
        raise Differs("The openings do not belong to this draw.")


def _named(
    record: Record, openings: Record, gone: Sequence[str], promoted: Sequence[str]
) -> tuple[list[str], list[str]]:
    """Return the tokens of those who left and of the promoted; refuse who cannot be either."""
    drawn, steps = succession.draw_of(record), succession.steps_of(record)
    names = tokens_by_place(record, openings)
    by_id = {person["id"]: name for person, name in zip(openings["people"], names, strict=True)}
    left = {name for step in steps for name in step["gone"]}
    panel = set(steps[-1]["panel"] if steps else drawn["panel"])
    out, up = ([text(identifier) for identifier in some] for some in (gone, promoted))
    faults = [f"Nobody in the pool is called “{i}”." for i in [*out, *up] if i not in by_id]
    faults += [f"“{i}” is listed twice." for i in sorted(_twice([*out, *up]))]
    faults += [f"“{i}” was gone before this." for i in out if by_id.get(i) in left]
    for i in up:
        if i in by_id and (by_id[i] not in drawn["alternates"] or by_id[i] in panel | left):
            faults.append(f"“{i}” is no alternate who waits, and cannot be promoted.")
    free = sum(by_id.get(i) in panel for i in out) - len(up)
    if not faults and free < 1:
        faults.append(
            "No seat is free: name jurors who left (--gone), more than were promoted since."
        )
    if faults:
        raise DrawRefused("\n".join(faults))
    return [by_id[i] for i in out], [by_id[i] for i in up]


def _twice(names: Sequence[str]) -> set[str]:
    return {name for name in names if names.count(name) > 1}


def _secret(found: Vacancy, number: int, progress: Progress | None) -> Record:
    """Return the lottery over the people left, as the openings hold it, without its digest."""
    panels = every_panel(found.instance)
    if panels is None:
        lottery = leximin(found.instance, progress)
    else:
        lottery = of_all(found.instance, panels)
    parts = whole_shares(lottery.share)
    kept = parts > 0
    kinds = np.arange(len(found.instance.profiles))
    return {
        "levels": [level_record(level) for level in lottery.certificate.levels],
        "number": number,
        "panels": [np.repeat(kinds, panel).tolist() for panel in lottery.panels[kept]],
        "relaxed": [quota_record(quota) for quota in found.loosened],
        "route": lottery.certificate.route,
        "shares": parts[kept].tolist(),
    }
