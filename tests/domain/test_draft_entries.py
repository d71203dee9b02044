"""Entries and rows of a drafted curriculum: added, moved, taken out, or kept by who names them."""

from typing import Any

import pytest

from logbook.domain.curriculum import Curriculum
from logbook.domain.document import CurriculumError
from logbook.domain.draft_edits import (
    NotAccepted,
    StillNamed,
    added,
    edited,
    find,
    removed,
)
from logbook.domain.draft_names import label_of, names_of
from logbook.domain.draft_shelves import SHELVES
from tests.domain.drafting import (
    ONE_OF_EACH_KIND,
    PARTS,
    SCHEMA,
    WHOLE,
    change,
    complaints,
    others,
    typed,
)


def test_a_row_has_its_own_complaints() -> None:
    rows = typed("forms", "mini_cex")["items"]
    rows[1]["label.en"] = ""
    rows.append({"key": "", "new_key": "", "label.en": "Teamwork", "kind": "choice"})
    assert set(complaints("forms", "mini_cex", items=rows)) == {"items.1.label.en"}
    rows[1]["label.en"] = "Plan"
    assert set(complaints("forms", "mini_cex", items=rows)) == {"items.3.choices"}
    for typed_in in ("nonsense", "a | A\na | B", "| A"):
        rows[3] |= {"choices": typed_in}
        assert set(complaints("forms", "mini_cex", items=rows)) == {"items.3.choices"}
    rows[3] |= {"choices": "a | A", "new_key": "history"}
    assert set(complaints("forms", "mini_cex", items=rows)) == {"items.3.new_key"}


def test_rows_are_moved_added_and_taken_out() -> None:
    first, second, third = typed("forms", "mini_cex")["items"]
    new = {
        "label.en": "Did it go well?",
        "kind": "choice",
        "choices": "y | Yes | Ya\nn | No",
        "required": True,
    }
    changed = change("forms", "mini_cex", items=[third, first, new])
    before = {one["id"]: one for one in find(WHOLE, "forms", "mini_cex")["items"]}
    assert find(changed, "forms", "mini_cex")["items"] == [
        before["communication"],
        before["history"],
        {
            "id": "did_it_go_well",
            "label": {"en": "Did it go well?"},
            "kind": "choice",
            "choices": [
                {"code": "y", "label": {"en": "Yes", "id": "Ya"}},
                {"code": "n", "label": {"en": "No"}},
            ],
        },
    ]
    assert second["key"] == "judgement"


def test_a_scale_gains_levels_and_changes_its_words_but_keeps_what_is_named() -> None:
    rows = typed("scales", "entrust5")["levels"]
    more = [*rows, {"new_key": "6", "label.en": "Lead the service"}]
    more[0] = more[0] | {"label.en": "Watch"}
    levels = find(change("scales", "entrust5", levels=more), "scales", "entrust5")["levels"]
    assert [one["code"] for one in levels] == ["1", "2", "3", "4", "5", "6"]
    assert levels[0]["label"] == {"en": "Watch", "id": "Hanya mengamati"}
    told = complaints("scales", "entrust5", levels=[one for one in rows if one["key"] != "4"])
    assert list(told) == ["levels"]
    assert "cannot be taken out" in told["levels"]
    assert "1" not in [one["code"] for one in _without_level("1")]


def _without_level(code: str) -> list[dict[str, Any]]:
    """That nothing names."""
    rows = [one for one in typed("scales", "entrust5")["levels"] if one["key"] != code]
    levels: list[dict[str, Any]] = find(
        change("scales", "entrust5", levels=rows), "scales", "entrust5"
    )["levels"]
    return levels


def test_a_subcompetency_that_is_named_stays_in_its_domain_alone() -> None:
    rows = typed("domains", "PC")["subcompetencies"]
    assert list(complaints("domains", "PC", subcompetencies=rows[1:])) == ["subcompetencies"]
    stolen = [*rows, {"new_key": "MK1", "name.en": "Knowledge", "source": "PC"}]
    assert list(complaints("domains", "PC", subcompetencies=stolen)) == ["subcompetencies"]


def new_procedure(**but: str) -> dict[str, Any]:
    return {
        "category": "joint_bursa", "name.en": "Hip injection", "name.id": "Injeksi panggul",
        "short.en": "Hip", "groups": ["placement"], "counts": True, **but,
    }  # fmt: skip


