"""Rotations, leave and sites: planned, changed, cancelled, and what progress makes of them."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import NoResultFound

from logbook.database import db
from logbook.domain.leave import LeaveKind
from logbook.domain.sites import Capability
from logbook.models.audit import LedgerEntry
from logbook.models.programs import Program, Site
from logbook.models.rotations import Leave, Rotation
from logbook.queries.cohort import cohort
from logbook.queries.progress import progress_of
from logbook.services import audit, leave, progress, rotations, sites
from logbook.services.leave import AlreadyEntered
from logbook.services.refusals import Conflict, Invalid, Refused
from tests.cast import BEGAN, CLINIC, ENDS, FAR_CLINIC, RIVERSIDE, TODAY, Member
from tests.makers.curricula import a_version
from tests.makers.forgery import forge
from tests.makers.people import a_fellow
from tests.makers.rotations import a_leave, a_rotation, absent, planned, planned_for

EXPOSED = "epa04.disciplines"


@pytest.fixture
def nia(app: object) -> Member:
    """A fellow on the whole curriculum, which asks for rotations."""
    return a_fellow("Nia Putri", version_id=a_version(RIVERSIDE))


def enrollment(member: Member) -> UUID:
    assert member.enrollment_id is not None
    return member.enrollment_id


def been_on(fellow: Member) -> int:
    """Of the four disciplines that the curriculum names."""
    lines = progress_of(fellow.actor, enrollment(fellow), TODAY).lines
    return next(one.credit for one in lines if one.requirement.id == EXPOSED)


def training_over(fellow: Member) -> float:
    return progress_of(fellow.actor, enrollment(fellow), TODAY).enrolled.fraction


def n_of(kind: type[Rotation] | type[Leave]) -> int | None:
    return db.session.scalar(select(func.count()).select_from(kind))


def events_of(subject_id: UUID) -> list[LedgerEntry]:
    asked = select(LedgerEntry).where(LedgerEntry.subject_id == subject_id)
    return list(db.session.scalars(asked.order_by(LedgerEntry.seq)))


def test_a_rotation_counts_when_it_is_over_until_it_is_cancelled(nia: Member, cora: Member) -> None:
    past = a_rotation(0, 28, of=nia)
    ahead = a_rotation(200, 28, of=nia, kind="pmr")
    assert been_on(nia) == 1
    rotations.change(cora.actor, past, 1, planned(0, 28, kind="pediatrics"))
    assert been_on(nia) == 0
    rotations.change(cora.actor, ahead, 1, planned(40, 28, kind="pmr"))
    assert been_on(nia) == 1
    rotations.cancel(cora.actor, ahead, 2)
    assert been_on(nia) == 0
    assert (progress.differences(RIVERSIDE), audit.verify()) == ([], [])


def test_a_rotation_spent_away_was_not_been_on(nia: Member, cora: Member) -> None:
    a_rotation(0, 14, of=nia)
    away = a_leave(0, 14, of=nia)
    assert been_on(nia) == 0
    leave.change(cora.actor, away, 1, absent(0, 13))
    assert been_on(nia) == 1
    leave.change(cora.actor, away, 2, absent(0, 14))
    leave.cancel(cora.actor, away, 3)
    assert been_on(nia) == 1
    assert progress.differences(RIVERSIDE) == []


def test_leave_beyond_the_allowance_moves_the_pace(asha: Member, dana: Member) -> None:
    before = training_over(asha)
    a_leave(0, 28, of=asha)
    assert training_over(asha) == pytest.approx(before)
    a_leave(40, 14, of=asha)
    assert training_over(asha) == pytest.approx(before - 14 / 365, abs=0.003)
    [row] = [one for one in cohort(dana.actor, TODAY) if one.enrolled.id == asha.enrollment_id]
    assert row.enrolled.fraction == training_over(asha)
    leave.allow(dana.actor, 6)
    assert training_over(asha) == pytest.approx(before)


def test_each_step_is_one_event_and_none_tells_why_somebody_is_away(
    asha: Member, cora: Member
) -> None:
    away = a_leave(0, 7, of=asha, kind=LeaveKind.SICK)
    leave.change(cora.actor, away, 1, absent(0, 9, LeaveKind.PARENTAL))
    leave.cancel(cora.actor, away, 2)
    told = events_of(away)
    assert [one.event for one in told] == ["leave.entered", "leave.changed", "leave.cancelled"]
    assert not any("sick" in one.facts or "parental" in one.facts for one in told)
    place = a_rotation(of=asha)
    rotations.change(cora.actor, place, 1, planned(days=30))
    rotations.cancel(cora.actor, place, 2)
    steps = ["rotation.planned", "rotation.changed", "rotation.cancelled"]
    assert [one.event for one in events_of(place)] == steps


def test_sent_twice_it_is_one(asha: Member, cora: Member) -> None:
    rotation_id, leave_id = uuid4(), uuid4()
    for _ in range(2):
        rotations.plan(cora.actor, rotation_id, enrollment(asha), planned())
    leave.enter(cora.actor, leave_id, enrollment(asha), absent())
    with pytest.raises(AlreadyEntered):
        leave.enter(cora.actor, leave_id, enrollment(asha), absent())
    assert (n_of(Rotation), n_of(Leave)) == (1, 1)


def test_a_year_is_planned_whole_or_not_at_all(asha: Member, finn: Member, cora: Member) -> None:
    a_rotation(28, 28, of=finn)
    plan = [
        planned_for(asha, 0),
        planned_for(asha, 28, kind="pmr"),
        planned_for(finn, 30, kind="radiology"),
        planned_for(finn, 56, kind="astrology"),
    ]
    with pytest.raises(Invalid) as wrong:
        rotations.plan_together(cora.actor, plan)
    assert set(wrong.value.complaints) == {"2", "3"}
    assert n_of(Rotation) == 1
    assert rotations.plan_together(cora.actor, plan[:2]) == 2
    assert rotations.plan_together(cora.actor, plan[:2]) == 0
    more = [*plan[:2], planned_for(asha, 300)]
    assert rotations.plan_together(cora.actor, more) == 1
    assert progress.differences(RIVERSIDE) == []


@pytest.mark.parametrize(
    ("but", "field"),
    [
        ({"kind": "astrology"}, "kind"),
        ({"starts_on": BEGAN - timedelta(days=1)}, "starts_on"),
        ({"ends_on": ENDS + timedelta(days=1)}, "ends_on"),
        ({"ends_on": BEGAN - timedelta(days=1)}, "ends_on"),
        ({"starts_on": BEGAN + timedelta(days=110), "ends_on": ENDS}, "starts_on"),
    ],
)
def test_what_is_wrong_with_a_rotation_is_told_by_field(
    asha: Member, cora: Member, but: dict[str, object], field: str
) -> None:
    a_rotation(100, 28, of=asha)
    with pytest.raises(Invalid) as wrong:
        rotations.plan(cora.actor, uuid4(), enrollment(asha), planned(**but))  # type: ignore[arg-type]
    assert set(wrong.value.complaints) == {field}


def test_nobody_is_away_twice_on_one_day(asha: Member, cora: Member) -> None:
    a_leave(0, 7, of=asha)
    with pytest.raises(Invalid) as wrong:
        a_leave(6, 7, of=asha)
    assert set(wrong.value.complaints) == {"starts_on"}
    a_leave(7, 7, of=asha)


@pytest.mark.parametrize("weeks", [-1, 53])
def test_an_allowance_is_within_a_year(dana: Member, weeks: int) -> None:
    with pytest.raises(Invalid):
        leave.allow(dana.actor, weeks)
    assert db.session.get_one(Program, RIVERSIDE).leave_weeks is None


def test_a_stale_page_changes_nothing(asha: Member, cora: Member) -> None:
    place, away = a_rotation(of=asha), a_leave(of=asha)
    rotations.change(cora.actor, place, 1, planned(days=30))
    leave.change(cora.actor, away, 1, absent(days=9))
    for act in (
        lambda: rotations.change(cora.actor, place, 1, planned(days=31)),
        lambda: rotations.cancel(cora.actor, place, 1),
        lambda: leave.change(cora.actor, away, 1, absent(days=10)),
        lambda: leave.cancel(cora.actor, away, 1),
    ):
        with pytest.raises(Conflict):
            act()
    rotations.cancel(cora.actor, place, 2)
    with pytest.raises(Conflict):
        rotations.change(cora.actor, place, 3, planned())


def test_who_may_not_is_refused(asha: Member, ben: Member, eve: Member, ola: Member) -> None:
    place, away = a_rotation(of=asha), a_leave(of=asha)
    for member in (asha, ben, eve, ola):
        for act in (
            lambda who: a_rotation(90, of=asha, by=who),
            lambda who: a_leave(90, of=asha, by=who),
            lambda who: rotations.cancel(who.actor, place, 1),
            lambda who: leave.cancel(who.actor, away, 1),
            lambda who: leave.allow(who.actor, 4),
            lambda who: sites.equip(who.actor, CLINIC, [Capability.CT]),
        ):
            with pytest.raises(Refused):
                act(member)


def test_a_stranger_finds_nothing(asha: Member, cora: Member, rin: Member) -> None:
    place, away = a_rotation(of=asha), a_leave(of=asha)
    for act in (
        lambda: a_rotation(90, of=asha, by=rin),
        lambda: a_leave(90, of=asha, by=rin),
        lambda: rotations.change(rin.actor, place, 1, planned()),
        lambda: rotations.cancel(rin.actor, place, 1),
        lambda: leave.change(rin.actor, away, 1, absent()),
        lambda: leave.cancel(rin.actor, away, 1),
        lambda: sites.equip(rin.actor, CLINIC, [Capability.CT]),
        lambda: a_rotation(90, of=asha, by=cora, site_id=FAR_CLINIC),
    ):
        with pytest.raises(NoResultFound):
            act()


def test_what_a_site_has_is_stated_whole(dana: Member) -> None:
    site = db.session.get_one(Site, (RIVERSIDE, CLINIC))
    assert site.capabilities is None
    sites.equip(dana.actor, CLINIC, [Capability.CT, Capability.ULTRASOUND])
    db.session.refresh(site)
    assert site.capabilities == {Capability.CT, Capability.ULTRASOUND}
    sites.equip(dana.actor, CLINIC, [])
    db.session.refresh(site)
    assert site.capabilities == frozenset()
    assert [one.event for one in events_of(CLINIC)] == ["site.equipped"] * 2


@pytest.mark.parametrize(("kind", "maker"), [(Rotation, a_rotation), (Leave, a_leave)])
def test_a_row_changed_by_sql_is_named(asha: Member, kind: type[Rotation], maker: object) -> None:
    id_ = maker(of=asha)  # type: ignore[operator]
    assert audit.verify() == []
    table = kind.metadata.tables[kind.__tablename__]
    forge(update(table).where(table.c.id == id_).values(ends_on=ENDS))
    assert [fault.what.params["id"] for fault in audit.verify()] == [id_]
