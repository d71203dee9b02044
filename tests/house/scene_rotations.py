"""A rotation and a leave of asha, and what is sent to plan more."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from tests.cast import BEGAN, CAST, CLINIC, TODAY
from tests.makers.rotations import a_leave, a_rotation, absent, planned


@dataclass(frozen=True)
class TimeScene:
    rotation: UUID
    leave: UUID


def set_time_scene() -> TimeScene:
    asha = CAST["asha"]
    return TimeScene(a_rotation(0, 28, of=asha), a_leave(40, 7, of=asha))


def a_plan(first: int = 200, **but: object) -> dict[str, object]:
    """The form of a rotation, filled in."""
    told = planned(first)
    usual: dict[str, object] = {
        "rotation_id": uuid4(),
        "enrollment": CAST["asha"].enrollment_id,
        "revision": "1",
        "kind": told.kind,
        "site": CLINIC,
        "starts_on": told.starts_on,
        "ends_on": told.ends_on,
    }
    return usual | but


def an_absence(first: int = 200, **but: object) -> dict[str, object]:
    """The form of a leave, filled in."""
    told = absent(first)
    usual: dict[str, object] = {
        "leave_id": uuid4(),
        "enrollment": CAST["asha"].enrollment_id,
        "revision": "1",
        "kind": "annual",
        "starts_on": told.starts_on,
        "ends_on": told.ends_on,
    }
    return usual | but


def this_month(of: str = "asha") -> str:
    """The field of this month in the grid of this year, which begins in July."""
    enrollment_id = CAST[of].enrollment_id
    assert enrollment_id is not None and BEGAN < TODAY
    return f"cell-{enrollment_id.hex}-{(TODAY.month - 7) % 12}"


TIME_FORMS: dict[str, Callable[[Any], dict[str, Any]]] = {
    "programs.site": lambda scene: {"capabilities": ["ct", "ultrasound"]},
    "rotations.allowance": lambda scene: {"weeks": "5"},
    "rotations.cancel": lambda scene: {"revision": "1"},
    "rotations.cancel_leave": lambda scene: {"revision": "1"},
    "rotations.change": lambda scene: a_plan(),
    "rotations.change_leave": lambda scene: an_absence(),
    "rotations.enter_leave": lambda scene: an_absence(),
    "rotations.new": lambda scene: a_plan(),
    "rotations.year": lambda scene: {"plan_id": uuid4(), this_month(): "pmr"},
}
