"""`python -m bench`: which benchmark to run."""

import argparse

from bench import sortition_bench


def main() -> None:
    """Run the benchmarks that are asked for, all of them by default."""
    parser = argparse.ArgumentParser(prog="./run bench", description=__doc__)
    parser.add_argument("what", nargs="?", choices=["sortition"], default="sortition")
    parser.add_argument("--instances", nargs="*", default=list(sortition_bench.DEFAULT))
    asked = parser.parse_args()
    sortition_bench.run(asked.instances)


if __name__ == "__main__":
    main()
