"""What a draft still lacks, by name and in the order of the form."""

from dataclasses import dataclass, field

import pytest

from logbook.domain.unfinished import still_missing
from tests.domain.shipped import shipped


@dataclass
class Draft:
    """A finished lumbar transforaminal epidural."""

    procedure: str = "esi_lumbosacral_transforaminal"
    supervisor_id: object = "ben"
    outcome: str = "success"
    age_band: str | None = "40-64"
    complications: tuple[str, ...] = ()
    complication_note: str = ""
    details: dict[str, object] = field(
        default_factory=lambda: {"levels": ["L4"], "laterality": "left"}
    )


NOTED = next(one.id for one in shipped().complications.values() if one.needs_note)


@pytest.mark.parametrize(
    ("draft", "lacks"),
    [
        (Draft(), []),
        (Draft(details={"laterality": "left"}), ["details.levels"]),
        (
            Draft(supervisor_id=None, outcome="", age_band=None, details={}),
            ["details.levels", "details.laterality", "supervisor", "outcome", "age_band"],
        ),
        (Draft(complications=(NOTED,), complication_note=" "), ["complication_note"]),
        (Draft(complications=(NOTED, "unknown"), complication_note="It bled."), []),
        (Draft(procedure="of another edition", outcome=""), ["outcome"]),
    ],
)
def test_what_is_missing(draft: Draft, lacks: list[str]) -> None:
    assert list(still_missing(draft, shipped())) == lacks
