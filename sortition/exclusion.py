"""Exclusion: who is on no panel that meets every quota, and which quotas keep them off."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sortition.columns import Pricing, cover
from sortition.conflict import Bound, reduced
from sortition.decomposition import face_of
from sortition.instance import InfeasibleQuotas, Instance
from sortition.panels import FEW, bundle, meets
from sortition.relaxation import relax
from sortition.walks import covering

SPARE = 20  # panels made at first beyond three for each seat's share of the profiles


def on_no_panel(instance: Instance) -> NDArray[np.bool_]:
    """Return which profiles, (T,), are on no panel that meets every quota.

    Exact: panels are found that seat everyone else, and an integer program proves that
    none seats these. Raises InfeasibleQuotas if there is no panel at all, and
    SearchStopped if the program gives neither a panel nor a proof.

    >>> from sortition.examples import small_pool
    >>> pool = small_pool(town=(4, 4), village=(0, 0))
    >>> on_no_panel(pool).tolist()
    [False, True, False, True]
    """
    relaxed = relax(instance)
    number = max(3 * len(instance.profiles) // instance.size + SPARE, FEW + 1)
    panels = None
    if relaxed is not None:
        face = face_of(instance, relaxed.chances)
        panels = bundle(face, number, 0)
        given_up = len(panels) < number
        panels = panels[meets(instance, panels)]
        if given_up:
            panels = covering(instance, face, panels)
    known, seated = cover(instance, Pricing(instance), panels)
    if known is None:
        raise InfeasibleQuotas(f"No panel of {instance.size} can meet these quotas.")
    return ~seated


def barriers(instance: Instance, excluded: NDArray[np.bool_]) -> dict[int, tuple[Bound, ...]]:
    """Return, for each profile that is on no panel, the quotas that together keep it off.

    Without any one of them the profile would be on some panel of the quotas that remain
    in its list. ``excluded``, (T,), comes from ``on_no_panel`` or a lottery.
    """
    return {t: reduced(instance, t) for t in np.flatnonzero(excluded).tolist()}


def excluded_people(instance: Instance, excluded: NDArray[np.bool_]) -> list[dict[str, Any]]:
    """Return each person on no panel with a sentence that says why, and the quotas in it."""
    why = barriers(instance, excluded)
    found: list[dict[str, Any]] = []
    for identifier, t in zip(instance.ids, instance.profile_of.tolist(), strict=True):
        if t in why:
            answers = ", ".join(instance.profiles[t])
            quotas = "; ".join(str(bound) for bound in why[t])
            because = (
                f"“{identifier}” has no chance: a panel of {instance.size} with a seat for "
                f"{answers} cannot meet these quotas: {quotas}."
            )
            found.append(
                {
                    "id": identifier,
                    "because": because,
                    "quotas": [bound.as_json() for bound in why[t]],
                }
            )
    return found
