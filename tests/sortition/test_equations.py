"""Equations: what the tickets of a public record tell about the answers of those on them.

On every ticket a quota whose minimum equals its maximum seats exactly so many people. So each
ticket is a linear equation in the unknowns "does this name belong to the quota?", each of
them 0 or 1. The attack takes equal names for one person and finds what all solutions agree on.
"""

import itertools
from dataclasses import replace

import numpy as np
import pytest

from sortition.canonical import token
from sortition.drawing import draw
from sortition.freezing import freeze
from sortition.instance import build
from sortition.public_values import balls_value

CLEAR = 1e-9  # distance from a whole number up to which a sum counts as whole
MOST_FREE = 12  # unknowns that nothing determines, up to which their values are tried out


def equations(tickets, own):
    """The names and the equations of names that always come together: (names, sizes, rows).

    Those who stand on exactly the same tickets cannot be told apart; they make one unknown,
    which counts how many of them belong. Names whose answer the attacker knows are left out.
    """
    together = {}
    for i, ticket in enumerate(tickets):
        for name in ticket:
            together.setdefault(name, []).append(i)
    groups = {}
    for name, on in together.items():
        if name not in own:
            groups.setdefault(tuple(on), []).append(name)
    rows = np.zeros((len(tickets), len(groups)))
    for column, on in enumerate(groups):
        rows[list(on), column] = 1
    return list(groups.values()), rows


def solved(rows, right):
    """The equations solved by elimination: (reduced rows with their right side, pivot columns)."""
    left = np.column_stack([rows, right])
    pivots = []
    for column in range(rows.shape[1]):
        row = len(pivots)
        if row == len(left):
            break
        best = row + int(np.argmax(np.abs(left[row:, column])))
        if abs(left[best, column]) < CLEAR:
            continue
        left[[row, best]] = left[[best, row]]
        left[row] /= left[row, column]
        others = [i for i in np.flatnonzero(np.abs(left[:, column]) > CLEAR) if i != row]
        left[others] -= np.outer(left[others, column], left[row])
        pivots.append(column)
    return left[: len(pivots)], pivots


def solutions(rows, right, sizes):
    """Every whole solution between 0 and the sizes, one a row."""
    reduced, pivots = solved(rows, right)
    free = [column for column in range(rows.shape[1]) if column not in pivots]
    assert len(free) <= MOST_FREE, "too many unknowns for this attack"
    for chosen in itertools.product(*(range(sizes[column] + 1) for column in free)):
        found = np.zeros(rows.shape[1])
        found[free] = chosen
        found[pivots] = reduced[:, -1] - reduced[:, free] @ np.array(chosen, dtype=float)
        near = found.round()
        if np.abs(found - near).max() < CLEAR and (near >= 0).all() and (near <= sizes).all():
            yield near.astype(int)


def recovered(tickets, quotas, own=None):
    """What the attack tells: {(name, category, value): whether the name belongs to it}.

    ``own`` are the answers that the attacker knows already, by name.
    """
    own = own or {}
    groups, rows = equations(tickets, own)
    sizes = np.array([len(group) for group in groups])
    known = {}
    for category, value, seats in tight(quotas):
        right = np.array(
            [seats - sum(own[n][category] == value for n in on if n in own) for on in tickets]
        )
        found = np.array(list(solutions(rows, right, sizes)))
        low, high = found.min(axis=0), found.max(axis=0)
        for group, least, most, size in zip(groups, low, high, sizes, strict=True):
            if least == most and least in {0, size}:
                known |= {(name, category, value): bool(least) for name in group}
    return known


def tight(quotas):
    return [
        (quota["category"], quota["value"], quota["minimum"])
        for quota in quotas
        if quota["minimum"] == quota["maximum"]
    ]


def by_stable_names(openings):
    """The same tickets as an organiser would publish them who names everyone by a number."""
    return [[openings["people"][i]["id"] for i in on] for on in openings["tickets"]]


