"""Documents with one letter changed: what proves itself must not survive any."""

import json
from collections.abc import Iterator
from typing import Any


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to everything in a document that is no map and no list."""
    if isinstance(value, dict):
        for name, part in value.items():
            yield from leaves(part, (*path, name))
    elif isinstance(value, list):
        for place, part in enumerate(value):
            yield from leaves(part, (*path, place))
    else:
        yield path


def changed(file: dict[str, Any], path: tuple[Any, ...], where: int) -> dict[str, Any]:
    """The file with one letter of one value changed: in its middle, or so far from its end."""
    copy = json.loads(json.dumps(file))
    at = copy
    for step in path[:-1]:
        at = at[step]
    value = at[path[-1]]
    if isinstance(value, str):
        place = max(len(value) + where, 0) if where < 0 else len(value) // 2
        other = "b" if value[place : place + 1] != "b" else "c"
        at[path[-1]] = value[:place] + other + value[place + 1 :]
    else:
        at[path[-1]] = "x" if value is None else value + 1
    return copy
