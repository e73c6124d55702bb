"""`python -m bench`: which benchmark to run."""

import argparse

from bench import invitation_bench, sortition_bench


def main() -> None:
    """Run the benchmark that is asked for: the draw by default."""
    parser = argparse.ArgumentParser(prog="./run bench", description=__doc__)
    parser.add_argument("what", nargs="?", choices=["sortition", "invite"], default="sortition")
    parser.add_argument("--instances", nargs="*", default=list(sortition_bench.DEFAULT))
    parser.add_argument("--rows", type=int, default=invitation_bench.ROWS, help="of the register")
    asked = parser.parse_args()
    if asked.what == "invite":
        invitation_bench.run(asked.rows)
    else:
        sortition_bench.run(asked.instances)


if __name__ == "__main__":
    main()
