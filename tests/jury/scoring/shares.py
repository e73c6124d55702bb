"""Equal Shares for tests: the reference calls, and the rule as its definition reads."""

import json
from fractions import Fraction
from pathlib import Path

import numpy as np

INSTANCES = json.loads(
    (Path(__file__).parent / "oracles/mes/mes_instances.json").read_text(encoding="utf-8")
)


def reference(name, satisfaction):
    """Project names in order, worths, costs and the budget of one reference instance."""
    instance = INSTANCES[name]
    names = sorted(instance["projects"])
    cost = [int(instance["projects"][each]) for each in names]
    worth = [
        [
            {
                "Cost_Sat": price * (each in vote),
                "Cardinality_Sat": int(each in vote),
                "Additive_Cardinal_Sat": int(vote.get(each, 0)),
            }[satisfaction]
            for each, price in zip(names, cost, strict=True)
        ]
        for vote in instance["votes"]
    ]
    return names, np.array(worth), cost, int(instance["budget"])


def rate_in_plain_fractions(held, worth, cost):
    """The smallest rate by trying every number of jurors who give all they hold."""
    payers = sorted((b / u, u, b) for b, u in zip(held, worth, strict=True) if u)
    if sum(b for _, _, b in payers) < cost:
        return None
    for poor in range(len(payers)):
        rate = (cost - sum(b for _, _, b in payers[:poor])) / sum(u for _, u, _ in payers[poor:])
        if payers[poor][0] >= rate:
            return rate
    return None


def bought_in_plain_fractions(worth, cost, endowment, lot):
    """Equal Shares as its definition reads: every rate in every round, in fractions."""
    held, bought = [endowment] * len(worth), []
    support = [sum(1 for row in worth if row[i]) for i in range(len(cost))]
    while True:
        rates = {
            i: rate_in_plain_fractions(held, [Fraction(int(row[i])) for row in worth], cost[i])
            for i in range(len(cost))
            if i not in bought
        }
        rates = {i: rate for i, rate in rates.items() if rate is not None}
        if not rates:
            return bought
        best = min(rates, key=lambda i: (rates[i], cost[i], -support[i], lot[i]))
        held = [b - min(b, rates[best] * int(r[best])) for b, r in zip(held, worth, strict=True)]
        bought.append(best)
