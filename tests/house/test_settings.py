"""Every setting that the environment can change is explained to whoever runs the service."""

import ast
import re

from tests.house.source import TOP, tree

RUNNING = TOP / "docs" / "running.md"


def read_from_the_environment() -> set[str]:
    """The names that `config.py` asks for: `os.environ.get("NAME", ...)` or `flag("NAME")`."""
    return {
        call.args[0].value
        for call in ast.walk(tree(TOP / "config.py"))
        if isinstance(call, ast.Call)
        and ast.unparse(call.func) in {"os.environ.get", "flag"}
        and call.args
        and isinstance(call.args[0], ast.Constant)
    }


def explained() -> set[str]:
    """The names in the first column of the table of settings."""
    return set(re.findall(r"^\| `([A-Z][A-Z_]+)` \|", RUNNING.read_text("utf-8"), re.MULTILINE))


def test_every_setting_is_explained_and_no_other() -> None:
    assert explained() == read_from_the_environment()
