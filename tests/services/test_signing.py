"""Approvals and assessments are signatures: over what, by whom, and what an undoing leaves."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from logbook.domain.catalogue import CaseRole
from logbook.domain.signatures import BY_SESSION, FRESH, Meaning, Method, Presence, Proven, b64
from logbook.models.signatures import Signature
from logbook.queries.curriculum import sha256_of
from logbook.services import approval, assessing, audit, progress
from logbook.services.approval_together import Approval, approve_each
from logbook.services.refusals import Conflict, Invalid, Refused
from logbook.services.signatures import signatures_under
from tests.cast import CAST, Member
from tests.makers.assessments import a_judgement, an_assessment
from tests.makers.cases import a_case

ROLE = CaseRole.PERFORMED_DIRECT


def under(member: Member, record: str, record_id: UUID) -> list[Signature]:
    return signatures_under(member.program_id, record, record_id)


def approve(ben: Member, case_id: UUID, by: Proven = BY_SESSION) -> UUID:
    return approval.approve(
        ben.actor, case_id, 1, role_stated=ROLE, level="3", words="Calm.", by=by
    )


def test_an_approval_is_signed_over_all_that_was_looked_at_and_said(
    asha: Member, ben: Member
) -> None:
    answer_id = approve(ben, a_case(fellow=asha, supervisor=ben, reflection="Slow."))
    [signature] = under(ben, "case_answer", answer_id)
    said = json.loads(signature.text)
    assert (signature.meaning, signature.method) == (Meaning.SUPERVISED, Method.SESSION)
    assert said["signer"] == {
        "id": str(ben.id),
        "name": "Ben",
        "role": "supervisor",
        "profession": "physician",
    }
    assert said["content"]["answer"]["role_stated"] == ROLE
    assert (said["content"]["answer"]["level"], said["content"]["answer"]["words"]) == (
        "3",
        "Calm.",
    )
    assert said["content"]["case"]["procedure"] == "esi_lumbosacral_transforaminal"
    assert (said["content"]["case"]["reflection"], said["content"]["case"]["revision"]) == (
        "Slow.",
        1,
    )
    assert said["content"]["curriculum"] == sha256_of(ben.program_id, CAST.version_id)
    assert audit.verify() == []


def test_an_undone_approval_stays_signed_and_its_end_is_signed_beside_it(
    asha: Member, ben: Member
) -> None:
    case_id = a_case(fellow=asha, supervisor=ben)
    answer_id = approve(ben, case_id)
    approval.undo(ben.actor, answer_id)
    given, ended = under(ben, "case_answer", answer_id)
    assert (given.meaning, ended.meaning) == (Meaning.SUPERVISED, Meaning.ENDS)
    [ground] = json.loads(ended.text)["grounds"]
    assert ground == {"kind": "signature", "id": str(given.id), "sha256": given.sha256.hex()}
    again = approval.approve(ben.actor, case_id, 3, role_stated=ROLE, level="4")
    assert [one.meaning for one in under(ben, "case_answer", again)] == [Meaning.SUPERVISED]
    assert (audit.verify(), progress.differences()) == ([], [])


def test_a_return_vouches_for_nothing_and_is_not_signed(asha: Member, ben: Member) -> None:
    answer_id = approval.return_(
        ben.actor, a_case(fellow=asha, supervisor=ben), 1, reason="Which side?"
    )
    approval.undo(ben.actor, answer_id)
    assert under(ben, "case_answer", answer_id) == []


def test_several_in_one_sitting_are_signed_each_by_itself(asha: Member, ben: Member) -> None:
    wanted = [Approval(a_case(fellow=asha, supervisor=ben), 1, ROLE, "3") for _ in range(3)]
    done = approve_each(ben.actor, wanted, Proven(Method.PASSWORD_AND_CODE)).done
    found = [under(ben, "case_answer", answer_id) for answer_id in done]
    assert [[one.method for one in row] for row in found] == [[Method.PASSWORD_AND_CODE]] * 3
    assert len({row[0].sha256 for row in found}) == 3


def test_an_assessment_is_signed_over_the_judgement(asha: Member, ben: Member) -> None:
    assessment_id = an_assessment(fellow=asha, assessor=ben)
    assessing.finish(ben.actor, assessment_id, 1, a_judgement())
    [signature] = under(ben, "assessment", assessment_id)
    said = json.loads(signature.text)["content"]
    assert signature.meaning is Meaning.ASSESSED
    assert (said["level"], said["items"]["technique"]) == ("4", "above")
    assert said["curriculum"] == sha256_of(ben.program_id, CAST.version_id)
    assert audit.verify() == []


def proof_over(sha256: bytes) -> dict[str, str]:
    client_data = json.dumps({"challenge": b64(sha256)}).encode()
    return {"client_data": b64(client_data)}


def signed_ahead(ben: Member, assessment_id: UUID, ago: timedelta, **but: Any) -> Proven:
    """What a passkey answered a while ago over this judgement."""
    at = datetime.now(UTC) - ago
    statement = assessing.to_be_signed(ben.actor, assessment_id, 1, a_judgement(**but), at)
    return Proven(Method.PASSKEY, at, proof_over(statement.sha256))


def test_what_a_passkey_signs_is_the_text_that_is_kept(asha: Member, ben: Member) -> None:
    assessment_id = an_assessment(fellow=asha, assessor=ben)
    by = signed_ahead(ben, assessment_id, timedelta(minutes=2))
    assessing.finish(ben.actor, assessment_id, 1, a_judgement(), by)
    [signature] = under(ben, "assessment", assessment_id)
    assert (signature.signed_at, signature.proof) == (by.at, by.proof)
    [fault] = audit.verify()  # it was no passkey that answered here, and the ledger finds that
    assert "No passkey has signed" in fault.what.id


def test_a_passkeys_answer_cannot_be_moved_to_another_record(asha: Member, ben: Member) -> None:
    first, second = (an_assessment(fellow=asha, assessor=ben) for _ in range(2))
    by = signed_ahead(ben, first, timedelta(0))
    with pytest.raises(Invalid, match="passkey"):
        assessing.finish(ben.actor, second, 1, a_judgement(), by)
    with pytest.raises(Invalid, match="passkey"):
        assessing.finish(ben.actor, first, 1, a_judgement(level="5"), by)
    assessing.finish(ben.actor, first, 1, a_judgement(), by)
    with pytest.raises((Conflict, Refused)):
        assessing.finish(ben.actor, first, 1, a_judgement(), by)


@pytest.mark.parametrize("ago", [FRESH + timedelta(minutes=1), -timedelta(minutes=1)])
def test_a_passkeys_answer_of_another_time_is_refused(
    asha: Member, ben: Member, ago: timedelta
) -> None:
    assessment_id = an_assessment(fellow=asha, assessor=ben)
    by = signed_ahead(ben, assessment_id, ago)
    with pytest.raises(Invalid, match="passkey"):
        assessing.finish(ben.actor, assessment_id, 1, a_judgement(), by)


@pytest.mark.parametrize(
    ("method", "minutes", "known"),
    [
        (Method.PASSWORD_AND_CODE, 5, Method.PASSWORD_AND_CODE),
        (Method.PASSWORD_AND_CODE, 11, Method.SESSION),
        (Method.PASSWORD_AND_CODE, -1, Method.SESSION),
        (Method.LINK, 5, Method.LINK),
        (Method.LINK, 11, Method.LINK),
    ],
)
def test_what_is_no_longer_fresh_says_no_more_than_that_somebody_signed_in(
    method: Method, minutes: int, known: Method
) -> None:
    now = datetime.now(UTC)
    presence = Presence(method, now - timedelta(minutes=minutes))
    assert presence.proves(now) == Proven(known)
