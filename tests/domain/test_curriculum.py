"""Reading a curriculum, and who stands behind its figures."""

from collections.abc import Iterator
from copy import deepcopy
from datetime import UTC, date, datetime
from typing import Any

import pytest

from logbook.domain import curriculum
from logbook.domain.catalogue import CaseKind, CaseRole
from logbook.domain.curriculum import (
    Confirmation,
    CountUnit,
    Curriculum,
    CurriculumError,
    FigureStanding,
    Text,
)
from logbook.domain.evidence import CaseEvidence
from logbook.domain.requirements import RequirementKind, counted_cases
from tests.domain.shipped import shipped, shipped_document, small_document

CONFIRMED = Confirmation(
    value=12,
    document="Program requirements",
    edition="2025",
    dated=date(2025, 7, 1),
    by="Dana",
    at=datetime(2025, 8, 1, tzinfo=UTC),
)


def bilingual_parts(node: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(node, dict):
        for key, value in node.items():
            if key in ("name", "label", "short", "definition", "title", "notice", "hint", "note"):
                yield f"{path}.{key}", value
            yield from bilingual_parts(value, f"{path}.{key}")
    if isinstance(node, list):
        for place, value in enumerate(node):
            yield from bilingual_parts(value, f"{path}[{place}]")


def test_the_shipped_curriculum_has_thirteen_competencies_and_two_kinds_of_names():
    curriculum = shipped()
    assert len(curriculum.competencies) == 13
    assert curriculum.length_months == 12
    assert {curriculum.categories[one.category].kind for one in curriculum.procedures.values()} == {
        CaseKind.PROCEDURE,
        CaseKind.PATIENT,
        CaseKind.EXAM,
    }


def test_every_shown_name_of_it_is_in_english_and_indonesian():
    parts = dict(bilingual_parts(shipped_document()))
    fields = {f".fields[{place}].name" for place in range(len(shipped_document()["fields"]))}
    titles = {f".sources[{place}].title" for place in range(len(shipped_document()["sources"]))}
    shown = {path: value for path, value in parts.items() if path not in fields | titles}
    assert len(shown) > 300
    assert [path for path, value in shown.items() if set(value) != {"en", "id"}] == []


def test_no_figure_of_it_has_a_value_that_no_source_confirmed():
    curriculum = shipped()
    valued = set()
    for wanted in curriculum.requirements.values():
        assert wanted.id.startswith(f"{wanted.competency}.")
        figure = wanted.figure
        if figure is not None and figure.value is not None:
            assert curriculum.sources[figure.source].confirmed
            valued.add(wanted.id)
    assert valued == {"epa10.peripheral_block_us", "epa01.long_case"}


def test_a_category_of_it_is_counted_where_its_competency_says():
    curriculum = shipped()
    counts = [one for one in curriculum.requirements.values() if counted_cases(one)]
    assert len(counts) == 24
    for wanted in counts:
        assert curriculum.categories[wanted.rule.category].competency == wanted.competency
        assert wanted.rule.roles == {CaseRole.PERFORMED_DIRECT, CaseRole.PERFORMED_INDIRECT}
        assert wanted.rule.counted is CountUnit.PROCEDURE


def test_it_asks_for_every_kind_of_evidence():
    """All but one kind: nothing of a pain fellowship is measured in weeks of rotation there."""
    asked = {one.kind for one in shipped().requirements.values()}
    assert set(RequirementKind) - asked == {RequirementKind.ROTATION}


@pytest.mark.parametrize(
    ("requirement", "standing", "count"),
    [
        ("epa08.spine_lumbar_sacral", FigureStanding.SUGGESTED, 25),
        ("epa10.peripheral_block_us", FigureStanding.SOURCED, 40),
        ("epa12.intradiscal", FigureStanding.OPEN, None),
    ],
)
def test_a_figure_knows_who_stands_behind_it(requirement, standing, count):
    figure = shipped().requirements[requirement].figure
    assert (figure.standing, figure.count) == (standing, count)


def test_a_director_confirms_a_figure_in_a_copy():
    curriculum = shipped()
    confirmed = curriculum.with_confirmations({"epa12.intradiscal": CONFIRMED})
    figure = confirmed.requirements["epa12.intradiscal"].figure
    assert (figure.standing, figure.count) == (FigureStanding.CONFIRMED, 12)
    assert list(confirmed.requirements) == list(curriculum.requirements)
    assert curriculum.requirements["epa12.intradiscal"].figure.count is None


def test_a_figure_that_does_not_exist_cannot_be_confirmed():
    with pytest.raises(CurriculumError, match=r"unknown requirement 'epa99\.magic'"):
        shipped().with_confirmations({"epa99.magic": CONFIRMED})


def test_levels_are_ordered_as_listed_and_what_lies_outside_has_no_order():
    scale = shipped().scales["rcoa"]
    assert [level.code for level in scale.levels] == ["1", "2A", "2B", "3", "4"]
    assert [level.order for level in scale.levels] == [1, 2, 3, 4, 5]
    milestone = shipped().scales["milestone"]
    outside = milestone.level("not_yet_assessable")
    assert outside is not None
    assert outside.order == 0
    assert milestone.level("6") is None
    assert milestone.target == "4"


def test_words_fall_back_to_the_base_language_and_then_to_english():
    words = Text({"en": "Left", "id": "Kiri"})
    assert words.in_("id") == words.in_("id_ID") == words.in_("id-ID") == "Kiri"
    assert words.in_("fr") == str(words) == "Left"


def test_a_requirement_may_count_levels_and_sides_and_name_its_own_roles():
    document = small_document()
    document["requirements"][0] |= {"roles": ["taught"], "name": {"en": "Teaching"}}
    wanted = Curriculum.from_document(document).requirements["epa01.blocks"]
    taught = CaseEvidence("block", "blocks", CaseRole.TAUGHT, level_sides=4)
    assert wanted.accepts(taught)
    assert wanted.weigh(taught) == 4
    assert str(wanted.name) == "Teaching"
    assert not wanted.accepts(CaseEvidence("block", "blocks", CaseRole.PERFORMED_DIRECT))
    assert not wanted.accepts(CaseEvidence("visit", "visits", CaseRole.TAUGHT))


def spoiled(path: str, value: object) -> dict[str, Any]:
    """The small document with one thing changed: `procedures.0.category`."""
    document = small_document()
    *way, last = (int(part) if part.isdigit() else part for part in path.split("."))
    node: Any = document
    for part in way:
        node = node[part]
    node[last] = value
    return document


SPOILED = [
    ("procedures.0.category", "x", r"procedures\[0\].category: unknown category 'x'"),
    ("procedures.0.groups", ["x"], r"procedures\[0\].groups\[0\]: unknown group of fields 'x'"),
    ("procedures.0.levels", ["x"], r"procedures\[0\].levels\[0\]: unknown set of levels 'x'"),
    ("procedures.0.requires", ["approach"], "unknown field of this procedure 'approach'"),
    (
        "procedures.0.guidance",
        ["landmark"] * 2,
        r"procedures\[0\].guidance: names a guidance twice",
    ),
    ("procedures.0.bleeding_risk.value", "x", "unknown bleeding risk 'x'"),
    ("procedures.0.sided", "yes", r"procedures\[0\].sided: expected true or false"),
    ("procedures.0.name", {"id": "Blok"}, r"procedures\[0\].name: needs at least English"),
    ("procedures.0.name", "Block", r"procedures\[0\].name: expected a mapping"),
    ("procedures.0.id", " ", r"procedures\[0\].id: expected a text"),
    ("procedures", {"a": 1}, "procedures: expected a list"),
    ("encounters.0.id", "block", r"encounters\[0\].id: 'block' is a procedure already"),
    ("categories.0.competency", "x", r"categories\[0\].competency: unknown competency 'x'"),
    ("categories.1.id", "blocks", r"categories\[1\].id: 'blocks' is there twice"),
    ("categories.0.kind", "x", "unknown kind of case 'x'"),
    ("requirements.0.category", "visits", "'visits' does not hold procedures"),
    ("requirements.0.kind", "rumors", "unknown kind 'rumors'"),
    ("requirements.0.figure.value", 10, "the source 'HEARD' was not read"),
    ("requirements.0.figure.suggested", -1, "expected a whole number of zero or more"),
    ("requirements.0.figure.suggested", True, "expected a whole number of zero or more"),
    ("requirements.0.figure.check", "x", "unknown source 'x'"),
    ("requirements.0.unit", "x", "unknown unit 'x'"),
    ("counting_roles", [], "counting_roles: at least one role must count"),
    ("competencies.0.domains", ["x"], "unknown subcompetency 'x'"),
    ("competencies.0.target.level", "4", "unknown level of this scale '4'"),
    ("scales.0.levels", [], r"scales\[0\].levels: a scale needs levels"),
    ("scales.0.target", "9", "unknown level '9'"),
    ("case_scale", "x", "case_scale: unknown scale 'x'"),
    ("length.months", 0, "length.months: expected a whole number of one or more"),
    ("vocabularies.roles", [], "vocabularies: the vocabulary 'roles' is missing"),
    ("vocabularies.outcomes.0.code", "fine", "vocabularies.outcomes: expected exactly success"),
    ("fields.5.with.field", "x", r"fields\[5\].with.field: unknown field 'x'"),
    ("fields.5.max", None, r"fields\[5\].max: a number needs a greatest value"),
    ("fields.5.min", 100, r"fields\[5\].max: a number needs a greatest value"),
    ("fields.4.from", "x", "unknown list of a procedure 'x'"),
    ("fields.4.from", None, r"fields\[4\].choices: expected a text"),
    ("field_groups.0.fields", ["x"], r"field_groups\[0\].fields\[0\]: unknown field 'x'"),
]


@pytest.mark.parametrize(("path", "value", "complaint"), SPOILED)
def test_what_is_wrong_is_named_with_its_place(path, value, complaint):
    with pytest.raises(CurriculumError, match=complaint):
        Curriculum.from_document(spoiled(path, value))


def test_what_says_the_same_is_read_once_and_what_differs_by_a_letter_is_not():
    document = small_document()
    read = Curriculum.from_document(document)
    assert Curriculum.from_document(deepcopy(document)) is read
    other = {**document, "edition": f"{document['edition']}b"}
    assert Curriculum.from_document(other).edition == other["edition"]
    assert Curriculum.from_document(document) is read


def test_no_more_is_kept_than_so_many(monkeypatch):
    monkeypatch.setattr(curriculum, "_READ", kept := {})
    editions = [f"e{number}" for number in range(curriculum.READ_AT_ONCE + 5)]
    for edition in editions:
        Curriculum.from_document({**small_document(), "edition": edition})
    assert [one.edition for one in kept.values()] == editions[-curriculum.READ_AT_ONCE :]


def test_an_empty_document_is_refused_and_so_is_none():
    with pytest.raises(CurriculumError, match="expected a "):
        Curriculum.from_document({})
    with pytest.raises(CurriculumError, match="document: expected a mapping"):
        Curriculum.from_document(None)  # type: ignore[arg-type]


SHIPPED_NAMES = ["pain_medicine", "pain_nurse", "pain_technician", "procedures_endorsement"]


@pytest.mark.parametrize("name", SHIPPED_NAMES)
def test_every_shipped_curriculum_stands_on_its_own_and_speaks_both_languages(name):
    document = shipped_document(name)
    assert "based_on" not in document
    shown = dict(bilingual_parts({**document, "fields": [], "sources": []}))
    assert [path for path, value in shown.items() if set(value) != {"en", "id"}] == []


def test_the_endorsement_asks_for_no_volume():
    kinds = {one.kind for one in shipped("procedures_endorsement").requirements.values()}
    assert not kinds & {RequirementKind.PROCEDURES, RequirementKind.PATIENTS, RequirementKind.EXAMS}
    assert shipped("procedures_endorsement").case_scale.id == "rcoa"


def test_the_technician_is_certified_by_nobody():
    track = shipped("pain_technician")
    assert not track.offers.tests
    assert not any(one.kind is RequirementKind.TEST for one in track.requirements.values())
    assert all(one.optional for one in track.requirements.values() if one.kind == "credential")


def test_the_nurse_needs_two_thousand_hours_in_three_years():
    wanted = shipped("pain_nurse").requirements["n3.practice"]
    assert (wanted.required, wanted.rule.months) == (2000, 36)
    assert wanted.figure.standing is FigureStanding.SOURCED


@pytest.mark.parametrize(
    ("wanted", "complaint"),
    [
        ({"kind": "group", "parts": ["epa01.blocks", "epa01.more"]}, "needs a name"),
        ({"kind": "group", "parts": ["epa01.blocks"]}, "a group needs two parts or more"),
        (
            {"kind": "group", "parts": ["epa01.blocks", "epa01.more"], "at_least": 3},
            "there are only 2 parts",
        ),
        ({"kind": "credential", "credentials": []}, "names no credential"),
    ],
)
def test_a_requirement_that_asks_for_nothing_is_named(wanted, complaint):
    document = small_document()
    [blocks] = document["requirements"]
    more = blocks | {"id": "epa01.more"}
    wanted = {"id": "epa01.all", "competency": "epa01", **wanted}
    if complaint != "needs a name":
        wanted["name"] = {"en": "All"}
    document["requirements"] = [blocks, more, wanted]
    with pytest.raises(CurriculumError, match=complaint):
        Curriculum.from_document(document)
