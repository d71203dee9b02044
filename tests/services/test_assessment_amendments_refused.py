"""Who may not amend an assessment, and what is no amendment."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import update
from sqlalchemy.exc import NoResultFound

from logbook.database import db
from logbook.domain.assessments import State
from logbook.models.assessments import Assessment
from logbook.models.programs import Membership
from logbook.services import conflicts
from logbook.services.refusals import Invalid, Refused
from tests.cast import RIVERSIDE, TODAY, Member
from tests.makers.assessments import (
    a_given_assessment,
    a_judgement,
    an_amended_assessment,
    an_assessment,
)


def states(*ids: UUID) -> list[State]:
    db.session.expire_all()
    return [db.session.get_one(Assessment, (RIVERSIDE, id_)).state for id_ in ids]


@pytest.fixture
def old(asha: Member, ben: Member) -> UUID:
    return a_given_assessment(fellow=asha, assessor=ben)


@pytest.mark.parametrize(
    ("but", "field"),
    [
        ({"why": "  "}, "why"),
        ({"why": "see MRN 123456"}, "why"),
        ({"why": "x" * 301}, "why"),
        ({"competency": "epa99"}, "competency"),
        ({"happened_on": TODAY + timedelta(days=2)}, "happened_on"),
        ({"said": a_judgement(level="9")}, "level"),
        ({"said": a_judgement(next_step=" ")}, "next_step"),
        ({"said": a_judgement(items={})}, "items.preparation"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_signed(
    asha: Member, ben: Member, old: UUID, but: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as wrong:
        an_amended_assessment(old, assessor=ben, **but)
    assert set(wrong.value.complaints) == {field} or field.startswith("items")
    assert field in wrong.value.complaints
    assert states(old) == [State.FINISHED]


def test_strangers_learn_nothing_and_others_are_told_why(
    asha: Member,
    ben: Member,
    eve: Member,
    dana: Member,
    finn: Member,
    rin: Member,
    ravi: Member,
    old: UUID,
) -> None:
    for stranger in (eve, finn, rin, ravi):
        with pytest.raises(NoResultFound):
            an_amended_assessment(old, assessor=stranger)
    for other in (asha, dana):
        with pytest.raises(Refused, match="Only the assessor who signed this"):
            an_amended_assessment(old, assessor=other)
    with pytest.raises(NoResultFound):
        an_amended_assessment(uuid4(), assessor=ben)
    left = Member("ben", replace(ben.actor, left=True))
    with pytest.raises(Refused, match="You have left this program"):
        an_amended_assessment(old, assessor=left)
    assert states(old) == [State.FINISHED]


def test_a_request_is_answered_not_amended(asha: Member, ben: Member) -> None:
    with pytest.raises(Refused, match="only a signed one is amended"):
        an_amended_assessment(an_assessment(fellow=asha, assessor=ben), assessor=ben)


def test_who_may_no_longer_judge_this_fellow_may_not_amend(
    asha: Member, ben: Member, old: UUID
) -> None:
    """As before a first signature: they were no supervisor on the day that is named now, or have
    declared a conflict of interest since."""
    joined = update(Membership).where(Membership.id == ben.id).values(joined_on=TODAY)
    db.session.execute(joined)
    db.session.commit()
    with pytest.raises(Refused, match="no supervisor of this program on the day"):
        an_amended_assessment(old, assessor=ben, happened_on=TODAY - timedelta(days=1))
    conflicts.declare(ben.actor, uuid4(), ben.id, asha.id)
    with pytest.raises(Refused):
        an_amended_assessment(old, assessor=ben)
    assert states(old) == [State.FINISHED]
