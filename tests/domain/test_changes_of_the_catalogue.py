"""Changes of what can be logged and of what it refers to, each in its own words."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from logbook.domain.changes_of_frame import level_told, subcompetency_told
from logbook.domain.curriculum import Curriculum
from logbook.domain.curriculum_changes import changes
from tests.domain.shipped import shipped, shipped_document
from tests.domain.test_curriculum_changes import Document, part, put, said, told

ILESI = "esi_lumbar_interlaminar"


def field(name: str, **values: Any) -> Callable[[Document], object]:
    return lambda document: part(document, "fields", name, "name").update(values)


def without(shelf: str, id_: str, key: str = "id") -> Callable[[Document], object]:
    return lambda document: document[shelf].remove(part(document, shelf, id_, key))


def dropped(id_: str, key: str) -> Callable[[Document], object]:
    return lambda document: part(document, "procedures", id_).pop(key)


def first_choice(document: Document) -> Any:
    form = part(document, "forms", "long_case")
    return part(form, "items", "where")["choices"]


CASES: list[tuple[Callable[[Document], object], str]] = [
    (
        put("procedures", ILESI, abbreviations=["ILESI", "LILESI", "ESI"]),
        "abbreviations: LESI no longer.",
    ),
    (
        put("procedures", ILESI, abbreviations=["ILESI", "LILESI", "LESI", "ESI", "LI"]),
        "abbreviations: LI new.",
    ),
    (
        put("procedures", ILESI, abbreviations=["ESI", "ILESI", "LILESI", "LESI"]),
        "abbreviations: in another order.",
    ),
    (put("procedures", ILESI, counts=False), "counts toward requirements: yes becomes no."),
    (dropped(ILESI, "bleeding_risk"), "no bleeding risk any more."),
    (
        field("fluoroscopy_time", unit="min"),
        "Fluoroscopy time, unit: s becomes min.",
    ),
    (
        field("dose_area_product", **{"with": None}),
        "Dose-area product, asks for too: Unit of the dose-area product becomes nothing.",
    ),
    (
        field("contrast_pattern", **{"with": {"field": "no_contrast_reason"}}),
        ", when it is none_given becomes",
    ),
    (
        field("consent", choices="contrast_patterns"),
        "list it chooses from: ",
    ),
    (
        lambda document: first_choice(document).pop(0),
        ", “Own program” removed.",
    ),
    (
        lambda document: first_choice(document)[0]["label"].update(en="Here", id="Di sini"),
        "is called: “Own program” becomes “Here”.",
    ),
    (
        lambda document: first_choice(document).reverse(),
        "the choices of an item stand in another order.",
    ),
    (
        lambda document: part(document, "forms", "mini_cex")["items"].reverse(),
        "the items stand in another order.",
    ),
    (
        lambda document: document["domains"][0]["subcompetencies"][0]["name"].update(en="Gathers"),
        "Gathers, name in English: “Gathers and Synthesizes Essential and Accurate Information”"
        " becomes “Gathers”.",
    ),
    (
        put("requirements", "epa12.intradiscal", unit="level_side"),
        "what counts as one: each procedure becomes each level on each side.",
    ),
    (
        put("requirements", "epa08.entrustment", scale="rcoa", level="2B"),
        "Entrustment and supervision becomes Supervision needed if repeated now.",
    ),
    (without("requirements", "epa12.intradiscal"), "Requirement removed: Intradiscal procedures."),
    (
        put("categories", "pediatric", competency=None),
        "Children with pain, competency: Care for children with pain becomes nothing.",
    ),
]


@pytest.mark.parametrize(("act", "sentence"), CASES, ids=[words[:40] for _, words in CASES])
def test_each_change_is_told(act: Callable[[Document], object], sentence: str) -> None:
    found = said(act)
    assert any(sentence in one for one in found), found


def test_one_field_of_a_hundred_procedures_is_one_change() -> None:
    assert len(said(field("fluoroscopy_time", unit="min"))) == 1


def test_a_word_of_a_list_is_told_once_and_not_by_each_field_that_offers_it() -> None:
    def act(document: Document) -> None:
        document["vocabularies"]["contrast_patterns"][0]["label"].update(en="Good", id="Baik")

    [found] = said(act)
    assert found.startswith("Good, name: ")


def test_what_has_no_bleeding_risk_and_a_competency_with_its_level_change_by_name_only() -> None:
    name = {"en": "Other", "id": "Lain"}
    [found] = said(put("procedures", "iv_access", name=name))
    assert found.startswith("Other, name: ")
    [found] = said(put("competencies", "epa05", name=name))
    assert found.startswith("Other, name: ")


def test_a_bleeding_risk_that_comes_is_told() -> None:
    document = shipped_document()
    dropped(ILESI, "bleeding_risk")(document)
    [found] = changes(Curriculum.from_document(document), shipped())
    assert told(found.what).endswith("has a bleeding risk now.")


def test_another_bleeding_risk_is_told_by_its_words() -> None:
    risk = shipped_document()["procedures"][0]["bleeding_risk"]
    other = {**risk, "suggested": "low" if risk.get("suggested") != "low" else "high"}
    [found] = said(put("procedures", ILESI, bleeding_risk=other))
    assert "bleeding risk: " in found


def test_a_requirement_of_another_kind_is_told_as_that() -> None:
    def act(document: Document) -> None:
        one = part(document, "requirements", "epa13.didactic")
        one.update(kind="hours", figure={"suggested": 20, "source": "PC"})

    [found] = said(act)
    assert found.endswith("kind: sessions becomes hours.")


def test_a_kind_that_needs_no_figure_asks_for_one_only() -> None:
    def act(document: Document) -> None:
        one = part(document, "requirements", "epa01.exam")
        one.update(kind="sessions", activities="didactic")
        one.update(figure={"suggested": 4, "source": "PC"})

    assert "at least 1 becomes 4." in said(act)[0]


def test_a_level_of_a_scale_that_goes_is_told_by_its_code() -> None:
    scale = shipped().scales["rcoa"]
    less = replace(scale, levels=scale.levels[:-1])
    after = replace(shipped(), scales={**shipped().scales, "rcoa": less})
    [found] = changes(shipped(), after)
    assert told(found.what) == "Supervision needed if repeated now, levels: 4 no longer."


def test_what_has_no_name_is_told_by_its_code() -> None:
    assert subcompetency_told("XX1", shipped()) == "XX1"
    assert level_told(None, "9") == "9"
    assert told(level_told(shipped().scales["rcoa"], "4")) == "4, Independent"
