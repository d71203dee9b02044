"""A ledger that has grown as one does: everything that is sealed is there, at least twice."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

from logbook.domain.catalogue import CaseRole
from logbook.domain.committee import Outcome
from logbook.domain.privileges import Scope
from logbook.domain.sign_offs import Decided
from logbook.domain.signatures import b64decoded
from logbook.queries.curriculum import curriculum_of
from logbook.services import (
    approval,
    assessing,
    checkpoints,
    committee_rating,
    committee_session,
    conflicts,
    curriculum,
    passkeys,
    privileges,
    reconciling,
    seen_together,
    signing_keys,
)
from logbook.services.credentials import Upload
from logbook.services.identity import of_account
from logbook.services.reconciling import Answer
from tests.cast import BEGAN, CAST, RIVERSIDE, TODAY, Member
from tests.makers import committee
from tests.makers.amendments import an_approved_amendment
from tests.makers.api import a_webhook
from tests.makers.assessments import (
    a_given_assessment,
    a_judgement,
    an_amended_assessment,
    an_assessment,
)
from tests.makers.cases import a_case, an_approved_case
from tests.makers.certificates import a_certificate, a_shared
from tests.makers.credentials import a_credential, a_verified_credential
from tests.makers.documents import a_pdf
from tests.makers.follow_ups import a_follow_up
from tests.makers.passkeys import a_passkey
from tests.makers.people import a_fellow
from tests.makers.portfolio import a_sent_item, an_accepted_item
from tests.makers.records import a_draft, a_review, a_session, a_sitting, all_levels
from tests.makers.reminders import a_deputy, a_link
from tests.makers.rotations import a_leave, a_rotation
from tests.makers.rounds import a_closed_round
from tests.makers.seen_together import a_code
from tests.makers.sign_offs import a_granted, a_proposal, a_version, decide, judge
from tests.makers.suggestions import a_suggestion

HOST = "logbook.example"
LETTERS_TO = ("ben", "eve", "asha", "finn")
"""Who is written to between the last two checkpoints: entries about nothing that is sealed."""


@dataclass(frozen=True, slots=True)
class Grown:
    """What a witness outside keeps of the ledger: the notes of its checkpoints, oldest first."""

    notes: tuple[str, ...]


def a_grown_ledger(keys: Path) -> Grown:
    """Riverside's, by its use cases alone. BASE_URL has to be `passkeys.ORIGIN`."""
    signing_keys.create(keys)
    _cases_and_assessments()
    notes = [_checkpoint(keys)]
    _what_else_fellows_do()
    signing_keys.rotate(keys)
    notes.append(_checkpoint(keys))
    _committee()
    _sign_offs()
    notes.append(_checkpoint(keys))
    for name in LETTERS_TO:
        a_link(CAST[name])
    notes.append(_checkpoint(keys))
    return Grown(tuple(notes))


def _checkpoint(keys: Path) -> str:
    [signed] = checkpoints.sign_all(signing_keys.signer(keys), HOST, RIVERSIDE)
    return signed.note


def _cases_and_assessments() -> None:
    asha, finn, ben, eve = (CAST[name] for name in ("asha", "finn", "ben", "eve"))
    an_approved_case(fellow=asha, supervisor=ben, reflection="tip too deep at first")
    wrong = an_approved_case(fellow=asha, supervisor=ben)
    an_approved_amendment(wrong, fellow=asha, supervisor=ben)
    undone = a_case(fellow=finn, supervisor=ben)
    given = approval.approve(ben.actor, undone, 1, role_stated=CaseRole.ASSISTED, level="2")
    approval.undo(ben.actor, given)
    approval.return_(ben.actor, a_case(fellow=asha, supervisor=ben), 1, reason="which level?")
    an_amended_assessment(a_given_assessment(fellow=asha, assessor=ben), assessor=ben)
    assessing.acknowledge(asha.actor, a_given_assessment(fellow=asha, assessor=eve), useful=True)
    an_assessment(fellow=finn, assessor=ben)
    _signed_with_a_passkey()


def _signed_with_a_passkey() -> None:
    asha, ben = CAST["asha"], CAST["ben"]
    key, _ = a_passkey(ben)
    assessment_id, now = an_assessment(fellow=asha, assessor=ben), datetime.now(UTC)
    text = assessing.to_be_signed(ben.actor, assessment_id, 1, a_judgement(), now)
    proven = passkeys.proven(of_account(ben.account_id), key.answer(text.sha256, now))
    assert proven.proof is not None and b64decoded(proven.proof["client_data"])
    assessing.finish(ben.actor, assessment_id, 1, a_judgement(), proven)


