"""A supervisor whose licence is not good: refused with the reason and by the database itself, or
written into what they sign."""

import json
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from logbook.database import db
from logbook.domain.lacking import Lacking
from logbook.domain.privileges import Checked
from logbook.models.audit import LedgerEntry
from logbook.models.programs import Program
from logbook.models.signatures import Signature
from logbook.services import assessing, audit, credentials, privileges, progress
from logbook.services.refusals import Invalid, Refused
from tests.cast import RIVERSIDE, TODAY, Member
from tests.makers.assessments import a_judgement, an_assessment
from tests.makers.cases import a_case
from tests.makers.credentials import a_credential, a_verified_credential
from tests.makers.sign_offs import a_candidate, a_proposal, judge
from tests.services.test_who_may_sign import (
    a_judgement as a_forged_judgement,
)
from tests.services.test_who_may_sign import (
    approve,
    forged,
    forged_assessment,
    refused_by_the_database,
)

LICENCE, SIP = "medical_licence", "id_sip"
BEFORE, LONG_AGO = TODAY - timedelta(days=3), TODAY - timedelta(days=400)


def ask(dana: Member, checked: Checked, *kinds: str) -> None:
    privileges.set_credentials(dana.actor, checked, kinds or (LICENCE, SIP))


def a_licence(of: Member, by: Member, kind: str = LICENCE, **but: object) -> UUID:
    return a_verified_credential(of=of, by=by, kind=kind, **but)


def a_lapsed_licence(of: Member, by: Member, kind: str = LICENCE) -> UUID:
    return a_licence(of, by, kind, issued_on=LONG_AGO, expires_on=BEFORE)


def assess(by: Member, assessment_id: UUID) -> None:
    assessing.finish(by.actor, assessment_id, 1, a_judgement())


def signed_by(member: Member) -> dict[str, object]:
    """The content of the last thing that they signed."""
    asked = select(Signature.text).where(Signature.signer_id == member.id)
    texts = db.session.scalars(asked.order_by(Signature.signed_at.desc(), Signature.id.desc()))
    return dict(json.loads(texts.first() or "{}")["content"])


def told(member: Member) -> list[str]:
    return [one.id % one.params for one in Lacking.in_(signed_by(member)).told()]


@pytest.fixture
def lapsed(ben: Member, eve: Member, cora: Member) -> Member:
    """Ben, whose licence ended three days ago: the database leaves a day to spare."""
    a_lapsed_licence(ben, cora)
    a_licence(eve, cora)
    return ben


def test_a_lapsed_supervisor_approves_no_case(asha: Member, lapsed: Member, dana: Member) -> None:
    case_id = a_case(fellow=asha, supervisor=lapsed)
    ask(dana, Checked.REFUSE)
    with pytest.raises(Refused, match="which you need to sign here"):
        approve(lapsed, case_id)
    with refused_by_the_database("may not sign this on that day"):
        forged(case_id, lapsed.id)


def test_a_lapsed_supervisor_assesses_nobody(asha: Member, lapsed: Member, dana: Member) -> None:
    assessment_id = an_assessment(fellow=asha, assessor=lapsed)
    ask(dana, Checked.REFUSE)
    with pytest.raises(Refused, match="which you need to sign here"):
        assess(lapsed, assessment_id)
    with refused_by_the_database("may not sign this on that day"):
        forged_assessment(assessment_id)


def test_a_lapsed_supervisor_judges_no_competency(
    lapsed: Member, eve: Member, dana: Member
) -> None:
    nia = a_candidate(lapsed, eve)
    sign_off_id = a_proposal(nia, lapsed, eve)
    ask(dana, Checked.REFUSE)
    with pytest.raises(Refused, match="which you need to sign here"):
        judge(sign_off_id, lapsed)
    with refused_by_the_database("may not sign this on that day"):
        forgery = a_forged_judgement(sign_off_id, nia, lapsed)
        forgery.place = 0
        db.session.add(forgery)
        db.session.flush()
    judge(sign_off_id, eve)
    with pytest.raises(Invalid) as wrong:
        a_proposal(a_candidate(name="Zoe"), lapsed, eve)
    assert "is not good today" in wrong.value.complaints["judge_0"].id


def test_one_good_licence_of_those_that_are_asked_for_is_enough(
    asha: Member, ben: Member, eve: Member, cora: Member, dana: Member
) -> None:
    a_licence(ben, cora, SIP)
    a_lapsed_licence(eve, cora)
    a_licence(eve, cora, expires_on=TODAY)  # renewed; its last good day
    waiting = {one.name: a_case(fellow=asha, supervisor=one) for one in (ben, eve)}
    ask(dana, Checked.REFUSE)
    for one in (ben, eve):
        approve(one, waiting[one.name])
        assert "without" not in signed_by(one)
    assert audit.verify(RIVERSIDE) == [] and progress.differences(RIVERSIDE) == []


