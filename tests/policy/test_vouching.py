"""Who may vouch for whom: each way to sign, by each way to stand to the fellow, as one reviewed
file; in each state of what the program does where something is missing."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from logbook.domain.assessments import State as AssessmentState
from logbook.domain.cases import State as CaseState
from logbook.domain.credentials import Lapse
from logbook.domain.decisions import YES, Decision, first_no
from logbook.domain.document import Text
from logbook.domain.privileges import Checked
from logbook.domain.sign_off_rule import Seat, SeatRole
from logbook.domain.sign_offs import State as SignOffState
from logbook.policy import approval, assessments, conflicts, privileges, sign_offs
from logbook.policy.actors import Actor, Role
from logbook.policy.privileges import Voucher
from logbook.policy.sign_offs import Candidate, Ties
from logbook.policy.signing import Standing, has_credentials, warning
from tests.policy.matrix import is_as_reviewed, lines
from tests.policy.test_matrices import ACase, AnAssessment
from tests.policy.test_sign_offs import ASignOff

SELF, FELLOW, OTHER = (UUID(int=number) for number in (2, 1, 3))
NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
TODAY = NOW.date()
LICENCE = Text({"en": "Medical licence"})
LAPSED, NONE_HELD = Lapse("licence", LICENCE, TODAY - timedelta(days=1)), Lapse("", LICENCE, None)


def an_actor(*roles: Role, left: bool = False) -> Actor:
    return Actor(SELF, UUID(int=9), frozenset(roles), UUID(int=10), left)


ACTORS = {
    "supervisor": an_actor(Role.SUPERVISOR),
    "supervisor who left": an_actor(Role.SUPERVISOR, left=True),
    "was a supervisor, now coordinator": an_actor(Role.COORDINATOR),
}
RELATIONS = {
    "own": "the fellow is the actor",
    "not asked": "somebody else is asked",
    "asked": "nothing stands against it",
    "relative": "asked, and a conflict of interest is declared",
    "came later": "asked, and joined after the day that is signed for",
    "no privilege": "asked, without a privilege for it",
    "lapsed credential": "asked, with a credential that signing needs lapsed",
    "no credential": "asked, without any verified one that signing needs",
}
HEAD = (
    "# Who may vouch for whom: actor, relation, step; then where the program ignores, warns of or\n"
    "# refuses what is missing, and why not. Relations:\n"
    + "".join(f"#   {name}: {means}\n" for name, means in RELATIONS.items())
)


def standing(relation: str, checked: Checked) -> Standing:
    lapse = {"lapsed credential": LAPSED, "no credential": NONE_HELD}.get(relation)
    return Standing(checked, lapse if checked is not Checked.OFF else None)


def joined(relation: str) -> datetime:
    return NOW + timedelta(days=1 if relation == "came later" else -99)


def about(actor: Actor, relation: str, checked: str, step: str) -> Decision:
    steps = {"approve": approving, "assess": assessing, "judge": judging}
    return steps[step](actor, relation, Checked(checked))


def whose(actor: Actor, relation: str) -> tuple[UUID, UUID]:
    """The fellow, and who is asked."""
    asked = OTHER if relation in ("own", "not asked") else actor.id
    return (actor.id if relation == "own" else FELLOW), asked


def approving(actor: Actor, relation: str, checked: Checked) -> Decision:
    """As `services.approval.approve` asks."""
    voucher = Voucher(
        related=relation == "relative",
        joined_on=joined(relation).date(),
        performed_on=TODAY,
        checked=checked,
        privileged=relation != "no privilege",
        credentials=standing(relation, checked),
    )
    case = ACase(CaseState.SUBMITTED, *whose(actor, relation))
    return first_no(approval.may_answer(actor, case), privileges.may_vouch_for(voucher))


def assessing(actor: Actor, relation: str, checked: Checked) -> Decision:
    """As `services.assessing.finish` asks."""
    fellow, assessor = whose(actor, relation)
    one = AnAssessment(AssessmentState.REQUESTED, fellow, assessor)
    return first_no(
        assessments.may_fill_in(actor, one, NOW),
        assessments.may_be_asked(actor, "physician", fellow, ()),
        assessments.was_there(joined(relation).date(), TODAY),
        conflicts.may_judge(relation == "relative"),
        has_credentials(standing(relation, checked)),
    )


def judging(actor: Actor, relation: str, checked: Checked) -> Decision:
    """As `services.sign_off_judging.judge` asks."""
    fellow, judge = whose(actor, relation)
    ties = Ties(related=relation == "relative", asked=judge == actor.id)
    credentials = standing(relation, checked)
    candidate = Candidate(
        actor,
        "physician",
        joined(relation).date(),
        relation == "relative",
        relation != "no privilege" or checked is not Checked.REFUSE,
        credentials,
    )
    return first_no(
        sign_offs.may_judge(actor, ASignOff(SignOffState.PROPOSED, fellow), ties, TODAY),
        has_credentials(credentials),
        sign_offs.may_sit(candidate, fellow, Seat(SeatRole.SUPERVISOR), TODAY),
    )


def test_who_may_vouch_is_as_reviewed() -> None:
    made = lines(ACTORS, RELATIONS, [*Checked], ("approve", "assess", "judge"), about)
    is_as_reviewed("vouching_matrix.txt", HEAD, made)


@pytest.mark.parametrize("step", ["approve", "assess", "judge"])
@pytest.mark.parametrize("relation", ["own", "not asked", "relative", "came later"])
@pytest.mark.parametrize("checked", list(Checked))
def test_no_setting_lets_anybody_sign_for_themselves_or_a_relative(
    step: str, relation: str, checked: Checked
) -> None:
    for actor in ACTORS.values():
        assert not about(actor, relation, checked, step)


def test_a_warning_is_given_where_nothing_is_refused() -> None:
    for lapse in (LAPSED, NONE_HELD):
        assert has_credentials(Standing(Checked.WARN, lapse)) == YES
        assert warning(Standing(Checked.WARN, lapse)) is not None
        assert warning(Standing(Checked.REFUSE, lapse)) is None
        assert not has_credentials(Standing(Checked.REFUSE, lapse))
    assert warning(Standing(Checked.WARN, None)) is None
