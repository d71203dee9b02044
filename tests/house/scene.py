"""What stands in Riverside when every door is tried: one object of each kind, and sane forms."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from uuid import UUID

from logbook.domain.catalogue import CaseRole
from logbook.models.columns import new_id
from logbook.policy.actors import Role
from logbook.queries import exchange as exchange_queries
from logbook.services import approval, cases, exchange, identity, programs
from logbook.services.credentials import Upload
from logbook.services.programs import Invited
from tests.cast import BEGAN, CAST, CLINIC, ENDS, RIVERSIDE, TODAY
from tests.house.scene_reminders import ReminderScene, a_naming, set_reminder_scene
from tests.house.scene_rounds import RoundScene, a_rating, an_opening, set_round_scene
from tests.makers.assessments import a_given_assessment, an_answer, an_assessment
from tests.makers.cases import a_case, an_approved_case
from tests.makers.credentials import a_credential
from tests.makers.documents import a_pdf
from tests.makers.files import a_csv, a_row
from tests.makers.people import a_member
from tests.makers.portfolio import a_sent_item, an_accepted_item

Form = dict[str, Any]


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
    assessment: UUID
    """Asked by asha of ben; and one that ben has given and asha has not read."""
    given: UUID
    item: UUID
    """Of asha's portfolio, sent to ben; and one that was accepted."""
    accepted_item: UUID
    credential: UUID
    """Of asha, with its document; nobody has verified it."""
    reminders: ReminderScene


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
        assessment=an_assessment(fellow=asha, assessor=ben),
        given=a_given_assessment(fellow=asha, assessor=ben),
        item=a_sent_item(),
        accepted_item=an_accepted_item(),
        credential=a_credential(of=asha, upload=Upload("licence.pdf", a_pdf())),
        reminders=set_reminder_scene(),
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
    "fellow_id": lambda scene: CAST["asha"].id,
    "enrollment_id": lambda scene: CAST["asha"].enrollment_id,
    "invitation_id": lambda scene: scene.invitation,
    "program_id": lambda scene: RIVERSIDE,
    "version_id": lambda scene: CAST.version_id,
    "batch_id": lambda scene: scene.matched,
    "exchange.match:batch_id": lambda scene: scene.batch,
    "assessment_id": lambda scene: scene.assessment,
    "assessments.start:assessment_id": lambda scene: new_id(),
    "assessments.acknowledge:assessment_id": lambda scene: scene.given,
    "cases.log:case_id": lambda scene: new_id(),
    "cases.edit:case_id": lambda scene: scene.draft,
    "cases.reopen:case_id": lambda scene: scene.withdrawn,
    "cases.void:case_id": lambda scene: scene.approved,
    "item_id": lambda scene: scene.item,
    "portfolio.add:item_id": lambda scene: new_id(),
    "portfolio.void:item_id": lambda scene: scene.accepted_item,
    "credential_id": lambda scene: scene.credential,
    "requirement": lambda scene: "epa01.longitudinal_outpatient",
    "form": lambda scene: "csv",
    "round_id": lambda scene: scene.rounds.open,
    "rounds.release:round_id": lambda scene: scene.rounds.closed,
    "rounds.ask_again:invitation_id": lambda scene: scene.rounds.invitation,
    "rounds.rate:token": lambda scene: scene.rounds.link,
    "delegation_id": lambda scene: scene.reminders.delegation,
    "reminders.nudge:case_id": lambda scene: scene.reminders.old,
    "reminders.open_queue:token": lambda scene: scene.reminders.link,
    "reminders.stop:token": lambda scene: scene.reminders.stop,
    "identity.join:token": lambda scene: scene.link,
    "identity.set_password:token": lambda scene: scene.password_link,
}

PASSWORD = {"password": "seven quiet herons", "again": "seven quiet herons"}
AN_ITEM = {
    "kind": "course",
    "done_on": TODAY,
    "title": "Opioid course",
    "hours": "2",
    "step": "send",
}
PERIOD = {"starts_on": BEGAN, "ends_on": ENDS, "full_time_percent": "80"}


A_LICENCE = {
    "kind": "medical_licence",
    "issuer": "Medical Board",
    "issued_on": BEGAN,
    "expires_on": ENDS,
}


def answered(kind: str, scene: Scene, **fields: object) -> Form:
    return {f"{kind}-{scene.waiting.hex}-{name}": value for name, value in fields.items()}


def a_sheet(**but: object) -> Form:
    """The form of a case, filled in."""
    usual = {
        "procedure": "esi_lumbosacral_transforaminal",
        "performed_on": TODAY,
        "role": "performed_direct",
        "supervisor": CAST["ben"].id,
        "site": CLINIC,
        "setting": "clinic_suite",
        "age_band": "40-64",
        "outcome": "success",
        "indication": "radicular leg pain",
        "details-levels": ["L4", "L5"],
        "details-laterality": "left",
        "details-guidance": "fluoroscopy",
    }
    return usual | but


