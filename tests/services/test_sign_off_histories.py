"""Whatever anybody tries in whatever order: nobody signs for themselves, nothing is granted without
the judgements that the rule wants, and what is signed stays as it is."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any, ClassVar
from uuid import UUID

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import Connection, select
from sqlalchemy.exc import NoResultFound

from logbook.database import db
from logbook.domain.life import ImpossibleStep
from logbook.domain.sign_offs import DECIDED, TRANSITIONS, Decided, State
from logbook.models.sign_offs import Judgement, SignOff, SignOffDecision
from logbook.models.signatures import Signature
from logbook.services import audit, cases, progress, sign_offs
from logbook.services.refusals import Conflict, Invalid, Refused
from tests.cast import CAST, RIVERSIDE, Cast, Member
from tests.makers.cases import an_approved_case
from tests.makers.sign_offs import a_candidate, a_proposal, decide, evidence, judge

EVERYBODY = ("nia", "ben", "eve", "lee", "dana", "mia", "cora", "rin")
REFUSALS = (Refused, Conflict, Invalid, ImpossibleStep, NoResultFound)
REACHED = set(TRANSITIONS.values()) | {State.PROPOSED}

people = st.sampled_from(EVERYBODY)
judges = st.sampled_from(("ben", "eve"))
levels = st.sampled_from(("3", "4", "4", "4", "5"))


class Histories(RuleBasedStateMachine):
    """Anybody tries anything. Most of it is refused; what is not must be in order."""

    connection: Connection
    been: ClassVar[set[State]] = set()
    """Where any of them has been: histories that lead nowhere would show nothing."""

    def __init__(self) -> None:
        super().__init__()
        db.session.remove()
        self.before = self.connection.begin_nested()
        self.nia = a_candidate(CAST["ben"], CAST["eve"], committee=True)
        self.sign_offs = [a_proposal(self.nia, CAST["ben"], CAST["eve"])]
        self.signed: dict[UUID, tuple[str, ...]] = {}

    def who(self, name: str) -> Member:
        return self.nia if name == "nia" else CAST[name]

    @rule(by=people, first=st.sampled_from(("ben", "nia", "lee")), amending=st.booleans())
    def propose(self, by: str, first: str, amending: bool) -> None:
        amends: dict[str, Any] = {}
        if amending:
            amends = {"amends_id": self.sign_offs[-1], "words": "Once more."}
        with suppress(*REFUSALS):
            asked = self.who(first), CAST["eve"]
            self.sign_offs.append(a_proposal(self.nia, *asked, by=self.who(by), **amends))

    @rule(by=people, level=levels)
    def judge_it(self, by: str, level: str) -> None:
        self.on_the_last(lambda one: judge(one, self.who(by), level))

    @rule(one=levels, other=levels)
    def both_judge(self, one: str, other: str) -> None:
        for by, level in (("ben", one), ("eve", other)):
            self.on_the_last(lambda it, by=by, level=level: judge(it, CAST[by], level))

    @rule(
        by=st.sampled_from((*EVERYBODY, "dana", "dana", "mia")),
        decided=st.sampled_from(list(Decided)),
        level=levels,
    )
    def decide_it(self, by: str, decided: Decided, level: str) -> None:
        self.on_the_last(lambda one: decide(one, self.who(by), decided, level=level))

    @rule(by=people)
    def withdraw(self, by: str) -> None:
        self.on_the_last(lambda one: sign_offs.withdraw(self.who(by).actor, one))

    @rule(by=people, place=st.integers(0, 2), other=people)
    def ask_another(self, by: str, place: int, other: str) -> None:
        self.on_the_last(
            lambda one: sign_offs.ask_another(self.who(by).actor, one, place, self.who(other).id)
        )

    @rule(by=judges)
    def another_case(self, by: str) -> None:
        an_approved_case(fellow=self.nia, supervisor=CAST[by])

    @rule()
    def withdraw_a_case(self) -> None:
        found = [one.id for one in evidence(self.nia).grounds if one.kind == "case"]
        if found:
            cases.withdraw(self.nia.actor, found[0], "Logged twice.")

    def on_the_last(self, act: Callable[[UUID], object]) -> None:
        if self.sign_offs:
            with suppress(*REFUSALS):
                act(self.sign_offs[-1])

    @invariant()
    def nobody_signs_for_themselves(self) -> None:
        db.session.expire_all()
        assert self.nia.id not in {one.judge_id for one in db.session.scalars(select(Judgement))}
        decisions = db.session.scalars(select(SignOffDecision))
        assert self.nia.id not in {one.decided_by_id for one in decisions}

    @invariant()
    def what_is_granted_has_its_judgements(self) -> None:
        for one in db.session.scalars(select(SignOff)).all():
            assert one.state in REACHED
            self.been.add(one.state)
            said = db.session.scalars(
                select(Judgement).where(Judgement.sign_off_id == one.id)
            ).all()
            if one.state in DECIDED:
                assert len({judgement.judge_id for judgement in said}) == 2
                same = {judgement.level for judgement in said} == {one.level}
                assert same or self.was_decided(one)
                assert one.level in ("4", "5")

    def was_decided(self, one: SignOff) -> bool:
        found = db.session.scalars(
            select(SignOffDecision).where(SignOffDecision.sign_off_id == one.id)
        )
        return any(made.level == one.level for made in found)

    @invariant()
    def what_is_signed_stays(self) -> None:
        now = {
            one.id: (one.text, one.meaning, str(one.signer_id), str(one.record_id))
            for one in db.session.scalars(select(Signature))
        }
        assert {id_: now.get(id_) for id_ in self.signed} == self.signed
        self.signed = now

    @invariant()
    def one_is_open_at_a_time(self) -> None:
        states = db.session.scalars(select(SignOff.state).where(SignOff.fellow_id == self.nia.id))
        found = states.all()
        assert sum(one in (State.PROPOSED, State.JUDGED, State.DIFFERING) for one in found) <= 1

    def teardown(self) -> None:
        try:
            assert audit.verify() == []
            assert progress.differences(RIVERSIDE) == []
        finally:
            db.session.remove()
            self.before.rollback()


def test_hundreds_of_steps_in_any_order(cast: Cast, connection: Connection) -> None:
    Histories.connection = connection
    few = settings(
        max_examples=12,
        stateful_step_count=40,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Histories, settings=few)
    assert Histories.been >= {State.GRANTED, State.RETURNED, State.DIFFERING}