def test_neither_a_withdrawn_nor_an_unverified_one_lets_anybody_sign(
    asha: Member, lapsed: Member, cora: Member, dana: Member
) -> None:
    case_id = a_case(fellow=asha, supervisor=lapsed)
    ask(dana, Checked.REFUSE)
    a_credential(of=lapsed, kind=LICENCE)
    with pytest.raises(Refused, match="lapsed after"):
        approve(lapsed, case_id)
    credentials.withdraw(lapsed.actor, a_licence(lapsed, cora))
    with pytest.raises(Refused, match="lapsed after"):
        approve(lapsed, case_id)
    a_licence(lapsed, cora)
    approve(lapsed, case_id)


def test_taking_a_lapsed_one_away_does_not_help(
    asha: Member, ben: Member, cora: Member, dana: Member
) -> None:
    case_id = a_case(fellow=asha, supervisor=ben)
    credentials.withdraw(ben.actor, a_lapsed_licence(ben, cora))
    ask(dana, Checked.REFUSE)
    with pytest.raises(Refused, match="you need a verified credential that is good today"):
        approve(ben, case_id)
    with refused_by_the_database("may not sign this on that day"):
        forged(case_id, ben.id)


def test_a_lapsed_one_of_another_kind_than_the_good_one_still_refuses(
    asha: Member, lapsed: Member, cora: Member, dana: Member
) -> None:
    case_id = a_case(fellow=asha, supervisor=lapsed)
    a_licence(lapsed, cora, SIP)
    ask(dana, Checked.REFUSE)
    with pytest.raises(Refused, match="lapsed after"):
        approve(lapsed, case_id)
    with refused_by_the_database("may not sign this on that day"):
        forged(case_id, lapsed.id)
    ask(dana, Checked.REFUSE, SIP)
    approve(lapsed, case_id)


def test_where_a_program_warns_it_stands_in_what_is_signed(
    asha: Member, lapsed: Member, eve: Member, dana: Member
) -> None:
    ask(dana, Checked.WARN, LICENCE)
    approve(lapsed, a_case(fellow=asha, supervisor=lapsed))
    assert [one.partition(",")[0] for one in told(lapsed)] == [
        "Signed with a lapsed credential: Medical licence"
    ]
    said = {"kind": LICENCE, "lapsed_on": BEFORE.isoformat()}
    assert signed_by(lapsed)["without"]["credential"].items() >= said.items()  # type: ignore[index]
    assess(lapsed, an_assessment(fellow=asha, assessor=lapsed))
    assert len(told(lapsed)) == 1
    sign_off_id = a_proposal(a_candidate(lapsed, eve), lapsed, eve)
    judge(sign_off_id, lapsed)
    judge(sign_off_id, eve)
    assert len(told(lapsed)) == 1 and told(eve) == []
    assert audit.verify(RIVERSIDE) == []


def test_a_missing_privilege_that_is_warned_of_stands_in_what_is_signed(
    asha: Member, ben: Member, eve: Member, dana: Member
) -> None:
    sign_off_id = a_proposal(a_candidate(ben, eve), ben, eve)
    privileges.set_checked(dana.actor, Checked.WARN)
    approve(ben, a_case(fellow=asha, supervisor=ben))
    [said] = told(ben)
    assert said.startswith("Signed without a recorded privilege for ") and "esi" not in said
    judge(sign_off_id, ben)
    assert len(told(ben)) == 1
    privileges.set_checked(dana.actor, Checked.OFF)
    approve(ben, a_case(fellow=asha, supervisor=ben))
    assert "without" not in signed_by(ben)
    assert audit.verify(RIVERSIDE) == []


def test_only_a_director_says_which_are_needed_and_the_ledger_knows(
    ben: Member, cora: Member, dana: Member
) -> None:
    for other in (ben, cora):
        with pytest.raises(Refused):
            ask(other, Checked.OFF)
    for kinds in ((), ("driving_licence",), (LICENCE, "degree")):
        with pytest.raises(Invalid):
            privileges.set_credentials(dana.actor, Checked.WARN, kinds)
    ask(dana, Checked.WARN, LICENCE)
    kept = db.session.get_one(Program, RIVERSIDE)
    assert (kept.credentials_checked, kept.signing_credentials) == (Checked.WARN, {LICENCE})
    asked = select(LedgerEntry.facts).where(LedgerEntry.event == "program.credentials_checked")
    told_of = json.loads(db.session.scalars(asked).one())
    assert told_of == {"before": "off", "checked": "warn", "kinds": [LICENCE]}
