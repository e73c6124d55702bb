"""Closeness: what a result says of close calls, also a result of an earlier version."""

from __future__ import annotations

from typing import Any


def too_close(proposal: dict[str, Any]) -> bool:
    """Say whether the fate of a result's ``proposal`` is too close to call.

    >>> too_close({"group": "lottery"}), too_close({"group": "funded", "too_close_to_call": True})
    (True, True)
    """
    return bool(proposal.get("too_close_to_call", proposal.get("group") == "lottery"))


def awaits_lot(document: dict[str, Any]) -> bool:
    """Say whether what is too close to call in a result still waits for its lot.

    >>> awaits_lot({"lot": {"needed": True, "order": None}})
    True
    """
    lot = document.get("lot") or {}
    return bool(lot.get("needed")) and lot.get("order") is None
