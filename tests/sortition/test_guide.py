"""The guide for organisers: its commands run, and print what the page says.

Run as a program, this writes the page's outputs and the example's openings anew:
``python tests/sortition/test_guide.py``, after a change of the record's format or of a message.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/from-a-spreadsheet-to-a-jury.md"
FILES = ROOT / "docs/guide"
BLOCK = re.compile(r"```(console|python)\n(.*?)```(?:\n\n```text\n(.*?)```)?", re.DOTALL)


def run(command, folder):
    """Return what a command prints in a folder, errors and results in their order."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["/bin/sh", "-c", command],
        cwd=folder,
        env=os.environ | {"PATH": path, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    return done.stdout.decode() + ("" if done.returncode == 0 else f"[exit {done.returncode}]\n")


def played(text, folder):
    """Return the page with what its blocks print when they are run in this folder, in order."""

    def block(found):
        kind, code, _ = found.groups()
        if kind == "console":
            return f"```console\n{console(code, folder)}```"
        (folder / "jury.py").write_text(code)
        return f"```python\n{code}```\n\n```text\n{run('python jury.py', folder)}```"

    return BLOCK.sub(block, text)


def console(code, folder):
    """Return the commands of a block, each with what it prints."""
    commands = re.findall(r"^\$ (.*?[^\\])$", code, re.DOTALL | re.MULTILINE)
    return "".join(f"$ {command}\n{run(command, folder)}" for command in commands)


def copied(folder):
    """Put the example's files where the commands look for them."""
    for path in FILES.iterdir():
        shutil.copy(path, folder)


def test_every_command_of_the_guide_prints_what_the_page_says(tmp_path):
    copied(tmp_path)
    page = PAGE.read_text()

    assert played(page, tmp_path).splitlines() == page.splitlines()


def test_the_guide_shows_every_step_in_its_order():
    commands = re.findall(r"^\$ sortition (\w+)", PAGE.read_text(), re.MULTILINE)

    assert list(dict.fromkeys(commands)) == [
        "check", "bias", "chances", "freeze", "verify", "draw", "replace", "tables", "report",
    ]  # fmt: skip


def test_the_example_says_that_its_salts_are_no_secret():
    openings = (FILES / "secret.json").read_text()

    assert all(salt(f"V{i:02}") in openings for i in range(1, 41))
    assert "not secret" in PAGE.read_text()


def salt(identifier):
    """Return the salt of a person of the example; a real one is made by chance."""
    return hashlib.sha256(f"an example, not secret: {identifier}".encode()).hexdigest()[:32]


def rewrite():
    """Write the openings of the example, its receipt and the page's outputs anew."""
    from sortition.files import write_openings, write_record
    from sortition.freezing import freeze
    from sortition.reading import read_instance
    from sortition.receipts import receipt_of

    pool = read_instance(FILES / "quotas.csv", FILES / "volunteers.csv", 8)
    freezing = re.search(r"^\$ (sortition freeze .*?[^\\])$", PAGE.read_text(), re.M | re.S)[1]
    told = dict(re.findall(r'--(call|mix|source) "(.*?)"', freezing))
    salts = {identifier: salt(identifier) for identifier in pool.ids}
    record, openings = freeze(
        pool, salts, told["call"], mix=told["mix"], source=told["source"], m=1000, alternates=3
    )
    (FILES / "secret.json").unlink(missing_ok=True)
    write_openings(FILES / "secret.json", openings)
    (FILES / "secret.json").chmod(0o644)
    write_record(FILES / "receipt-V07.json", receipt_of(record, openings, "V07"))
    with tempfile.TemporaryDirectory() as folder:
        copied(Path(folder))
        PAGE.write_text(played(PAGE.read_text(), Path(folder)))


if __name__ == "__main__":
    rewrite()
