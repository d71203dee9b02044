"""Making certificates, and what their holders do with them."""

import json
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.exc import NoResultFound

from logbook.database import db
from logbook.domain.audit import canonical
from logbook.domain.certificates import digest, link_token
from logbook.domain.decisions import say
from logbook.domain.events_certificates import (
    CertificateIssued,
    CertificateShared,
    CertificateWithdrawn,
)
from logbook.models.certificates import Certificate
from logbook.models.columns import new_id
from logbook.models.curriculum import Enrollment
from logbook.policy import certificates as policy
from logbook.policy.actors import Actor
from logbook.policy.certificates import may_view
from logbook.queries.sign_offs import SignOffLine, line, standing_of
from logbook.services.certificate_statement import statement_of
from logbook.services.refusals import Invalid, insist
from logbook.services.sign_off_signing import find as lock
from logbook.services.unit import Unit, unit_of_work

SHOWS = ("signers", "curriculum", "file")
"""What a holder may show beside the competency and its level."""


class AlreadyIssued(Exception):
    """There is one that states the same."""

    def __init__(self, certificate_id: UUID) -> None:
        super().__init__()
        self.certificate_id = certificate_id


def issue(actor: Actor, sign_off_id: UUID, today: date) -> UUID:
    """Of one signed competency. Returns the certificate's id; the one that there is, if there is
    one already. Of two who ask at once, one waits and finds the other's."""
    try:
        with unit_of_work(actor) as unit:
            lock(actor, sign_off_id)
            found = line(actor, sign_off_id, today)
            insist(policy.may_issue(actor, found.fellow_id, found.holds))
            _stop_if_issued(actor, Certificate.sign_off_id == sign_off_id)
            return _issue(unit, "competency", [found], sign_off_id)
    except AlreadyIssued as there:
        return there.certificate_id


def issue_whole(actor: Actor, enrollment_id: UUID, today: date) -> UUID:
    """Of the whole fellowship: a director's word over every competency that holds. The one that
    there is, while the same competencies hold."""
    try:
        with unit_of_work(actor) as unit:
            insist(policy.may_certify(actor))
            enrollment = db.session.get_one(
                Enrollment, (actor.program_id, enrollment_id), with_for_update=True
            )
            insist(policy.may_issue_whole(actor, enrollment.fellow_id))
            standing = standing_of(actor, enrollment_id, today)
            if not standing:
                raise Invalid({"competencies": say("No competency is signed yet.")})
            of_all = (Certificate.enrollment_id == enrollment_id, Certificate.sign_off_id.is_(None))
            _stop_if_issued(actor, *of_all, stating=[str(one.id) for one in standing])
            return _issue(unit, "fellowship", standing, None)
    except AlreadyIssued as there:
        return there.certificate_id


def _stop_if_issued(
    actor: Actor, *which: ColumnElement[bool], stating: Sequence[str] | None = None
) -> None:
    """`stating`: the sign-offs that it must state; None for whichever."""
    rows = db.session.execute(
        select(Certificate.id, Certificate.text).where(
            Certificate.program_id == actor.program_id, *which
        )
    )
    for row in rows:
        stated = [one["sign_off"] for one in json.loads(row.text)["competencies"]]
        if stating is None or stated == stating:
            raise AlreadyIssued(row.id)


def share(actor: Actor, certificate_id: UUID, shows: Sequence[str]) -> None:
    """Show it to whoever has its link, which stays the same when it is shared anew."""
    with unit_of_work(actor) as unit:
        one = find(actor, certificate_id)
        insist(policy.may_share(actor, one.fellow_id))
        one.token = one.token or link_token(one.program_id)
        one.shared_at, one.withdrawn_at = one.shared_at or unit.now, None
        one.shows = [name for name in SHOWS if name in shows]
        unit.record(CertificateShared(subject_id=one.id, shows=tuple(one.shows)), of=one)


def withdraw(actor: Actor, certificate_id: UUID) -> None:
    """Its link shows nothing from now on, until its holder shares it again."""
    with unit_of_work(actor) as unit:
        one = find(actor, certificate_id)
        insist(policy.may_withdraw(actor, one.fellow_id, one.public))
        one.withdrawn_at = unit.now
        unit.record(CertificateWithdrawn(subject_id=one.id), of=one)


def find(actor: Actor, certificate_id: UUID) -> Certificate:
    """One that the actor may see, locked for a change. NoResultFound otherwise: who may not see it
    is not told that it is there."""
    found = db.session.scalars(
        select(Certificate)
        .where(Certificate.program_id == actor.program_id, Certificate.id == certificate_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None or not may_view(actor, found.fellow_id):
        raise NoResultFound
    return found


def _issue(unit: Unit, kind: str, of: Sequence[SignOffLine], sign_off_id: UUID | None) -> UUID:
    certificate = Certificate(
        program_id=unit.actor.program_id,
        id=new_id(),
        fellow_id=of[0].fellow_id,
        enrollment_id=of[0].enrollment_id,
        sign_off_id=sign_off_id,
        issued_by_id=unit.actor.id,
        issued_at=unit.now,
        shows=[],
    )
    statement = statement_of(unit, certificate, kind, of)
    certificate.text = canonical(statement).decode()
    db.session.add(certificate)
    unit.record(
        CertificateIssued(
            subject_id=certificate.id, fellow_id=certificate.fellow_id, sha256=digest(statement)
        ),
        of=certificate,
    )
    return certificate.id
