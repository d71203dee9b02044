"""From an item, a session, a test and a review to evidence, and back: progress always equals it."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.exc import NoResultFound

from logbook.database import db
from logbook.domain.knowledge import Outcome, Result
from logbook.domain.milestones import ReviewState, subcompetencies
from logbook.domain.portfolio import ItemContent, ItemState, Period
from logbook.models.audit import LedgerEntry
from logbook.models.columns import new_id
from logbook.models.milestones import MilestoneReview
from logbook.models.portfolio import PortfolioItem
from logbook.models.progress import Progress
from logbook.queries.curriculum import curriculum_of
from logbook.queries.evidence import evidence_of
from logbook.queries.portfolio_visibility import items_visible_to, reviews_visible_to
from logbook.services import attendance, audit, knowledge, milestones, portfolio, progress
from logbook.services import portfolio_answers as answers
from logbook.services.attendance import Held
from logbook.services.milestones import Rated, StaleReview
from logbook.services.portfolio import Entered, StaleItem
from logbook.services.refusals import Conflict, Invalid, Refused
from tests.cast import CAST, TODAY, Cast, Member
from tests.makers.curricula import a_version, enrolled_on

REFLECTION = ItemContent("reflection", TODAY, "A hard talk", words="Pelargonium: I was too quick.")
COURSE = ItemContent("course", TODAY, "Opioid course", minutes=480, certificate="CME 1234567890")
EVERYBODY_ELSE = ["finn", "ben", "eve", "lee", "dana", "cora", "mia", "ola", "rin", "ravi", "ada"]


@pytest.fixture
def enrollment(asha: Member) -> UUID:
    return enrolled_on(asha, a_version(asha.program_id))


def an_item(fellow: Member, enrollment: UUID, asked: Member | None = None, **but: object) -> UUID:
    given = {"content": COURSE, "send": True, **but}
    entered = Entered(accepter_id=asked.id if asked else None, **given)  # type: ignore[arg-type]
    return portfolio.add(fellow.actor, new_id(), enrollment, entered)


def state_of(member: Member, item_id: UUID) -> ItemState:
    db.session.expire_all()
    return db.session.get_one(PortfolioItem, (member.program_id, item_id)).state


def credit(member: Member, enrollment: UUID, requirement: str) -> int:
    assert progress.differences(member.program_id) == []
    return db.session.scalars(
        select(Progress.credit).where(
            Progress.program_id == member.program_id,
            Progress.enrollment_id == enrollment,
            Progress.requirement == requirement,
        )
    ).one()


def seen_by(member: Member) -> set[UUID]:
    return set(db.session.scalars(select(PortfolioItem.id).where(items_visible_to(member.actor))))


def test_an_accepted_item_is_evidence_until_it_is_struck_out(
    asha: Member, ben: Member, cora: Member, enrollment: UUID
) -> None:
    item = an_item(asha, enrollment, ben, content=REFLECTION)
    assert credit(asha, enrollment, "epa13.reflections") == 0
    answers.accept(ben.actor, item, 1)
    assert credit(asha, enrollment, "epa13.reflections") == 1
    with pytest.raises(Refused):
        portfolio.change(asha.actor, item, 2, Entered(REFLECTION))
    with pytest.raises(Invalid):
        answers.void(cora.actor, item, " ")
    answers.void(cora.actor, item, "Entered twice.")
    assert credit(asha, enrollment, "epa13.reflections") == 0
    assert state_of(asha, item) is ItemState.VOIDED
    assert audit.verify(asha.program_id) == []


@pytest.mark.parametrize("name", EVERYBODY_ELSE)
def test_a_private_reflection_is_there_for_nobody_but_its_fellow(
    cast: Cast, asha: Member, ben: Member, enrollment: UUID, name: str
) -> None:
    item = an_item(asha, enrollment, ben, content=REFLECTION, send=False)
    other = cast[name]
    assert item not in seen_by(other)
    assert item in seen_by(asha)
    for act in (
        lambda: answers.accept(other.actor, item, 1),
        lambda: answers.void(other.actor, item, "Why not."),
        lambda: portfolio.withdraw(other.actor, item),
    ):
        with pytest.raises(NoResultFound):
            act()
    portfolio.withdraw(asha.actor, item)
    assert item not in seen_by(other)


def test_the_ledger_tells_nothing_of_a_private_reflection(asha: Member, enrollment: UUID) -> None:
    item = an_item(asha, enrollment, content=REFLECTION, send=False)
    portfolio.change(asha.actor, item, 1, Entered(REFLECTION))
    told = db.session.scalars(select(LedgerEntry).where(LedgerEntry.subject_id == item)).all()
    assert [(one.event, one.facts) for one in told] == [
        ("item.drafted", "{}"),
        ("item.changed", "{}"),
    ]


def test_what_was_shared_stays_shared(asha: Member, dana: Member, enrollment: UUID) -> None:
    item = an_item(asha, enrollment, content=REFLECTION)
    answers.return_(dana.actor, item, 1, "Say what you will do next time.")
    portfolio.withdraw(asha.actor, item)
    assert item in seen_by(dana)


def test_who_is_named_answers_and_nobody_else(
    asha: Member, ben: Member, eve: Member, dana: Member, enrollment: UUID
) -> None:
    item = an_item(asha, enrollment, ben)
    with pytest.raises(Refused):
        answers.accept(dana.actor, item, 1)
    with pytest.raises(NoResultFound):
        answers.accept(eve.actor, item, 1)
    with pytest.raises(StaleItem):
        answers.accept(ben.actor, item, 2)
    for asked in (asha, CAST["lee"], CAST["mia"], CAST["rin"]):
        with pytest.raises(Invalid):
            an_item(asha, enrollment, asked)


def test_a_double_tap_is_one_item(asha: Member, enrollment: UUID) -> None:
    item = new_id()
    for _ in range(2):
        portfolio.add(asha.actor, item, enrollment, Entered(COURSE, send=True))
    with pytest.raises(StaleItem):
        portfolio.add(asha.actor, item, enrollment, Entered(REFLECTION))
    with pytest.raises(NoResultFound):
        portfolio.add(CAST["finn"].actor, new_id(), enrollment, Entered(COURSE))


def test_hours_of_the_same_days_are_given_once(asha: Member, enrollment: UUID) -> None:
    weeks = [Period(TODAY - timedelta(days=d + 6), TODAY - timedelta(days=d)) for d in (0, 7)]
    rows = [(new_id(), week, 36 * 60) for week in weeks]

    def give(given: list[tuple[UUID, Period, int]]) -> None:
        portfolio.add_hours(
            asha.actor, enrollment, "course", given, title="Practice", accepter_id=None
        )

    give(rows)
    give(rows)  # a double tap
    with pytest.raises(Invalid) as wrong:
        give([(new_id(), Period(TODAY - timedelta(days=30), TODAY), 60)])
    assert set(wrong.value.complaints) == {"hours-0"}
    with pytest.raises(Invalid):
        an_item(asha, enrollment)  # a day within one of the weeks
    assert len(seen_by(asha)) == 2


def test_a_session_is_one_item_a_fellow(
    asha: Member, finn: Member, cora: Member, enrollment: UUID
) -> None:
    other = enrolled_on(finn, a_version(finn.program_id, "second"))
    held, session = Held("didactic", TODAY, "Neuropathic pain", 60), new_id()
    for _ in range(2):
        attendance.record(cora.actor, session, held, [enrollment, other])
    for one in (enrollment, other):
        assert credit(asha, one, "epa13.didactic") == 1
    with pytest.raises(Refused):
        attendance.record(CAST["ben"].actor, new_id(), held, [enrollment])
    with pytest.raises(Invalid) as wrong:
        attendance.record(cora.actor, new_id(), Held("reflection", TODAY, "", 0), [enrollment])
    assert set(wrong.value.complaints) == {"kind", "title", "minutes"}


def test_an_amended_result_no_longer_stands(asha: Member, cora: Member, enrollment: UUID) -> None:
    first, second, third = new_id(), new_id(), new_id()
    knowledge.enter(cora.actor, first, enrollment, Result("opioid_knowledge", TODAY, score=70))
    [one] = evidence_of(asha.program_id, enrollment)
    assert one.passed  # type: ignore[union-attr]
    knowledge.amend(cora.actor, second, first, Result("opioid_knowledge", TODAY, score=69))
    [one] = evidence_of(asha.program_id, enrollment)
    assert not one.passed  # type: ignore[union-attr]
    with pytest.raises(Conflict):
        knowledge.amend(cora.actor, new_id(), first, Result("opioid_knowledge", TODAY, score=90))
    mistaken = Result("opioid_knowledge", TODAY, outcome=Outcome.MISTAKEN)
    knowledge.amend(cora.actor, third, second, mistaken)
    assert evidence_of(asha.program_id, enrollment) == []
    assert progress.differences(asha.program_id) == []
    for other in ("ben", "mia", "asha", "ola"):
        with pytest.raises(Refused):
            knowledge.enter(
                CAST[other].actor, new_id(), enrollment, Result("opioid_knowledge", TODAY, 80)
            )


def test_a_draft_is_kept_and_then_recorded_as_one(
    asha: Member, mia: Member, dana: Member, enrollment: UUID
) -> None:
    version = a_version(asha.program_id, "third")
    names = [one.id for one in subcompetencies(curriculum_of(asha.program_id, version))]
    review = new_id()
    draft = Rated(TODAY, {"PC3": "3.5"})
    milestones.write(mia.actor, review, enrollment, None, draft, record=False)
    assert evidence_of(asha.program_id, enrollment) == []
    seen = select(MilestoneReview.id).where(reviews_visible_to(asha.actor))
    assert db.session.scalars(seen).all() == []
    with pytest.raises(StaleReview):
        milestones.write(dana.actor, review, enrollment, 7, draft, record=False)
    with pytest.raises(Invalid):
        milestones.write(dana.actor, review, enrollment, 1, draft, record=True)
    levels = {**dict.fromkeys(names, "not_yet_assessable"), "PC3": "4"}
    milestones.write(dana.actor, review, enrollment, 1, Rated(TODAY, levels), record=True)
    assert db.session.scalars(seen).all() == [review]
    assert credit(asha, enrollment, "epa01.milestone") == 1
    lower = Rated(TODAY, {**levels, "PC3": "3.5"}, amends_id=review)
    milestones.write(mia.actor, new_id(), enrollment, None, lower, record=True)
    assert credit(asha, enrollment, "epa01.milestone") == 0
    kept = db.session.get_one(MilestoneReview, (asha.program_id, review))
    assert (kept.state, kept.levels["PC3"]) == (ReviewState.RECORDED, "4")
