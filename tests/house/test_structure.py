"""The house keeps its order: sizes without exceptions, imports on top, one place that commits."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from logbook.domain.events import EVENTS
from tests.house.source import MODULES, TOP, name_of, tree

LONGEST_FILE, LONGEST_TEMPLATE, LONGEST_FUNCTION = 300, 120, 30
TEMPLATES = sorted(path for path in (TOP / "templates").rglob("*") if path.is_file())
DRAWERS = {"utils", "helpers", "common", "misc", "tools"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def lines(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())


def functions(path: Path) -> Iterator[Function]:
    return (node for node in ast.walk(tree(path)) if isinstance(node, Function))


def body_lines(function: Function) -> int:
    """Lines of code. Signature and docstring are not counted: they say as much as they need."""
    body = function.body
    if isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant):
        body = body[1:]
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def test_files_are_short() -> None:
    static = TOP / "logbook" / "static"
    ours = [*static.rglob("*.css"), *static.rglob("*.js"), *(TOP / "tests").rglob("*.py")]
    assert [name_of(path) for path in [*MODULES, *ours] if lines(path) > LONGEST_FILE] == []


def test_templates_are_short() -> None:
    assert [name_of(path) for path in TEMPLATES if lines(path) > LONGEST_TEMPLATE] == []


def test_functions_are_short() -> None:
    long = [
        f"{name_of(path)}:{function.lineno} {function.name}"
        for path in MODULES
        for function in functions(path)
        if body_lines(function) > LONGEST_FUNCTION
    ]
    assert long == []


def test_imports_stand_on_top() -> None:
    hidden = [
        f"{name_of(path)}:{node.lineno}"
        for path in MODULES
        for function in functions(path)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert hidden == []


def test_nothing_is_imported_for_the_type_checker_alone() -> None:
    assert [name_of(path) for path in MODULES if "TYPE_CHECKING" in path.read_text("utf-8")] == []


def test_one_place_commits() -> None:
    committers = {
        name_of(path)
        for path in MODULES
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and node.attr == "commit"
    }
    assert committers == {"logbook/services/unit.py"}


def test_no_drawer_without_a_name() -> None:
    parts = {path: set(Path(name_of(path)).with_suffix("").parts) for path in MODULES}
    assert [name_of(path) for path, names in parts.items() if names & DRAWERS] == []


def test_every_template_compiles(application: Flask) -> None:
    for path in TEMPLATES:
        application.jinja_env.get_template(path.relative_to(TOP / "templates").as_posix())


@pytest.mark.parametrize("trick", ["|safe", "| safe", "{% autoescape"])
def test_no_template_goes_round_escaping(trick: str) -> None:
    assert [name_of(path) for path in TEMPLATES if trick in path.read_text("utf-8")] == []


def test_every_event_has_its_words_and_no_words_are_left_over() -> None:
    told = {path.stem for path in (TOP / "templates" / "audit" / "events").glob("*.html")}
    assert told - {"unknown"} == set(EVENTS)  # `unknown`: of a later version of the service
