"""The migrations lead to the models, on both databases."""

from jury import migrations
from jury.db import db


def test_a_migrated_database_is_what_the_models_say(app):
    assert migrations.differences() == []


def test_a_missing_column_is_found(app):
    with db.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE resource DROP COLUMN language")

    assert "language" in "".join(migrations.differences())
