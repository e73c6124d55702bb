"""Planting: each mutant of a module is run by that module's tests, in a process of its own.

    python -m tests.soak.planting [--each N] [--seed TEXT] [--out FILE] [MODULE ...]

This process imports what tests need and nothing of ``sortition``. For each mutant it forks; the
child imports the package with the mutant in place of the module, runs the tests up to the
first that fails, and ends. A child that computes for far longer than the tests need is lost in
a loop: it is stopped, and the mutant counts as noticed.
"""

import argparse
import ast
import importlib
import importlib.machinery
import importlib.util
import json
import os
import resource
import signal
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

from tests.soak.mutants import mutants

ROOT = Path(__file__).parents[2]
USED_BY_TESTS = ("pytest", "scipy.optimize", "scipy.stats", "highspy", "openpyxl", "drand_verify")
TESTS = {  # of each module, those that were written for it, quickest first
    "randomness": ("randomness",),
    "canonical": ("canonical", "drawing"),
    "structure": ("structure",),
    "shapes": ("structure",),
    "public_values": ("drawing", "verification"),
    "drawing": ("drawing", "household_records", "sealing", "rehearsals"),
    "lottery": ("lottery", "freezing", "sealing"),
    "rounding": ("rounding", "lottery"),
    "turns": ("turns", "rounding"),
    "sealing": ("turns", "sealing", "household_records"),
    "receipts": ("receipts", "freezing", "household_records"),
    "freezing": ("freezing", "household_records", "sealing"),
    "verification": ("verification", "sealing", "forgeries"),
}
# Changes and examples at random take long, and are left out: a fault must be noticed by a test
# that looks for it.
LONG = (
    "500_changes",
    "200_changes",
    "is_written_reads_back",
    "second_library",
    "is_sealed_by_itself",
)
MEMORY = 4 * 2**30  # bytes that a child may use
PATIENCE = 2  # times what the tests need without a fault, and 4 seconds more


class Planted(importlib.machinery.SourceFileLoader):
    """Finds one module, and loads it from the code given instead of its file."""

    def __init__(self, name, path, code):
        super().__init__(name, str(path))
        self.code = code

    def find_spec(self, name, path=None, target=None):
        if name != self.name:
            return None
        return importlib.util.spec_from_file_location(name, self.path, loader=self)

    def get_code(self, fullname):
        return self.code


def verdict(module, code, folder, seconds):
    """Return whether the tests noticed, how the child ended, and its CPU seconds."""
    child = os.fork()
    if not child:
        status = 70
        try:
            status = _tried(module, code, folder, seconds)
        finally:
            os._exit(status)
    _, status, used = os.wait4(child, 0)
    return os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime


def _tried(module, code, folder, seconds):
    """Run the tests of a module with this code in its place; return pytest's exit code."""
    silence = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(silence, stream)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    signal.alarm(10 * seconds)
    sys.meta_path.insert(0, Planted(f"sortition.{module}", source_of(module), code))
    import pytest

    files = [str(ROOT / f"tests/sortition/test_{name}.py") for name in TESTS[module]]
    shorter = f"not ({' or '.join(LONG)})"
    return int(pytest.main([
        "-x", "-q", "-p", "no:cacheprovider", "-p", "no:faulthandler", "--hypothesis-seed=0",
        f"--basetemp={folder}/tests", f"--confcutdir={ROOT}/tests/sortition", "-k", shorter, *files,
    ]))  # fmt: skip


def source_of(module):
    return ROOT / "sortition" / f"{module}.py"


def plant(module, each, seed, folder):
    """Yield what became of each mutant of a sample, noticed or not; says what survives."""
    tree = ast.parse(source_of(module).read_text())
    sound = compile(tree, str(source_of(module)), "exec")
    status, seconds = verdict(module, sound, folder, 600)
    if status != 0:
        raise SystemExit(f"The tests of {module} fail without any fault (exit {status}).")
    every = list(mutants(module, tree))
    sample = set(sorted(every, key=lambda mutant: mutant.rank(seed))[:each])
    say(f"{module}: {len(sample)} of {len(every)} mutants; its tests take {seconds:.1f} CPU s")
    for mutant in mutants(module, tree):
        if mutant in sample:
            code = compile(tree, str(source_of(module)), "exec")
            status, used = verdict(module, code, folder, int(PATIENCE * seconds) + 4)
            if status == 0:
                say(f"  survives: line {mutant.line}, {mutant.function}")
                say("    {}\n    {}".format(*mutant.difference()))
            yield asdict(mutant) | {"exit": status, "seconds": round(used, 2)}


def say(sentence):
    sys.stdout.write(f"{sentence}\n")
    sys.stdout.flush()


def main():
    parser = argparse.ArgumentParser(prog="tests.soak.planting")
    parser.add_argument("modules", nargs="*", metavar="MODULE", help=", ".join(TESTS))
    parser.add_argument("--each", type=int, default=20, help="mutants of each module")
    parser.add_argument("--seed", default="1", help="another sample")
    parser.add_argument("--out", default=os.devnull, help="what became of each, a line of JSON")
    given = parser.parse_args()
    for name in USED_BY_TESTS:
        importlib.import_module(name)
    assert not any(name.split(".")[0] == "sortition" for name in sys.modules)
    exits = []
    with tempfile.TemporaryDirectory() as folder, Path(given.out).open("w") as out:
        os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = f"{folder}/hypothesis"
        for module in given.modules or TESTS:
            for one in plant(module, given.each, given.seed, folder):
                out.write(json.dumps(one, ensure_ascii=False) + "\n")
                out.flush()
                exits.append(one["exit"])
    say(f"{len(exits)} mutants, {exits.count(0)} survive")


if __name__ == "__main__":
    main()
