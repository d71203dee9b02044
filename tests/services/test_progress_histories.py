"""Whatever happens in whatever order: the kept sums equal the evidence, and the ledger holds."""

from collections.abc import Callable
from contextlib import suppress
from uuid import UUID

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import Connection, func, select, update
from sqlalchemy.exc import NoResultFound

from logbook.database import db
from logbook.domain.cases import TRANSITIONS, State, Step
from logbook.domain.catalogue import CaseRole
from logbook.domain.life import ImpossibleStep
from logbook.models.cases import Case, CaseAnswer
from logbook.models.progress import Progress
from logbook.services import approval, audit, cases, progress
from logbook.services.refusals import Conflict, Invalid, Refused
from tests.cast import CAST, RIVERSIDE, Cast, Member
from tests.makers.cases import a_case, an_approved_case, entered
from tests.makers.curricula import a_version
from tests.makers.forgery import forge
from tests.makers.people import a_fellow

FELLOWS, SUPERVISORS = ("asha", "finn"), ("ben", "eve")
EVERYBODY = (*FELLOWS, *SUPERVISORS, "lee", "dana", "cora", "rin")
CONTENTS = (
    {},
    {"role": CaseRole.OBSERVED},
    {"role": CaseRole.ASSISTED, "details": {"levels": ["L4"], "laterality": "bilateral"}},
    {
        "procedure": "esi_lumbar_interlaminar",
        "details": {"levels": ["L3-L4"], "laterality": "left"},
    },
)
REFUSALS = (Refused, Conflict, Invalid, ImpossibleStep, NoResultFound)

people = st.sampled_from(EVERYBODY)
places = st.integers(min_value=0, max_value=30)
supervisors = st.sampled_from(SUPERVISORS)
roles = st.sampled_from(list(CaseRole))
contents = st.integers(min_value=0, max_value=len(CONTENTS) - 1)


class Histories(RuleBasedStateMachine):
    """Anybody tries anything on any case. Most of it is refused; what is not must add up."""

    connection: Connection

    def __init__(self) -> None:
        super().__init__()
        db.session.remove()
        self.before = self.connection.begin_nested()
        self.cases: list[UUID] = []
        self.answers: list[UUID] = []

    @rule(fellow=st.sampled_from(FELLOWS), asked=supervisors, of=contents)
    def log(self, fellow: str, asked: str, of: int) -> None:
        content = CONTENTS[of]
        self.cases.append(a_case(fellow=CAST[fellow], supervisor=CAST[asked], **content))

    @rule(
        who=people,
        asked=st.sampled_from(SUPERVISORS),
        place=places,
        of=contents,
        send=st.booleans(),
    )
    def change(self, who: str, asked: str, place: int, of: int, send: bool) -> None:
        def act(case: Case) -> None:
            said = entered(CAST[asked], send, **CONTENTS[of])
            cases.change(CAST[who].actor, case.id, case.revision, said)

        self.step(place, act, Step.CHANGE, Step.SUBMIT)

    @rule(who=people, place=places, role=roles, level=st.sampled_from("12345"))
    def approve(self, who: str, place: int, role: CaseRole, level: str) -> None:
        def act(case: Case) -> None:
            given = approval.approve(
                CAST[who].actor, case.id, case.revision, role_stated=role, level=level
            )
            self.answers.append(given)

        self.step(place, act, Step.APPROVE)

    @rule(place=places, role=roles)
    def approve_as_asked(self, place: int, role: CaseRole) -> None:
        """The same by the supervisor who is asked, so that approvals are not too rare."""

        def act(case: Case) -> None:
            asked = next(CAST[name] for name in SUPERVISORS if CAST[name].id == case.supervisor_id)
            given = approval.approve(
                asked.actor, case.id, case.revision, role_stated=role, level="3"
            )
            self.answers.append(given)

        self.step(place, act, Step.APPROVE)

    @rule(who=people, place=places)
    def return_(self, who: str, place: int) -> None:
        def act(case: Case) -> None:
            given = approval.return_(CAST[who].actor, case.id, case.revision, reason="which side?")
            self.answers.append(given)

        self.step(place, act, Step.RETURN)

    @rule(who=people, place=places)
    def not_observed(self, who: str, place: int) -> None:
        def act(case: Case) -> None:
            self.answers.append(approval.not_observed(CAST[who].actor, case.id, case.revision))

        self.step(place, act, Step.NOT_OBSERVED)

    @rule(who=st.sampled_from(SUPERVISORS), place=places)
    def undo(self, who: str, place: int) -> None:
        if self.answers:
            answer_id = self.answers[-1 - place % len(self.answers)]
            with suppress(*REFUSALS):
                approval.undo(CAST[who].actor, answer_id)

    @rule(who=st.sampled_from(FELLOWS), place=places)
    def withdraw(self, who: str, place: int) -> None:
        def act(case: Case) -> None:
            cases.withdraw(CAST[who].actor, case.id, "logged twice")

        self.step(place, act, Step.WITHDRAW)

    @rule(who=st.sampled_from(FELLOWS), place=places)
    def reopen(self, who: str, place: int) -> None:
        self.step(place, lambda case: cases.reopen(CAST[who].actor, case.id), Step.REOPEN)

    @rule(who=people, place=places)
    def void(self, who: str, place: int) -> None:
        self.step(place, lambda case: cases.void(CAST[who].actor, case.id, "invented"), Step.VOID)

    @rule(who=people, place=places, asked=st.sampled_from((*SUPERVISORS, "lee")))
    def reassign(self, who: str, place: int, asked: str) -> None:
        def act(case: Case) -> None:
            cases.reassign(CAST[who].actor, case.id, CAST[asked].id)

        self.step(place, act, Step.REASSIGN)

    def step(self, place: int, act: Callable[[Case], None], *steps: Step) -> None:
        """Try it on a case; it may be refused, but it leads nowhere that the table does not."""
        if not self.cases:
            return
        case_id = self.cases[place % len(self.cases)]
        case = db.session.get_one(Case, (RIVERSIDE, case_id))
        before = case.state
        with suppress(*REFUSALS):
            act(case)
        db.session.expire_all()
        after = db.session.get_one(Case, (RIVERSIDE, case_id)).state
        leads_to = {TRANSITIONS.get((before, step)) for step in steps}
        assert after is before or after in leads_to

    @invariant()
    def sums_equal_the_evidence(self) -> None:
        assert progress.differences(RIVERSIDE) == []

    def teardown(self) -> None:
        try:
            self.the_ledger_holds_and_nobody_approved_their_own()
        finally:
            db.session.remove()
            self.before.rollback()

    def the_ledger_holds_and_nobody_approved_their_own(self) -> None:
        assert audit.verify() == []
        own = select(func.count()).where(
            CaseAnswer.program_id == Case.program_id,
            CaseAnswer.case_id == Case.id,
            CaseAnswer.supervisor_id == Case.fellow_id,
        )
        assert db.session.scalar(own) == 0


