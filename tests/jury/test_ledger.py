"""The ledger."""

import pytest
from sqlalchemy import text

from jury import ledger
from jury.db import db


@pytest.fixture
def chain(app, now):
    for n in range(4):
        ledger.record("stone.laid", now, "parks" if n % 2 else None, number=n)
    db.session.commit()
    return ledger.entries()


def test_an_untouched_chain_is_unbroken(chain):
    assert ledger.broken_links(chain) == []
    assert [entry.facts["number"] for entry in chain] == [0, 1, 2, 3]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("body", '{"number":9}'),
        ("at", "2020-01-01T00:00:00+00:00"),
        ("event", "stone.taken"),
        ("call", "other"),
    ],
)
def test_a_changed_entry_is_named(chain, column, value):
    db.session.execute(
        text(f"UPDATE entry SET {column} = :v WHERE id = :id"), {"v": value, "id": chain[2].id}
    )
    db.session.expire_all()

    assert ledger.broken_links(ledger.entries()) == [
        f"Entry {chain[2].id} ({ledger.entries()[2].event}) was changed after it was written."
    ]


def test_a_removed_entry_is_noticed(chain):
    db.session.execute(text("DELETE FROM entry WHERE id = :id"), {"id": chain[1].id})
    db.session.expire_all()

    assert ledger.broken_links(ledger.entries()) == [
        f"Entry {chain[2].id} does not follow the entry before it."
    ]


def test_a_resealed_entry_breaks_the_chain_behind_it(chain):
    entry = chain[1]
    digest = ledger.seal(entry.at, entry.event, entry.call, '{"number":9}', entry.previous)
    db.session.execute(
        text("UPDATE entry SET body = :body, digest = :digest WHERE id = :id"),
        {"body": '{"number":9}', "digest": digest, "id": entry.id},
    )
    db.session.expire_all()

    assert ledger.broken_links(ledger.entries()) == [
        f"Entry {chain[2].id} does not follow the entry before it."
    ]


def test_an_entry_disappears_with_the_change_it_describes(chain, now):
    ledger.record("stone.laid", now, number=9)
    db.session.rollback()

    assert len(ledger.entries()) == 4


def test_a_call_has_its_own_trail(chain):
    assert [entry.facts["number"] for entry in ledger.entries("parks")] == [1, 3]
