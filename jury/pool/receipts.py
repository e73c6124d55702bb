"""Receipts: what a registrant keeps to find their own part in the draw, and nobody else's."""

import json

from jury.pool.models import Volunteer
from sortition.canonical import VERSION, commitment


def commitment_of(volunteer: Volunteer) -> str:
    """Return the commitment to the present answers and salt."""
    return commitment(volunteer.call.slug, volunteer.pseudonym, volunteer.salt, volunteer.answers)


def receipt(volunteer: Volunteer) -> dict[str, object]:
    """Return the receipt as ``sortition verify --receipt`` reads it."""
    return {
        "version": VERSION,
        "call": volunteer.call.slug,
        "pseudonym": volunteer.pseudonym,
        "salt": volunteer.salt,
        "answers": volunteer.answers,
        "commitment": volunteer.commitment or "",
    }


def receipt_json(volunteer: Volunteer) -> str:
    """Return the receipt as JSON text, one part a line."""
    return json.dumps(receipt(volunteer), indent=1, ensure_ascii=True)
