"""Which confirmations hold for another edition."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from logbook.domain.carrying_over import carried_over
from logbook.domain.curriculum import Curriculum
from logbook.domain.curriculum_changes import changes
from logbook.domain.requirements import Confirmation
from tests.domain.shipped import shipped, shipped_document
from tests.domain.test_curriculum_changes import told

LUMBAR = "epa08.spine_lumbar_sacral"
SAID = Confirmation(
    30, "Program requirements", "2026", date(2026, 7, 1), "Dana", datetime(2026, 8, 1, tzinfo=UTC)
)


def confirmed() -> Curriculum:
    return shipped().with_confirmations({LUMBAR: SAID})


def with_lumbar(figure: dict[str, Any] | None = None, **values: Any) -> Curriculum:
    document = shipped_document()
    one = next(part for part in document["requirements"] if part["id"] == LUMBAR)
    one.update(values)
    one["figure"].update(figure or {})
    return Curriculum.from_document(document)


def test_it_holds_where_everything_it_was_said_of_is_the_same() -> None:
    after = with_lumbar(note={"en": "A note."}, name={"en": "Lumbar"}, optional=True)
    assert carried_over(confirmed(), after) == {LUMBAR: SAID}
    assert carried_over(shipped(), after) == {}


@pytest.mark.parametrize(
    ("figure", "values"),
    [
        ({"suggested": 26}, {}),
        ({"source": "PENN"}, {}),
        ({"check": "PENN"}, {}),
        ({}, {"roles": ["assisted"]}),
        ({}, {"category": "spine_cervical_thoracic"}),
        ({}, {"unit": "level_side"}),
        ({}, {"competency": "epa09"}),
    ],
)
def test_whoever_changed_what_it_was_said_of_confirms_anew(
    figure: dict[str, Any], values: dict[str, Any]
) -> None:
    after = with_lumbar(figure, **values)
    assert carried_over(confirmed(), after) == {}
    assert any(
        told(one.what).endswith("confirmed by Dana for the edition before; to be confirmed anew.")
        for one in changes(confirmed(), after)
    )


def test_a_requirement_of_another_name_in_the_document_is_another() -> None:
    after = with_lumbar(id="epa08.lumbar")
    assert carried_over(confirmed(), replace(after)) == {}


def test_what_goes_over_is_no_change() -> None:
    after = with_lumbar()
    carried = after.with_confirmations(carried_over(confirmed(), after))
    assert carried.requirements[LUMBAR].required == 30
    assert changes(confirmed(), carried) == []
