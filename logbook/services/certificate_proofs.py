"""Completing certificates: what only the installation's key can give them. It is done by whoever
has the key at hand, the worker or a command, and never by a web server's worker."""

import json
from uuid import UUID

from sqlalchemy import select

from logbook.database import db
from logbook.domain.badges import credential, key_address, signed
from logbook.domain.certificates import ISSUED
from logbook.domain.events_certificates import CertificateCompleted
from logbook.models.audit import LedgerEntry
from logbook.models.certificates import Certificate
from logbook.policy.actors import job
from logbook.services import checkpoints
from logbook.services.signing_keys import Signer
from logbook.services.unit import unit_of_work


def complete(signer: Signer, installation: str, address: str) -> int:
    """Sign how the ledger of each program with new certificates stands, and give these their proof
    and their badge. Returns how many were completed."""
    waiting = db.session.execute(
        select(Certificate.program_id, Certificate.id)
        .where(Certificate.proof.is_(None))
        .order_by(Certificate.program_id, Certificate.issued_at)
    ).all()
    for program_id in dict.fromkeys(row.program_id for row in waiting):
        checkpoints.sign_all(signer, installation, program_id)
    for row in waiting:
        _complete(signer, address, row.program_id, row.id)
    return len(waiting)


def _complete(signer: Signer, address: str, program_id: UUID, certificate_id: UUID) -> None:
    entry = db.session.execute(
        select(LedgerEntry.log, LedgerEntry.seq)
        .where(LedgerEntry.program_id == program_id, LedgerEntry.subject_id == certificate_id)
        .where(LedgerEntry.event == ISSUED)
    ).one()
    proof = str(checkpoints.prove(program_id, entry.log, entry.seq))
    with unit_of_work(job(program_id)) as unit:
        certificate = db.session.get_one(Certificate, (program_id, certificate_id))
        found = credential(json.loads(certificate.text), address)
        certificate.proof = proof
        kid = key_address(address, signer.id)
        certificate.badge = signed(found, signer.public, kid, signer.private.sign)
        unit.record(CertificateCompleted(subject_id=certificate_id), of=certificate)
