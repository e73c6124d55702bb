"""The fairest lottery: pools, quotas, panels, tickets and draws that anyone can verify.

The names below are loaded when they are first used. The functions that bear their
module's name are imported from there: ``from sortition.leximin import leximin``.
"""

import os
from importlib import import_module
from typing import TYPE_CHECKING

# Before NumPy loads: a second thread makes these many small products up to 40 times slower.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

if TYPE_CHECKING:
    from sortition.account import Account, account_of
    from sortition.bias import Bias, compare
    from sortition.cancelling import Cancelled, until
    from sortition.certificate import Certificate, Level, bound_by_prices, largest_gap
    from sortition.conflict import Bound, irreducible
    from sortition.exclusion import on_no_panel
    from sortition.feasibility import Feasibility, check
    from sortition.instance import (
        InfeasibleQuotas,
        InputProblems,
        Instance,
        Quota,
        SearchStopped,
        build,
    )
    from sortition.leximin import Lottery, by_columns
    from sortition.loosening import Loosening, smallest_loosening
    from sortition.objectives import fairest
    from sortition.population import read_population
    from sortition.price import PriceList, price_list
    from sortition.reading import read_instance, read_people, read_quotas

__all__ = [
    "Account",
    "Bias",
    "Bound",
    "Cancelled",
    "Certificate",
    "Feasibility",
    "InfeasibleQuotas",
    "InputProblems",
    "Instance",
    "Level",
    "Loosening",
    "Lottery",
    "PriceList",
    "Quota",
    "SearchStopped",
    "account_of",
    "bound_by_prices",
    "build",
    "by_columns",
    "check",
    "compare",
    "fairest",
    "irreducible",
    "largest_gap",
    "on_no_panel",
    "price_list",
    "read_instance",
    "read_people",
    "read_population",
    "read_quotas",
    "smallest_loosening",
    "until",
]

_HOMES = {
    "account": ("Account", "account_of"),
    "bias": ("Bias", "compare"),
    "cancelling": ("Cancelled", "until"),
    "conflict": ("Bound", "irreducible"),
    "exclusion": ("on_no_panel",),
    "loosening": ("Loosening", "smallest_loosening"),
    "population": ("read_population",),
    "price": ("PriceList", "price_list"),
    "certificate": ("Certificate", "Level", "bound_by_prices", "largest_gap"),
    "feasibility": ("Feasibility", "check"),
    "instance": (
        "InfeasibleQuotas",
        "InputProblems",
        "Instance",
        "Quota",
        "SearchStopped",
        "build",
    ),
    "leximin": ("Lottery", "by_columns"),
    "objectives": ("fairest",),
    "reading": ("read_instance", "read_people", "read_quotas"),
}


def __getattr__(name: str) -> object:
    """Return a public name from the module that it lives in."""
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"sortition.{home}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
