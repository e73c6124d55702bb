"""The draw: our leximin beside the peer's, one after the other, single-threaded."""

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
INSTANCES = ROOT / "tests/sortition/instances"
PEER = ROOT / ".venv-bench"
DEFAULT = ("example_small_20", "fixture_22", "mass_like_24")
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
PATIENCE = 900  # seconds for the peer on one instance


def install_peer() -> None:
    """Make the peer's own environment, once, from its lock file."""
    lock = ROOT / "requirements/bench.lock"
    if (PEER / "ready").exists():
        return
    print("Installing the peer (sortition-algorithms) in an environment of its own", flush=True)
    subprocess.run([sys.executable, "-m", "venv", str(PEER)], check=True)
    pip = [str(PEER / "bin/pip"), "install", "--quiet", "--require-hashes", "-r", str(lock)]
    subprocess.run(pip, check=True)
    (PEER / "ready").touch()


def files(name: str) -> tuple[Path, Path, int]:
    """Return quotas, people and seats of an instance; its name ends with the seats."""
    folder = INSTANCES / name
    return folder / "categories.csv", folder / "respondents.csv", int(name.rpartition("_")[2])


def ours(name: str) -> dict[str, float]:
    """Return CPU seconds and lowest chance of our leximin, without imports and reading."""
    from sortition.leximin import leximin
    from sortition.reading import read_instance

    instance = read_instance(*files(name))
    started = time.process_time()
    lottery = leximin(instance)
    seconds = time.process_time() - started
    return {"seconds": seconds, "minimum": float(lottery.chances[~lottery.excluded].min())}


def theirs(name: str) -> float | None:
    """Return the peer's CPU seconds; None where it gave no answer."""
    command = [str(PEER / "bin/python"), str(ROOT / "bench/peer.py"), *map(str, files(name))]
    try:
        done = subprocess.run(
            command, env=os.environ | ONE_THREAD, capture_output=True, timeout=PATIENCE, check=True
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        return None
    return float(done.stdout.splitlines()[-1])


def run(names: list[str]) -> None:
    """Print a line for each instance: CPU seconds of both, the ratio, and our lowest chance."""
    os.environ.update(ONE_THREAD)
    install_peer()
    print("Leximin, solver time in CPU seconds, one thread; the peer is sortition-algorithms 0.12.")
    print(f"{'instance':20} {'peer':>9} {'ours':>9} {'ratio':>7}   our lowest chance")
    for name in names:
        peer, own = theirs(name), ours(name)
        if peer is None:
            print(f"{name:20} {'none':>9} {own['seconds']:9.3f} {'':7}   {own['minimum']:.6f}")
            continue
        ratio = peer / own["seconds"]
        print(f"{name:20} {peer:9.2f} {own['seconds']:9.3f} {ratio:6.0f}x   {own['minimum']:.6f}")
