"""Keys: the ring that seals personal data; it lives in a file outside the database."""

import base64
import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask import Flask, current_app


class KeysUnusable(RuntimeError):
    """The key file is missing, unreadable or lacks the key that a value was sealed with."""


@dataclass(frozen=True)
class Ring:
    """Sealing keys by name, the name of the current one, and the keys for indexes and cookies."""

    current: str
    keys: dict[str, bytes]
    index: bytes
    cookies: bytes

    def seal(self, text: bytes, place: str) -> bytes:
        """Return ``text`` encrypted for one place (table:row:column) with the current key."""
        nonce = secrets.token_bytes(12)
        body = AESGCM(self.keys[self.current]).encrypt(nonce, text, place.encode())
        return self.current.encode() + b":" + nonce + body

    def open(self, sealed: bytes, place: str) -> bytes:
        """Return the text that was sealed for ``place``; raise KeysUnusable for anything else."""
        name, _, rest = sealed.partition(b":")
        key = self.keys.get(name.decode("ascii", "replace"))
        if key is None:
            raise KeysUnusable(f"The key file has no key “{name.decode('ascii', 'replace')}”.")
        try:
            return AESGCM(key).decrypt(rest[:12], rest[12:], place.encode())
        except InvalidTag as wrong:
            raise KeysUnusable(f"The sealed value at {place} was moved or changed.") from wrong

    def blind(self, text: str) -> str:
        """Return a keyed digest of ``text``, equal for equal text, that reveals nothing of it."""
        return hmac.new(self.index, text.strip().casefold().encode(), hashlib.sha256).hexdigest()

    def is_current(self, sealed: bytes) -> bool:
        """Say whether ``sealed`` was made with the current key."""
        return sealed.startswith(self.current.encode() + b":")


def _decode(text: str) -> bytes:
    return base64.b64decode(text, validate=True)


def _write(path: Path, ring: Ring) -> None:
    body = {
        "current": ring.current,
        "keys": {name: base64.b64encode(key).decode() for name, key in ring.keys.items()},
        "index": base64.b64encode(ring.index).decode(),
        "cookies": base64.b64encode(ring.cookies).decode(),
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump(body, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def create(path: Path, source: Callable[[int], bytes] = secrets.token_bytes) -> Ring:
    """Make a new key file, readable by its owner alone; an existing one is never replaced.

    Only a demonstration has another ``source`` than the system's own.
    """
    if path.exists():
        raise KeysUnusable(f"{path} exists already; it was left as it is.")
    ring = Ring("1", {"1": source(32)}, source(32), source(32))
    _write(path, ring)
    return ring


def read(path: Path) -> Ring:
    """Return the ring kept in ``path``; raise KeysUnusable with the remedy."""
    try:
        body = json.loads(path.read_text())
        keys = {name: _decode(key) for name, key in body["keys"].items()}
        ring = Ring(body["current"], keys, _decode(body["index"]), _decode(body["cookies"]))
    except FileNotFoundError as missing:
        raise KeysUnusable(
            f"There is no key file at {path}. Run `jury migrate` to make one, "
            "or put your copy back there."
        ) from missing
    except (OSError, ValueError, KeyError, TypeError) as broken:
        raise KeysUnusable(f"The key file {path} cannot be read: put your copy back.") from broken
    if ring.current not in ring.keys or any(len(key) != 32 for key in ring.keys.values()):
        raise KeysUnusable(f"The key file {path} is incomplete: put your copy back.")
    return ring


def add_key(path: Path) -> Ring:
    """Add a new current key to the file; values sealed before stay readable."""
    old = read(path)
    name = str(max(int(known) for known in old.keys) + 1)
    ring = Ring(name, {**old.keys, name: secrets.token_bytes(32)}, old.index, old.cookies)
    _write(path, ring)
    return ring


def drop_old(path: Path) -> Ring:
    """Keep only the current key; call it after everything was sealed again."""
    old = read(path)
    ring = Ring(old.current, {old.current: old.keys[old.current]}, old.index, old.cookies)
    _write(path, ring)
    return ring


def path(settings: dict[str, Any]) -> Path:
    """Return where the settings keep the key file."""
    return Path(settings["KEYS_FILE"] or settings["DATA_FOLDER"] + ".keys.json")


def init_app(app: Flask) -> None:
    """Give the application its ring, and sign its cookies with it."""
    found = read(path(app.config))
    app.extensions["keys"] = found
    app.config["SECRET_KEY"] = found.cookies


def ring() -> Ring:
    """Return the ring of the running application."""
    found: Ring = current_app.extensions["keys"]
    return found
