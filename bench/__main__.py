"""`python -m bench`: which benchmark to run."""

import argparse

from bench import alternates_bench, growth_bench, invitation_bench, sortition_bench

BENCHES = {
    "sortition": "the draw beside the peer, and larger pools (2 minutes; more with --instances)",
    "scoring": "calibration, Equal Shares, alpha beside the peers, and the whole pass (4 minutes)",
    "report": "the PDF report of 100 proposals, and where its time goes (1 minute)",
    "growth": "time against people and categories; writes docs/growth.svg (3 minutes)",
    "alternates": "how well alternates mend drop-outs (20 minutes)",
    "invite": "letters from a register of a million people (1 minute)",
}


def main() -> None:
    """Run the benchmark that is asked for, by default the draw, and name the others."""
    parser = argparse.ArgumentParser(prog="./run bench", description=__doc__)
    parser.add_argument("what", nargs="?", choices=list(BENCHES))
    parser.add_argument("--instances", nargs="*", help="pools, for the draw and the alternates")
    parser.add_argument("--rows", type=int, default=invitation_bench.ROWS, help="of the register")
    asked = parser.parse_args()
    if asked.what == "scoring":
        from bench import scoring_bench  # the application, which the others do without

        scoring_bench.run()
    elif asked.what == "report":
        from bench import report_bench

        report_bench.run()
    elif asked.what == "growth":
        growth_bench.run()
    elif asked.what == "alternates":
        alternates_bench.run(asked.instances or alternates_bench.DEFAULT)
    elif asked.what == "invite":
        invitation_bench.run(asked.rows)
    else:
        sortition_bench.run(asked.instances or list(sortition_bench.DEFAULT))
    if asked.what is None:
        print("\nOthers: ./run bench NAME, where NAME is")
        for name, what in list(BENCHES.items())[1:]:
            print(f"  {name:11} {what}")


if __name__ == "__main__":
    main()
