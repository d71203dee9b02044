"""Editing what stands in a drafted curriculum, field by field."""

from copy import deepcopy
from typing import Any

import pytest

from logbook.domain.draft_edits import (
    NotAccepted,
    find,
    reframed,
    sentence,
    typed_of,
)
from logbook.domain.draft_options import PROFESSIONS
from logbook.domain.draft_places import entries
from logbook.domain.draft_requirements import OF_KIND, TITLES
from logbook.domain.draft_shelves import FRAME, SHELVES
from logbook.domain.requirements import RequirementKind
from logbook.services.programs import PROFESSIONS as KNOWN_PROFESSIONS
from tests.cast import TODAY
from tests.domain.drafting import ONE_OF_EACH_KIND, WHOLE, change, complaints, others, typed


@pytest.mark.parametrize("shelf", SHELVES)
def test_a_form_that_is_sent_as_it_was_shown_changes_nothing(shelf: str) -> None:
    untouched = deepcopy(WHOLE)
    for one in entries(WHOLE, shelf)[:12]:
        assert change(shelf, one["id"]) == WHOLE
    assert untouched == WHOLE


def test_every_kind_of_requirement_is_asked_for_and_shows_its_sentence() -> None:
    assert set(OF_KIND) == set(TITLES) == set(RequirementKind)
    for kind, key in ONE_OF_EACH_KIND.items():
        assert change("requirements", key) == WHOLE, kind
        assert "%" not in sentence(WHOLE, key, TODAY).id % sentence(WHOLE, key, TODAY).params


def test_everything_that_a_requirement_may_say_is_asked() -> None:
    """Each field of the schema has its question, so that nothing needs a file."""
    for one in WHOLE["requirements"]:
        names = {ask.name.partition(".")[0] for ask in SHELVES["requirements"].asks_of(one)}
        assert set(one) <= names | {"id", "kind", "scale"}, one["id"]


def test_professions_are_those_that_members_have() -> None:
    assert set(PROFESSIONS) == set(KNOWN_PROFESSIONS)


def test_a_change_is_where_it_was_made_and_nowhere_else() -> None:
    key = "esi_lumbar_interlaminar"
    changed = change("procedures", key, name__id="Injeksi baru", approaches=[])
    entry, before = find(changed, "procedures", key), find(WHOLE, "procedures", key)
    rest = {name: value for name, value in before.items() if name != "approaches"}
    assert entry == rest | {"name": before["name"] | {"id": "Injeksi baru"}}
    assert others(changed, "procedures", key) == others(WHOLE, "procedures", key)


def test_a_field_that_a_procedure_has_not_cannot_be_required() -> None:
    told = complaints("procedures", "esi_caudal", requires=["levels"])
    assert list(told) == ["requires"]


def test_what_is_emptied_is_taken_away() -> None:
    changed = change("requirements", "epa04.mental_status", note__en="", note__id="")
    assert "note" not in find(changed, "requirements", "epa04.mental_status")
    changed = change("competencies", "epa01", domains=[])
    assert "domains" not in find(changed, "competencies", "epa01")


def test_a_language_that_no_form_asks_for_stays() -> None:
    document = deepcopy(WHOLE)
    document["title"]["fr"] = "Médecine de la douleur"
    shown = typed_of(FRAME, document) | {"title.en": "New"}
    assert reframed(document, shown)["title"] == document["title"] | {"en": "New"}


def test_english_is_needed() -> None:
    told = complaints("competencies", "epa01", name__en=" ")
    assert told == {"name.en": "Say it in English too."}
    told = complaints("competencies", "epa01", name__en="", name__id="")
    assert told == {"name.en": "This is needed."}


def test_a_code_stands_once() -> None:
    assert complaints("competencies", "epa01", code="EPA02") == {
        "code": "“EPA02” is there already."
    }


@pytest.mark.parametrize(
    ("shelf", "key", "but", "field"),
    [
        ("procedures", "esi_caudal", {"category": "unheard_of"}, "category"),
        ("procedures", "esi_caudal", {"groups": ["unheard_of"]}, "groups"),
        ("procedures", "esi_caudal", {"short__en": "x" * 2001}, "short.en"),
        ("procedures", "esi_caudal", {"bleeding_risk__source": ""}, "bleeding_risk.source"),
        ("competencies", "epa01", {"target__level": "entrust5 9"}, "target.level"),
        ("competencies", "epa01", {"target__level": ""}, "target.level"),
        ("requirements", "epa01.mini_cex", {"figure__suggested": "many"}, "figure.suggested"),
        ("requirements", "epa01.mini_cex", {"figure__suggested": "-1"}, "figure.suggested"),
        ("requirements", "epa01.mini_cex", {"figure__value": "3"}, "figure.value"),
        ("requirements", "epa01.mini_cex", {"forms": []}, "forms"),
        ("requirements", "epa01.entrustment", {"last": "0"}, "last"),
        ("requirements", "epa13.scholarship", {"at_least": "9"}, "at_least"),
        ("requirements", "epa13.scholarship", {"parts": ["epa13.teaching"]}, "parts"),
        ("requirements", "epa13.scholarship", {"parts": ["epa13.scholarship"]}, "parts"),
        ("forms", "msf", {"raters": "2"}, "raters"),
        ("scales", "milestone", {"target": "9"}, "target"),
        ("categories", "iv_access", {"competency": "epa99"}, "competency"),
        ("sources", "PC", {"url": "not an address"}, "url"),
        ("tests", "opioid_knowledge", {"pass_mark": "101"}, "pass_mark"),
        ("rotations", "pmr", {"discipline": "two words"}, "discipline"),
        ("competencies", "epa01", {"code": "x" * 41}, "code"),
        ("procedures", "esi_caudal", {"also": "x" * 2001}, "also"),
        ("level_sets", "lumbar_segment", {"levels": "x" * 65}, "levels"),
        ("fields", "needle_gauge", {"max": "5"}, "max"),
        ("fields", "needle_gauge", {"with__when": "x"}, "with.field"),
        ("forms", "mini_cex", {"scale": "unheard_of"}, "scale"),
    ],
)
def test_what_would_break_it_is_told_at_its_field(
    shelf: str, key: str, but: dict[str, Any], field: str
) -> None:
    assert field in complaints(shelf, key, **but)


def test_what_another_part_would_break_of_is_told_by_its_name() -> None:
    told = complaints("categories", "iv_access", kind="patient")
    assert list(told) == [""]
    assert "Intravenous access" in told[""]


def test_the_whole_has_its_complaints() -> None:
    shown = typed_of(FRAME, WHOLE)
    for name, value in (("edition", ""), ("length.months", "0"), ("counting_roles", [])):
        with pytest.raises(NotAccepted) as wrong:
            reframed(WHOLE, shown | {name: value})
        assert list(wrong.value.complaints) == [name]


def test_lists_of_values_that_the_rules_know_stay_as_they_are() -> None:
    rows = typed("vocabularies", "outcomes")["choices"]
    assert list(complaints("vocabularies", "outcomes", choices=rows[1:])) == ["choices"]
    rows[0] |= {"label.en": "Done"}
    changed = change("vocabularies", "outcomes", choices=rows)
    assert changed["vocabularies"]["outcomes"][0]["label"] == {"en": "Done", "id": "Selesai"}


def test_a_value_that_a_procedure_names_stays() -> None:
    rows = typed("vocabularies", "approaches")["choices"]
    kept = [row for row in rows if row["key"] != "midline"]
    told = complaints("vocabularies", "approaches", choices=kept)
    assert "Lumbar interlaminar epidural steroid injection" in told[""]
