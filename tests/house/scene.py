"""What stands in Riverside when every door is tried: one object of each kind, and sane forms."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from logbook.domain.catalogue import CaseRole
from logbook.models.columns import new_id
from logbook.policy.actors import Role
from logbook.queries import exchange as exchange_queries
from logbook.services import approval, cases, exchange, identity, programs, record_copies
from logbook.services.credentials import Upload
from logbook.services.programs import Invited
from tests.cast import CAST, CLINIC, RIVERSIDE
from tests.house.scene_api import API_PARTS, ApiScene, set_api_scene
from tests.house.scene_committee import COMMITTEE_PARTS, CommitteeScene, set_committee_scene
from tests.house.scene_drafts import KEY, SHELF
from tests.house.scene_expected import EXPECTED_PARTS, ExpectedScene, set_expected_scene
from tests.house.scene_face import FaceScene, set_face_scene
from tests.house.scene_hospital import HOSPITAL_PARTS, HospitalScene, set_hospital_scene
from tests.house.scene_institutions import (
    INSTITUTION_PARTS,
    InstitutionScene,
    set_institution_scene,
)
from tests.house.scene_publishing import EditionScene, set_edition_scene
from tests.house.scene_records import RECORD_PARTS, RecordScene, set_record_scene
from tests.house.scene_reminders import ReminderScene, set_reminder_scene
from tests.house.scene_rotations import TimeScene, set_time_scene
from tests.house.scene_rounds import RoundScene, set_round_scene
from tests.house.scene_sign_offs import SignOffScene, set_sign_off_scene
from tests.makers.assessments import a_given_assessment, an_assessment
from tests.makers.cases import a_case, an_approved_case
from tests.makers.credentials import a_credential
from tests.makers.documents import a_pdf
from tests.makers.drafts import a_draft
from tests.makers.files import a_csv, a_row
from tests.makers.passkeys import a_kept_passkey
from tests.makers.people import a_member
from tests.makers.portfolio import a_sent_item, an_accepted_item
from tests.makers.views import a_view


@dataclass(frozen=True)
class Scene:
    """Ids of what stands there. All of it belongs to asha and ben, or to their program."""

    waiting: UUID
    """Submitted by asha, waits for ben."""
    draft: UUID
    approved: UUID
    withdrawn: UUID
    answer: UUID
    """By which ben has just approved a case; it can still be undone."""
    invitation: UUID
    link: str
    password_link: str
    """To set the password of finn."""
    newcomer: UUID
    """A fellow without an enrollment."""
    batch: UUID
    """A file that asha has uploaded, and one whose columns she has confirmed."""
    matched: UUID
    rounds: RoundScene
    editions: EditionScene
    assessment: UUID
    """Asked by asha of ben; and one that ben has given and asha has not read."""
    given: UUID
    item: UUID
    """Of asha's portfolio, sent to ben; and one that was accepted."""
    accepted_item: UUID
    credential: UUID
    """Of asha, with its document; nobody has verified it."""
    time: TimeScene
    records: RecordScene
    curriculum_draft: UUID
    passkey: UUID
    """Of asha."""
    sign_offs: SignOffScene
    reminders: ReminderScene
    face: FaceScene
    committee: CommitteeScene
    hospital: HospitalScene
    expected: ExpectedScene
    record_copy: UUID
    """Of asha's record, with no part done."""
    institutions: InstitutionScene
    view: UUID
    """Of dana, of the cohort."""
    api: ApiScene


def set_scene() -> Scene:
    asha, ben, cora = CAST["asha"], CAST["ben"], CAST["cora"]
    invited = Invited("new@example.org", "New", frozenset({Role.FELLOW}))
    link = programs.invite(cora.actor, RIVERSIDE, invited)
    invitation = programs.open_invitation(link.token, datetime.now(UTC))
    assert invitation is not None
    just = a_case(fellow=asha, supervisor=ben)
    answer = approval.approve(ben.actor, just, 1, role_stated=CaseRole.PERFORMED_DIRECT, level="3")
    password_link = identity.ask_for_link("finn@example.org", "192.0.2.1")
    assert password_link is not None
    withdrawn = a_case(fellow=asha, supervisor=ben, submit=False)
    cases.withdraw(asha.actor, withdrawn, "")
    return Scene(
        waiting=a_case(fellow=asha, supervisor=ben),
        draft=a_case(fellow=asha, supervisor=ben, submit=False),
        approved=an_approved_case(fellow=asha, supervisor=ben),
        withdrawn=withdrawn,
        answer=answer,
        invitation=invitation.id,
        link=link.token,
        password_link=password_link.token,
        newcomer=a_member("Nia", Role.FELLOW).id,
        batch=a_batch(),
        matched=a_matched_batch(),
        rounds=set_round_scene(),
        editions=set_edition_scene(),
        assessment=an_assessment(fellow=asha, assessor=ben),
        given=a_given_assessment(fellow=asha, assessor=ben),
        item=a_sent_item(),
        accepted_item=an_accepted_item(),
        credential=a_credential(of=asha, upload=Upload("licence.pdf", a_pdf())),
        time=set_time_scene(),
        records=set_record_scene(),
        curriculum_draft=a_draft(),
        passkey=a_kept_passkey(asha),
        sign_offs=set_sign_off_scene(),
        reminders=set_reminder_scene(),
        face=set_face_scene(),
        committee=set_committee_scene(),
        hospital=set_hospital_scene(),
        expected=set_expected_scene(),
        record_copy=record_copies.ask(asha.actor, new_id(), "en"),
        institutions=set_institution_scene(),
        view=a_view(CAST["dana"]),
        api=set_api_scene(),
    )


