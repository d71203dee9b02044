"""What is another in one edition than in the other, each kind of change in its own words."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from logbook.domain.changes import Change, Shelf
from logbook.domain.curriculum import Curriculum
from logbook.domain.curriculum_changes import changes, shelved
from logbook.domain.decisions import Message
from logbook.domain.document import Text
from tests.domain.shipped import shipped, shipped_document

Document = dict[str, Any]
OUTPATIENTS = "epa01.longitudinal_outpatient"


def part(document: Document, shelf: str, id_: str, key: str = "id") -> Any:
    return next(one for one in document[shelf] if one[key] == id_)


def told(what: object) -> str:
    """The sentence in English."""
    if isinstance(what, Message):
        return what.id % {name: told(value) for name, value in what.params.items()}
    return ", ".join(map(told, what)) if isinstance(what, tuple) else str(what)


def changed(*acts: Callable[[Document], object]) -> list[Change]:
    document = shipped_document()
    for act in acts:
        act(document)
    return changes(shipped(), Curriculum.from_document(document))


def said(*acts: Callable[[Document], object]) -> list[str]:
    return [told(one.what) for one in changed(*acts)]


def put(shelf: str, id_: str, **values: Any) -> Callable[[Document], object]:
    return lambda document: part(document, shelf, id_).update(values)


def figure(id_: str, **values: Any) -> Callable[[Document], object]:
    return lambda document: part(document, "requirements", id_)["figure"].update(values)


def level(document: Document) -> Any:
    return part(document, "scales", "entrust5")["levels"][2]


CASES: list[tuple[Callable[[Document], object], str]] = [
    (
        figure(OUTPATIENTS, suggested=60),
        "Outpatients followed over time: at least 50 becomes 60.",
    ),
    (
        figure(OUTPATIENTS, suggested=None),
        "Outpatients followed over time: no figure any more; it was 50.",
    ),
    (
        figure("epa12.intradiscal", suggested=3),
        "Intradiscal procedures: now at least 3, where no figure was.",
    ),
    (
        figure(OUTPATIENTS, check="PENN"),
        "Outpatients followed over time, where the figure is looked up: ACGME Program Requirements,"
        " Pain Medicine, 2022 becomes Penn State anesthesia pain medicine fellowship.",
    ),
    (
        put("requirements", OUTPATIENTS, optional=True),
        "Outpatients followed over time: optional from now on.",
    ),
    (
        put("requirements", OUTPATIENTS, roles=["performed_indirect", "assisted"]),
        "Outpatients followed over time, roles that count: Assisted new, Performed, supervisor"
        " in the room no longer.",
    ),
    (
        put("requirements", "epa08.recent", months=9),
        "Cervical and thoracic injections of late, window in months: 6 becomes 9.",
    ),
    (
        lambda document: document["requirements"].remove(
            part(document, "requirements", "epa03.cancer")
        ),
        "Requirement removed: Patients with cancer pain, at least 20.",
    ),
    (
        lambda document: document["requirements"].append(
            {
                "id": "new",
                "name": {"en": "Ward rounds"},
                "competency": "epa01",
                "kind": "sessions",
                "activities": "didactic",
                "figure": {"suggested": 4, "source": "PC"},
            }
        ),
        "New requirement: Ward rounds, at least 4.",
    ),
    (
        put("procedures", "esi_lumbar_interlaminar", category="peripheral_block_us"),
        "Lumbar interlaminar epidural steroid injection: moves from category Lumbar and sacral"
        " spine injections to Peripheral nerve blocks; cases stay in the category in which they"
        " were logged.",
    ),
    (
        lambda document: part(document, "forms", "mini_cex")["items"].pop(0),
        "Form Mini clinical evaluation exercise: item “History and examination” removed.",
    ),
    (
        lambda document: level(document)["label"].update(en="On call", id="Siaga"),
        "Entrustment and supervision, level 3, is called: “Act with the supervisor quickly"
        " available” becomes “On call”.",
    ),
    (
        lambda document: level(document)["label"].update(id="Siaga"),
        "Entrustment and supervision, level 3, is called in Indonesian: “Bertindak dengan"
        " pembimbing siap datang segera” becomes “Siaga”.",
    ),
    (
        lambda document: part(document, "competencies", "epa08")["target"].update(level="5"),
        "level aimed at: 4, Act unsupervised (Entrustment and supervision; source: Set by the"
        " program) becomes 5, Supervise others (Entrustment and supervision; source: Set by the"
        " program).",
    ),
    (
        lambda document: document["length"].update(months=24),
        "Curriculum, length of training in months: 12 becomes 24.",
    ),
    (
        lambda document: document["notice"].update(en="Read it.", id="Baca."),
        "Curriculum, notice: “Names of categories follow public documents. Figures marked as"
        " suggested are starting points of this curriculum and no accreditor's minimum.” becomes"
        " “Read it.”.",
    ),
    (
        lambda document: document.update(case_scale="rcoa"),
        "Curriculum, scale on which approved cases are rated: Entrustment and supervision becomes"
        " Supervision needed if repeated now.",
    ),
    (
        put("sources", "PENN", url=None),
        "Penn State anesthesia pain medicine fellowship, address: https://residency.med.psu.edu/"
        "programs/anesthesia-pain-medicine-fellowship/ becomes nothing.",
    ),
    (
        lambda document: document["vocabularies"]["settings"][0]["label"].update(en="Suite"),
        "Suite, name in English: “Clinic or procedure suite” becomes “Suite”.",
    ),
    (
        put("activities", "course", private=True),
        "Course or continuing education, private until shared: no becomes yes.",
    ),
    (
        lambda document: (
            document["requirements"].reverse()
            if not [one for one in document["requirements"] if one["kind"] == "group"]
            else document["requirements"].insert(1, document["requirements"].pop(0))
        ),
        "The requirements stand in another order.",
    ),
]


@pytest.mark.parametrize(("act", "sentence"), CASES, ids=[words[:40] for _, words in CASES])
def test_each_change_is_one_sentence(act: Callable[[Document], object], sentence: str) -> None:
    [found] = said(act)
    assert found.endswith(sentence)


def test_a_figure_that_a_source_states_now_says_so() -> None:
    found = said(figure(OUTPATIENTS, value=50, source="PENN"))
    assert found[-1] == "Outpatients followed over time: 50 is stated by a source now."
    document = shipped_document()
    figure(OUTPATIENTS, value=50, source="PENN")(document)
    back = changes(Curriculum.from_document(document), shipped())
    assert told(back[-1].what) == "Outpatients followed over time: 50 is only suggested now."


def test_what_did_not_change_is_no_change() -> None:
    assert changed() == []
    assert changed(lambda document: document.update(edition="another")) == []


@pytest.mark.parametrize("name", ["pain_medicine", "pain_nurse", "pain_technician"])
def test_no_shipped_curriculum_differs_from_itself(name: str) -> None:
    assert changes(shipped(name), Curriculum.from_document(shipped_document(name))) == []


FIGURES = [
    one.id
    for one in shipped().requirements.values()
    if one.figure is not None and one.figure.value is None and one.figure.suggested is not None
]


def suggesting(id_: str, figure: int) -> Curriculum:
    """The shipped curriculum with another suggestion."""
    wanted = shipped().requirements[id_]
    assert wanted.figure is not None
    other = replace(wanted, figure=replace(wanted.figure, suggested=figure))
    return replace(shipped(), requirements={**shipped().requirements, id_: other})


@settings(deadline=None)
@given(st.sampled_from(FIGURES), st.integers(0, 9999))
def test_another_figure_is_exactly_one_change_and_names_both(id_: str, after: int) -> None:
    before = shipped().requirements[id_].required
    found = changes(shipped(), suggesting(id_, after))
    if after == before:
        assert found == []
        return
    [one] = found
    assert (one.shelf, one.of) == (Shelf.REQUIREMENTS, id_)
    assert (one.what.params["before"], one.what.params["after"]) == (before, after)


def test_a_category_called_otherwise_is_not_told_again_by_its_requirement() -> None:
    name = {"en": "Followed up", "id": "Tindak lanjut"}
    found = changed(put("categories", "longitudinal_outpatient", name=name))
    assert [one.shelf for one in found] == [Shelf.CATEGORIES]


def test_changes_stand_by_shelf_in_the_order_of_the_document() -> None:
    found = changed(
        put("sources", "PENN", url=None),
        figure("epa02.acute_inpatient_new", suggested=1),
        figure(OUTPATIENTS, suggested=1),
    )
    assert [one.of for one in found] == [OUTPATIENTS, "epa02.acute_inpatient_new", "PENN"]
    assert list(shelved(found)) == [Shelf.REQUIREMENTS, Shelf.SOURCES]


def test_a_new_language_is_told_by_itself() -> None:
    title = Text({**shipped().title.words, "fr": "Douleur"})
    document = {**shipped_document(), "title": dict(title.words)}
    [found] = changes(shipped(), Curriculum.from_document(document))
    assert told(found.what) == "Curriculum, title in fr: “nothing” becomes “Douleur”."
