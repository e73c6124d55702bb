"""Public names: each says what it does, what it raises, and shows itself at work."""

import inspect
import os
import subprocess
import sys
from pathlib import Path

import pytest

import sortition
from sortition import record

ROOT = Path(__file__).parents[2]
SHOWN_TOGETHER = {"own_tickets", "verify_openings", "verify_public", "verify_receipt", "Differs"}
INSTANCE = ROOT / "tests/sortition/instances/fixture_22"


@pytest.mark.parametrize("name", sortition.__all__)
def test_a_public_name_is_documented_with_an_example(name):
    public = getattr(sortition, name)
    words = inspect.getdoc(public)
    example = record.__doc__ if name in SHOWN_TOGETHER else words
    lines = [line for line in example.splitlines() if line.startswith((">>> ", "... "))]

    assert words
    assert lines
    assert inspect.isclass(public) or any(f"{name}(" in line for line in lines)


FUNCTIONS = [name for name in sortition.__all__ if inspect.isfunction(getattr(sortition, name))]


@pytest.mark.parametrize("name", sorted(set(FUNCTIONS) - SHOWN_TOGETHER))
def test_a_public_function_names_its_errors(name):
    words = inspect.getdoc(getattr(sortition, name))

    assert "Raises" in words or "raises" in words


def test_every_public_name_is_found_where_it_lives():
    names = [name for names in sortition._HOMES.values() for name in names.split()]

    assert sorted(names) == sorted(sortition.__all__)
    assert all(getattr(sortition, name).__name__ == name for name in names)


def test_another_name_is_refused():
    with pytest.raises(AttributeError, match="no attribute 'unfairest'"):
        sortition.unfairest  # noqa: B018  (reading it is the test)


def loaded_after(code):
    """Return the modules that a fresh interpreter has after ``code``."""
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys\nprint('loaded', *sys.modules)"],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stdout.splitlines()[-1].split())


def test_the_package_alone_loads_no_library():
    loaded = loaded_after("import sortition")

    assert "sortition" in loaded
    assert loaded & {"numpy", "scipy", "highspy"} == set()


def test_chances_from_the_shell_never_load_scipy():
    arguments = ["chances", *map(str, (INSTANCE / "categories.csv", INSTANCE / "respondents.csv"))]
    code = (
        "from sortition.__main__ import main\n"
        f"assert main({[*arguments, '--size', '22', '--json']!r}) == 0"
    )

    loaded = loaded_after(code)

    assert {"numpy", "highspy"} <= loaded
    assert {name for name in loaded if name.partition(".")[0] == "scipy"} == set()
