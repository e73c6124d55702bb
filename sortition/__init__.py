"""The fairest lottery: pools, quotas, panels, tickets and draws that anyone can verify.

The names below are loaded when they are first used, so that ``import sortition`` costs
nothing. ``docs/from-a-spreadsheet-to-a-jury.md`` shows them at work.

>>> import sortition
>>> from sortition.examples import small_pool
>>> lottery = sortition.fairest(small_pool())
>>> round(float(lottery.chances.min()), 6), lottery.certificate.route
(0.4, 'relax-and-decompose')
"""

import os
from importlib import import_module
from typing import TYPE_CHECKING

# Before NumPy loads: a second thread makes these many small products up to 40 times slower.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

if TYPE_CHECKING:
    from sortition.account import Account, account_of
    from sortition.alternates import choose_alternates, promote
    from sortition.auditing import verify_openings
    from sortition.bias import Bias, compare
    from sortition.cancelling import Cancelled, until
    from sortition.certificate import Certificate, Level, bound_by_prices, largest_gap
    from sortition.conflict import Bound, irreducible
    from sortition.drawing import draw, seated
    from sortition.exclusion import on_no_panel
    from sortition.feasibility import Feasibility, check
    from sortition.freezing import freeze
    from sortition.instance import (
        InfeasibleQuotas,
        InputProblems,
        Instance,
        Quota,
        SearchStopped,
        build,
    )
    from sortition.invitation import Letter, invite
    from sortition.letters import apportion, read_rates
    from sortition.leximin import Lottery, by_columns
    from sortition.loosening import Loosening, smallest_loosening
    from sortition.lottery import TooManyTickets, ticket_count
    from sortition.objectives import fairest
    from sortition.participation import own_tickets, verify_receipt
    from sortition.population import read_population
    from sortition.price import PriceList, price_list
    from sortition.public_values import DrawRefused, balls_value, beacon_value, text_value
    from sortition.randomness import BeaconRefused, Stream
    from sortition.reading import read_instance, read_people, read_quotas
    from sortition.receipts import FreezeRefused, new_salt, receipt_of
    from sortition.register import Register, open_register
    from sortition.replacement import prepare, replace
    from sortition.report import Report, plain_report, technical_report
    from sortition.report_formats import as_html, as_text
    from sortition.rounding import tickets
    from sortition.structure import Differs
    from sortition.table_reading import read_seating
    from sortition.table_search import seat
    from sortition.tables import Quality, Seating, quality
    from sortition.verdict import Verdict
    from sortition.verification import verify_public

__all__ = [
    "Account",
    "BeaconRefused",
    "Bias",
    "Bound",
    "Cancelled",
    "Certificate",
    "Differs",
    "DrawRefused",
    "Feasibility",
    "FreezeRefused",
    "InfeasibleQuotas",
    "InputProblems",
    "Instance",
    "Letter",
    "Level",
    "Loosening",
    "Lottery",
    "PriceList",
    "Quality",
    "Quota",
    "Register",
    "Report",
    "SearchStopped",
    "Seating",
    "Stream",
    "TooManyTickets",
    "Verdict",
    "account_of",
    "apportion",
    "as_html",
    "as_text",
    "balls_value",
    "beacon_value",
    "bound_by_prices",
    "build",
    "by_columns",
    "check",
    "choose_alternates",
    "compare",
    "draw",
    "fairest",
    "freeze",
    "invite",
    "irreducible",
    "largest_gap",
    "new_salt",
    "on_no_panel",
    "open_register",
    "own_tickets",
    "plain_report",
    "prepare",
    "price_list",
    "promote",
    "quality",
    "read_instance",
    "read_people",
    "read_population",
    "read_quotas",
    "read_rates",
    "read_seating",
    "receipt_of",
    "replace",
    "seat",
    "seated",
    "smallest_loosening",
    "technical_report",
    "text_value",
    "ticket_count",
    "tickets",
    "until",
    "verify_openings",
    "verify_public",
    "verify_receipt",
]

_HOMES = {  # the module of each name
    "account": "Account account_of",
    "alternates": "choose_alternates promote",
    "auditing": "verify_openings",
    "bias": "Bias compare",
    "cancelling": "Cancelled until",
    "certificate": "Certificate Level bound_by_prices largest_gap",
    "conflict": "Bound irreducible",
    "drawing": "draw seated",
    "exclusion": "on_no_panel",
    "feasibility": "Feasibility check",
    "freezing": "freeze",
    "instance": "InfeasibleQuotas InputProblems Instance Quota SearchStopped build",
    "invitation": "Letter invite",
    "letters": "apportion read_rates",
    "leximin": "Lottery by_columns",
    "loosening": "Loosening smallest_loosening",
    "lottery": "TooManyTickets ticket_count",
    "objectives": "fairest",
    "participation": "own_tickets verify_receipt",
    "population": "read_population",
    "price": "PriceList price_list",
    "public_values": "DrawRefused balls_value beacon_value text_value",
    "randomness": "BeaconRefused Stream",
    "reading": "read_instance read_people read_quotas",
    "receipts": "FreezeRefused new_salt receipt_of",
    "register": "Register open_register",
    "replacement": "prepare replace",
    "report": "Report plain_report technical_report",
    "report_formats": "as_html as_text",
    "rounding": "tickets",
    "structure": "Differs",
    "table_reading": "read_seating",
    "table_search": "seat",
    "tables": "Quality Seating quality",
    "verdict": "Verdict",
    "verification": "verify_public",
}


def __getattr__(name: str) -> object:
    """Return a public name from the module that it lives in."""
    for home, names in _HOMES.items():
        if name in names.split():
            return getattr(import_module(f"sortition.{home}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
