"""Receipts: what binds each person to the answers given, and names nobody."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence

from sortition import shapes
from sortition.canonical import VERSION, commitment, text, token
from sortition.households import in_order
from sortition.instance import Instance
from sortition.shapes import AFTER_REHEARSAL, HEX_32, Record
from sortition.structure import Differs, digits
from sortition.wording import counted


class FreezeRefused(ValueError):
    """A freeze that breaks a rule, with a whole sentence that says which.

    >>> from sortition.examples import small_pool
    >>> from sortition.freezing import freeze
    >>> freeze(small_pool(), {}, "Parks 2026")
    Traceback (most recent call last):
    sortition.receipts.FreezeRefused: There is no salt for “Ada”. Each person needs one.
    """


def new_salt() -> str:
    """Return a secret of 128 bits, as 32 hexadecimal digits.

    Raises nothing of its own.

    >>> len(new_salt())
    32
    """
    return secrets.token_hex(16)


def secret_people(
    instance: Instance,
    salts: Mapping[str, str],
    answers: Mapping[str, Mapping[str, str]] | None,
) -> list[Record]:
    """Return the people with their secrets, in order of pseudonym.

    Where households count, each has the number of its own, by first appearance.
    """
    people: list[Record] = []
    for row, (identifier, t) in enumerate(zip(instance.ids, instance.profile_of, strict=True)):
        profile = dict(zip(instance.categories, instance.profiles[t], strict=True))
        given = profile if answers is None else dict(answers[identifier])
        if any(given.get(category) != value for category, value in profile.items()):
            raise FreezeRefused(f"The answers of “{identifier}” are not those in the pool.")
        if identifier not in salts:
            raise FreezeRefused(f"There is no salt for “{identifier}”. Each person needs one.")
        people.append(
            {"answers": given, "id": text(identifier), "row": row + 1, "salt": salts[identifier]}
        )
    order = sorted(range(len(people)), key=lambda i: str(people[i]["id"]))
    if instance.households is not None:
        homes = in_order(instance.households, order).of.tolist()
        for i, home in zip(order, homes, strict=True):
            people[i]["household"] = home
    return [people[i] for i in order]


def check_freeze(
    pool: Instance, secret: Sequence[Record], call: str, alternates: int, purpose: str
) -> None:
    """Raise FreezeRefused for what would make a record that does not verify."""
    if purpose not in shapes.PURPOSES:
        raise FreezeRefused(f"A freeze is for a draw or a rehearsal, not for “{purpose}”.")
    try:
        shapes.call_name("The name of the call", call)
        for person in secret:
            digits(HEX_32)(f"The salt of “{person['id']}”", person["salt"])
    except Differs as problem:
        raise FreezeRefused(str(problem)) from None
    if call.endswith(AFTER_REHEARSAL):
        raise FreezeRefused(f"The name of a call cannot end with “{AFTER_REHEARSAL.strip()}”.")
    if len({person["id"] for person in secret}) < len(secret):
        raise FreezeRefused("Two people have the same id. Give each person one id.")
    if len({person["salt"] for person in secret}) < len(secret):
        raise FreezeRefused("Two people have the same salt. Each salt must be a secret of its own.")
    homes = None if pool.households is None else int(pool.households.of.max()) + 1
    spare = (len(secret) if homes is None else homes) - pool.size
    if not 0 <= alternates <= max(0, spare):
        nouns = ("person is", "people are") if homes is None else ("household is", "households are")
        raise FreezeRefused(
            f"{counted(alternates, 'alternate was', 'alternates were')} asked for, but "
            f"{counted(spare, *nouns)} left in the pool "
            "beside the panel. Ask for fewer."
        )


def commitments_of(call: str, people: Sequence[Record]) -> list[str]:
    """Return the commitments of these people, in their order."""
    return [commitment(call, p["id"], p["salt"], p["answers"]) for p in people]


def tokens_of(
    rules: Mapping[str, object],
    people: Sequence[Mapping[str, str]],
    on: Sequence[int],
    ticket: int,
) -> list[str]:
    """Return the tokens of some people for one ticket, in order of the tokens."""
    call, number = str(rules["call"]), rules["number"]
    assert isinstance(number, int)
    return sorted(token(people[i]["salt"], call, number, ticket) for i in on)


def receipt_of(record: Mapping[str, object], openings: Record, pseudonym: str) -> Record:
    """Return the receipt of one person; raises KeyError if nobody has this pseudonym.

    >>> from sortition.examples import small_draw
    >>> record, openings = small_draw()
    >>> receipt_of(record["lottery"], openings, "Ada")["answers"]
    {'age': 'young', 'place': 'town'}
    """
    for person in openings["people"]:
        if person["id"] == pseudonym:
            return {
                "version": VERSION,
                "call": record["call"],
                "pseudonym": pseudonym,
                "salt": person["salt"],
                "answers": person["answers"],
            }
    raise KeyError(pseudonym)
