"""Everything that an edition says is compared: a new field of any thing needs its word."""

from dataclasses import fields
from typing import Any

import pytest

from logbook.domain import (
    changes_of_catalogue,
    changes_of_curves,
    changes_of_frame,
    changes_of_offers,
    changes_of_requirements,
    rules,
    rules_of_judgement,
)
from logbook.domain.catalogue import BleedingRisk, Category, Choice, Complication, FieldGroup
from logbook.domain.forms import AssessmentForm, FormItem
from logbook.domain.learning_curves import CurveRule, Failure, Mark
from logbook.domain.opportunities import ActivityKind, CredentialKind, KnowledgeTest, RotationKind
from tests.domain.shipped import shipped

# Of each kind of thing every field is compared, or told with something else.
ELSEWHERE = {
    Category: {"id"},
    Complication: {"id"},
    FieldGroup: {"id"},
    Choice: {"code"},
    CurveRule: {"id", "failure", "mark"},
    Failure: set(),
    Mark: set(),
    BleedingRisk: set(),
    AssessmentForm: {"id", "items"},
    FormItem: {"id", "choices"},
    RotationKind: {"id"},
    ActivityKind: {"id"},
    CredentialKind: {"id"},
    KnowledgeTest: {"id"},
}
COMPARED = {
    Category: changes_of_catalogue.CATEGORY,
    Complication: changes_of_catalogue.COMPLICATION,
    FieldGroup: changes_of_catalogue.GROUP,
    Choice: changes_of_catalogue.CHOICE,
    CurveRule: changes_of_curves.CURVE,
    Failure: changes_of_curves.FAILURE,
    Mark: changes_of_curves.MARK,
    BleedingRisk: changes_of_catalogue.RISK,
    AssessmentForm: changes_of_offers.FORM,
    FormItem: changes_of_offers.ITEM,
    RotationKind: changes_of_offers.ROTATION,
    ActivityKind: changes_of_offers.ACTIVITY,
    CredentialKind: changes_of_offers.CREDENTIAL,
    KnowledgeTest: changes_of_offers.TEST,
}


@pytest.mark.parametrize("kind", list(COMPARED))
def test_nothing_of_a_thing_is_left_uncompared(kind: Any) -> None:
    names = {aspect.field for aspect in COMPARED[kind]} | ELSEWHERE[kind]
    assert names == {one.name for one in fields(kind)}


def test_nothing_of_the_larger_things_is_left_uncompared() -> None:
    one = shipped()
    frame = {aspect.field for aspect in changes_of_frame.FRAME}
    shelves = {"sources", "scales", "domains", "competencies", "categories", "requirements"}
    shelves |= {
        "vocabularies",
        "complications",
        "field_groups",
        "procedures",
        "forms",
        "offers",
        "learning_curves",
    }
    assert {part.name for part in fields(one)} == frame | shelves | {"id", "edition", "case_scale"}
    procedure = {aspect.field for aspect in changes_of_catalogue.PROCEDURE}
    # The category has its kind; what is asked is compared by name, and each field once.
    procedure |= {"id", "category", "kind", "fields", "bleeding_risk"}
    assert {part.name for part in fields(next(iter(one.procedures.values())))} == procedure
    wanted = {aspect.field for aspect in changes_of_requirements.REQUIREMENT}
    wanted |= {"id", "name", "rule", "figure", "optional", "part_of"}
    assert {part.name for part in fields(next(iter(one.requirements.values())))} == wanted


def test_every_field_of_every_rule_has_a_word() -> None:
    kinds = [
        kind
        for module in (rules, rules_of_judgement)
        for kind in vars(module).values()
        if isinstance(kind, type) and issubclass(kind, rules.Rule) and kind is not rules.Rule
    ]
    assert len(kinds) >= 14
    names = {one.name for kind in kinds for one in fields(kind)}  # type: ignore[arg-type]
    assert names == changes_of_requirements.RULE.keys()
