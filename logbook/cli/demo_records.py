"""The demo's teaching, tests and milestones: a session every week, a test twice a year, and a
review by the committee every half-year."""

from contextlib import suppress
from datetime import date, datetime, timedelta
from random import Random

from logbook.cli.demo_items import Items
from logbook.cli.demo_stage import Player, Stage
from logbook.domain.events_portfolio import (
    ItemAttended,
    MilestonesDrafted,
    MilestonesRecorded,
    SessionRecorded,
    TestRecorded,
)
from logbook.domain.knowledge import Outcome
from logbook.domain.milestones import ReviewState, as_evidence, scale_of, subcompetencies
from logbook.domain.portfolio import ItemContent
from logbook.models.columns import new_id
from logbook.models.curriculum import Enrollment
from logbook.models.knowledge import Sitting
from logbook.models.milestones import MilestoneReview
from logbook.models.portfolio import PortfolioItem, TeachingSession
from logbook.models.sealed import new_salt
from logbook.queries.curriculum import curriculum_of
from logbook.services import knowledge, progress
from logbook.services.attendance import accepted_item
from logbook.services.portfolio_answers import as_evidence as item_as_evidence
from logbook.services.unit import Unaudited, Unit, unit_of_work

SESSIONS = (
    ("didactic", "Mechanisms of neuropathic pain", 60),
    ("didactic", "Anatomy of the lumbar facet joints", 60),
    ("journal_club", "Journal club: epidural steroids", 45),
    ("didactic", "Opioids: rotation and taper", 60),
    ("team_meeting", "Interdisciplinary team meeting", 50),
    ("didactic", "Cancer pain and intrathecal drugs", 60),
    ("didactic", "Complex regional pain syndrome", 60),
    ("journal_club", "Journal club: spinal cord stimulation", 45),
    ("didactic", "Psychology of chronic pain", 75),
    ("team_meeting", "Interdisciplinary team meeting", 50),
    ("didactic", "Headache for the pain physician", 60),
    ("didactic", "Radiation safety in the suite", 45),
)
COMES = 0.86
"""The share of sessions that a fellow is at."""
TEST_WEEKS = {"opioid_knowledge": (14, 17), "in_training_exam": (26,)}
"""In which week of training a test is sat; the second sitting is for who did not pass."""
REVIEWS_WEEKS_AGO = (28, 2)
"""When the committee met; a half-year lies between."""
RATED_FROM_WEEK = 4
DRAFT_WEEKS_AGO = 0
TUESDAY, WEDNESDAY, THURSDAY = 1, 2, 3