def test_a_new_entry_gets_an_id_from_its_english_name() -> None:
    document, key = added(WHOLE, SHELVES["procedures"], new_procedure())
    assert key == "hip_injection"
    assert document["procedures"][:-1] == WHOLE["procedures"]
    assert document["procedures"][-1] == {
        "id": "hip_injection",
        "category": "joint_bursa",
        "name": {"en": "Hip injection", "id": "Injeksi panggul"},
        "short": {"en": "Hip"},
        "groups": ["placement"],
    }


@pytest.mark.parametrize(
    ("shelf", "id_"),
    [
        ("procedures", "esi_caudal"),
        ("encounters", "esi_caudal"),
        ("procedures", "enc_longitudinal"),
    ],
)
def test_an_id_stands_once_on_both_shelves_of_what_can_be_logged(shelf: str, id_: str) -> None:
    with pytest.raises(NotAccepted) as wrong:
        added(WHOLE, SHELVES[shelf], new_procedure(new_key=id_))
    assert "new_key" in wrong.value.complaints


def test_an_id_looks_like_one() -> None:
    with pytest.raises(NotAccepted) as wrong:
        added(WHOLE, SHELVES["procedures"], new_procedure(new_key="hip injection"))
    assert list(wrong.value.complaints) == ["new_key"]


@pytest.mark.parametrize("kind", ONE_OF_EACH_KIND)
def test_a_requirement_of_each_kind_can_be_added(kind: str) -> None:
    told = typed("requirements", ONE_OF_EACH_KIND[kind], new_key="again")
    document, key = added(WHOLE, SHELVES["requirements"], told, kind)
    old = find(WHOLE, "requirements", ONE_OF_EACH_KIND[kind])
    new = find(document, "requirements", key)
    assert key == f"{old['competency']}.again"
    leave_null = {name: value for name, value in new.items() if name not in ("id", "figure")}
    assert {name: _several(value) for name, value in leave_null.items()} == {
        name: _several(value) for name, value in old.items() if name not in ("id", "figure")
    }
    assert list(SCHEMA.iter_errors(document)) == []


def _several(value: Any) -> Any:
    """One id may stand alone or as a list."""
    return [value] if isinstance(value, str) else value


def test_a_group_stands_after_its_parts_wherever_these_are() -> None:
    document, key = added(
        WHOLE,
        SHELVES["requirements"],
        {"competency": "epa13", "name.en": "Late", "tests": ["in_training_exam"]},
        "test",
    )
    told = typed("requirements", "epa13.scholarship", parts=["epa13.teaching", key])
    changed = edited(document, SHELVES["requirements"], "epa13.scholarship", told)
    assert [one["id"] for one in changed["requirements"]][-2:] == [key, "epa13.scholarship"]


def test_what_is_named_is_not_taken_out() -> None:
    for shelf, key in PARTS:
        if by := names_of(WHOLE, shelf, key):
            with pytest.raises(StillNamed) as wrong:
                removed(WHOLE, SHELVES[shelf], key)
            assert wrong.value.by == by


def test_nothing_is_named_but_what_the_rules_look_up() -> None:
    """The list of who names whom is whole: what nobody names can go, what somebody names cannot."""
    for shelf, key in PARTS:
        without = others(WHOLE, shelf, key)
        if names_of(WHOLE, shelf, key):
            with pytest.raises(CurriculumError):
                Curriculum.from_document(without)
        else:
            assert removed(WHOLE, SHELVES[shelf], key) == without


def test_those_who_name_it_are_told() -> None:
    by = names_of(WHOLE, "categories", "iv_access")
    assert ("requirements", "epa07.iv_access") in [(one.shelf, one.key) for one in by]
    assert "EPA07 Intravenous access" in [str(one.label) for one in by]
    assert label_of(WHOLE, "requirements", find(WHOLE, "requirements", "epa07.iv_access"))


def test_the_last_of_what_a_curriculum_needs_stays() -> None:
    alone = {
        **WHOLE,
        "categories": [one for one in WHOLE["categories"] if not one.get("competency")],
        "competencies": WHOLE["competencies"][:1],
        "requirements": [],
        "rotations": [],
    }
    used = {one["id"] for one in alone["categories"]}
    for shelf in ("procedures", "encounters"):
        alone[shelf] = [one for one in WHOLE[shelf] if one["category"] in used]
    alone["credentials"] = [one for one in WHOLE["credentials"] if not one.get("blocks")]
    with pytest.raises(NotAccepted):
        removed(alone, SHELVES["competencies"], "epa01")
