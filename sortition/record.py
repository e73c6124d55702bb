"""Record: what a draw leaves behind, how it is made and how it is checked, in one place.

A record is what JSON holds. Its public part has no name, no salt and no answer; the
openings have them all.

>>> from sortition.examples import small_draw
>>> record, openings = small_draw()
>>> announced = digest(record["lottery"])

Anyone can check the record beside the digest that was announced:

>>> verify_public(record, announced).ok
True
>>> verify_public({**record, "seed": "0" * 64}, announced).ok
False

Who holds a receipt finds the tickets that carry it; the receipt names nobody else:

>>> receipt = receipt_of(record["lottery"], openings, "Ada")
>>> own_tickets(record["lottery"], receipt["salt"])
[0, 2, 3, 4, 6, 7, 9, 11, 12, 13, 14, 15, 17]
>>> verify_receipt(record, receipt).ok
True

An auditor, who has the openings, checks everyone's answers, tickets and chances:

>>> verify_openings(record, openings).ok
True

The verifiers return a ``Verdict`` for whatever they are given and raise nothing; what
they found wrong is its last sentence. Inside, a file that differs raises ``Differs``:

>>> seated({**record, "panel": ["0" * 64]}, openings)
Traceback (most recent call last):
sortition.structure.Differs: The openings do not belong to this draw.

Sources: commitments are SHA-256 (FIPS 180-4) and tokens HMAC-SHA-256 (FIPS 198-1) of canonical
JSON; beacons are rounds of the drand quicknet. ``docs/record-format.md`` has every field.
"""

from sortition.auditing import verify_openings
from sortition.canonical import NotCanonical, canonical, commitment, digest, parse, token
from sortition.drawing import draw, seated
from sortition.freezing import freeze
from sortition.participation import own_tickets, verify_receipt
from sortition.public_values import DrawRefused, balls_value, beacon_value, text_value
from sortition.receipts import FreezeRefused, new_salt, receipt_of
from sortition.replacement import prepare, replace
from sortition.shapes import REHEARSAL
from sortition.structure import Differs
from sortition.verdict import Verdict
from sortition.verification import verify_public

__all__ = [
    "REHEARSAL",
    "Differs",
    "DrawRefused",
    "FreezeRefused",
    "NotCanonical",
    "Verdict",
    "balls_value",
    "beacon_value",
    "canonical",
    "commitment",
    "digest",
    "draw",
    "freeze",
    "new_salt",
    "own_tickets",
    "parse",
    "prepare",
    "receipt_of",
    "replace",
    "seated",
    "text_value",
    "token",
    "verify_openings",
    "verify_public",
    "verify_receipt",
]
