"""Files: attachments, openings and reports, sealed in a folder that the web server never serves."""

import hashlib
from pathlib import Path

from flask import Response, current_app

from jury import entropy, keys


def folder() -> Path:
    """Return the folder of sealed files, made when it is missing."""
    found = Path(current_app.config["DATA_FOLDER"]) / "files"
    found.mkdir(parents=True, exist_ok=True)
    return found


def _path(name: str) -> Path:
    if not name.isalnum():
        raise ValueError(f"“{name}” is not the name of a kept file.")
    return folder() / name


def keep(data: bytes) -> str:
    """Seal ``data`` in a new file and return its name."""
    name = entropy.token_hex(16)
    _path(name).write_bytes(keys.ring().seal(data, f"file:{name}"))
    return name


def read(name: str) -> bytes:
    """Return what was kept under ``name``."""
    return keys.ring().open(_path(name).read_bytes(), f"file:{name}")


def reseal(name: str) -> None:
    """Seal the file again with the current key."""
    blob = keys.ring().seal(read(name), f"file:{name}")
    fresh = _path(name).with_suffix(".new")
    fresh.write_bytes(blob)
    fresh.replace(_path(name))


def drop(name: str) -> None:
    """Delete the file; one that is gone already is no error."""
    _path(name).unlink(missing_ok=True)


def digest(data: bytes) -> str:
    """Return the SHA-256 of ``data`` as hexadecimal text."""
    return hashlib.sha256(data).hexdigest()


def as_file(data: bytes, kind: str, name: str) -> Response:
    """Return an answer that the browser keeps as a file of this name."""
    found = Response(data, mimetype=kind)
    found.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return found
