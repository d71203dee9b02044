"""The next case of a kind begins as the last was done, not with what was found in it."""

import pytest

from logbook.domain.case_repeat import FOUND_FIELDS, FOUND_GROUPS, repeated
from tests.domain.shipped import shipped


def test_how_it_was_done_is_repeated_and_what_was_found_is_not() -> None:
    procedure = shipped().procedures["esi_lumbosacral_transforaminal"]
    done = {"levels": ["L5"], "laterality": "left", "guidance": "fluoroscopy", "needle_gauge": 22}
    found = {
        "fluoroscopy_time": 34,
        "contrast_pattern": "epidural",
        "pain_after": 2,
        "consent": "yes",
        "image_saved": "yes",
    }
    assert repeated(procedure, done | found) == done


def test_what_does_not_belong_to_the_procedure_is_not_repeated() -> None:
    assert repeated(shipped().procedures["enc_cancer"], {"levels": ["L5"]}) == {}


@pytest.mark.parametrize("group", sorted(FOUND_GROUPS))
def test_the_groups_are_those_of_the_curriculum(group: str) -> None:
    assert group in shipped().field_groups


@pytest.mark.parametrize("name", sorted(FOUND_FIELDS))
def test_the_fields_are_those_of_the_curriculum(name: str) -> None:
    assert any(one.field(name) for one in shipped().procedures.values())
