"""Rotation of keys: seal everything again with a new key, then forget the old one."""

from pathlib import Path

from flask import current_app
from sqlalchemy import select

from jury import files, keys
from jury.db import db, sealed_attributes


def rotate(path: Path) -> dict[str, int]:
    """Seal every personal value and file with a new key; return how many were sealed.

    When it is interrupted, both keys stay in the file and it may simply be run again.
    """
    current_app.extensions["keys"] = keys.add_key(path)
    counts = {"values": 0, "files": 0}
    for model, attribute in sealed_attributes():
        column = getattr(model, attribute.column)
        for row in db.session.scalars(select(model).where(column.is_not(None))).all():
            attribute.__set__(row, attribute.__get__(row, model))
            counts["values"] += 1
    db.session.commit()
    for file in files.folder().iterdir():
        if file.suffix == "":
            files.reseal(file.name)
            counts["files"] += 1
    current_app.extensions["keys"] = keys.drop_old(path)
    return counts
