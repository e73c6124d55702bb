"""Record: what a draw leaves behind, how it is made and how it is checked, in one place."""

from sortition.auditing import verify_openings
from sortition.canonical import NotCanonical, canonical, commitment, digest, parse, token
from sortition.drawing import (
    DrawRefused,
    balls_value,
    beacon_value,
    draw,
    seated,
    text_value,
)
from sortition.freezing import freeze
from sortition.participation import own_tickets, verify_receipt
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
