"""A document that builds on another says only what differs, and ends up whole."""

import pytest

from logbook.domain.curriculum import Curriculum, CurriculumError
from logbook.domain.derivation import derived
from tests.domain.shipped import small_document

MINIMAL = {
    "format": 1,
    "based_on": "small",
    "id": "other",
    "edition": "1",
    "sources": ["READ", "HEARD"],
    "scales": ["three"],
    "procedures": [{"id": "block", "category": "pokes"}],
    "categories": [
        {"id": "pokes", "kind": "procedure", "competency": "epa01", "name": {"en": "Pokes"}}
    ],
    "requirements": [],
}
BASE = small_document()
REST = {
    key: BASE[key]
    for key in ("title", "length", "notice", "counting_roles", "case_scale", "domains")
}


def whole():
    return derived({**REST, "competencies": BASE["competencies"], **MINIMAL}, BASE)


def test_what_it_leaves_out_comes_from_the_base():
    document = whole()
    assert document["vocabularies"] == BASE["vocabularies"]
    assert document["sources"] == [
        one for one in BASE["sources"] if one["id"] in MINIMAL["sources"]
    ]
    assert "based_on" not in document


def test_an_entry_says_only_what_differs():
    curriculum = Curriculum.from_document(whole())
    block = curriculum.procedures["block"]
    assert (block.category, str(block.name)) == ("pokes", "Nerve block")
    assert curriculum.requirements == {}


def test_what_the_base_has_beside_that_stays_there():
    assert set(Curriculum.from_document(whole()).procedures) == {"block"}


def test_the_base_is_not_changed():
    before = small_document()
    derived({**REST, **MINIMAL}, BASE)
    assert before == BASE


def test_a_name_that_the_base_does_not_know_is_named():
    with pytest.raises(CurriculumError, match="procedures: the base has no 'bloodletting'"):
        derived({**MINIMAL, "procedures": ["bloodletting"]}, BASE)
