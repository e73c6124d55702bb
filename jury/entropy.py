"""Entropy: where pseudonyms and salts come from; a demonstration plants its own source."""

import secrets
from collections.abc import Callable

from flask import current_app


def token_hex(size: int) -> str:
    """Return ``size`` unpredictable bytes as lower-case hexadecimal text."""
    source: Callable[[int], str] = current_app.extensions.get("entropy", secrets.token_hex)
    return source(size)
