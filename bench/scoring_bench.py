"""The scoring: our time beside the peers' on the same work, in the same run."""

import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.juries import BUDGET_SHARE, SCALE, jury, write
from bench.measuring import PEERS_OF_SCORING, ROOT, has_lme4, install_peer, told
from jury.scoring.case import EQUAL_SHARES, GREEDY, KNAPSACK

NAMES = "statsmodels, pabutools, krippendorff"
LARGE, SMALL = "100 x 300", "25 x 75"  # jurors x proposals
PATIENCE = 120  # CPU seconds for a peer
TO_LME4, TO_STATSMODELS, TO_PABUTOOLS, TO_KRIPPENDORFF = 10, 100, 30, 3  # times at least
WHOLE_TO_LME4, WHOLE_TO_STATSMODELS = 10, 1  # times at most
MEGABYTES = 300
FIT = "calibration, crossed REML"
SAME_ALPHA = 1e-12
SAME_DEVIATION = 2e-3  # relative: where statsmodels stops searching


@dataclass(frozen=True)
class Work:
    """One piece of work: on which jury, beside which peer, at least how many times as fast."""

    name: str
    size: str
    peer: str
    aim: int | None


@dataclass(frozen=True)
class Unit:
    """One fit of a peer, in which the whole pass is measured, and at most how many it may take."""

    name: str
    seconds: float
    most: float


def run() -> None:
    """Print each piece of work beside its peer, then the whole pass."""
    install_peer(PEERS_OF_SCORING, "bench-scoring.lock", NAMES)
    print("CPU seconds of one thread, without imports and reading: the least of the runs that")
    print("fit in a second, each side in a process of its own. Invented juries in which every")
    print(f"juror scored every proposal, {SCALE[0]} to {SCALE[1]} in whole points.\n")
    print(f"{'work':26} {'jurors x proposals':>18} {'peer':>13} {'CPU s':>9} {'ours':>9} "
          f"{'ratio':>8} {'aim':>5}  met  the same answer")  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        files = {
            size: write(jury(*map(int, size.split(" x "))), Path(folder) / f"{size}.json")
            for size in (LARGE, SMALL)
        }
        units = _fits(files)
        _shares(files[LARGE])
        for metric in ("interval", "ordinal"):
            _alpha(files[LARGE], metric)
        _whole(files[LARGE], units)


def ours(task: str, path: Path) -> dict[str, Any]:
    """Return what ``bench.scoring_one`` measures."""
    found = told([sys.executable, "-m", "bench.scoring_one", task, path])
    assert found is not None
    return found


def theirs(task: str, path: Path) -> dict[str, Any] | None:
    """Return what ``bench.scoring_peer`` measures; None where a fit took too long."""
    patience = [str(PATIENCE)] if task == "fit" else []
    python = PEERS_OF_SCORING / "bin/python"
    return told([python, "-m", "bench.scoring_peer", task, path, *patience])


def _fits(files: dict[str, Path]) -> list[Unit]:
    """Print the fits; return those that the whole pass is measured in."""
    units = []
    if has_lme4():
        script = ROOT / "bench/scoring_peer.R"
        peer = told(["Rscript", script, files[LARGE].with_suffix(".csv")])
        _fit(Work(FIT, LARGE, "lme4", TO_LME4), files[LARGE], peer)
        units += [Unit(f"lme4 {LARGE}", peer["seconds"], WHOLE_TO_LME4)] if peer else []
    peer = theirs("fit", files[SMALL])
    _fit(Work(FIT, SMALL, "statsmodels", TO_STATSMODELS), files[SMALL], peer)
    aim = WHOLE_TO_STATSMODELS
    units += [Unit(f"statsmodels {SMALL}", peer["seconds"], aim)] if peer else []
    if not has_lme4():
        peer = theirs("fit", files[LARGE])
        _fit(Work(FIT, LARGE, "statsmodels", TO_STATSMODELS), files[LARGE], peer)
    return units


def _fit(work: Work, path: Path, peer: dict[str, Any] | None) -> None:
    own, same = ours("fit", path), ""
    if peer is not None:
        pairs = zip(own["sds"], peer["sds"], strict=True)
        off = max(abs(mine - other) / other for mine, other in pairs)
        same = f"{_yes(off <= SAME_DEVIATION)}: deviations within {off:.0e}"
    _line(work, own["seconds"], peer, same)


def _shares(path: Path) -> None:
    own, peer, same = ours("shares", path), theirs("shares", path), ""
    if peer is not None:
        ties = "some ties" if own["tied"] else "no ties"
        same = f"{_yes(own['order'] == peer['order'])}: order of {len(own['order'])}, {ties}"
    work = Work("Equal Shares, first pass", LARGE, "pabutools", TO_PABUTOOLS)
    _line(work, own["seconds"], peer, same)


def _alpha(path: Path, metric: str) -> None:
    own, peer, same = ours(f"alpha-{metric}", path), theirs(f"alpha-{metric}", path), ""
    if peer is not None:
        off = abs(own["alpha"] - peer["alpha"])
        same = f"{_yes(off <= SAME_ALPHA)}: off by {off:.0e}"
    aim = TO_KRIPPENDORFF if metric == "interval" else None
    _line(Work(f"alpha, {metric}", LARGE, "krippendorff", aim), own["seconds"], peer, same)


def _line(work: Work, own: float, peer: dict[str, Any] | None, same: str) -> None:
    """Print one piece of work; a peer without an answer took at least its patience."""
    seconds, more = (PATIENCE, ">") if peer is None else (peer["seconds"], "")
    ratio = seconds / own
    met = "" if work.aim is None else _yes(ratio >= work.aim)
    times = f"{more}{ratio:,.0f}x" if ratio >= 10 else f"{ratio:.1f}x"
    print(
        f"{work.name:26} {work.size:>18} {work.peer:>13} {f'{more}{seconds:.4f}':>9} {own:9.5f} "
        f"{times:>8} {f'{work.aim}x' if work.aim else '':>5}  {met:3}  "
        f"{same or 'the peer gave no answer'}",
        flush=True,
    )


def _whole(path: Path, units: list[Unit]) -> None:
    """Print the whole pass by each rule, beside one fit of each peer."""
    print(f"\nThe whole pass on {LARGE}, from rows to result: fit, ranks, draws, alpha, majority")
    print("grades, leave-one-out and all rules; the import of scipy included. The budget is")
    print(
        f"{BUDGET_SHARE:.0%} of what is asked. The aim holds where lme4 is there by lme4, else by"
    )
    print("statsmodels.\n")
    for rule in (GREEDY, KNAPSACK, EQUAL_SHARES):
        found = ours(f"whole-{rule}", path)
        print(f"declared {rule}: {found['seconds']:.2f} CPU s, {found['memory']:.0f} MB "
              f"(under {MEGABYTES}: {_yes(found['memory'] < MEGABYTES)})")  # fmt: skip
        for unit in units:
            fits = found["seconds"] / unit.seconds
            print(f"  {fits:5.2f} fits of {unit.name} at {unit.seconds:.2f} CPU s "
                  f"(under {unit.most}: {_yes(fits < unit.most)})", flush=True)  # fmt: skip


def _yes(met: bool) -> str:
    return "yes" if met else "no"
