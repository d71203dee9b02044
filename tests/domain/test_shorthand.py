"""A case as it is said in short."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from logbook.domain.shorthand import Part, understand
from tests.domain.shipped import shipped

SAID = [
    ("L4-5 TFESI R", "esi_lumbosacral_transforaminal", ["L4", "L5"], "right"),
    ("C3-5 MBB b/l", "mbb_cervical", ["C3", "C4", "C5"], "bilateral"),
    ("mbb c3–5 both sides", "mbb_cervical", ["C3", "C4", "C5"], "bilateral"),
    ("SCS trial", "scs_trial", None, None),
    ("L5/S1 ILESI", "esi_lumbar_interlaminar", ["L5-S1"], None),
    ("MBB L3,L4 kiri", "mbb_lumbar", ["L3", "L4"], "left"),
    ("MRI", "exam_imaging", None, None),
]


@pytest.mark.parametrize(("text", "kind", "levels", "side"), SAID, ids=[one[0] for one in SAID])
def test_it_is_understood(text, kind, levels, side):
    found = understand(shipped(), text, "en")
    assert found.procedures[0].id == kind
    details = found.details_of(found.procedures[0])
    assert (details.get("levels"), details.get("laterality")) == (levels, side)


def test_levels_and_side_tell_procedures_of_one_name_apart():
    assert [one.id for one in understand(shipped(), "TFESI L4", "en").procedures] == [
        "esi_lumbosacral_transforaminal"
    ]
    assert len(understand(shipped(), "TFESI", "en").procedures) > 1


def test_what_is_not_understood_is_named_and_passed_over():
    found = understand(shipped(), "TFESI zebra L4 R", "en")
    assert [one.typed for one in found.words if one.part is Part.UNKNOWN] == ["zebra"]
    assert found.procedures[0].id == "esi_lumbosacral_transforaminal"


def test_guidance_and_role_are_understood_where_the_procedure_has_them():
    found = understand(shipped(), "obs SGB R US", "en")
    assert found.role == "observed"
    assert found.details_of(found.procedures[0]) == {
        "laterality": "right",
        "guidance": "ultrasound",
    }
    blind = understand(shipped(), "L4 TFESI blind", "en")
    assert "guidance" not in blind.details_of(blind.procedures[0])


def test_nothing_but_a_level_names_no_procedure():
    assert understand(shipped(), "L4-5 R", "en").procedures == ()


@given(st.text())
@settings(max_examples=40, deadline=None)
def test_anything_may_be_typed(text):
    found = understand(shipped(), text, "id")
    for procedure in found.procedures[:3]:
        for name, value in found.details_of(procedure).items():
            spec = procedure.field(name)
            assert spec is not None
            codes = value if isinstance(value, list) else [value]
            assert set(codes) <= set(spec.choices or {})
