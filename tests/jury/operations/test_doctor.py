"""The doctor names each ill and its remedy."""

import pytest

from jury import keys, ledger
from jury.db import db
from jury.operations.doctor import examine
from jury.roles import Role, grant


@pytest.fixture
def remedies():
    return lambda: {finding.name: finding.remedy for finding in examine() if finding.remedy}


@pytest.fixture
def healthy(app, person, now):
    grant(person("ann"), Role.ADMINISTRATOR, None, now, by="test")
    db.session.commit()
    app.config["BASE_URL"] = "https://jury.example"
    return app


def test_a_healthy_installation_needs_nothing(healthy, remedies):
    assert remedies() == {}


def test_an_open_key_file_is_named(healthy, remedies, keys_file):
    keys_file.chmod(0o644)
    try:
        assert "chmod 600" in remedies()["key file"]
    finally:
        keys_file.chmod(0o600)


def test_keys_beside_the_data_are_named(healthy, remedies, tmp_path):
    inside = tmp_path / "data" / "keys.json"
    keys.create(inside)
    healthy.config["KEYS_FILE"] = str(inside)

    assert "never holds keys and data together" in remedies()["key file"]


def test_a_silent_mail_server_is_named_with_its_address(healthy, remedies):
    healthy.config["MAIL_PORT"] = 1
    assert "127.0.0.1:1" in remedies()["mail server"]


def test_a_broken_ledger_is_named(healthy, remedies, now):
    db.session.connection().exec_driver_sql("UPDATE entry SET body = '{}'")
    db.session.expire_all()
    assert "Entry 1" in remedies()["ledger"]
    assert ledger.broken_links(ledger.entries())


def test_a_worker_that_sleeps_is_named(healthy, remedies, now):
    from datetime import timedelta

    from jury.jobs import ask

    ask("mail.send", now - timedelta(minutes=11))
    assert remedies()["worker"].startswith("1 jobs wait")


def test_an_address_without_encryption_is_named(healthy, remedies):
    healthy.config["BASE_URL"] = "http://jury.example"
    assert "not encrypted" in remedies()["address"]


def test_a_house_without_administrator_is_named(app, remedies):
    assert "jury grant" in remedies()["administrator"]
