"""Whatever is planned, entered, changed and cancelled, in whatever order: progress follows."""

from contextlib import suppress
from uuid import UUID, uuid4

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import Connection
from sqlalchemy.exc import NoResultFound

from logbook.database import db
from logbook.domain.leave import LeaveKind
from logbook.models.rotations import Leave, Rotation
from logbook.services import audit, leave, progress, rotations
from logbook.services.refusals import Conflict, Invalid, Refused
from tests.cast import CAST, RIVERSIDE, Cast, Member
from tests.makers.curricula import a_version, shipped_document
from tests.makers.people import a_fellow
from tests.makers.rotations import absent, planned, planned_for

KINDS = ("neurology", "pmr", "psychology_psychiatry", "anesthesiology_acute_pain", "pediatrics")
REFUSALS = (Refused, Conflict, Invalid, NoResultFound)

people = st.sampled_from((*["cora"] * 8, "dana", "asha", "eve", "rin"))
firsts, lengths = st.integers(-3, 130), st.integers(1, 40)
places, kinds = st.integers(0, 20), st.sampled_from(KINDS)


class Histories(RuleBasedStateMachine):
    """Mostly those who may; now and then somebody who may not, or days that cannot be."""

    connection: Connection
    fellows: tuple[Member, Member]

    def __init__(self) -> None:
        super().__init__()
        db.session.remove()
        self.before = self.connection.begin_nested()
        self.rotations: list[UUID] = []
        self.leave: list[UUID] = []

    @initialize()
    def a_plan(self) -> None:
        """Weeks that leave can take days off."""
        of, _ = self.fellows
        plan = [planned_for(of, 30 * n, 25, kind=kind) for n, kind in enumerate(KINDS[:4])]
        rotations.plan_together(CAST["cora"].actor, plan)
        self.rotations += [one.id for one in plan]

    @rule(who=people, of=st.integers(0, 1), first=firsts, days=lengths, kind=kinds)
    def plan(self, who: str, of: int, first: int, days: int, kind: str) -> None:
        one = planned_for(self.fellows[of], first, days, kind=kind)
        with suppress(*REFUSALS):
            rotations.plan(CAST[who].actor, one.id, one.enrollment_id, one.planned)
            self.rotations.append(one.id)

    @rule(first=firsts, days=lengths, kind=kinds)
    def plan_for_both(self, first: int, days: int, kind: str) -> None:
        both = [planned_for(one, first, days, kind=kind) for one in self.fellows]
        with suppress(*REFUSALS):
            rotations.plan_together(CAST["cora"].actor, both)
            self.rotations += [one.id for one in both]

    @rule(who=people, place=places, first=firsts, days=lengths, kind=kinds)
    def change(self, who: str, place: int, first: int, days: int, kind: str) -> None:
        if self.rotations:
            id_ = self.rotations[place % len(self.rotations)]
            with suppress(*REFUSALS):
                revision = db.session.get_one(Rotation, (RIVERSIDE, id_)).revision
                rotations.change(CAST[who].actor, id_, revision, planned(first, days, kind=kind))

    @rule(who=people, place=places)
    def cancel(self, who: str, place: int) -> None:
        if self.rotations:
            id_ = self.rotations[place % len(self.rotations)]
            with suppress(*REFUSALS):
                revision = db.session.get_one(Rotation, (RIVERSIDE, id_)).revision
                rotations.cancel(CAST[who].actor, id_, revision)
                self.rotations.remove(id_)

    @rule(who=people, of=st.integers(0, 1), first=firsts, days=lengths)
    def go(self, who: str, of: int, first: int, days: int) -> None:
        id_, enrollment_id = uuid4(), self.fellows[of].enrollment_id
        assert enrollment_id is not None
        with suppress(*REFUSALS):
            leave.enter(CAST[who].actor, id_, enrollment_id, absent(first, days))
            self.leave.append(id_)

    @rule(who=people, place=places, first=firsts, days=lengths)
    def go_otherwise(self, who: str, place: int, first: int, days: int) -> None:
        if self.leave:
            id_ = self.leave[place % len(self.leave)]
            with suppress(*REFUSALS):
                revision = db.session.get_one(Leave, (RIVERSIDE, id_)).revision
                said = absent(first, days, LeaveKind.SICK)
                leave.change(CAST[who].actor, id_, revision, said)

    @rule(who=people, place=places)
    def stay(self, who: str, place: int) -> None:
        if self.leave:
            id_ = self.leave[place % len(self.leave)]
            with suppress(*REFUSALS):
                revision = db.session.get_one(Leave, (RIVERSIDE, id_)).revision
                leave.cancel(CAST[who].actor, id_, revision)
                self.leave.remove(id_)

    @invariant()
    def sums_equal_the_evidence(self) -> None:
        assert progress.differences(RIVERSIDE) == []

    def teardown(self) -> None:
        try:
            assert audit.verify() == []
        finally:
            db.session.remove()
            self.before.rollback()


def test_whatever_is_planned_progress_is_the_evidence(cast: Cast, connection: Connection) -> None:
    asks_for_weeks = {
        "id": "epa04.weeks",
        "competency": "epa04",
        "kind": "rotation",
        "name": {"en": "Weeks of rotation", "id": "Minggu rotasi"},
        "rotations": list(KINDS),
        "figure": {"value": None, "suggested": 40, "source": "PC", "check": None},
    }
    whole = a_version(RIVERSIDE, requirements=[*shipped_document()["requirements"], asks_for_weeks])
    Histories.connection = connection
    Histories.fellows = (a_fellow("Nia", version_id=whole), a_fellow("Noor", version_id=whole))
    few = settings(
        max_examples=8,
        stateful_step_count=30,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Histories, settings=few)