def a_batch() -> UUID:
    """A file of asha's, with a wrong row in it; nothing of it is in her log yet."""
    asha = CAST["asha"]
    assert asha.enrollment_id is not None
    return exchange.prepare(asha.actor, asha.enrollment_id, "log.csv", a_file())


def a_matched_batch() -> UUID:
    """The same with its columns confirmed, ready for the first step."""
    asha, batch_id = CAST["asha"], a_batch()
    kept = exchange_queries.batch(asha.actor, batch_id).matching
    exchange.match(asha.actor, batch_id, exchange.as_matching(kept))
    return batch_id


def a_file() -> bytes:
    return a_csv(a_row(2), a_row(1, Procedure="Wart removal"))


# What fills the blanks of an address, by name; `endpoint:name` where one page wants another.
PARTS: dict[str, Callable[[Scene], object]] = {
    "case_id": lambda scene: scene.waiting,
    "member_id": lambda scene: CAST["finn"].id,
    "copy_id": lambda scene: scene.record_copy,
    "fellow_id": lambda scene: CAST["asha"].id,
    "cohort.keep_view:view_id": lambda scene: new_id(),
    "view_id": lambda scene: scene.view,
    "enrollment_id": lambda scene: CAST["asha"].enrollment_id,
    "invitation_id": lambda scene: scene.invitation,
    "program_id": lambda scene: RIVERSIDE,
    "version_id": lambda scene: CAST.version_id,
    "batch_id": lambda scene: scene.matched,
    "exchange.match:batch_id": lambda scene: scene.batch,
    "assessment_id": lambda scene: scene.assessment,
    "assessments.start:assessment_id": lambda scene: new_id(),
    "assessments.acknowledge:assessment_id": lambda scene: scene.given,
    "assessments.amend:assessment_id": lambda scene: scene.given,
    "assessments.sign_amendment:assessment_id": lambda scene: scene.given,
    "assessments.amendment_statement:assessment_id": lambda scene: scene.given,
    "cases.log:case_id": lambda scene: new_id(),
    "cases.keep_for_later:case_id": lambda scene: new_id(),
    "cases.amend:case_id": lambda scene: scene.approved,
    "cases.propose:case_id": lambda scene: scene.approved,
    "amendment_id": lambda scene: new_id(),
    "cases.edit:case_id": lambda scene: scene.draft,
    "cases.reopen:case_id": lambda scene: scene.withdrawn,
    "cases.void:case_id": lambda scene: scene.approved,
    "item_id": lambda scene: scene.item,
    "portfolio.add:item_id": lambda scene: new_id(),
    "portfolio.void:item_id": lambda scene: scene.accepted_item,
    "publishing.review:draft_id": lambda scene: scene.editions.draft,
    "publishing.publish:draft_id": lambda scene: scene.editions.draft,
    "publishing.move:version_id": lambda scene: scene.editions.edition,
    "credential_id": lambda scene: scene.credential,
    "rotation_id": lambda scene: scene.time.rotation,
    "leave_id": lambda scene: scene.time.leave,
    "site_id": lambda scene: CLINIC,
    **RECORD_PARTS,
    **COMMITTEE_PARTS,
    **INSTITUTION_PARTS,
    **API_PARTS,
    **HOSPITAL_PARTS,
    **EXPECTED_PARTS,
    "draft_id": lambda scene: scene.curriculum_draft,
    "shelf": lambda scene: SHELF,
    "key": lambda scene: KEY,
    "passkey_id": lambda scene: scene.passkey,
    "sign_off_id": lambda scene: scene.sign_offs.judged,
    "certificates.issue:sign_off_id": lambda scene: scene.sign_offs.granted,
    "certificate_id": lambda scene: scene.sign_offs.certificate,
    "certificates.key:key_id": lambda scene: scene.sign_offs.key,
    "certificates.shared:token": lambda scene: scene.sign_offs.link,
    "certificates.shared_file:token": lambda scene: scene.sign_offs.link,
    "sign_offs.withdraw:sign_off_id": lambda scene: scene.sign_offs.proposed,
    "conflict_id": lambda scene: scene.sign_offs.conflict,
    "competency": lambda scene: "epa01",
    "procedure": lambda scene: "esi_lumbosacral_transforaminal",
    "year.levels:competency": lambda scene: "epa08",
    "scale": lambda scene: "entrust5",
    "place": lambda scene: 0,
    "requirement": lambda scene: "epa01.longitudinal_outpatient",
    "form": lambda scene: "csv",
    "opportunity.table:table": lambda scene: "rating",
    "mirror.table:table": lambda scene: "levels",
    "round_id": lambda scene: scene.rounds.open,
    "rounds.release:round_id": lambda scene: scene.rounds.closed,
    "rounds.ask_again:invitation_id": lambda scene: scene.rounds.invitation,
    "rounds.rate:token": lambda scene: scene.rounds.link,
    "delegation_id": lambda scene: scene.reminders.delegation,
    "reminders.nudge:case_id": lambda scene: scene.reminders.old,
    "reminders.open_queue:token": lambda scene: scene.reminders.link,
    "calendars.feed:token": lambda scene: scene.reminders.feed,
    "reminders.stop:token": lambda scene: scene.reminders.stop,
    "privilege_id": lambda scene: scene.face.privilege,
    "programs.privileges:member_id": lambda scene: CAST["ben"].id,
    "programs.check_privileges:member_id": lambda scene: CAST["ben"].id,
    "seen_together.confirm:case_id": lambda scene: scene.face.unseen,
    "identity.join:token": lambda scene: scene.link,
    "identity.set_password:token": lambda scene: scene.password_link,
}
