"""Messages and members of enums, put into the reader's language."""

from collections.abc import Callable, Mapping
from datetime import date
from enum import Enum
from gettext import NullTranslations

from flask import Flask, g
from flask_babel import format_date, get_locale, get_translations, gettext
from markupsafe import Markup

from logbook.domain import assessments, committee, sign_offs
from logbook.domain.cases import Answer, State
from logbook.domain.chances import Weekday
from logbook.domain.decisions import Message
from logbook.domain.document import Text
from logbook.domain.expected import Band
from logbook.domain.follow_ups import Function, Relief
from logbook.domain.forms import Purpose
from logbook.domain.knowledge import Outcome
from logbook.domain.leave import LeaveKind
from logbook.domain.milestones import ReviewState
from logbook.domain.portfolio import ItemState
from logbook.domain.privileges import Checked
from logbook.domain.rounds import RaterGroup, RoundState
from logbook.domain.scopes import Scope
from logbook.domain.signatures import Meaning, Method
from logbook.domain.sites import Capability
from logbook.domain.webhooks import DeliveryState, Told
from logbook.policy.actors import Role

LABELS: dict[Enum, Callable[[], str]] = {}


def label(member: Enum) -> str:
    """The word shown for a member of an enum."""
    return str(LABELS[member]())


def words(message: Message | None) -> str:
    """The sentence of a message in the reader's language; nothing for no message."""
    if message is None:
        return ""
    return gettext(message.id, **_shown(message.params))


def _shown(params: Mapping[str, object]) -> dict[str, object]:
    return {name: _word(value) for name, value in params.items()}


def _word(value: object) -> object:
    if isinstance(value, Enum):
        return label(value)
    if isinstance(value, Message):
        return words(value)
    if isinstance(value, Text):
        return value.in_(language())
    if isinstance(value, tuple):
        return ", ".join(str(_word(one)) for one in value)
    return format_date(value, "medium") if isinstance(value, date) else value


def _catalogue() -> NullTranslations:
    """The catalogue of this request's language, found once."""
    spoken = get_locale()  # the same object for the whole request, unless a mail forces another
    if g.get("catalogue_of") is not spoken:
        g.catalogue_of, g.catalogue = spoken, get_translations()
    found: NullTranslations = g.catalogue
    return found


def _looked_up(text: str) -> str:
    return _catalogue().gettext(text)


def sentence(text: str, **blanks: object) -> Markup:
    """What `_()` says on a page: a sentence is our own markup, what fills its blanks is not."""
    return Markup(_looked_up(text)) % blanks  # noqa: S704


def _looked_up_many(one: str, many: str, n: int) -> str:
    return _catalogue().ngettext(one, many, n)


def profession_label(code: str) -> str:
    """The word for a member's profession."""
    return {
        "physician": gettext("physician"),
        "nurse": gettext("nurse"),
        "psychologist": gettext("psychologist"),
        "physiotherapist": gettext("physiotherapist"),
        "anesthesiologist": gettext("anesthesiologist"),
        "rehabilitation_physician": gettext("rehabilitation physician"),
        "technician": gettext("technician"),
        "other": gettext("other"),
    }.get(code, code)


def group_label(group: RaterGroup) -> str:
    """The word for where a rater of a round stands."""
    others = {
        RaterGroup.PATIENT_REPRESENTATIVE: lambda: gettext("patients’ representative"),
        RaterGroup.OTHER: lambda: gettext("others"),
    }
    return str(others[group]()) if group in others else profession_label(group.value)


def sign_off_label(code: str) -> str:
    """The word for the state of a sign-off, by its code."""
    return label(sign_offs.State(code))


def decided_label(code: str) -> str:
    """The word for a decision about a sign-off, by its code."""
    return label(sign_offs.Decided(code))


def meeting_label(code: str) -> str:
    """The word for the state of a meeting, by its code."""
    return label(committee.MeetingState(code))


def appeal_label(code: str) -> str:
    """The word for what came of an appeal, by its code."""
    return label(committee.AppealOutcome(code))


def outcome_label(code: str) -> str:
    """The word for a decision of the committee, by its code."""
    return label(committee.Outcome(code))


def language() -> str:
    """The reader's language, `en` or `id`."""
    locale = get_locale()
    return locale.language if locale else "en"


