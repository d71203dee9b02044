"""An assessment beside the one that it replaced, and beside the one that replaced it."""

from dataclasses import dataclass
from uuid import UUID

from flask_babel import format_date, gettext

from logbook.domain.decisions import Decision
from logbook.policy.amending import may_amend_assessment
from logbook.queries.assessments import AssessmentView, amendment_of, assessment
from logbook.web import current
from logbook.web.assessments.telling import competency_in_words, judged


@dataclass(frozen=True, slots=True)
class Counterpart:
    """The other of the two, and what the newer one changed, as far as its reader may know."""

    one: AssessmentView
    rows: list[tuple[str, str, str]]
    """Only what differs: the question, as it was said, as it is said now."""


@dataclass(frozen=True, slots=True)
class Pair:
    may_amend: Decision
    amends: Counterpart | None
    amended_by: Counterpart | None


def pair_of(one: AssessmentView) -> Pair:
    """Whoever sees one of them sees the other: both are of one fellow and one assessor."""
    actor = current.actor()
    return Pair(
        may_amend=may_amend_assessment(actor, one),
        amends=_counterpart(one, one.amends_id),
        amended_by=_counterpart(one, amendment_of(actor, one.id)),
    )


def _counterpart(one: AssessmentView, other_id: UUID | None) -> Counterpart | None:
    if other_id is None:
        return None
    other = assessment(current.actor(), other_id, current.now())
    old, new = (other, one) if one.amends_id == other.id else (one, other)
    return Counterpart(other, _differences(old, new) if old.told and new.told else [])


def _differences(old: AssessmentView, new: AssessmentView) -> list[tuple[str, str, str]]:
    before, after = _said(old), _said(new)
    both = [(name, before.get(name, ""), after.get(name, "")) for name in {**before, **after}]
    return [row for row in both if row[1] != row[2]]


def _said(one: AssessmentView) -> dict[str, str]:
    answers = {question: answer for question, answer, _ in judged(one)}
    return answers | {
        gettext("What went well"): one.went_well,
        gettext("One next step"): one.next_step,
        gettext("Competency"): competency_in_words(one.curriculum, one.competency),
        gettext("Date"): format_date(one.happened_on, "medium"),
    }
