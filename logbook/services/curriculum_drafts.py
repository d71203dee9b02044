"""Beginning, changing and throwing away a draft of a curriculum."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select

from logbook.database import db
from logbook.domain.curriculum import Curriculum
from logbook.domain.decisions import say
from logbook.domain.events_curriculum import DraftBegun, DraftChanged, DraftDiscarded
from logbook.models.curriculum_drafts import CurriculumDraft
from logbook.policy import curriculum as policy
from logbook.policy.actors import Actor
from logbook.queries.curriculum import document_of
from logbook.services.refusals import Conflict, insist
from logbook.services.unit import unit_of_work


def begin(actor: Actor, draft_id: UUID, version_id: UUID, edition: str) -> None:
    """Begin a draft as a copy of a version, under another edition. The same id sent twice is one
    draft; NoResultFound for another program's version."""
    document = document_of(actor, version_id) | {"edition": edition.strip()}
    begin_with(actor, draft_id, document, based_on_id=version_id)


def begin_with(
    actor: Actor, draft_id: UUID, document: Mapping[str, Any], based_on_id: UUID | None = None
) -> None:
    """Begin a draft with a document, as one that came as a file. CurriculumError unless it is a
    curriculum in every respect."""
    if db.session.get(CurriculumDraft, (actor.program_id, draft_id)) is not None:
        return
    curriculum = Curriculum.from_document(document)
    with unit_of_work(actor) as unit:
        insist(policy.may_write(actor))
        draft = CurriculumDraft(
            program_id=actor.program_id,
            id=draft_id,
            document=dict(document),
            based_on_id=based_on_id,
            begun_by_id=actor.id,
            begun_at=unit.now,
            changed_at=unit.now,
        )
        db.session.add(draft)
        unit.record(
            DraftBegun(subject_id=draft.id, curriculum=curriculum.id, edition=curriculum.edition)
        )


def change(
    actor: Actor, draft_id: UUID, revision: int, document: Mapping[str, Any], part: str
) -> None:
    """Put a changed document in its place; `part` is the path of what was changed in it.
    CurriculumError unless it still is a curriculum in every respect; Conflict when somebody
    changed it since that revision."""
    Curriculum.from_document(document)
    with unit_of_work(actor) as unit:
        insist(policy.may_write(actor))
        draft = at_revision(actor, draft_id, revision)
        draft.document = dict(document)
        draft.changed_at = unit.now
        unit.record(DraftChanged(subject_id=draft.id, part=part))


def discard(actor: Actor, draft_id: UUID, revision: int) -> None:
    """Throw a draft away; that it was there stays in the ledger."""
    with unit_of_work(actor) as unit:
        insist(policy.may_write(actor))
        at_revision(actor, draft_id, revision).ended_at = unit.now
        unit.record(DraftDiscarded(subject_id=draft_id))


def at_revision(actor: Actor, draft_id: UUID, revision: int) -> CurriculumDraft:
    """An open draft, locked for a change. NoResultFound for another program's; Conflict when it
    has ended, or is another revision."""
    draft = db.session.scalars(
        select(CurriculumDraft)
        .where(CurriculumDraft.program_id == actor.program_id, CurriculumDraft.id == draft_id)
        .with_for_update()
    ).one()
    if draft.ended_at is not None or draft.revision != revision:
        raise Conflict(say("Somebody else has changed this draft. Look at it again."))
    return draft
