"""The draw: our leximin beside the peer's on the same files, and larger pools beside that."""

import tempfile
from pathlib import Path
from typing import Any

from bench.measuring import Files, files, from_the_shell, install_peer, ours, theirs
from bench.pools import Pool, region, write

UNIT = "fixture_22"  # the peer's leximin on it is what the larger pools are measured in
DEFAULT = ("example_small_20", UNIT, "mass_like_24")
MAXIMIN = {"cca_like_75", "house_like_40", "sf_e_like_110"}  # the peer's leximin gives no answer
AIMS = {UNIT: 50, "hd_like_30": 300, "sf_a_like_35": 300, "cca_like_75": 60}  # least ratios
SHELL_AIM = 15
MEGABYTES = 300
LARGER = {"sf_e_like_110": 0.3, "city_100": 0.6}  # units at most
LARGEST = 1.5


def run(names: list[str]) -> None:
    """Print the peer's CPU seconds and ours for each instance, then the larger pools."""
    install_peer()
    print("Solver time in CPU seconds, one thread, without imports and reading; each measurement")
    print("in a process of its own. The peer is sortition-algorithms 0.12; where its leximin gives")
    print("no answer, its maximin with CBC, a weaker goal. Ours is leximin throughout.\n")
    print(
        f"{'instance':18} {'peer':>9} {'ours':>8} {'ratio':>6} {'aim':>5}  peer's goal", flush=True
    )
    unit = None
    for name in names:
        peer = _beside(name)
        unit = peer if name == UNIT else unit
    _larger(theirs(files(UNIT), "leximin") if unit is None else unit)


def _beside(name: str) -> float | None:
    """Print one instance beside the peer, and return the peer's seconds."""
    goal = "maximin" if Path(name).name in MAXIMIN else "leximin"
    own, peer = ours(files(name)), theirs(files(name), goal)
    said = "no answer" if peer is None else f"{peer:.2f}"
    ratio = "" if peer is None else f"{peer / own['seconds']:.0f}x"
    aim = f"{AIMS[name]}x" if name in AIMS else ""
    print(f"{name:18} {said:>9} {own['seconds']:8.3f} {ratio:>6} {aim:>5}  {goal}", flush=True)
    return peer


def _larger(unit: float | None) -> None:
    """Print the larger pools in units of the peer's time, and the command line beside it."""
    if unit is None:
        print("\nThe peer gave no answer on fixture_22, so there is no unit for the larger pools.")
        return
    print(f"\nThe unit is the peer's leximin on {UNIT} in this run: {unit:.2f} CPU s.\n")
    print(f"{'pool':30} {'people':>7} {'profiles':>8} {'CPU s':>7} {'units':>6} {'at most':>7} "
          f"{'MB':>5} {'at most':>7}  gap")  # fmt: skip
    for name, limit in LARGER.items():
        _line(name, ours(files(name)), unit, limit)
    for name, pool, seats, address in (
        ("a region, 150 seats", region(20_000, 150), 150, ""),
        ("a quarter share addresses", region(5_000, 100, sharing=0.25), 100, "street,postcode"),
    ):
        _line(name, of_pool(pool, seats, address), unit, LARGEST)
    quotas, people, size = files(UNIT)
    seconds = from_the_shell(["chances", str(quotas), str(people), "--size", str(size)])
    print(f"\nsortition chances on {UNIT} from the shell, everything included:")
    print(f"{seconds:.2f} CPU s, {unit / seconds:.0f}x (aim {SHELL_AIM}x)")


def of_pool(pool: Pool, seats: int, address: str = "") -> dict[str, Any]:
    """Return what our leximin takes on an invented pool."""
    with tempfile.TemporaryDirectory() as folder:
        written: Files = (*write(pool, Path(folder)), seats)
        return ours(written, address=address)


def _line(name: str, found: dict[str, Any], unit: float, limit: float) -> None:
    print(
        f"{name:30} {found['people']:7,} {found['profiles']:8,} {found['seconds']:7.2f} "
        f"{found['seconds'] / unit:6.2f} {limit:7} {found['memory']:5.0f} {MEGABYTES:7}  "
        f"{found['gap']:.0e}",
        flush=True,
    )