def truth(openings, quotas):
    return {
        (person["id"], category, value): person["answers"][category] == value
        for person in openings["people"]
        for category, value, _seats in tight(quotas)
    }


@pytest.fixture(scope="module")
def realistic(mass):
    """A pool of realistic shape, every quota as tight as one of its panels, drawn."""
    instance = mass.instance
    seats = (mass.lottery.panels[0] @ instance.belongs).tolist()
    quotas = [replace(q, minimum=n, maximum=n) for q, n in zip(instance.quotas, seats, strict=True)]
    answers = [
        dict(zip(instance.categories, profile, strict=True)) for profile in instance.profiles
    ]
    people = [(i, answers[t]) for i, t in zip(instance.ids, instance.profile_of, strict=True)]
    salts = {identifier: f"{i:032x}" for i, identifier in enumerate(instance.ids)}
    lottery, openings = freeze(
        build(quotas, people, instance.size), salts, "parks", mix="a", m=100, alternates=6
    )
    return draw(lottery, openings, balls_value([4, 1])), openings


def test_with_stable_names_one_participant_recovers_every_tight_answer_of_everyone(drawn):
    quotas, me = drawn.record["lottery"]["quotas"], drawn.openings["people"][0]

    known = recovered(by_stable_names(drawn.openings), quotas, {me["id"]: me["answers"]})

    others = {key: v for key, v in truth(drawn.openings, quotas).items() if key[0] != me["id"]}
    assert known == others
    assert len(known) == 29 * 4


def test_with_stable_names_a_stranger_recovers_every_quota_that_is_not_half_of_the_seats(drawn):
    quotas = drawn.record["lottery"]["quotas"]

    known = recovered(by_stable_names(drawn.openings), quotas)

    unequal = {key: v for key, v in truth(drawn.openings, quotas).items() if key[1] == "age"}
    assert known == unequal


def test_from_the_public_record_a_stranger_recovers_nobody(drawn):
    lottery = drawn.record["lottery"]

    assert recovered(lottery["tickets"], lottery["quotas"]) == {}


def test_from_the_public_record_a_participant_recovers_nobody_else(drawn):
    lottery = drawn.record["lottery"]
    for me in drawn.openings["people"]:
        names = [token(me["salt"], lottery["call"], 1, i) for i in range(len(lottery["tickets"]))]
        own = dict.fromkeys(names, me["answers"])

        assert recovered(lottery["tickets"], lottery["quotas"], own) == {}


def test_on_a_realistic_pool_stable_names_betray_and_tokens_tell_nothing(realistic):
    lottery, openings = realistic[0]["lottery"], realistic[1]
    quotas, me = lottery["quotas"], openings["people"][0]

    betrayed = recovered(by_stable_names(openings), quotas, {me["id"]: me["answers"]})

    assert betrayed.items() <= truth(openings, quotas).items()
    assert len(betrayed) > 200  # answers, among 69 people
    assert recovered(lottery["tickets"], quotas) == {}


def test_the_panel_and_its_alternates_add_no_equation(drawn, realistic):
    for record in (drawn.record, realistic[0]):
        lottery = record["lottery"]
        elsewhere = {
            name
            for ticket, tokens in enumerate(lottery["tickets"])
            for name in tokens
            if ticket != record["ticket"]
        }
        assert not elsewhere & {*record["panel"], *record["alternates"]}
        assert recovered([*lottery["tickets"], record["panel"]], lottery["quotas"]) == {}


def test_a_second_freeze_with_the_same_salts_shares_no_token_with_the_first(tight, first_freeze):
    second, _openings = freeze(
        tight.instance, first_freeze.salts, "parks", m=100, number=2, lottery=tight.lottery
    )
    first = first_freeze.record["tickets"]

    both = [*first, *second["tickets"]]

    assert len({name for ticket in both for name in ticket}) == 6 * 200
    assert recovered(both, second["quotas"]) == {}
