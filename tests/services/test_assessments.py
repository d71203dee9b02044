"""Asking, moving, declining, giving and reading; progress and the ledger follow."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.exc import NoResultFound

from logbook.database import db
from logbook.domain.assessments import EXPIRES_DAYS, State
from logbook.models.assessments import Assessment
from logbook.models.audit import LedgerEntry
from logbook.models.columns import new_id
from logbook.models.programs import Membership
from logbook.models.progress import Progress
from logbook.policy.actors import Role
from logbook.services import assessing, assessments, audit, cases, progress
from logbook.services.refusals import Conflict, Invalid, Refused
from tests.cast import RIVERSIDE, TODAY, Member
from tests.makers.assessments import (
    a_given_assessment,
    a_judgement,
    an_assessment,
    wanted,
)
from tests.makers.cases import a_case
from tests.makers.curricula import a_version, enrolled_on, shipped_document
from tests.makers.forgery import forge
from tests.makers.people import a_member


@pytest.fixture(autouse=True)
def all_is_well(app: Flask) -> Iterator[None]:
    yield
    assert progress.differences() == []


def one(assessment_id: UUID) -> Assessment:
    db.session.expire_all()
    return db.session.get_one(Assessment, (RIVERSIDE, assessment_id))


def events_of(assessment_id: UUID) -> list[str]:
    asked = select(LedgerEntry.event).where(LedgerEntry.subject_id == assessment_id)
    return list(db.session.scalars(asked.order_by(LedgerEntry.log, LedgerEntry.seq)))


def credit_of(enrollment_id: UUID, requirement: str) -> int:
    return db.session.scalars(
        select(Progress.credit).where(
            Progress.enrollment_id == enrollment_id, Progress.requirement == requirement
        )
    ).one()


def test_from_the_request_to_the_acknowledgement(asha: Member, ben: Member) -> None:
    case_id = a_case(fellow=asha, supervisor=ben)
    id_ = an_assessment(fellow=asha, assessor=ben, case_id=case_id)
    assessing.keep(ben.actor, id_, 1, a_judgement(level=None, next_step=""))
    kept = one(id_)
    assert (kept.state, kept.went_well, kept.level) == (State.REQUESTED, "", None)
    assessing.finish(ben.actor, id_, 2, a_judgement())
    said = one(id_)
    assert (said.state, said.level, said.scale, said.draft) == (
        State.FINISHED,
        "4",
        "entrust5",
        None,
    )
    assert said.discipline == "physician"
    assessing.acknowledge(asha.actor, id_, useful=True, comment="I will.")
    read = one(id_)
    assert (read.state, read.useful, read.comment) == (State.ACKNOWLEDGED, True, "I will.")
    assert events_of(id_) == [
        "assessment.requested",
        "assessment.draft_kept",
        "assessment.finished",
        "assessment.acknowledged",
    ]
    assert audit.verify(RIVERSIDE) == []


def test_sent_twice_it_is_one_and_another_under_its_id_is_refused(
    asha: Member, ben: Member, eve: Member
) -> None:
    id_ = new_id()
    assert asha.enrollment_id is not None
    for _ in range(2):
        assessments.start(asha.actor, id_, asha.enrollment_id, wanted(ben))
    assert db.session.scalar(select(func.count()).select_from(Assessment)) == 1
    assert events_of(id_) == ["assessment.requested"]
    with pytest.raises(Conflict):
        assessments.start(asha.actor, id_, asha.enrollment_id, wanted(eve))


@pytest.mark.parametrize(
    ("but", "field"),
    [
        ({"own": {}}, "own.level"),
        ({"own": {"level": "2A"}}, "own.level"),
        ({"competency": "epa99"}, "competency"),
        ({"happened_on": TODAY + timedelta(days=2)}, "happened_on"),
        ({"form": "msf"}, "form"),
        ({"form": "unheard_of"}, "form"),
        ({"context": "Mr. Smith, new"}, "context"),
        ({"case_id": UUID(int=7)}, "case"),
        ({"assessor_id": None}, "assessor"),
    ],
)
def test_what_is_wrong_is_named(
    asha: Member, ben: Member, but: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as wrong:
        an_assessment(fellow=asha, assessor=ben, **but)
    assert field in wrong.value.complaints


def test_a_case_that_was_taken_out_or_is_anothers_is_no_context(
    asha: Member, finn: Member, ben: Member
) -> None:
    gone = a_case(fellow=asha, supervisor=ben)
    cases.withdraw(asha.actor, gone)
    for case_id in (gone, a_case(fellow=finn, supervisor=ben)):
        with pytest.raises(Invalid):
            an_assessment(fellow=asha, assessor=ben, case_id=case_id)


def test_the_assessor_starts_and_the_fellow_rates_afterwards(asha: Member, ben: Member) -> None:
    id_ = an_assessment(fellow=asha, assessor=ben, by=ben)
    assert one(id_).own is None
    assessing.finish(ben.actor, id_, 1, a_judgement())
    with pytest.raises(Refused):
        assessing.acknowledge(asha.actor, id_, useful=True)
    with pytest.raises(Invalid):
        assessments.rate_oneself(asha.actor, id_, {"level": "9"})
    assessments.rate_oneself(asha.actor, id_, {"level": "2"})
    with pytest.raises(Refused):
        assessments.rate_oneself(asha.actor, id_, {"level": "5"})
    assert one(id_).own == {"level": "2"}
    assessing.acknowledge(asha.actor, id_, useful=False)


def test_nobody_starts_one_for_others(asha: Member, ben: Member, eve: Member, dana: Member) -> None:
    for stranger in (eve, dana):
        with pytest.raises(Refused):
            an_assessment(fellow=asha, assessor=ben, by=stranger)


def test_what_was_said_stays(asha: Member, ben: Member, eve: Member, dana: Member) -> None:
    id_ = a_given_assessment(fellow=asha, assessor=ben)
    before = one(id_).content()
    for act in (
        lambda: assessments.withdraw(asha.actor, id_),
        lambda: assessments.move(asha.actor, id_, eve.id),
        lambda: assessments.move(dana.actor, id_, eve.id),
        lambda: assessments.decline(ben.actor, id_, "A mistake."),
        lambda: assessing.keep(ben.actor, id_, 2, a_judgement()),
        lambda: assessing.finish(ben.actor, id_, 2, a_judgement(level="1")),
    ):
        with pytest.raises(Refused):
            act()
    assert one(id_).content() == before


def test_a_stranger_finds_nothing(asha: Member, ben: Member, eve: Member, rin: Member) -> None:
    id_ = an_assessment(fellow=asha, assessor=ben)
    for stranger in (eve, rin):
        with pytest.raises(NoResultFound):
            assessing.finish(stranger.actor, id_, 1, a_judgement())


def test_a_stale_page_signs_nothing(asha: Member, ben: Member) -> None:
    id_ = an_assessment(fellow=asha, assessor=ben)
    assessing.keep(ben.actor, id_, 1, a_judgement())
    with pytest.raises(Conflict):
        assessing.finish(ben.actor, id_, 1, a_judgement())


def test_a_request_moves_and_the_draft_of_the_former_goes(
    asha: Member, ben: Member, eve: Member
) -> None:
    id_ = an_assessment(fellow=asha, assessor=ben)
    assessing.keep(ben.actor, id_, 1, a_judgement())
    with pytest.raises(Invalid):
        assessments.move(asha.actor, id_, ben.id)
    assessments.move(asha.actor, id_, eve.id)
    moved = one(id_)
    assert (moved.assessor_id, moved.draft, moved.state) == (eve.id, None, State.REQUESTED)


def test_a_declined_one_goes_to_somebody_else(asha: Member, ben: Member, eve: Member) -> None:
    id_ = an_assessment(fellow=asha, assessor=ben)
    with pytest.raises(Invalid):
        assessments.decline(ben.actor, id_, " ")
    assessments.decline(ben.actor, id_, "I was at the other site.")
    assert one(id_).closing_words == "I was at the other site."
    assessments.move(asha.actor, id_, eve.id)
    assessing.finish(eve.actor, id_, 3, a_judgement())


def test_a_lapsed_request_is_answered_only_after_it_was_sent_again(
    asha: Member, ben: Member
) -> None:
    id_ = an_assessment(fellow=asha, assessor=ben)
    later = datetime.now(UTC) + timedelta(days=EXPIRES_DAYS, minutes=1)
    with time_machine.travel(later, tick=False):
        with pytest.raises(Refused):
            assessing.finish(ben.actor, id_, 1, a_judgement())
        assessments.move(asha.actor, id_, ben.id)
        assessing.finish(ben.actor, id_, 2, a_judgement())
    finished = select(LedgerEntry.facts).where(LedgerEntry.event == "assessment.finished")
    assert '"late_days":30' in db.session.scalars(finished).one()


def test_a_request_is_withdrawn_by_who_started_it(asha: Member, ben: Member) -> None:
    id_ = an_assessment(fellow=asha, assessor=ben)
    with pytest.raises(Refused):
        assessments.withdraw(ben.actor, id_)
    assessments.withdraw(asha.actor, id_)
    assert one(id_).state is State.WITHDRAWN


def test_it_counts_from_the_moment_it_is_said(asha: Member, ben: Member) -> None:
    document = shipped_document()
    kept = [one for one in document["requirements"] if one["kind"] in WANTED]
    asha_ = Member("asha", asha.actor, enrolled_on(asha, a_version(RIVERSIDE, requirements=kept)))
    assert asha_.enrollment_id is not None
    dops = next(
        one["id"] for one in kept if one.get("forms") == "dops" and one["competency"] == "epa08"
    )
    id_ = an_assessment(fellow=asha_, assessor=ben)
    assert credit_of(asha_.enrollment_id, dops) == 0
    assessing.finish(ben.actor, id_, 1, a_judgement())
    assert credit_of(asha_.enrollment_id, dops) == 1
    assessing.acknowledge(asha.actor, id_, useful=True)
    assert credit_of(asha_.enrollment_id, dops) == 1


WANTED = {"assessments", "entrustment"}


def test_other_professions_assess_within_their_scope(asha: Member, ben: Member) -> None:
    document = shipped_document()
    for form in document["forms"]:
        if form["id"] == "mini_cex":
            form["disciplines"] = ["physiotherapist", "nurse"]
    version = a_version(RIVERSIDE, forms=document["forms"])
    fellow = Member("asha", asha.actor, enrolled_on(asha, version))
    physio = a_member("Pia", Role.SUPERVISOR)
    db.session.execute(
        update(Membership).where(Membership.id == physio.id).values(profession="physiotherapist")
    )
    db.session.commit()
    said = a_judgement(items={"history": "meets", "judgement": "meets", "communication": "above"})
    mini = {"form": "mini_cex", "competency": "epa04"}
    with pytest.raises(Invalid):
        an_assessment(fellow=fellow, assessor=ben, **mini)
    id_ = a_given_assessment(fellow=fellow, assessor=physio, said=said, **mini)
    assert one(id_).discipline == "physiotherapist"


@pytest.mark.parametrize("change", [{"level": "5"}, {"next_step": "Nothing."}, {"useful": False}])
def test_an_altered_row_is_named(asha: Member, ben: Member, change: dict[str, object]) -> None:
    id_ = a_given_assessment(fellow=asha, assessor=ben)
    assessing.acknowledge(asha.actor, id_, useful=True)
    forge(update(Assessment).where(Assessment.id == id_).values(change))
    [fault] = audit.verify(RIVERSIDE)
    assert fault.what.params == {"record": "assessment", "id": id_}
