"""Every page that shows another person's record is noted before it leaves: here stands which."""

from dataclasses import dataclass
from uuid import UUID

from flask import Flask, Response, request

from logbook.domain.readings import Page
from logbook.policy.actors import Actor, Role
from logbook.services import record_reads
from logbook.web import current

FELLOW_ONLY = frozenset({Role.FELLOW})
"""Who is nothing else sees no record but their own."""


@dataclass(frozen=True, slots=True)
class Shows:
    """What an address shows: a row of this kind, named by this part of it."""

    kind: str
    part: str
    page: Page


SHOWING = {
    "cases.show": Shows("case", "case_id", Page.CASE),
    "assessments.show": Shows("assessment", "assessment_id", Page.ASSESSMENT),
    "assessments.amend": Shows("assessment", "assessment_id", Page.ASSESSMENT),
    "assessments.fill": Shows("assessment", "assessment_id", Page.ASSESSMENT),
    "portfolio.show": Shows("item", "item_id", Page.ITEM),
    "portfolio.fellow": Shows("enrollment", "enrollment_id", Page.ITEM),
    "cohort.fellow": Shows("enrollment", "enrollment_id", Page.PROGRESS),
    "readiness.fellow": Shows("enrollment", "enrollment_id", Page.PROGRESS),
    "year.fellow": Shows("enrollment", "enrollment_id", Page.PROGRESS),
    "year.levels": Shows("enrollment", "enrollment_id", Page.PROGRESS),
    "curves.fellow": Shows("enrollment", "enrollment_id", Page.PROGRESS),
    "curves.fellow_curve": Shows("enrollment", "enrollment_id", Page.PROGRESS),
    "curves.take": Shows("enrollment", "enrollment_id", Page.PROGRESS),
    "forecast.fellow": Shows("enrollment", "enrollment_id", Page.PROGRESS),
    "forecast.what_if": Shows("enrollment", "enrollment_id", Page.PROGRESS),
    "sign_offs.fellow": Shows("enrollment", "enrollment_id", Page.COMPETENCIES),
    "sign_offs.competency": Shows("enrollment", "enrollment_id", Page.COMPETENCIES),
    "sign_offs.detail": Shows("sign_off", "sign_off_id", Page.SIGN_OFF),
    "sign_offs.judge": Shows("sign_off", "sign_off_id", Page.SIGN_OFF),
    "certificates.show": Shows("certificate", "certificate_id", Page.SIGN_OFF),
    "certificates.file": Shows("certificate", "certificate_id", Page.SIGN_OFF),
    "certificates.pdf": Shows("certificate", "certificate_id", Page.SIGN_OFF),
    "certificates.badge": Shows("certificate", "certificate_id", Page.SIGN_OFF),
    "committee.fellow": Shows("member", "fellow_id", Page.PROGRESS),
    "committee.rate": Shows("member", "fellow_id", Page.MILESTONES),
    "committee.consensus": Shows("member", "fellow_id", Page.MILESTONES),
    "committee.decision": Shows("member", "fellow_id", Page.MILESTONES),
    "committee.letter": Shows("committee_letter", "letter_id", Page.MILESTONES),
    "committee.answer": Shows("committee_letter", "letter_id", Page.MILESTONES),
    "committee.plan": Shows("committee_plan", "plan_id", Page.PROGRESS),
    "credentials.detail": Shows("credential", "credential_id", Page.CREDENTIAL),
    "credentials.document": Shows("credential", "credential_id", Page.CREDENTIAL),
    "credentials.change": Shows("credential", "credential_id", Page.CREDENTIAL),
    "rotations.change": Shows("rotation", "rotation_id", Page.TIME),
    "rotations.change_leave": Shows("leave", "leave_id", Page.TIME),
    "rotations.fellow": Shows("enrollment", "enrollment_id", Page.TIME),
    "rounds.show": Shows("round", "round_id", Page.ROUND),
    "teaching.attendance": Shows("enrollment", "enrollment_id", Page.RESULTS),
    "teaching.results": Shows("enrollment", "enrollment_id", Page.RESULTS),
    "teaching.history": Shows("enrollment", "enrollment_id", Page.MILESTONES),
    "teaching.new_review": Shows("enrollment", "enrollment_id", Page.MILESTONES),
    "teaching.write_review": Shows("enrollment", "enrollment_id", Page.MILESTONES),
    "teaching.check_review": Shows("review", "review_id", Page.MILESTONES),
    "teaching.amend": Shows("sitting", "sitting_id", Page.RESULTS),
    "teaching.review": Shows("review", "review_id", Page.MILESTONES),
    "hospital.member": Shows("member", "fellow_id", Page.PROGRESS),
    "exchange.take": Shows("member", "fellow", Page.EXPORT),
}
"""By endpoint. Lists of many fellows are not readings of one record; see docs/adr/0018."""

QUEUE = "approval.queue"


def set_up(app: Flask) -> None:
    app.after_request(_note)


def _note(response: Response) -> Response:
    """Only what was shown: a refusal or a redirect shows nothing."""
    endpoint = request.endpoint
    if response.status_code != 200 or (endpoint not in SHOWING and endpoint != QUEUE):
        return response
    person = current.person()
    if person is None or person.actor is None or person.actor.roles == FELLOW_ONLY:
        return response
    if endpoint == QUEUE:
        record_reads.note_queue(person.actor, current.now())
    elif endpoint is not None:
        _note_one(person.actor, SHOWING[endpoint])
    return response


def _note_one(actor: Actor, shows: Shows) -> None:
    args = request.view_args or {}
    named = args[shows.part] if shows.part in args else request.args.get(shows.part)
    if named:
        record_reads.note(actor, shows.kind, UUID(str(named)), shows.page, current.now())
