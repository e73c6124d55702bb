"""`python -m bench`: which benchmark to run."""

import argparse

from bench import alternates_bench, invitation_bench, sortition_bench

BENCHES = {
    "sortition": lambda asked: sortition_bench.run(
        asked.instances or list(sortition_bench.DEFAULT)
    ),
    "alternates": lambda asked: alternates_bench.run(asked.instances or alternates_bench.DEFAULT),
    "invite": lambda asked: invitation_bench.run(asked.rows),
}


def main() -> None:
    """Run the benchmark that is asked for: the draw by default."""
    parser = argparse.ArgumentParser(prog="./run bench", description=__doc__)
    parser.add_argument("what", nargs="?", choices=list(BENCHES), default="sortition")
    parser.add_argument("--instances", nargs="*", help="pools, for the draw and the alternates")
    parser.add_argument("--rows", type=int, default=invitation_bench.ROWS, help="of the register")
    asked = parser.parse_args()
    BENCHES[asked.what](asked)


if __name__ == "__main__":
    main()
