"""Drafts of a curriculum, for those who write them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from logbook.database import db
from logbook.domain.curriculum import Curriculum
from logbook.models.curriculum_drafts import CurriculumDraft
from logbook.models.identity import Account
from logbook.models.programs import Membership
from logbook.policy.actors import Actor


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A draft that has not ended, with its document."""

    id: UUID
    revision: int
    based_on_id: UUID | None
    begun_by: str
    begun_at: datetime
    changed_at: datetime
    document: Mapping[str, Any]
    curriculum: Curriculum


def open_draft(actor: Actor, draft_id: UUID) -> DraftRow:
    """NoResultFound for one that has ended, or is another program's."""
    row = db.session.execute(_open_drafts(actor).where(CurriculumDraft.id == draft_id)).one()
    return _drafted(row)


def open_drafts(actor: Actor) -> list[DraftRow]:
    """All that have not ended, the last changed first: one statement."""
    rows = db.session.execute(_open_drafts(actor).order_by(CurriculumDraft.changed_at.desc()))
    return [_drafted(row) for row in rows]


def _drafted(row: Any) -> DraftRow:
    return DraftRow(**row._asdict(), curriculum=Curriculum.from_document(row.document))


def _open_drafts(actor: Actor) -> Select[Any]:
    return (
        select(
            CurriculumDraft.id,
            CurriculumDraft.revision,
            CurriculumDraft.based_on_id,
            Account.name.label("begun_by"),
            CurriculumDraft.begun_at,
            CurriculumDraft.changed_at,
            CurriculumDraft.document,
        )
        .join(
            Membership,
            (Membership.program_id == CurriculumDraft.program_id)
            & (Membership.id == CurriculumDraft.begun_by_id),
        )
        .join(Account, Account.id == Membership.account_id)
        .where(CurriculumDraft.program_id == actor.program_id, CurriculumDraft.ended_at.is_(None))
    )
