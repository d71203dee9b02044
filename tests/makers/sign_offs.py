"""Sign-offs for tests: a fellow with one approved case of all that is asked for, and whatever is to
become of the competency that it shows."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from logbook.database import db
from logbook.domain.sign_offs import Decided
from logbook.domain.signatures import Method, Proven
from logbook.models.sign_offs import SignOff
from logbook.policy.actors import job
from logbook.queries.sign_off_evidence import EvidenceFor, evidence_for
from logbook.services import curriculum, sign_off_decisions, sign_off_judging, sign_offs
from logbook.services.sign_off_decisions import Ruling
from logbook.services.sign_off_judging import Said
from logbook.services.sign_offs import Proposed
from tests.cast import BEGAN, RIVERSIDE, TODAY, Member
from tests.makers.cases import an_approved_case
from tests.makers.curricula import shipped_document
from tests.makers.people import a_fellow

SPINE = "epa08"
ONE_CASE = {
    "id": "epa08.spine_lumbar_sacral",
    "competency": SPINE,
    "kind": "procedures",
    "category": "spine_lumbar_sacral",
    "unit": "procedure",
    "figure": {"value": None, "suggested": 1, "source": "PC", "check": None},
}
RULE = {"judges": [{"role": "supervisor"}, {"role": "supervisor"}], "may_override": True}
STRONGLY = Proven(Method.PASSWORD_AND_CODE)
JUDGED_WELL = "Safe with contrast and level in three lists that I saw."


def a_version(*, asked: Sequence[dict[str, Any]] = (), **rule: Any) -> UUID:
    """A curriculum that asks for one case, and whatever else is given, signed by this rule."""
    document = shipped_document()
    competencies = [
        {**one, "sign_off": {**RULE, **rule}} if one["id"] == SPINE else one
        for one in document["competencies"]
    ]
    own = {"requirements": [ONE_CASE, *asked], "competencies": competencies}
    return curriculum.publish(job(RIVERSIDE), {**document, **own, "edition": uuid4().hex[:12]})


def a_candidate(*supervisors: Member, name: str = "Nia", **rule: Any) -> Member:
    """A fellow whom each of these supervisors has approved one case for."""
    fellow = a_fellow(name, version_id=a_version(**rule), starts_on=BEGAN)
    for supervisor in supervisors:
        an_approved_case(fellow=fellow, supervisor=supervisor)
    return fellow


def evidence(fellow: Member, by: Member | None = None) -> EvidenceFor:
    assert fellow.enrollment_id is not None
    return evidence_for((by or fellow).actor, fellow.enrollment_id, SPINE, TODAY)


def a_proposal(fellow: Member, *judges: Member, by: Member | None = None, **but: Any) -> UUID:
    """Proposed by the fellow or by one of the judges. Returns the sign-off's id."""
    sign_off_id = but.pop("id", None) or uuid4()
    assert fellow.enrollment_id is not None
    sign_offs.propose(
        (by or fellow).actor,
        sign_off_id,
        fellow.enrollment_id,
        SPINE,
        Proposed(tuple(judge.id for judge in judges), **but),
        STRONGLY,
    )
    return sign_off_id


def judge(sign_off_id: UUID, by: Member, level: str = "4", **but: Any) -> UUID:
    """Returns the judgement's id."""
    judgement_id = but.pop("id", None) or uuid4()
    found = the(sign_off_id)
    seen = evidence_for(by.actor, found.enrollment_id, found.competency, TODAY).seen
    said = Said(level, but.pop("words", JUDGED_WELL), but.pop("seen", seen))
    sign_off_judging.judge(
        by.actor, sign_off_id, judgement_id, said, but.pop("proven", None) or STRONGLY
    )
    return judgement_id


def decide(sign_off_id: UUID, by: Member, decided: Decided, **but: Any) -> UUID:
    """Returns the decision's id."""
    decision_id = but.pop("id", None) or uuid4()
    found = the(sign_off_id)
    seen = evidence_for(by.actor, found.enrollment_id, found.competency, TODAY).seen
    ruling = Ruling(
        decided, but.pop("words", "After looking at all of it."), seen, but.pop("level", None)
    )
    revision = but.pop("revision", found.revision)
    sign_off_decisions.decide(
        by.actor, sign_off_id, decision_id, revision, ruling, but.pop("proven", None) or STRONGLY
    )
    return decision_id


def a_granted(fellow: Member, *judges: Member, **but: Any) -> UUID:
    """Proposed and judged at level 4 by all its judges."""
    sign_off_id = a_proposal(fellow, *judges, **but)
    for one in judges:
        judge(sign_off_id, one)
    return sign_off_id


def the(sign_off_id: UUID, program_id: UUID = RIVERSIDE) -> SignOff:
    """As it is kept now."""
    db.session.expire_all()
    return db.session.get_one(SignOff, (program_id, sign_off_id))