# What is sent with each act; an act that is not here is sent empty.
FORMS: dict[str, Callable[[Scene], Form]] = {
    "account.settings": lambda scene: {"name": "Someone", "locale": "en", "theme": "dark"},
    "administration.create": lambda scene: {
        "name": "Lakeside",
        "time_zone": "UTC",
        "year_begins_month": "7",
    },
    "administration.invite_director": lambda scene: {"name": "D", "address": "d@example.org"},
    "approval.approve": lambda scene: answered(
        "approve", scene, revision=1, role="performed_direct", level="3"
    ),
    "approval.return_": lambda scene: answered("return", scene, revision=1, words="Which side?"),
    "approval.not_observed": lambda scene: answered("unseen", scene, revision=1),
    "assessments.start": lambda scene: {
        "form": "dops",
        "fellow": CAST["asha"].id,
        "assessor": CAST["ben"].id,
        "competency": "epa08",
        "happened_on": TODAY,
        "own-level": "3",
    },
    "assessments.say": lambda scene: {**an_answer(), "revision": "1"},
    "assessments.decline": lambda scene: {"reason": "I was not there."},
    "assessments.move": lambda scene: {"assessor": CAST["eve"].id},
    "assessments.rate": lambda scene: {"own-level": "3"},
    "assessments.acknowledge": lambda scene: {"useful": "yes"},
    "cases.edit": lambda scene: a_sheet(revision="1"),
    "cases.log": lambda scene: a_sheet(),
    "cases.reassign": lambda scene: {"supervisor": CAST["eve"].id},
    "cases.void": lambda scene: {"reason": "Logged for the wrong fellow."},
    "cases.withdraw": lambda scene: {"reason": "Logged twice."},
    "credentials.new": lambda scene: {
        "credential_id": new_id(),
        "member": CAST["asha"].id,
        **A_LICENCE,
    },
    "credentials.change": lambda scene: {"revision": "1", **A_LICENCE},
    "credentials.verify": lambda scene: {"revision": "1"},
    "credentials.attach": lambda scene: {
        "revision": "1",
        "document": (BytesIO(a_pdf("Anew")), "licence.pdf"),
    },
    "curriculum.confirm": lambda scene: {
        "value": "20",
        "document": "Program requirements",
        "edition": "2026",
        "dated": TODAY,
    },
    "exchange.match": lambda scene: {
        "column-0": "performed_on",
        "column-1": "procedure",
        "order": "dmy",
        "role": "performed_direct",
    },
    "exchange.start": lambda scene: {
        "enrollment": CAST["asha"].enrollment_id,
        "file": (BytesIO(a_file()), "log.csv"),
    },
    "identity.ask_link": lambda scene: {"address": "asha@example.org"},
    "identity.join": lambda scene: {"name": "New", **PASSWORD},
    "identity.preferences": lambda scene: {"language": "id"},
    "identity.set_password": lambda scene: PASSWORD,
    "identity.switch_program": lambda scene: {"program": str(RIVERSIDE)},
    "portfolio.accept": lambda scene: {"revision": 1},
    "portfolio.add": lambda scene: AN_ITEM,
    "portfolio.edit": lambda scene: {**AN_ITEM, "revision": 1},
    "portfolio.return_": lambda scene: {"revision": 1, "reason": "Which course?"},
    "portfolio.void": lambda scene: {"reason": "Entered twice."},
    "programs.add_site": lambda scene: {"name": "Operating theater 3"},
    "programs.enroll": lambda scene: {
        "fellow": str(scene.newcomer),
        "version": str(CAST.version_id),
        **PERIOD,
    },
    "programs.enrollment": lambda scene: PERIOD,
    "programs.invite": lambda scene: {
        "name": "N",
        "address": "n@example.org",
        "roles": ["fellow"],
        "profession": "physician",
    },
    "programs.leave": lambda scene: {"on": TODAY},
    "programs.member": lambda scene: {"roles": ["fellow", "auditor"]},
    "reminders.delegations": lambda scene: a_naming(),
    "reminders.set_deputy_days": lambda scene: {"days": "10"},
    "reminders.wishes": lambda scene: {"digest": "daily", "nudges": "y"},
    "rounds.cancel": lambda scene: {"reason": "Opened twice."},
    "rounds.new": lambda scene: an_opening(),
    "rounds.rate": lambda scene: a_rating(),
    "rounds.rate_self": lambda scene: a_rating(),
}

# What an address is asked with.
ASKED: dict[str, Callable[[Scene], dict[str, object]]] = {
    "approval.undo": lambda scene: {"answer": scene.answer},
    "exchange.export": lambda scene: {"fellow": CAST["asha"].id},
    "exchange.take": lambda scene: {"fellow": CAST["asha"].id},
}
