"""Who plans rotations and leave, who sees them, and who is told why somebody is away."""

from dataclasses import replace
from uuid import UUID, uuid4

from logbook.policy import rotations as policy
from logbook.policy.actors import Actor, Role

HERE, ELSEWHERE = uuid4(), uuid4()


def somebody(*roles: Role, program_id: UUID = HERE) -> Actor:
    return Actor(uuid4(), program_id, frozenset(roles))


ASHA, FINN = somebody(Role.FELLOW), somebody(Role.FELLOW)
BEN, EVE = somebody(Role.SUPERVISOR), somebody(Role.SUPERVISOR)
DANA, CORA = somebody(Role.DIRECTOR), somebody(Role.COORDINATOR)
MIA, OLA = somebody(Role.COMMITTEE), somebody(Role.AUDITOR)
EVERYBODY = [ASHA, FINN, BEN, EVE, DANA, CORA, MIA, OLA]


def test_who_runs_the_program_plans() -> None:
    assert [one for one in EVERYBODY if policy.may_plan(one)] == [DANA, CORA]


def test_who_oversees_sees_the_plan_of_all() -> None:
    assert [one for one in EVERYBODY if policy.may_see_plan(one)] == [DANA, CORA, MIA, OLA]


def test_a_fellow_sees_their_own_time() -> None:
    seen = [one for one in EVERYBODY if policy.may_see_time(one, ASHA.id)]
    assert seen == [ASHA, DANA, CORA, MIA, OLA]


def test_why_somebody_is_away_is_told_to_few() -> None:
    told = [one for one in EVERYBODY if policy.may_see_kind_of_leave(one, ASHA.id)]
    assert told == [ASHA, DANA, CORA]
    assert policy.may_see_kind_of_leave(MIA, ASHA.id).reason is not None


def test_who_has_left_plans_nothing_and_sees_nobody() -> None:
    left = replace(DANA, left=True)
    for decision in (
        policy.may_plan(left),
        policy.may_see_plan(left),
        policy.may_see_time(left, ASHA.id),
        policy.may_see_kind_of_leave(left, ASHA.id),
    ):
        assert not decision
    assert policy.may_see_time(replace(ASHA, left=True), ASHA.id)
