"""What others say of a fellow in training: assessments, a round of feedback, the committee."""

from datetime import timedelta
from itertools import cycle, islice

from logbook.domain.assessment_content import Judgement, asked_of_fellow, choices_of
from logbook.domain.curriculum import Curriculum
from logbook.domain.forms import AssessmentForm, FormItem, ItemKind
from logbook.domain.milestones import scale_of, subcompetencies
from logbook.domain.requirements import Requirement
from logbook.domain.rounds import Rater, RaterGroup
from logbook.domain.rules_of_judgement import (
    AssessmentsByForm,
    EntrustmentPattern,
    FeedbackRound,
)
from logbook.models.columns import new_id
from logbook.services import assessing, assessments, milestones, rounds
from logbook.services.assessments import Wanted
from logbook.services.milestones import Rated
from logbook.services.rounds import Written
from tests.cast import TODAY, Member
from tests.makers.assessments import NEXT_STEP, WENT_WELL
from tests.makers.training import Stage

GROUPS = list(RaterGroup)


def be_assessed(stage: Stage, wanted: Requirement, n: int) -> None:
    rule = wanted.rule
    assert isinstance(rule, AssessmentsByForm)
    forms = cycle(sorted(rule.forms))
    for form, assessor in zip(forms, stage.seen_by(n), strict=False):
        _assessed(stage, stage.curriculum.forms[form], rule.competency, assessor)


def be_judged(stage: Stage, wanted: Requirement, n: int) -> None:
    """As many judgements as are looked at: whatever was said before no longer tells."""
    rule = wanted.rule
    assert isinstance(rule, EntrustmentPattern) and rule.assessors <= len(stage.supervisors)
    form = next(
        one
        for one in stage.curriculum.forms.values()
        if one.scale == rule.scale.id and not one.round
    )
    for assessor in stage.seen_by(rule.last):
        _assessed(stage, form, rule.competency, assessor)


def _assessed(stage: Stage, form: AssessmentForm, competency: str, assessor: Member) -> None:
    """Asked for by the fellow with a rating of their own, given, and acknowledged."""
    levels = stage.curriculum.scales[form.scale].levels if form.scale else ()
    items = {item.id: _answer(item, stage.curriculum) for item in form.items}
    best = levels[-1].code if levels else None
    own = {name: items.get(name) or best or "" for name in asked_of_fellow(form)}
    asked = Wanted(form.id, competency, assessor.id, next(stage.days), own=own)
    id_ = assessments.start(stage.fellow.actor, new_id(), stage.enrollment_id, asked)
    assessing.finish(assessor.actor, id_, 1, Judgement(best, items, WENT_WELL, NEXT_STEP))
    assessing.acknowledge(stage.fellow.actor, id_, useful=True)


def _answer(item: FormItem, curriculum: Curriculum) -> str:
    if item.kind is ItemKind.TEXT:
        return "One journal club and two clinics each month."
    if item.kind is ItemKind.CHOICE:
        return item.choices[0].code
    return choices_of(item, curriculum)[0].code


def have_a_round(stage: Stage, wanted: Requirement, n: int) -> None:
    rule = wanted.rule
    assert isinstance(rule, FeedbackRound)
    for name in islice(cycle(sorted(rule.forms)), n):
        form, round_id = stage.curriculum.forms[name], new_id()
        codes = {item.id: _answer(item, stage.curriculum) for item in form.items}
        asked = rounds.open_(
            stage.coordinator.actor,
            round_id,
            stage.enrollment_id,
            form=name,
            closes_on=TODAY + timedelta(days=14),
            raters=[
                Rater(f"rater{k}@example.org", GROUPS[k % len(GROUPS)]) for k in range(form.raters)
            ],
        )
        rounds.rate_self(stage.fellow.actor, round_id, codes)
        for link in asked:
            rounds.answer(link.token, Written(codes, WENT_WELL))
        assert rounds.close(stage.coordinator.actor, round_id)


def be_rated(stage: Stage, wanted: Requirement, n: int) -> None:
    """By the committee, in one review of everything: first a draft, then recorded."""
    scale = scale_of(stage.curriculum)
    assert scale is not None
    levels = {one.id: scale.levels[-1].code for one in subcompetencies(stage.curriculum)}
    review_id = new_id()
    for revision, record in ((None, False), (1, True)):
        milestones.write(
            stage.committee.actor,
            review_id,
            stage.enrollment_id,
            revision,
            Rated(TODAY, levels),
            record=record,
        )