def _what_else_fellows_do() -> None:
    asha, finn, ben, eve, cora = (CAST[name] for name in ("asha", "finn", "ben", "eve", "cora"))
    a_closed_round(fellow=asha, by=cora)
    a_closed_round(fellow=finn, by=cora)
    for _ in range(2):
        a_session()
        a_sitting()
        a_verified_credential(of=asha, by=cora)
    a_credential(of=finn, upload=Upload("licence.pdf", a_pdf()))
    a_credential(of=asha, upload=Upload("course.pdf", a_pdf("Course")))
    a_sent_item(), an_accepted_item()
    a_review(), a_draft()
    a_rotation(0, of=asha), a_rotation(28, of=asha), a_rotation(0, of=finn)
    a_leave(60, of=asha), a_leave(70, of=finn)
    for fellow in (asha, finn):
        unseen = a_case(fellow=fellow, supervisor=ben)
        seen_together.confirm(fellow.actor, unseen, a_code(ben))
    for supervisor in (ben, eve):
        a_privilege(supervisor)
        a_webhook()
    _confirmed_figures()
    a_follow_up(fellow=asha, supervisor=ben), a_follow_up(fellow=finn, supervisor=ben)
    a_suggestion(to=asha, by=ben), a_suggestion(to=finn, by=ben)
    a_deputy(of=ben, deputy=eve), a_deputy(of=eve, deputy=ben, by=cora)
    for said in ("elsewhere", "not_recorded"):
        reconciling.answer(asha.actor, Answer(said, case_id=a_case(fellow=asha, supervisor=ben)))


def _confirmed_figures() -> None:
    wanted = list(curriculum_of(RIVERSIDE, CAST.version_id).requirements)[:2]
    for value, requirement in enumerate(wanted, 20):
        curriculum.confirm_figure(
            CAST["dana"].actor,
            CAST.version_id,
            requirement,
            value=value,
            document="Program requirements",
            edition="2026",
            dated=TODAY,
        )


def _committee() -> None:
    """Two meetings; in the second, finn is given a plan as well, and asha appeals."""
    asha, finn, mia = CAST["asha"], CAST["finn"], CAST["mia"]
    for fellow in (asha, finn):
        committee_rating.rate_self(fellow.actor, uuid4(), all_levels("2"), "More lists.")
    for fellow in (asha, finn):
        meeting_id = committee.a_session([fellow])
        committee_session.begin_discussion(mia.actor, meeting_id, fellow.id)
        committee.decide(meeting_id, fellow, Outcome.TARGETED_SUPPORT, committee.a_plan())
        committee.dissent(meeting_id, fellow, CAST["dana"])
        committee.close(meeting_id)
        committee.approve(meeting_id)
    committee.appealed(committee.the_letter(asha).id)


def a_privilege(supervisor: Member) -> None:
    privileges.give(
        CAST["cora"].actor,
        uuid4(),
        supervisor.id,
        scope=Scope.ALL,
        code="",
        starts_on=BEGAN,
        ends_on=None,
    )


def _sign_offs() -> None:
    ben, eve, dana, cora = (CAST[name] for name in ("ben", "eve", "dana", "cora"))
    version_id = a_version(committee=True)
    first, second, third = (_candidate(name, version_id) for name in ("Nia", "Noa", "Nils"))
    for fellow in (first, second):
        signed = a_granted(fellow, ben, eve)
        decide(signed, dana, Decided.CONFIRMED)
        a_shared(fellow, a_certificate(fellow.actor, signed), "signers")
    decide(a_granted(third, ben, eve), dana, Decided.RETURNED)
    judge(a_proposal(third, ben, eve), ben, "3")
    for one in (first, second):
        conflicts.declare(cora.actor, uuid4(), one.id, CAST["mia"].id)
    ended = uuid4()
    conflicts.declare(third.actor, ended, third.id, CAST["mia"].id)
    conflicts.end(cora.actor, ended)


def _candidate(name: str, version_id: UUID) -> Member:
    fellow = a_fellow(name, version_id=version_id, starts_on=BEGAN)
    for supervisor in ("ben", "eve"):
        an_approved_case(fellow=fellow, supervisor=CAST[supervisor])
    return fellow