def set_up(app: Flask) -> None:
    # Flask-Babel finds out language and catalogue anew for every word; a page has hundreds.
    # (The i18n extension puts this method on the environment, which its type does not say.)
    app.jinja_env.install_gettext_callables(_looked_up, _looked_up_many, newstyle=True)  # type: ignore[attr-defined]
    app.add_template_filter(words, "words")
    app.add_template_filter(label, "label")
    app.add_template_filter(appeal_label, "appeal_outcome")
    app.add_template_filter(decided_label, "decided")
    app.add_template_filter(meeting_label, "meeting_state")
    app.add_template_filter(outcome_label, "outcome")
    app.add_template_filter(sign_off_label, "sign_off_state")
    app.add_template_filter(profession_label, "profession")
    app.add_template_filter(group_label, "rater_group")


LABELS.update(
    {
        Checked.OFF: lambda: gettext("nothing is checked"),
        Checked.WARN: lambda: gettext("the supervisor is warned"),
        Checked.REFUSE: lambda: gettext("nothing is signed"),
        State.DRAFT: lambda: gettext("draft"),
        State.SUBMITTED: lambda: gettext("submitted"),
        State.APPROVED: lambda: gettext("approved"),
        State.RETURNED: lambda: gettext("returned"),
        State.WITHDRAWN: lambda: gettext("withdrawn"),
        State.VOIDED: lambda: gettext("voided"),
        Relief.NONE: lambda: gettext("none"),
        Relief.SOME: lambda: gettext("under 50 percent"),
        Relief.HALF: lambda: gettext("50 to 79 percent"),
        Relief.MOST: lambda: gettext("80 percent or more"),
        Relief.NOT_KNOWN: lambda: gettext("not known"),
        Function.BETTER: lambda: gettext("better"),
        Function.SAME: lambda: gettext("the same"),
        Function.WORSE: lambda: gettext("worse"),
        Function.NOT_KNOWN: lambda: gettext("not known"),
        Band.MORNING: lambda: gettext("morning"),
        Band.AFTERNOON: lambda: gettext("afternoon"),
        Band.EVENING: lambda: gettext("evening"),
        Weekday.MONDAY: lambda: gettext("Monday"),
        Weekday.TUESDAY: lambda: gettext("Tuesday"),
        Weekday.WEDNESDAY: lambda: gettext("Wednesday"),
        Weekday.THURSDAY: lambda: gettext("Thursday"),
        Weekday.FRIDAY: lambda: gettext("Friday"),
        Weekday.SATURDAY: lambda: gettext("Saturday"),
        Weekday.SUNDAY: lambda: gettext("Sunday"),
        Capability.FLUOROSCOPY: lambda: gettext("fluoroscopy"),
        Capability.ULTRASOUND: lambda: gettext("ultrasound"),
        Capability.CT: lambda: gettext("CT"),
        Capability.OPERATING_ROOM: lambda: gettext("operating room"),
        LeaveKind.ANNUAL: lambda: gettext("annual leave"),
        LeaveKind.SICK: lambda: gettext("sick leave"),
        LeaveKind.PARENTAL: lambda: gettext("parental leave"),
        LeaveKind.STUDY: lambda: gettext("study leave"),
        LeaveKind.OTHER: lambda: gettext("other leave"),
        RoundState.OPEN: lambda: gettext("open"),
        RoundState.CLOSED: lambda: gettext("closed"),
        RoundState.CANCELLED: lambda: gettext("cancelled"),
        assessments.State.REQUESTED: lambda: gettext("requested"),
        assessments.State.FINISHED: lambda: gettext("given"),
        assessments.State.ACKNOWLEDGED: lambda: gettext("read"),
        assessments.State.DECLINED: lambda: gettext("declined"),
        assessments.State.EXPIRED: lambda: gettext("lapsed"),
        Purpose.FORMATIVE: lambda: gettext("formative"),
        Purpose.SUMMATIVE: lambda: gettext("summative"),
        ItemState.SENT: lambda: gettext("sent"),
        ItemState.ACCEPTED: lambda: gettext("accepted"),
        Outcome.PASSED: lambda: gettext("passed"),
        Outcome.NOT_PASSED: lambda: gettext("not passed"),
        Outcome.MISTAKEN: lambda: gettext("entered by mistake"),
        ReviewState.RECORDED: lambda: gettext("recorded"),
        sign_offs.State.PROPOSED: lambda: gettext("proposed"),
        sign_offs.State.JUDGED: lambda: gettext("waiting for the other judgement"),
        sign_offs.State.DIFFERING: lambda: gettext("judged differently"),
        sign_offs.State.GRANTED: lambda: gettext("granted"),
        sign_offs.State.CONFIRMED: lambda: gettext("confirmed by the committee"),
        sign_offs.State.REVIEW: lambda: gettext("to be looked at again"),
        sign_offs.State.SUSPENDED: lambda: gettext("suspended"),
        sign_offs.State.REVOKED: lambda: gettext("revoked"),
        sign_offs.State.LAPSED: lambda: gettext("lapsed"),
        sign_offs.State.AMENDED: lambda: gettext("replaced by an amendment"),
        sign_offs.Decided.OVERRIDDEN: lambda: gettext("missing evidence overridden"),
        sign_offs.Decided.BY_DIRECTOR: lambda: gettext("decided by a director"),
        sign_offs.Decided.TOGETHER: lambda: gettext("decided after a joint discussion"),
        sign_offs.Decided.UPHELD: lambda: gettext("looked at again and upheld"),
        committee.MeetingState.PLANNED: lambda: gettext("planned"),
        committee.MeetingState.PRE_RATING: lambda: gettext("members rate beforehand"),
        committee.MeetingState.IN_SESSION: lambda: gettext("in session"),
        committee.Outcome.PROGRESS: lambda: gettext("progressing as expected"),
        committee.Outcome.TARGETED_SUPPORT: lambda: gettext("targeted support"),
        committee.Outcome.FORMAL_PLAN: lambda: gettext("formal plan"),
        committee.Outcome.PROMOTE: lambda: gettext("promoted"),
        committee.Outcome.COMPLETE: lambda: gettext("training complete"),
        committee.AppealOutcome.STANDS: lambda: gettext("the decision stands"),
        committee.AppealOutcome.CHANGED: lambda: gettext("the decision is changed"),
        committee.PlanState.OVERDUE: lambda: gettext("overdue"),
        committee.PlanState.DONE: lambda: gettext("done"),
        Answer.APPROVED: lambda: gettext("approved"),
        Answer.RETURNED: lambda: gettext("returned"),
        Answer.NOT_OBSERVED: lambda: gettext("not observed"),
        Meaning.SUPERVISED: lambda: gettext("I supervised this procedure in this role."),
        Meaning.ASSESSED: lambda: gettext("I observed this, and this is my judgement."),
        Meaning.PROPOSES: lambda: gettext("I propose this level."),
        Meaning.ATTESTS: lambda: gettext("I attest this level."),
        Meaning.CONFIRMS: lambda: gettext("I confirm this for the committee."),
        Meaning.ENDS: lambda: gettext("This no longer holds."),
        Method.LINK: lambda: gettext("by a link in a mail"),
        Method.SESSION: lambda: gettext("by having signed in"),
        Method.PASSWORD: lambda: gettext("by password"),
        Method.PASSWORD_AND_CODE: lambda: gettext("by password and code"),
        Method.PASSKEY: lambda: gettext("by passkey"),
        Scope.CASES_READ: lambda: gettext("read cases"),
        Scope.CASES_WRITE: lambda: gettext("log, change, hand in and withdraw cases"),
        Scope.QUEUE_READ: lambda: gettext("read the queue"),
        Scope.QUEUE_ANSWER: lambda: gettext("return cases, and approve them while you let it sign"),
        Scope.PROGRESS_READ: lambda: gettext("read progress"),
        Scope.CATALOGUE_READ: lambda: gettext("read the catalogue"),
        Told.CASE_APPROVED: lambda: gettext("a case was approved"),
        Told.SIGN_OFF_SIGNED: lambda: gettext("a competency was signed off, or confirmed"),
        DeliveryState.WAITING: lambda: gettext("waiting"),
        DeliveryState.SENDING: lambda: gettext("being sent"),
        DeliveryState.DELIVERED: lambda: gettext("delivered"),
        DeliveryState.FAILED: lambda: gettext("given up"),
        Role.FELLOW: lambda: gettext("fellow"),
        Role.SUPERVISOR: lambda: gettext("supervisor"),
        Role.DIRECTOR: lambda: gettext("program director"),
        Role.COORDINATOR: lambda: gettext("coordinator"),
        Role.COMMITTEE: lambda: gettext("committee member"),
        Role.AUDITOR: lambda: gettext("auditor"),
        Role.ADMINISTRATOR: lambda: gettext("administrator"),
        Role.OFFICER: lambda: gettext("officer of an institution"),
        Role.NATIONAL_OFFICER: lambda: gettext("national officer"),
        Role.JOB: lambda: gettext("automatic job"),
    }
)
