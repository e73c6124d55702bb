"""Rotation of keys."""

import pytest

from jury import files, keys
from jury.db import db
from jury.operations.rotation import rotate


def test_after_a_rotation_everything_opens_and_the_old_key_is_gone(settings, tmp_path, now):
    from jury import create_app
    from jury.people import links

    path = tmp_path / "own.json"
    old = keys.create(path)
    with create_app(settings | {"KEYS_FILE": str(path)}).app_context():
        ann = links.welcome("ann@people.example", now, name="Ann")
        name = files.keep(b"a plan")
        db.session.commit()

        counts = rotate(path)

        assert counts == {"values": 2, "files": 1}
        db.session.expire_all()
        assert (ann.name, ann.email) == ("Ann", "ann@people.example")
        assert links.with_email("ann@people.example") is ann
        assert files.read(name) == b"a plan"
        with pytest.raises(keys.KeysUnusable):
            old.open(ann.name_sealed, f"person:{ann.row_key}:name_sealed")
        assert list(keys.read(path).keys) == ["2"]
        db.session.rollback()
        db.engine.dispose()
