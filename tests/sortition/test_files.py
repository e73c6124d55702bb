"""Files: written whole or not at all, and read with suspicion."""

from pathlib import Path

import pytest

from sortition.files import (
    openings_beside,
    read_lottery,
    read_openings,
    read_plain,
    table,
    write_openings,
    write_record,
    write_table,
)
from sortition.structure import Differs


def test_openings_stand_beside_their_lottery():
    assert openings_beside(Path("a/lottery.json")) == Path("a/lottery.openings.json")


def test_what_is_written_is_read_back(frozen, tmp_path):
    write_record(tmp_path / "l.json", frozen.record)
    write_openings(tmp_path / "o.json", frozen.openings)

    assert read_lottery(tmp_path / "l.json") == frozen.record
    assert read_openings(tmp_path / "o.json") == frozen.openings


def test_only_their_owner_reads_openings(frozen, tmp_path):
    path = tmp_path / "o.json"
    path.write_text("open to all")
    path.chmod(0o666)

    write_openings(path, frozen.openings)
    write_table(tmp_path / "t.csv", "a\n")

    assert path.stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "t.csv").stat().st_mode & 0o777 == 0o644


def test_a_write_that_fails_leaves_nothing_behind(tmp_path):
    target = tmp_path / "taken"
    target.mkdir()

    with pytest.raises(OSError, match="taken"):
        write_table(target, "a\n")

    assert list(tmp_path.iterdir()) == [target]


def test_a_folder_that_is_not_there_is_told_by_the_name_that_was_given(tmp_path):
    target = tmp_path / "nowhere" / "t.csv"

    with pytest.raises(FileNotFoundError) as told:
        write_table(target, "a\n")

    assert told.value.filename == str(target)


def test_a_lottery_is_not_taken_for_openings(frozen, tmp_path):
    write_record(tmp_path / "l.json", frozen.record)

    with pytest.raises(Differs, match=r"l\.json"):
        read_openings(tmp_path / "l.json")


def test_a_beacon_may_be_written_in_any_way_but_must_be_an_object(tmp_path):
    (tmp_path / "b.json").write_text('{ "round" : 1 }')
    (tmp_path / "c.json").write_text("[1]")

    assert read_plain(tmp_path / "b.json") == {"round": 1}
    with pytest.raises(Differs, match=r"c\.json: an object"):
        read_plain(tmp_path / "c.json")


def test_a_table_quotes_what_holds_a_comma():
    assert table(("a", "b"), [(1, "x,y")]) == 'a,b\n1,"x,y"\n'
