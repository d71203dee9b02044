"""Curriculum versions as the domain knows them."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import select

from logbook.database import db
from logbook.domain.curriculum import Confirmation, Curriculum
from logbook.domain.document import Text
from logbook.models.curriculum import CurriculumVersion, FigureConfirmation
from logbook.models.identity import Account
from logbook.models.programs import Membership
from logbook.policy.actors import Actor


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One published version, as a list shows it."""

    id: UUID
    curriculum: str
    """Its code."""
    edition: str
    published_at: datetime
    title: Text


@lru_cache(maxsize=256)
def curriculum_of(program_id: UUID, version_id: UUID) -> Curriculum:
    """A version without confirmations. A published version never changes, so it is read once
    in the life of the process. NoResultFound for a version that is not the program's."""
    return Curriculum.from_document(_document(program_id, version_id))


@lru_cache(maxsize=256)
def sha256_of(program_id: UUID, version_id: UUID) -> str:
    """Of a published version, in hex. It never changes, so it is read once, too."""
    found: str = db.session.scalars(
        select(CurriculumVersion.sha256).where(
            CurriculumVersion.program_id == program_id, CurriculumVersion.id == version_id
        )
    ).one()
    return found


def document_of(actor: Actor, version_id: UUID) -> dict[str, Any]:
    """A version as the document that was published; NoResultFound for another program's."""
    return _document(actor.program_id, version_id)


def _document(program_id: UUID, version_id: UUID) -> dict[str, Any]:
    found: dict[str, Any] = db.session.scalars(
        select(CurriculumVersion.document).where(
            CurriculumVersion.program_id == program_id, CurriculumVersion.id == version_id
        )
    ).one()
    return found


def confirmed_curriculum(actor: Actor, version_id: UUID) -> Curriculum:
    """A version with the figures that the program's directors have confirmed: one statement."""
    return curriculum_of(actor.program_id, version_id).with_confirmations(
        confirmations(actor, version_id)
    )


def confirmations(actor: Actor, version_id: UUID) -> dict[str, Confirmation]:
    """The latest confirmation of each requirement's figure."""
    said = _CONFIRMATIONS.where(
        FigureConfirmation.program_id == actor.program_id,
        FigureConfirmation.version_id == version_id,
    )
    return {
        row.requirement: Confirmation(
            value=row.value,
            document=row.document,
            edition=row.edition,
            dated=row.dated,
            by=name,
            at=row.confirmed_at,
            carried_from=carried_from,
        )
        for row, name, carried_from in db.session.execute(said)
    }


_CONFIRMATIONS = (
    select(FigureConfirmation, Account.name, CurriculumVersion.edition)
    .join(
        Membership,
        (Membership.program_id == FigureConfirmation.program_id)
        & (Membership.id == FigureConfirmation.confirmed_by_id),
    )
    .join(Account, Account.id == Membership.account_id)
    .outerjoin(
        CurriculumVersion,
        (CurriculumVersion.program_id == FigureConfirmation.program_id)
        & (CurriculumVersion.id == FigureConfirmation.carried_from_id),
    )
    .order_by(FigureConfirmation.confirmed_at)
)


def versions(actor: Actor) -> list[VersionRow]:
    """All versions of the program, newest first."""
    rows = db.session.execute(
        select(
            CurriculumVersion.id,
            CurriculumVersion.curriculum,
            CurriculumVersion.edition,
            CurriculumVersion.published_at,
        )
        .where(CurriculumVersion.program_id == actor.program_id)
        .order_by(CurriculumVersion.published_at.desc())
    )
    return [VersionRow(*row, curriculum_of(actor.program_id, row.id).title) for row in rows]
