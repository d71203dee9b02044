"""The product's own files, as the tests about the house read them."""

import ast
from functools import cache
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
MODULES = sorted([*(TOP / "logbook").rglob("*.py"), TOP / "config.py", TOP / "wsgi.py"])


def name_of(path: Path) -> str:
    """A file's name from the top of the tree."""
    return path.relative_to(TOP).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), str(path))
