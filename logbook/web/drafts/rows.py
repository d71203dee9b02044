"""Rows of a form that can be added, moved and taken out without a script: each button sends the
form, and it comes back with its rows otherwise and nothing kept."""

from collections.abc import Mapping
from typing import Any

from logbook.domain.draft_asks import Asks, Kind

MOST_ROWS = 100


def is_row_step(step: str) -> bool:
    """`rows:levels:up:2`."""
    return step.startswith("rows:")


def after_step(asks: Asks, typed: Mapping[str, Any], step: str) -> dict[str, Any]:
    """What was typed, with the rows as the button wants them; unchanged for no sane button."""
    name, act, place = [*step.split(":"), "", "", ""][1:4]
    ask = next((one for one in asks if one.name == name and one.kind is Kind.ROWS), None)
    if ask is None:
        return dict(typed)
    rows = list(typed[name])
    if act == "add" and len(rows) < MOST_ROWS:
        rows.append({one.name: one.default for one in ask.rows if one.kind is Kind.FLAG})
    elif place.isdigit() and int(place) < len(rows):
        row = rows.pop(int(place))
        if act in ("up", "down"):
            rows.insert(max(0, int(place) + (1 if act == "down" else -1)), row)
    return {**typed, name: rows}
