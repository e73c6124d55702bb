"""The key ring and what it seals."""

import pytest

from jury import keys
from jury.db import Sealed, db, sealed_attributes
from jury.people.models import Person


@pytest.fixture
def path(tmp_path):
    keys.create(tmp_path / "ring.json")
    return tmp_path / "ring.json"


def test_what_was_sealed_opens_in_its_own_place_only(path):
    ring = keys.read(path)
    sealed = ring.seal(b"Ann", "person:1:name")

    assert ring.open(sealed, "person:1:name") == b"Ann"
    for place in ("person:2:name", "person:1:email", "volunteer:1:name"):
        with pytest.raises(keys.KeysUnusable, match="moved or changed"):
            ring.open(sealed, place)


def test_a_changed_byte_is_refused(path):
    ring = keys.read(path)
    sealed = bytearray(ring.seal(b"Ann", "here"))
    sealed[-1] ^= 1

    with pytest.raises(keys.KeysUnusable):
        ring.open(bytes(sealed), "here")


def test_the_same_text_is_never_sealed_alike(path):
    ring = keys.read(path)
    assert ring.seal(b"Ann", "here") != ring.seal(b"Ann", "here")


def test_a_new_key_still_opens_what_was_sealed_before(path):
    before = keys.read(path).seal(b"Ann", "here")

    ring = keys.add_key(path)

    assert ring.open(before, "here") == b"Ann"
    assert not ring.is_current(before)
    assert ring.is_current(ring.seal(b"Ann", "here"))


def test_a_dropped_key_opens_nothing(path):
    before = keys.read(path).seal(b"Ann", "here")
    keys.add_key(path)
    ring = keys.drop_old(path)

    with pytest.raises(keys.KeysUnusable, match="has no key “1”"):
        ring.open(before, "here")


def test_a_key_file_is_never_replaced_and_read_by_its_owner_alone(path):
    body = path.read_bytes()

    with pytest.raises(keys.KeysUnusable, match="exists already"):
        keys.create(path)
    assert path.read_bytes() == body
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "body", ["", "{", "{}", '{"current": "1", "keys": {}, "index": "", "cookies": ""}']
)
def test_a_broken_key_file_says_what_to_do(path, body):
    path.write_text(body)
    with pytest.raises(keys.KeysUnusable, match="put your copy back"):
        keys.read(path)


def test_a_missing_key_file_says_what_to_do(tmp_path):
    with pytest.raises(keys.KeysUnusable, match="jury migrate"):
        keys.read(tmp_path / "none.json")


def test_a_blind_index_is_equal_for_equal_addresses_and_tells_nothing(path):
    ring = keys.read(path)
    assert ring.blind(" Ann@People.example") == ring.blind("ann@people.example")
    assert "ann" not in ring.blind("ann@people.example")


def test_the_database_holds_no_plain_name(person):
    person("annabel")
    db.session.commit()

    (row,) = db.session.connection().exec_driver_sql("SELECT * FROM person").all()
    assert b"annabel" not in repr(tuple(row)).lower().encode()
    assert person("annabel").email == "annabel@people.example"


def test_an_emptied_attribute_leaves_nothing(person):
    ann = person("ann")
    ann.name = ""
    assert ann.name_sealed is None
    assert ann.name == ""


def test_every_sealed_attribute_is_found_for_rotation(app):
    found = {(model, attribute.column) for model, attribute in sealed_attributes()}
    assert (Person, "email_sealed") in found
    assert isinstance(Person.email, Sealed)
