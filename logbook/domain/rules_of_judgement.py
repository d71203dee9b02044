"""Requirements that look at what somebody judged, or that something is there: assessments,
entrustment, feedback, credentials, tests, milestones; and groups of other requirements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import ClassVar
from uuid import UUID

from logbook.domain.competencies import Scale
from logbook.domain.days import day_after
from logbook.domain.decisions import Message, say
from logbook.domain.evidence import (
    AssessmentEvidence,
    CaseEvidence,
    CredentialEvidence,
    Evidence,
    MilestoneEvidence,
    RoundEvidence,
    TestEvidence,
)
from logbook.domain.readiness import Pace
from logbook.domain.rules import Rule
from logbook.domain.tally import Span, Tally, gathered


@dataclass(frozen=True, slots=True)
class AssessmentsByForm(Rule):
    """So many finished assessments on any of these forms, of one competency."""

    reads: ClassVar[frozenset[type]] = frozenset({AssessmentEvidence})
    additive: ClassVar[bool] = True

    forms: frozenset[str]
    competency: str

    def accepts(self, evidence: Evidence) -> bool:
        return (
            isinstance(evidence, AssessmentEvidence)
            and evidence.form in self.forms
            and evidence.competency == self.competency
        )


@dataclass(frozen=True, slots=True)
class EntrustmentPattern(Rule):
    """At least k of the last n judgements at a level or above it, by at least m assessors.

    k is the requirement's figure. Judgements are assessments of the competency on this scale and,
    where the categories are named, the ratings of approved cases. Levels of one scale are compared
    by their order; those of another scale say nothing here.
    """

    reads: ClassVar[frozenset[type]] = frozenset({AssessmentEvidence, CaseEvidence})
    by_month: ClassVar[bool] = True
    pace: ClassVar[Pace] = Pace.AT_THE_END

    competency: str
    scale: Scale
    level: str
    last: int
    assessors: int
    categories: frozenset[str] = frozenset()

    def concerned_by(self, evidence: Evidence) -> bool:
        if isinstance(evidence, AssessmentEvidence):
            return evidence.competency == self.competency
        return isinstance(evidence, CaseEvidence) and evidence.category in self.categories

    def accepts(self, evidence: Evidence) -> bool:
        return (
            isinstance(evidence, AssessmentEvidence | CaseEvidence)
            and self.concerned_by(evidence)
            and evidence.scale == self.scale.id
            and order_of(self.scale, evidence.level) > 0
        )

    def tally(self, accepted: Sequence[Evidence]) -> Tally:
        judged = [one for one in accepted if isinstance(one, AssessmentEvidence | CaseEvidence)]
        looked_at = sorted(judged, key=in_order)[-self.last :]
        reached = [one for one in looked_at if reaches(self.scale, one.level, self.level)]
        people = len({assessor_of(one) for one in reached})
        return Tally(
            len(reached), facts={"judged": len(looked_at), "assessors": people, "all": len(judged)}
        )

    def in_month(self, evidence: Evidence) -> int:
        """Whether the judgement reaches the level."""
        assert isinstance(evidence, AssessmentEvidence | CaseEvidence)
        return int(reaches(self.scale, evidence.level, self.level))

    def credit(self, tally: Tally, required: int | None, today: date) -> int:
        """How many of the last reach the level; one short while too few assessors say so."""
        if required and tally.facts.get("assessors", 0) < self.assessors:
            return min(tally.amount, required - 1)
        return tally.amount

    def missing(self, tally: Tally, credit: int, required: int, today: date) -> Message:
        return say(
            "%(reached)s of the last %(judged)s judgements reach level %(level)s, by %(people)s "
            "assessors; %(required)s of the last %(last)s by %(assessors)s assessors are asked "
            "for.",
            reached=tally.amount,
            judged=tally.facts.get("judged", 0),
            level=self.level,
            people=tally.facts.get("assessors", 0),
            required=required,
            last=self.last,
            assessors=self.assessors,
        )


@dataclass(frozen=True, slots=True)
class FeedbackRound(Rule):
    """So many rounds of multi-source feedback that were closed with enough raters."""

    reads: ClassVar[frozenset[type]] = frozenset({RoundEvidence})
    additive: ClassVar[bool] = True
    pace: ClassVar[Pace] = Pace.AT_THE_END

    forms: frozenset[str]

    def accepts(self, evidence: Evidence) -> bool:
        return isinstance(evidence, RoundEvidence) and evidence.form in self.forms

    def missing(self, tally: Tally, credit: int, required: int, today: date) -> Message:
        return say(
            "%(credit)s of %(required)s rounds of feedback from colleagues are complete.",
            credit=credit,
            required=required,
        )


@dataclass(frozen=True, slots=True)
class CredentialValid(Rule):
    """A verified credential of any of these kinds is good today."""

    reads: ClassVar[frozenset[type]] = frozenset({CredentialEvidence})
    pace: ClassVar[Pace] = Pace.ALWAYS
    yes_or_no: ClassVar[bool] = True

    credentials: frozenset[str]

    def accepts(self, evidence: Evidence) -> bool:
        return isinstance(evidence, CredentialEvidence) and evidence.credential in self.credentials

    def tally(self, accepted: Sequence[Evidence]) -> Tally:
        return Tally(
            spans=gathered(
                Span(one.since, ends_before(one.until), 1)
                for one in accepted
                if isinstance(one, CredentialEvidence)
            )
        )

    def credit(self, tally: Tally, required: int | None, today: date) -> int:
        return min(1, tally.on(today))

    def why(self, tally: Tally, required: int | None, today: date) -> Message:
        good = [span.before for span in tally.spans if span.holds(today)]
        if not good:
            return self.missing(tally, 0, 1, today)
        if max(good) == date.max:
            return say("Met: verified, without an end.")
        return say("Met: valid until %(day)s.", day=max(good) - timedelta(days=1))

    def missing(self, tally: Tally, credit: int, required: int, today: date) -> Message:
        ended = [span.before for span in tally.spans if span.before <= today]
        if ended:
            return say("Ended on %(day)s.", day=max(ended) - timedelta(days=1))
        return say("No verified one is on file.")


@dataclass(frozen=True, slots=True)
class TestPassed(Rule):
    """The latest sitting of any of these tests was passed."""

    reads: ClassVar[frozenset[type]] = frozenset({TestEvidence})
    __test__: ClassVar[bool] = False
    pace: ClassVar[Pace] = Pace.AT_THE_END
    yes_or_no: ClassVar[bool] = True

    tests: frozenset[str]

    def accepts(self, evidence: Evidence) -> bool:
        return isinstance(evidence, TestEvidence) and evidence.test in self.tests

    def tally(self, accepted: Sequence[Evidence]) -> Tally:
        sat = [one for one in accepted if isinstance(one, TestEvidence)]
        latest = {one.test: one for one in sorted(sat, key=lambda one: (one.on, one.passed))}
        passed = sum(one.passed for one in latest.values())
        return Tally(min(1, passed), facts={"sat": len(latest)})

    def missing(self, tally: Tally, credit: int, required: int, today: date) -> Message:
        if not tally.facts.get("sat"):
            return say("Not sat yet.")
        return say("The latest sitting was not passed.")


@dataclass(frozen=True, slots=True)
class MilestoneReached(Rule):
    """The committee's latest rating of a subcompetency reaches a level. A target and no gate,
    unless the program says so."""

    reads: ClassVar[frozenset[type]] = frozenset({MilestoneEvidence})
    pace: ClassVar[Pace] = Pace.AT_THE_END
    yes_or_no: ClassVar[bool] = True

    subcompetency: str
    scale: Scale
    level: str

    def accepts(self, evidence: Evidence) -> bool:
        return (
            isinstance(evidence, MilestoneEvidence)
            and evidence.subcompetency == self.subcompetency
            and evidence.scale == self.scale.id
        )

    def tally(self, accepted: Sequence[Evidence]) -> Tally:
        rated = [one for one in accepted if isinstance(one, MilestoneEvidence)]
        if not rated:
            return Tally()
        latest = max(rated, key=lambda one: (one.on, order_of(self.scale, one.level)))
        reached = int(reaches(self.scale, latest.level, self.level))
        return Tally(reached, facts={"order": order_of(self.scale, latest.level)})

    def missing(self, tally: Tally, credit: int, required: int, today: date) -> Message:
        rated = code_at(self.scale, tally.facts.get("order", 0))
        if rated is None:
            return say("Not rated yet; level %(level)s is aimed for.", level=self.level)
        return say(
            "Rated at level %(rated)s; level %(level)s is aimed for.", rated=rated, level=self.level
        )


@dataclass(frozen=True, slots=True)
class GroupOf(Rule):
    """So many of other requirements, or all of them. What its parts come to is reckoned from
    theirs (`curriculum.standings`); no evidence goes to the group itself."""

    pace: ClassVar[Pace] = Pace.AT_THE_END

    parts: tuple[str, ...]
    at_least: int | None = None
    """None: all."""

    @property
    def own_figure(self) -> int:
        return len(self.parts) if self.at_least is None else self.at_least

    def accepts(self, evidence: Evidence) -> bool:
        return False

    def missing(self, tally: Tally, credit: int, required: int, today: date) -> Message:
        return say(
            "%(credit)s of these are met; %(required)s are needed.",
            credit=credit,
            required=required,
        )


def assessor_of(evidence: AssessmentEvidence | CaseEvidence) -> object:
    if isinstance(evidence, CaseEvidence):
        return evidence.supervisor_id
    return evidence.assessor_id


def in_order(one: AssessmentEvidence | CaseEvidence) -> tuple[date, datetime, UUID]:
    """By the day that is judged; on one day, whatever was signed later is the later word. The id
    decides between two of one instant, so that every reckoning comes to the same."""
    said_at = one.said_at or datetime.min.replace(tzinfo=UTC)
    return one.on, said_at, one.said_in or UUID(int=0)


def order_of(scale: Scale, level: str | None) -> int:
    found = scale.level(level) if level else None
    return found.order if found else 0


def reaches(scale: Scale, level: str | None, target: str) -> bool:
    """Whether a level of this scale is the target or above it."""
    return order_of(scale, level) >= order_of(scale, target) > 0


def code_at(scale: Scale, order: int) -> str | None:
    return next((level.code for level in scale.levels if level.order == order), None)


def ends_before(last_good: date | None) -> date:
    """The first day that is no longer good; the end of time for what does not end."""
    return date.max if last_good is None else day_after(last_good)
