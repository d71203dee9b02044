"""What a procedure asks, and how it is found while its name is typed."""

import pytest

from logbook.domain.catalogue import CaseKind, FieldKind
from logbook.domain.curriculum import Curriculum
from tests.domain.shipped import shipped, small_document


def asked(procedure: str) -> list[str]:
    return [spec.name for spec in shipped().procedures[procedure].fields]


def found(text: str, language: str = "en") -> list[str]:
    return [procedure.id for procedure in shipped().search(text, language)]


def test_a_spine_injection_asks_for_levels_and_side_and_needs_nothing_else():
    procedure = shipped().procedures["esi_lumbosacral_transforaminal"]
    needed = [spec.name for spec in procedure.fields if spec.required]
    assert needed == ["levels", "laterality"]
    levels = procedure.field("levels")
    assert levels is not None
    assert levels.kind is FieldKind.CHOICES
    assert list(levels.choices or ()) == ["L1", "L2", "L3", "L4", "L5", "S1", "S2", "S3", "S4"]


def test_a_procedure_asks_what_belongs_to_it_and_nothing_else():
    assert "lesion_temperature" in asked("rfa_cervical_mb")
    assert "lesion_temperature" not in asked("esi_lumbar_interlaminar")
    assert "laterality" not in asked("esi_caudal")
    assert asked("enc_cancer") == []
    assert shipped().procedures["enc_cancer"].field("levels") is None


def test_levels_tell_the_region_and_a_single_way_is_not_asked():
    assert "region" not in asked("epidural_blood_patch")
    assert "region" in asked("joint_injection")
    assert "guidance" not in asked("scs_trial")
    block = Curriculum.from_document(small_document()).procedures["block"]
    assert [spec.name for spec in block.fields] == [
        "levels",
        "laterality",
        "guidance",
        "dose",
        "drug",
    ]


def test_fields_come_in_groups():
    groups = shipped().procedures["rfa_cervical_mb"].grouped()
    assert list(groups)[:3] == ["placement", "guidance", "radiation"]
    assert [spec.name for spec in groups["stimulation_test"]] == [
        "sensory_threshold",
        "motor_threshold",
    ]


def test_the_whole_catalogue_is_usable_on_a_phone():
    for procedure in shipped().procedures.values():
        for language in ("en", "id"):
            assert len(procedure.short.in_(language)) <= 32
        assert len([spec for spec in procedure.fields if spec.required]) <= 2


def test_bleeding_risk_is_filled_in_only_where_it_is_confirmed():
    risks = {
        procedure.id: procedure.bleeding_risk.value
        for procedure in shipped().procedures.values()
        if procedure.bleeding_risk and procedure.bleeding_risk.value
    }
    assert risks["mbb_lumbar"] == "low"
    assert risks["drg_stimulation"] == "high"
    assert "rfa_thoracolumbar_mb" not in risks


def test_kinds_come_from_the_category():
    kinds = {name: one.kind for name, one in shipped().procedures.items()}
    assert kinds["scs_trial"] is CaseKind.PROCEDURE
    assert kinds["enc_palliative"] is CaseKind.PATIENT
    assert kinds["exam_imaging"] is CaseKind.EXAM


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("TFESI", "esi_lumbosacral_transforaminal"),
        ("tfesi cerv", "esi_cervical_transforaminal"),
        ("mbb", "mbb_lumbar"),
        ("gon", "occipital_nerve_block"),
        ("sij", "sij_injection"),
        ("scs", "scs_trial"),
        ("cervical rf", "rfa_cervical_mb"),
        ("stellate", "stellate_ganglion_block"),
        ("vertebroplasty", "vertebral_augmentation"),
        ("joint", "joint_injection"),
    ],
)
def test_what_is_meant_comes_first(typed, first):
    assert found(typed)[0] == first


def test_an_abbreviation_comes_before_words_that_begin_alike():
    assert found("ton")[:2] == ["mbb_cervical", "rfa_cervical_mb"]
    assert found("il")[0] == "esi_lumbar_interlaminar"


def test_names_are_found_in_each_language_and_the_readers_own_come_first():
    assert found("injeksi", "id")[0] == "esi_lumbar_interlaminar"
    assert "esi_lumbar_interlaminar" in found("injeksi", "en")
    assert found("blok saraf", "id")[0] == "occipital_nerve_block"


def test_nothing_typed_finds_everything_and_nonsense_nothing():
    assert found("  ") == list(shipped().procedures)
    assert found("zzz") == []
    assert found("lumbar zzz") == []
