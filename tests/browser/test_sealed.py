"""What a thief of the disk finds: no name, no address, no answer, in any file of the house."""

import sqlite3

import pymupdf
import pytest
from sqlalchemy import select

from jury import files
from jury.db import db
from jury.operations import backups
from jury.people.models import Person
from jury.pool.models import Volunteer
from jury.reports.models import Report
from tests.browser import stage


@pytest.fixture(scope="module")
def house(folder):
    return stage.moment_in(folder, "published")


@pytest.fixture(scope="module")
def canaries(house):
    """Names, addresses, answers and salts of everybody in the house."""
    with house.inside():
        people = [person for person in db.session.scalars(select(Person)) if person.email]
        volunteers = list(db.session.scalars(select(Volunteer)))
        assert len(volunteers) >= stage.RESIDENTS
        return {
            *(person.email.encode() for person in people),
            *(person.name.encode() for person in people if len(person.name) > 8),
            *(volunteer.answers_text.encode() for volunteer in volunteers),
            *(volunteer.salt.encode() for volunteer in volunteers),
        }


def found_in(data, canaries):
    return sorted(canary for canary in canaries if canary in data)


def test_no_file_of_the_house_holds_a_canary(house, canaries):
    kept = [path for path in house.data.rglob("*") if path.is_file()]
    assert {path.name: found_in(path.read_bytes(), canaries) for path in kept if
            found_in(path.read_bytes(), canaries)} == {}  # fmt: skip
    assert {"jury.sqlite"} <= {path.name for path in kept}


def test_the_log_behind_the_database_holds_none_either(house, canaries, tmp_path):
    copy = tmp_path / "jury.sqlite"
    copy.write_bytes((house.data / "jury.sqlite").read_bytes())
    connection = sqlite3.connect(copy)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("UPDATE person SET language = 'fr'")
    connection.execute("UPDATE volunteer SET channel = 'web'")
    connection.commit()

    log = (tmp_path / "jury.sqlite-wal").read_bytes()
    connection.close()
    assert len(log) > 10_000
    assert found_in(log, canaries) == []


def test_a_backup_holds_none(house, canaries, tmp_path, now):
    with house.inside():
        backup = backups.make(tmp_path, now)
    for path in backup.iterdir():
        assert found_in(path.read_bytes(), canaries) == [], path.name


def test_the_printed_reports_name_no_resident(house, canaries):
    with house.inside():
        printed = [files.read(report.file) for report in db.session.scalars(select(Report))]
    reports = [pymupdf.open(stream=data, filetype="pdf") for data in printed]
    text = "\n".join(page.get_text() for pages in reports for page in pages).encode()
    attached = b"".join(
        pages.embfile_get(n) for pages in reports for n in range(pages.embfile_count())
    )
    assert len(text) > 10_000
    staff = {b"Raad van het fonds"}  # the deciding body signs
    assert set(found_in(text + attached, canaries)) - staff == set()
