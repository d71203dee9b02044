"""What a certificate states: the competencies that are signed, and the signed texts under them."""

import json
import secrets
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from flask import current_app
from sqlalchemy import select

from logbook.database import db
from logbook.domain.audit import instant
from logbook.domain.certificates import FORM, held_then
from logbook.models.certificates import Certificate
from logbook.models.curriculum import CurriculumVersion, Enrollment
from logbook.models.programs import Program
from logbook.models.sign_offs import SignOffDecision
from logbook.models.signatures import Signature
from logbook.policy.actors import Role
from logbook.queries.sign_offs import SignOffLine
from logbook.services.signatures import signer_of
from logbook.services.unit import Unit


def statement_of(
    unit: Unit, certificate: Certificate, kind: str, of: Sequence[SignOffLine]
) -> dict[str, Any]:
    """What a certificate states, whole. `kind`: `competency` or `fellowship`."""
    program = db.session.get_one(Program, unit.actor.program_id)
    role = Role.DIRECTOR if unit.actor.is_(Role.DIRECTOR) else Role.FELLOW
    signer = signer_of(unit.actor, role)
    installation = urlsplit(current_app.config["BASE_URL"]).netloc
    issued_on = program.day_of(unit.now).isoformat()
    enrolled = db.session.get_one(Enrollment, (program.id, certificate.enrollment_id))
    return {
        "form": FORM,
        "id": str(certificate.id),
        "nonce": secrets.token_hex(16),
        "kind": kind,
        "installation": installation,
        "program": {"id": str(program.id), "name": program.name},
        "holder": {"id": str(of[0].fellow_id), "name": of[0].fellow},
        "training": {
            "starts_on": enrolled.starts_on.isoformat(),
            "ends_on": enrolled.ends_on.isoformat(),
        },
        "issued_at": instant(unit.now),
        "issued_on": issued_on,
        "note": held_then(issued_on, installation),
        "issued_by": {"name": signer.name, "role": signer.role},
        "competencies": [_competency(unit, one) for one in of],
    }


def _competency(unit: Unit, one: SignOffLine) -> dict[str, Any]:
    level = one.decided_level
    assert level is not None and one.granted_at is not None  # it holds
    program = db.session.get_one(Program, unit.actor.program_id)
    return {
        "sign_off": str(one.id),
        "competency": {
            "id": one.competency.id,
            "code": one.competency.code,
            "name": dict(one.competency.name.words),
        },
        "level": {"scale": one.scale, "code": level.code, "label": dict(level.label.words)},
        "granted_on": program.day_of(one.granted_at).isoformat(),
        "lapses_on": one.lapses_on.isoformat() if one.lapses_on else None,
        "curriculum": _curriculum(unit, one),
        "signatures": [_signature(row) for row in _signatures(unit, one.id)],
    }


def _curriculum(unit: Unit, one: SignOffLine) -> dict[str, Any]:
    enrollment = db.session.get_one(Enrollment, (unit.actor.program_id, one.enrollment_id))
    version = db.session.get_one(CurriculumVersion, (unit.actor.program_id, enrollment.version_id))
    title = dict(one.curriculum.title.words)
    return {"title": title, "edition": version.edition, "sha256": version.sha256}


def _signatures(unit: Unit, sign_off_id: UUID) -> Sequence[Signature]:
    """Under the sign-off and each decision about it, in the order in which they were given."""
    decisions = select(SignOffDecision.id).where(
        SignOffDecision.program_id == unit.actor.program_id,
        SignOffDecision.sign_off_id == sign_off_id,
    )
    return db.session.scalars(
        select(Signature)
        .where(
            Signature.program_id == unit.actor.program_id,
            (Signature.record_id == sign_off_id) | Signature.record_id.in_(decisions),
            Signature.record.in_(("sign_off", "sign_off_decision")),
        )
        .order_by(Signature.signed_at, Signature.id)
    ).all()


def _signature(one: Signature) -> Mapping[str, Any]:
    said = json.loads(one.text)
    return {
        "name": said["signer"]["name"],
        "role": said["signer"]["role"],
        "profession": said["signer"]["profession"],
        "meaning": one.meaning,
        "at": said["at"],
        "method": one.method,
        "text": one.text,
        "proof": one.proof,
    }
