"""What is sent with each act, and what an address is asked with, in the scene that is set."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

from logbook.models.columns import new_id
from tests.cast import BEGAN, CAST, CLINIC, ENDS, RIVERSIDE, TODAY
from tests.house.scene import Scene, a_file
from tests.house.scene_api import API_FORMS
from tests.house.scene_committee import COMMITTEE_FORMS
from tests.house.scene_drafts import draft_forms
from tests.house.scene_expected import EXPECTED_FORMS
from tests.house.scene_hospital import HOSPITAL_FORMS
from tests.house.scene_institutions import INSTITUTION_FORMS
from tests.house.scene_publishing import a_move
from tests.house.scene_records import RECORD_FORMS
from tests.house.scene_reminders import a_naming
from tests.house.scene_rotations import TIME_FORMS
from tests.house.scene_rounds import a_rating, an_opening
from tests.house.scene_sign_offs import SIGN_OFF_FORMS
from tests.makers.assessments import an_amending_answer, an_answer
from tests.makers.documents import a_pdf

Form = dict[str, Any]

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
    "cases.keep_for_later": lambda scene: {"procedure": "esi_lumbosacral_transforaminal"},
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
    "assessments.statement": lambda scene: {**an_answer(), "revision": "1"},
    "assessments.sign_amendment": lambda scene: an_amending_answer(why="Entered twice."),
    "assessments.amendment_statement": lambda scene: an_amending_answer(why="Entered twice."),
    "assessments.decline": lambda scene: {"reason": "I was not there."},
    "assessments.move": lambda scene: {"assessor": CAST["eve"].id},
    "assessments.rate": lambda scene: {"own-level": "3"},
    "assessments.acknowledge": lambda scene: {"useful": "yes"},
    "cases.edit": lambda scene: a_sheet(revision="1"),
    "cases.log": lambda scene: a_sheet(),
    "cases.propose": lambda scene: a_sheet(why="Entered twice."),
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
    "cohort.keep_view": lambda scene: {"name": "Kept by one", "sort": "name"},
    "curriculum.adopt": lambda scene: {"name": "pain_nurse"},
    "publishing.publish": lambda scene: {"revision": "2"},
    "publishing.move": lambda scene: a_move(),
    "curriculum.confirm": lambda scene: {
        "value": "20",
        "document": "Program requirements",
        "edition": "2026",
        "dated": TODAY,
    },
    **INSTITUTION_FORMS,
    **draft_forms(lambda scene: scene.curriculum_draft),
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
    "passkeys.rename": lambda scene: {"name": "Blue key"},
    "opportunity.set_minimum": lambda scene: {"minimum": "8"},
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
    "programs.set_since": lambda scene: {"since": TODAY},
    "programs.member": lambda scene: {"roles": ["fellow", "auditor"]},
    "programs.privileges": lambda scene: {
        "privilege_id": new_id(),
        "code": "all",
        "starts_on": TODAY,
    },
    "programs.check_privileges": lambda scene: {"checked": "warn"},
    "programs.signing": lambda scene: {"checked": "warn", "kinds": ["medical_licence"]},
    "seen_together.confirm": lambda scene: {"code": scene.face.code},
    **COMMITTEE_FORMS,
    **RECORD_FORMS,
    **API_FORMS,
    **HOSPITAL_FORMS,
    **EXPECTED_FORMS,
    "reminders.delegations": lambda scene: a_naming(),
    "reminders.set_deputy_days": lambda scene: {"days": "10"},
    "reminders.wishes": lambda scene: {"digest": "daily", "nudges": "y"},
    **SIGN_OFF_FORMS,
    "rounds.cancel": lambda scene: {"reason": "Opened twice."},
    "rounds.new": lambda scene: an_opening(),
    "rounds.rate": lambda scene: a_rating(),
    "rounds.rate_self": lambda scene: a_rating(),
    **TIME_FORMS,
}

# What an address is asked with.
ASKED: dict[str, Callable[[Scene], dict[str, object]]] = {
    "approval.undo": lambda scene: {"answer": scene.answer},
    "exchange.export": lambda scene: {"fellow": CAST["asha"].id},
    "exchange.take": lambda scene: {"fellow": CAST["asha"].id},
    "opportunity.asked": lambda scene: {"supervisor": CAST["ben"].id},
    "opportunity.judgements": lambda scene: {"supervisor": CAST["ben"].id, "scale": "entrust5"},
    "seen_together.scanned": lambda scene: {"by": CAST["ben"].id, "code": scene.face.code},
}
