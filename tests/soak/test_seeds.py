"""The demonstration at its full size: the same seed, the same table, wherever it is played."""

from tests.demo.test_play import check


def test_the_same_seed_prints_the_same_table_in_another_folder_and_language(tmp_path):
    homes = [tmp_path / language for language in ("C.UTF-8", "C")]
    for home in homes:
        home.mkdir()
    first, second = (check(home, home.name, residents=1200) for home in homes)
    assert first == second