class Records:
    """One program's year in the making, week by week."""

    def __init__(self, stage: Stage, random: Random) -> None:
        self.stage, self.random = stage, random
        self.curriculum = curriculum_of(stage.program_id, stage.version_id)
        self.items = Items(stage, random)
        self.failed: set[Player] = set()
        self.weeks = 0

    def week(self, last_day: date, instant: datetime, weeks_ago: int) -> None:
        """All that whoever runs the program enters in a week is one transaction."""
        with suppress(Unaudited), unit_of_work(self.stage.directors[0].actor, instant) as unit:
            self.items.answer(unit)
            self._session(unit, _last(last_day, THURSDAY))
            for fellow in self.stage.fellows:
                self._tests(unit, fellow, last_day)
                self._review(unit, fellow, last_day, weeks_ago)
        self.items.add(last_day, instant, weeks_ago)
        self.weeks += 1

    def _session(self, unit: Unit, day: date) -> None:
        there = [
            one
            for one in self.stage.fellows
            if one.starts_on and one.starts_on <= day and self.random.random() < COMES
        ]
        if not there:
            return
        kind, title, minutes = SESSIONS[self.weeks % len(SESSIONS)]
        session = TeachingSession(
            program_id=self.stage.program_id,
            id=new_id(),
            kind=kind,
            held_on=day,
            title=title,
            minutes=minutes,
            recorded_by_id=unit.actor.id,
            recorded_at=unit.now,
            salt=new_salt(),
        )
        unit.record(SessionRecorded(subject_id=session.id, fellows=len(there)), of=session)
        unit.insert(session)
        for fellow in there:
            self._attended(unit, session, fellow)

    def _attended(self, unit: Unit, session: TeachingSession, fellow: Player) -> None:
        content = ItemContent(session.kind, session.held_on, session.title, minutes=session.minutes)
        item: PortfolioItem = accepted_item(unit, new_id(), self._enrolled(fellow), content)
        item.session_id, item.salt = session.id, new_salt()
        unit.record(
            ItemAttended(subject_id=item.id, session_id=session.id, fellow_id=item.fellow_id),
            of=item,
        )
        unit.insert(item)
        shown = item_as_evidence(item)
        progress.move(unit, item.enrollment_id, self.stage.version_id, come=shown)

    def _enrolled(self, fellow: Player) -> Enrollment:
        return Enrollment(
            program_id=self.stage.program_id, id=fellow.enrollment_id, fellow_id=fellow.actor.id
        )

    def _tests(self, unit: Unit, fellow: Player, last_day: date) -> None:
        for test, weeks in TEST_WEEKS.items():
            first = _week_of(fellow, last_day) == weeks[0]
            again = fellow in self.failed and _week_of(fellow, last_day) in weeks[1:]
            if first or again:
                self._sitting(unit, fellow, test, _last(last_day, WEDNESDAY), again)

    def _sitting(self, unit: Unit, fellow: Player, test: str, day: date, again: bool) -> None:
        mark, score = self.curriculum.offers.tests[test].pass_mark, None
        passed = self.random.random() < 0.9
        if mark is not None:
            score = self.random.randint(72 if again else 61, 95)
            passed = score >= mark
            (self.failed.discard if passed else self.failed.add)(fellow)
        sitting = Sitting(
            program_id=self.stage.program_id,
            id=new_id(),
            enrollment_id=fellow.enrollment_id,
            fellow_id=fellow.actor.id,
            test=test,
            sat_on=day,
            score=score,
            outcome=Outcome.PASSED if passed else Outcome.NOT_PASSED,
            amends_id=None,
            entered_by_id=unit.actor.id,
            entered_at=unit.now,
            salt=new_salt(),
        )
        told = TestRecorded(
            subject_id=sitting.id,
            fellow_id=sitting.fellow_id,
            test=test,
            outcome=sitting.outcome,
        )
        unit.record(told, of=sitting)
        unit.insert(sitting)
        shown = knowledge.as_evidence(sitting)
        progress.move(unit, sitting.enrollment_id, self.stage.version_id, come=shown)

    def _review(self, unit: Unit, fellow: Player, last_day: date, weeks_ago: int) -> None:
        """Everybody who has been there for some weeks; the newest fellow's is still a draft."""
        newest = fellow is self.stage.fellows[-1]
        draft = newest and weeks_ago == DRAFT_WEEKS_AGO
        met = weeks_ago in REVIEWS_WEEKS_AGO and not newest
        if not draft and not (met and _week_of(fellow, last_day) >= RATED_FROM_WEEK):
            return
        review = self._row(unit, fellow, _last(last_day, TUESDAY), draft)
        scale = scale_of(self.curriculum)
        assert scale is not None
        if draft:
            unit.record(MilestonesDrafted(subject_id=review.id, fellow_id=review.fellow_id), review)
            unit.insert(review)
            return
        come = as_evidence(review.levels, scale, review.reviewed_on)
        told = MilestonesRecorded(
            subject_id=review.id,
            fellow_id=review.fellow_id,
            on=review.reviewed_on.isoformat(),
            rated=len(come),
            before_id=None,
        )
        unit.record(told, of=review)
        unit.insert(review)
        progress.move(unit, review.enrollment_id, self.stage.version_id, come=come)

    def _row(self, unit: Unit, fellow: Player, day: date, draft: bool) -> MilestoneReview:
        levels = self._levels(_week_of(fellow, day))
        if draft:
            levels = dict(list(levels.items())[:7])
        return MilestoneReview(
            program_id=self.stage.program_id,
            id=new_id(),
            enrollment_id=fellow.enrollment_id,
            fellow_id=fellow.actor.id,
            state=ReviewState.DRAFT if draft else ReviewState.RECORDED,
            reviewed_on=day,
            scale="milestone",
            levels=levels,
            amends_id=None,
            written_by_id=unit.actor.id,
            written_at=unit.now,
            recorded_at=None if draft else unit.now,
            revision=1,
            salt=new_salt(),
        )

    def _levels(self, week: int) -> dict[str, str]:
        """Between levels 1.5 and 4.5, growing with the weeks of training; early on, a few cannot be
        assessed yet."""
        scale = scale_of(self.curriculum)
        assert scale is not None
        found = {}
        for one in subcompetencies(self.curriculum):
            order = round(2 + 5 * min(1.0, week / 48) + self.random.uniform(-0.9, 0.9))
            level = scale.levels[min(max(order, 1), len(scale.levels)) - 1]
            unseen = scale.outside and week < 16 and self.random.random() < 0.12
            found[one.id] = scale.outside[0].code if unseen else level.code
        return found


def _last(day: date, weekday: int) -> date:
    """The last such day of the week, at the latest this one."""
    return day - timedelta(days=(day.weekday() - weekday) % 7)


def _week_of(fellow: Player, day: date) -> int:
    """How many weeks of training are over; below nought before it begins."""
    assert fellow.starts_on is not None
    return (day - fellow.starts_on).days // 7
