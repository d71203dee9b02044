"""Members of two enums may have the same value: then they are one key, and must be one word."""

import ast
from collections import defaultdict

from logbook.web import words
from tests.house.source import TOP

WORDS = TOP / "logbook" / "web" / "words.py"


def labelled() -> list[tuple[str, str]]:
    """Of each line of the table: the member's value, and the code of its word. Read from the
    source: in the dictionary itself the later of two equal keys has won already."""
    [table] = [
        node.args[0]
        for node in ast.walk(ast.parse(WORDS.read_text("utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "LABELS.update"
    ]
    assert isinstance(table, ast.Dict)
    found = []
    for key, word in zip(table.keys, table.values, strict=True):
        assert key is not None
        member: object = words
        for name in ast.unparse(key).split("."):
            member = getattr(member, name)
        found.append((str(member), ast.unparse(word)))
    return found


def test_no_two_labels_collide() -> None:
    by_value: dict[str, set[str]] = defaultdict(set)
    for value, word in labelled():
        by_value[value].add(word)
    assert len(by_value) > 40
    assert {value: said for value, said in by_value.items() if len(said) > 1} == {}
