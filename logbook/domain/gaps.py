"""What is missing, and the next best step: one sentence for each kind of requirement.

What a requirement lacks is said by its rule (`why`). Here is said where it can be had: which list
brings such cases, which rotation hosts them, whom to ask.
"""

from collections.abc import Callable, Iterable, Mapping

from logbook.domain.decisions import Message, say
from logbook.domain.document import Text
from logbook.domain.gaps_of_cases import Missing, notes, step_to_cases
from logbook.domain.requirements import Requirement, RequirementKind
from logbook.domain.rules import Exposure, Hours, Sessions, TimeOnRotation
from logbook.domain.rules_of_judgement import (
    AssessmentsByForm,
    CredentialValid,
    EntrustmentPattern,
    FeedbackRound,
    GroupOf,
    TestPassed,
)

__all__ = ["Missing", "next_step", "notes", "what_is_there"]

Step = Callable[[Missing], Message]


def next_step(missing: Missing) -> Message:
    """The next best step toward one requirement that is not met."""
    return STEPS[missing.requirement.kind](missing)


SAY_HOW_MANY_MORE = frozenset(
    {
        RequirementKind.PROCEDURES,
        RequirementKind.PATIENTS,
        RequirementKind.EXAMS,
        RequirementKind.SESSIONS,
        RequirementKind.PORTFOLIO,
        RequirementKind.ASSESSMENTS,
    }
)
"""Kinds whose step says how many more it takes, and whose `why` does so too."""


def what_is_there(requirement: Requirement, credit: int, why: Message) -> Message:
    """What stands beside the step toward a requirement: why it is not met, but never the same
    number twice."""
    if requirement.kind in SAY_HOW_MANY_MORE and requirement.required is not None:
        return say(
            "%(credit)s of %(required)s so far.", credit=credit, required=requirement.required
        )
    return why


def _other_supervisors(missing: Missing) -> Message:
    return say(
        "Do the next of these cases with a supervisor who has not approved one of yours yet."
    )


def _time_on_rotation(missing: Missing) -> Message:
    rule = missing.requirement.rule
    assert isinstance(rule, TimeOnRotation)
    if planned := _planned(missing, rule.rotations):
        return planned
    return say(
        "Ask for %(n)s more weeks to be planned: %(rotations)s.",
        n=missing.n,
        rotations=_rotations(missing, rule.rotations),
    )


def _exposure(missing: Missing) -> Message:
    rule = missing.requirement.rule
    assert isinstance(rule, Exposure)
    open_kinds = rule.rotations - missing.chances.been_on
    if planned := _planned(missing, open_kinds):
        return planned
    return say(
        "No such rotation is planned; ask for one: %(rotations)s.",
        rotations=_rotations(missing, open_kinds),
    )


def _planned(missing: Missing, kinds: Iterable[str]) -> Message | None:
    """The next of the fellow's rotations of these kinds."""
    wanted = set(kinds)
    stay = next((one for one in missing.chances.ahead if one.kind.id in wanted), None)
    if stay is None:
        return None
    return say(
        "%(rotation)s is planned from %(first)s to %(last)s; it counts from the day after.",
        rotation=stay.kind.name,
        first=stay.period.first,
        last=stay.period.last,
    )


def _rotations(missing: Missing, kinds: Iterable[str]) -> tuple[Text, ...]:
    wanted = set(kinds)
    return tuple(
        kind.name for kind in missing.curriculum.offers.rotations.values() if kind.id in wanted
    )


def _sessions(missing: Missing) -> Message:
    return say(
        "Attend %(n)s more and add each to your portfolio: %(activities)s.",
        n=missing.n,
        activities=_activities(missing),
    )


def _hours(missing: Missing) -> Message:
    return say(
        "Add %(n)s more hours to your portfolio, with a certificate where there is one: "
        "%(activities)s.",
        n=missing.n,
        activities=_activities(missing),
    )


def _portfolio(missing: Missing) -> Message:
    return say(
        "Hand in %(n)s more to be accepted: %(activities)s.",
        n=missing.n,
        activities=_activities(missing),
    )


def _activities(missing: Missing) -> tuple[Text, ...]:
    rule = missing.requirement.rule
    assert isinstance(rule, Sessions | Hours)
    known = missing.curriculum.offers.activities.values()
    return tuple(kind.name for kind in known if kind.id in rule.activities)


def _assessments(missing: Missing) -> Message:
    rule = missing.requirement.rule
    assert isinstance(rule, AssessmentsByForm)
    return say(
        "Ask a supervisor to assess you: %(forms)s, %(n)s more.",
        forms=_forms(missing, rule.forms),
        n=missing.n,
    )


def _entrustment(missing: Missing) -> Message:
    rule = missing.requirement.rule
    assert isinstance(rule, EntrustmentPattern)
    return say(
        "Before a case that you feel ready for, ask to be judged at level %(level)s; "
        "%(assessors)s different assessors have to say so.",
        level=rule.level,
        assessors=rule.assessors,
    )


def _feedback(missing: Missing) -> Message:
    rule = missing.requirement.rule
    assert isinstance(rule, FeedbackRound)
    return say(
        "Ask your coordinator to open a round of feedback: %(forms)s.",
        forms=_forms(missing, rule.forms),
    )


def _forms(missing: Missing, codes: Iterable[str]) -> tuple[Text, ...]:
    wanted = set(codes)
    return tuple(form.short for form in missing.curriculum.forms.values() if form.id in wanted)


def _credential(missing: Missing) -> Message:
    rule = missing.requirement.rule
    assert isinstance(rule, CredentialValid)
    known = missing.curriculum.offers.credentials.values()
    return say(
        "Bring a valid one to your coordinator to be verified: %(credentials)s.",
        credentials=tuple(kind.name for kind in known if kind.id in rule.credentials),
    )


def _test(missing: Missing) -> Message:
    rule = missing.requirement.rule
    assert isinstance(rule, TestPassed)
    known = missing.curriculum.offers.tests.values()
    return say(
        "Register for the next sitting: %(tests)s.",
        tests=tuple(test.name for test in known if test.id in rule.tests),
    )


def _milestone(missing: Missing) -> Message:
    return say("The committee rates this; ask when it next meets and what it will look at.")


def _group(missing: Missing) -> Message:
    rule = missing.requirement.rule
    assert isinstance(rule, GroupOf)
    parts = tuple(missing.curriculum.requirements[part].name for part in rule.parts)
    return say("Begin with what is nearest: %(parts)s.", parts=parts)


STEPS: Mapping[RequirementKind, Step] = {
    RequirementKind.PROCEDURES: step_to_cases,
    RequirementKind.PATIENTS: step_to_cases,
    RequirementKind.EXAMS: step_to_cases,
    RequirementKind.RECENCY: step_to_cases,
    RequirementKind.DISTINCT_SUPERVISORS: _other_supervisors,
    RequirementKind.ROTATION: _time_on_rotation,
    RequirementKind.EXPOSURE: _exposure,
    RequirementKind.SESSIONS: _sessions,
    RequirementKind.HOURS: _hours,
    RequirementKind.PORTFOLIO: _portfolio,
    RequirementKind.ASSESSMENTS: _assessments,
    RequirementKind.ENTRUSTMENT: _entrustment,
    RequirementKind.FEEDBACK_ROUND: _feedback,
    RequirementKind.CREDENTIAL: _credential,
    RequirementKind.TEST: _test,
    RequirementKind.MILESTONE: _milestone,
    RequirementKind.GROUP: _group,
}