def test_a_thousand_steps_in_any_order_add_up(cast: Cast, connection: Connection) -> None:
    Histories.connection = connection
    few = settings(
        max_examples=20,
        stateful_step_count=50,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Histories, settings=few)


def test_a_forged_sum_is_named(asha: Member, ben: Member) -> None:
    an_approved_case(fellow=asha, supervisor=ben)
    sums = Progress.metadata.tables["progress"]
    lumbar = "epa08.spine_lumbar_sacral"
    forge(
        update(sums)
        .where(sums.c.enrollment_id == asha.enrollment_id, sums.c.requirement == lumbar)
        .values(credit=41)
    )
    [difference] = progress.differences()
    assert (difference.enrollment_id, difference.requirement) == (asha.enrollment_id, lumbar)
    assert (difference.kept, difference.recomputed) == (41, 1)


@pytest.mark.parametrize("state", [State.WITHDRAWN, State.SUBMITTED])
def test_a_case_that_lost_its_approval_by_sql_is_missed_by_the_sums(
    asha: Member, ben: Member, state: State
) -> None:
    case_id = an_approved_case(fellow=asha, supervisor=ben)
    forge(update(Case.metadata.tables["logged_case"]).values(state=state))
    assert {(one.kept, one.recomputed) for one in progress.differences()} == {(1, 0)}
    assert str(case_id) in {str(fault.what.params["id"]) for fault in audit.verify()}


def test_what_is_reckoned_anew_trusts_no_sum_that_was_kept(ben: Member, eve: Member) -> None:
    """Unlike a sum that adds up, which only ever changes by the difference."""
    fellow = a_fellow("Nia Putri", version_id=a_version(RIVERSIDE))
    an_approved_case(fellow=fellow, supervisor=ben)
    sums = Progress.metadata.tables["progress"]
    forge(
        update(sums)
        .where(
            sums.c.enrollment_id == fellow.enrollment_id,
            sums.c.requirement == "epa08.supervisors",
        )
        .values(credit=9)
    )
    assert {one.requirement for one in progress.differences()} == {"epa08.supervisors"}
    an_approved_case(fellow=fellow, supervisor=eve)
    assert progress.differences() == []
