"""What the kinds of events are called where one is chosen from a list."""

from flask_babel import LazyString, lazy_gettext

from logbook.policy.actors import INSTALLATION, Actor

OF_THE_INSTALLATION: dict[str, LazyString] = {
    "account.created": lazy_gettext("Account created"),
    "account.settings_changed": lazy_gettext("Account settings changed"),
    "account.signed_in": lazy_gettext("Signed in"),
    "account.sign_in_refused": lazy_gettext("Sign-in refused"),
    "account.signed_out": lazy_gettext("Signed out"),
    "account.program_switched": lazy_gettext("Program switched"),
    "account.password_link_asked": lazy_gettext("Password link asked for"),
    "account.password_set": lazy_gettext("Password set"),
    "program.created": lazy_gettext("Program created"),
}

OF_A_PROGRAM: dict[str, LazyString] = {
    "member.invited": lazy_gettext("Member invited"),
    "member.invitation_revoked": lazy_gettext("Invitation revoked"),
    "member.joined": lazy_gettext("Member joined"),
    "member.roles_changed": lazy_gettext("Roles changed"),
    "member.left": lazy_gettext("Member left"),
    "member.returned": lazy_gettext("Member returned"),
    "site.added": lazy_gettext("Site added"),
    "curriculum.published": lazy_gettext("Curriculum published"),
    "curriculum.figure_confirmed": lazy_gettext("Figure confirmed"),
    "curriculum.figure_carried_over": lazy_gettext("Confirmed figure went over"),
    "curriculum.draft_begun": lazy_gettext("Draft of a curriculum begun"),
    "curriculum.draft_changed": lazy_gettext("Draft of a curriculum changed"),
    "curriculum.draft_discarded": lazy_gettext("Draft of a curriculum thrown away"),
    "curriculum.draft_published": lazy_gettext("Draft of a curriculum published"),
    "enrollment.begun": lazy_gettext("Fellow enrolled"),
    "enrollment.changed": lazy_gettext("Enrollment changed"),
    "enrollment.moved": lazy_gettext("Enrollment moved to another edition"),
    "case.drafted": lazy_gettext("Case drafted"),
    "case.changed": lazy_gettext("Case changed"),
    "case.submitted": lazy_gettext("Case submitted"),
    "case.imported": lazy_gettext("Case imported"),
    "case.withdrawn": lazy_gettext("Case withdrawn"),
    "case.reopened": lazy_gettext("Case reopened"),
    "case.voided": lazy_gettext("Case voided"),
    "case.reassigned": lazy_gettext("Another supervisor asked"),
    "case.approved": lazy_gettext("Case approved"),
    "case.returned": lazy_gettext("Case returned"),
    "case.not_observed": lazy_gettext("Case not observed"),
    "case.answer_undone": lazy_gettext("Answer taken back"),
    "assessment.requested": lazy_gettext("Assessment asked for"),
    "assessment.draft_kept": lazy_gettext("Draft of an assessment kept"),
    "assessment.finished": lazy_gettext("Assessment signed"),
    "assessment.declined": lazy_gettext("Assessment declined"),
    "assessment.moved": lazy_gettext("Another assessor asked"),
    "assessment.withdrawn": lazy_gettext("Request for an assessment withdrawn"),
    "assessment.self_rated": lazy_gettext("Own work rated by the fellow"),
    "assessment.acknowledged": lazy_gettext("Feedback read"),
    "item.drafted": lazy_gettext("Portfolio item kept"),
    "item.changed": lazy_gettext("Portfolio item changed"),
    "item.sent": lazy_gettext("Portfolio item sent"),
    "item.withdrawn": lazy_gettext("Portfolio item withdrawn"),
    "item.accepted": lazy_gettext("Portfolio item accepted"),
    "item.returned": lazy_gettext("Portfolio item returned"),
    "item.voided": lazy_gettext("Portfolio item struck out"),
    "item.attended": lazy_gettext("Attendance recorded"),
    "session.recorded": lazy_gettext("Teaching session recorded"),
    "test.recorded": lazy_gettext("Test result entered"),
    "test.amended": lazy_gettext("Test result amended"),
    "milestones.drafted": lazy_gettext("Milestones drafted"),
    "milestones.recorded": lazy_gettext("Milestones recorded"),
    "import.prepared": lazy_gettext("Import prepared"),
    "import.advanced": lazy_gettext("Import advanced"),
    "import.undone": lazy_gettext("Import undone"),
    "cases.exported": lazy_gettext("Cases exported"),
    "credential.entered": lazy_gettext("Credential entered"),
    "credential.changed": lazy_gettext("Credential changed"),
    "credential.verified": lazy_gettext("Credential checked"),
    "credential.removed": lazy_gettext("Credential withdrawn"),
    "credential.reminded": lazy_gettext("Holder of a credential reminded"),
    "round.opened": lazy_gettext("Round of feedback opened"),
    "round.rater_asked_again": lazy_gettext("Rater asked again"),
    "round.answered": lazy_gettext("Rater answered"),
    "round.self_rated": lazy_gettext("Own view given"),
    "round.closed": lazy_gettext("Round of feedback closed"),
    "round.cancelled": lazy_gettext("Round of feedback cancelled"),
    "round.words_released": lazy_gettext("Words of raters released"),
}

TITLES = OF_THE_INSTALLATION | OF_A_PROGRAM


def titles_for(actor: Actor) -> dict[str, LazyString]:
    """Those that can stand in the ledger that this person reads."""
    return OF_THE_INSTALLATION if actor.program_id == INSTALLATION else OF_A_PROGRAM
