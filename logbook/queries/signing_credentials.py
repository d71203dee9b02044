"""What signing needs of credentials in a program, and which of its members lack it on a day."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import bindparam, select

from logbook.database import db
from logbook.domain.credentials import lapse
from logbook.domain.document import Text
from logbook.domain.evidence import CredentialEvidence
from logbook.domain.privileges import Checked
from logbook.models.credentials import Credential
from logbook.models.curriculum import CurriculumVersion
from logbook.models.programs import Program
from logbook.policy.signing import Standing
from logbook.prepared import Prepared
from logbook.queries.curriculum import curriculum_of

_ASKED = Prepared(
    select(Program.credentials_checked, Program.signing_credentials).where(
        Program.id == bindparam("in_program")
    )
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a program asks of whoever signs."""

    checked: Checked
    kinds: frozenset[str]

    @property
    def anything(self) -> bool:
        return self.checked is not Checked.OFF and bool(self.kinds)


NOTHING = Asked(Checked.OFF, frozenset())


def asked_in(program_id: UUID) -> Asked:
    row = _ASKED.one(in_program=program_id)
    return Asked(row.credentials_checked, row.signing_credentials)


def standing_of(program_id: UUID, member_id: UUID, on: date) -> Standing:
    """How one member stands who is to sign on that day: one statement, and two more where the
    program asks for credentials."""
    return standings(asked_in(program_id), program_id, [member_id], on)[member_id]


def standings(
    asked: Asked, program_id: UUID, members: Collection[UUID], on: date
) -> Mapping[UUID, Standing]:
    """Of all of them; no statement where nothing is asked."""
    if not asked.anything:
        return dict.fromkeys(members, Standing())
    held = _held(program_id, members, asked.kinds)
    names = kinds_of(program_id)
    needed = {kind: names.get(kind, Text({"en": kind})) for kind in asked.kinds}
    return {
        member: Standing(asked.checked, lapse(needed, held.get(member, {}), on))
        for member in members
    }


def kinds_of(program_id: UUID) -> dict[str, Text]:
    """The kinds of credentials that end, by the name that the program's newest edition has."""
    rows = db.session.scalars(
        select(CurriculumVersion.id)
        .where(CurriculumVersion.program_id == program_id)
        .order_by(CurriculumVersion.published_at)
    )
    curricula = [curriculum_of(program_id, version_id) for version_id in rows]
    return {
        kind.id: kind.name
        for one in curricula
        for kind in one.offers.credentials.values()
        if kind.expires
    }


def _held(
    program_id: UUID, members: Collection[UUID], kinds: Collection[str]
) -> dict[UUID, dict[str, list[CredentialEvidence]]]:
    rows = db.session.execute(
        select(
            Credential.member_id, Credential.kind, Credential.issued_on, Credential.expires_on
        ).where(
            Credential.program_id == program_id,
            Credential.member_id.in_(members),
            Credential.kind.in_(kinds),
            Credential.verified_at.is_not(None),
            Credential.withdrawn_at.is_(None),
        )
    )
    found: dict[UUID, dict[str, list[CredentialEvidence]]] = {}
    for row in rows:
        of_member = found.setdefault(row.member_id, {}).setdefault(row.kind, [])
        of_member.append(CredentialEvidence(row.kind, row.issued_on, row.expires_on))
    return found
