"""The invitation: CPU seconds a million rows, and the most memory, on an invented register."""

import resource
import tempfile
import time
from pathlib import Path

ROWS = 1_000_000
LETTERS = 10_000
STRATA = ("sex", "age", "district")


def register(path: Path, rows: int) -> None:
    """Write a register of so many invented people."""
    state = 12345
    with path.open("w") as file:
        file.write("id,sex,age,district,street,number,postcode\n")
        for i in range(rows):
            state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
            a = state >> 33
            age, district = (a >> 1) % 6 * 10 + 18, (a >> 4) % 19
            home = f"Street {(a >> 9) % 3000},{(a >> 21) % 180},{1000 + district}"
            file.write(f"P{i:08},{'fm'[a % 2]},{age}-{age + 9},D{district},{home}\n")


def run(rows: int = ROWS) -> None:
    """Print what it costs to choose 10,000 letters, with and without addresses."""
    from sortition.invitation import invite
    from sortition.letters import apportion
    from sortition.register import open_register

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "register.csv"
        register(path, rows)
        print(
            f"Invitation: {LETTERS:,} letters from {rows:,} rows, {len(STRATA)} columns of strata"
        )
        for name, address in (("people", ()), ("addresses", ("street", "number", "postcode"))):
            started = time.process_time()
            opened = open_register(path, None, STRATA, address)
            people = opened.people()
            letters = apportion(people, dict.fromkeys(people, 1), LETTERS)
            chosen = invite(opened, letters, "bench")
            seconds = (time.process_time() - started) * 1e6 / rows
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            print(
                f"  {name:10} {seconds:6.1f} CPU s a million rows, {peak} MB at most, "
                f"{len(chosen):,} letters in {len(people)} strata"
            )
