"""Runs in the peer's own environment: one goal of sortition-algorithms, timed in CPU seconds."""

import csv
import sys
import time


def main() -> None:
    """Read CATEGORIES RESPONDENTS SIZE GOAL ("leximin" or "maximin"), print the seconds."""
    from sortition_algorithms.committee_generation import (
        find_distribution_leximin,
        find_distribution_maximin,
    )
    from sortition_algorithms.features import read_in_features
    from sortition_algorithms.people import read_in_people
    from sortition_algorithms.settings import Settings

    categories, respondents, size = sys.argv[1], sys.argv[2], int(sys.argv[3])
    with open(categories, newline="", encoding="utf-8-sig") as file:
        rows = list(csv.reader(file))
    head = ["feature", "value", "min", "max"]
    features, _report = read_in_features(head, [dict(zip(head, row[:4])) for row in rows[1:]])[:2]
    with open(respondents, newline="", encoding="utf-8-sig") as file:
        people = [{"id": str(n), **row} for n, row in enumerate(csv.DictReader(file), 1)]
    settings = Settings(id_column="id", columns_to_keep=[], check_same_address_columns=[])
    found = read_in_people(list(people[0]), people, features, settings)[0]
    started = time.process_time()
    if sys.argv[4] == "maximin":
        find_distribution_maximin(features, found, size, [], "mip")  # with CBC
    else:
        find_distribution_leximin(features, found, size, [])
    print(time.process_time() - started)


if __name__ == "__main__":
    main()
