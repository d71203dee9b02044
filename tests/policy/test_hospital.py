"""Who brings the hospital's record in, who sees what of it is logged, and who answers for it."""

from dataclasses import dataclass, replace
from uuid import UUID, uuid4

from logbook.policy import hospital as policy
from logbook.policy.actors import Actor, Role

HERE = uuid4()


@dataclass(frozen=True)
class Share:
    fellow_id: UUID | None


def somebody(*roles: Role) -> Actor:
    return Actor(uuid4(), HERE, frozenset(roles))


ASHA, FINN, BEN = somebody(Role.FELLOW), somebody(Role.FELLOW), somebody(Role.SUPERVISOR)
DANA, CORA = somebody(Role.DIRECTOR), somebody(Role.COORDINATOR)
MIA, OLA, JOB = somebody(Role.COMMITTEE), somebody(Role.AUDITOR), somebody(Role.JOB)
EVERYBODY = [ASHA, FINN, BEN, DANA, CORA, MIA, OLA, JOB]
GONE = replace(DANA, left=True)


def test_who_runs_the_program_and_the_worker_bring_it_in() -> None:
    assert [one for one in EVERYBODY if policy.may_import(one)] == [DANA, CORA, JOB]
    assert policy.may_import(GONE).reason is not None
    assert policy.may_import(ASHA).reason is not None


def test_who_oversees_sees_all_and_a_fellow_their_own() -> None:
    assert [one for one in EVERYBODY if policy.may_oversee(one)] == [DANA, CORA, MIA, OLA]
    share = Share(ASHA.id)
    seen = [one for one in EVERYBODY if policy.may_view(one, share)]
    assert seen == [ASHA, DANA, CORA, MIA, OLA]
    assert policy.may_view(replace(ASHA, left=True), share)
    assert not policy.may_view(GONE, share)


def test_a_share_of_nobody_is_for_those_who_oversee() -> None:
    seen = [one for one in EVERYBODY if policy.may_view(one, Share(None))]
    assert seen == [DANA, CORA, MIA, OLA]


def test_a_fellow_alone_answers_for_their_log() -> None:
    assert [one for one in EVERYBODY if policy.may_open_own(one)] == [ASHA, FINN]
    assert [one for one in EVERYBODY if policy.may_answer(one, ASHA.id)] == [ASHA]
    assert not policy.may_answer(replace(ASHA, left=True), ASHA.id)
    assert not policy.may_answer(ASHA, None)
