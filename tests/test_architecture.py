"""The house: imports go one way, rooms are small, every module says what it is for."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
BASE = [  # each may import those before it
    "entropy", "keys", "db", "ledger", "errors", "languages", "files", "forms", "jobs", "mail",
    "people", "roles",
]  # fmt: skip
ROOMS = {
    "calls": set(),
    "proposals": {"calls"},
    "pool": {"calls", "proposals"},
    "deliberation": {"calls", "proposals", "pool"},
    "scoring": {"calls", "proposals", "pool", "deliberation"},
    "reports": {"calls", "proposals", "pool", "deliberation", "scoring"},
    "pages": {"calls", "proposals", "pool", "deliberation", "scoring", "reports"},
}
ENTRANCES = {"", "cli", "worker", "demo", "operations", "migrations", "security", "drawings"}
WEB_OF_SCORING = {  # the rest of that room is arrays in, arrays out
    "__init__", "models", "sheets", "results", "command", "blueprint", "forms", "shown",
    "spreads", "told", "lots", "lot_drawing", "lot_fallback", "forms_lots", "routes", "routes_lots",
    "routes_results", "routes_talks", "looking", "routes_looking",
    "experts", "expert_scores", "faults", "routes_experts", "assign_command", "ways",
}  # fmt: skip
NUMERICS = {path.stem for path in (ROOT / "jury/scoring").glob("*.py")} - WEB_OF_SCORING
NAMELESS = {"utils", "helpers", "common", "services", "core", "manager"}


def modules():
    for package in ("jury", "sortition"):
        for path in sorted((ROOT / package).rglob("*.py")):
            if "versions" not in path.parts:
                yield path


def imports(path):
    """Yield the full name of every module that ``path`` imports, anywhere in it."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def room_of(name):
    parts = name.split(".")
    room = parts[1] if len(parts) > 1 and parts[0] == "jury" else ""
    return "" if room == "__init__" else room


def own_name(path):
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


def forbidden(path):
    """Return what ``path`` imports although its room may not."""
    mine = room_of(own_name(path))
    for name in imports(path):
        theirs = room_of(name)
        if not name.startswith("jury.") or theirs == mine or mine in ENTRANCES:
            continue
        if theirs in ROOMS and mine in ROOMS:
            if theirs not in ROOMS[mine] or name.split(".")[2:3] in (["routes"], ["forms"]):
                yield name
        elif theirs in ROOMS or (
            mine in BASE
            and theirs in BASE
            and BASE.index(theirs) > BASE.index(mine)
            and mine != "people"
        ):
            yield name


def test_imports_go_one_way():
    wrong = {str(path.relative_to(ROOT)): sorted(forbidden(path)) for path in modules()}
    assert {path: names for path, names in wrong.items() if names} == {}


def test_sortition_knows_only_mathematics():
    outside = {
        f"{path.name}: {name}"
        for path in (ROOT / "sortition").rglob("*.py")
        for name in imports(path)
        if name.split(".")[0] in {"flask", "sqlalchemy", "jury", "random"}
    }
    assert outside == set()


@pytest.mark.parametrize("module", sorted(NUMERICS))
def test_the_numerics_of_scoring_know_neither_flask_nor_the_database(module):
    names = {name.split(".")[0] for name in imports(ROOT / f"jury/scoring/{module}.py")}
    assert names & {"flask", "flask_babel", "sqlalchemy", "flask_wtf"} == set()


def test_no_room_has_grown_too_large():
    lengths = {str(p.relative_to(ROOT)): len(p.read_text().splitlines()) for p in modules()}
    assert {path: n for path, n in lengths.items() if n > 250} == {}


def test_no_function_has_grown_too_long():
    long = {}
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef):
                words = len((ast.get_docstring(node) or "").splitlines())
                lines = node.end_lineno - node.lineno + 1 - words
                if lines > 40:
                    long[f"{path.relative_to(ROOT)}:{node.name}"] = lines
    assert long == {}


def test_every_module_says_what_it_is_for():
    assert [p.name for p in modules() if not ast.get_docstring(ast.parse(p.read_text()))] == []


def test_no_module_has_a_name_that_says_nothing():
    assert [str(p) for p in modules() if p.stem in NAMELESS] == []


def test_pages_are_short():
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text().splitlines())
        for path in (ROOT / "templates").rglob("*.html")
        if not path.name.startswith("_") and "shared" not in path.parts
    }
    assert {path: n for path, n in lengths.items() if n > 80} == {}


def test_no_template_has_inline_style_or_script():
    wrong = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "templates").rglob("*.html")
        if " style=" in path.read_text()
        or "<script>" in path.read_text()
        or " onclick" in path.read_text()
    ]
    assert wrong == []


def test_what_a_form_needs_it_asks_for_in_our_own_words():
    bare = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in {"InputRequired", "DataRequired"}
        and not (node.args or node.keywords)
    ]
    assert bare == []
