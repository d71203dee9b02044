"""Publishing a draft, or a curriculum that comes with Logbook, as an edition of the program."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select

from logbook.database import db
from logbook.domain.carrying_over import carried_over
from logbook.domain.curriculum import Curriculum
from logbook.domain.document import Text
from logbook.domain.events_publishing import DraftPublished, FigureCarriedOver
from logbook.models.columns import new_id
from logbook.models.curriculum import FigureConfirmation
from logbook.models.curriculum_drafts import CurriculumDraft
from logbook.policy import curriculum as policy
from logbook.policy.actors import Actor
from logbook.queries.curriculum_drafts import open_draft
from logbook.queries.curriculum_effect import Base, base_for, base_of
from logbook.services.curriculum import SHIPPED, add_version, read_document, shipped
from logbook.services.curriculum_drafts import at_revision
from logbook.services.refusals import insist
from logbook.services.unit import Unit, unit_of_work


class AlreadyPublished(Exception):
    """The same draft was published before from the same page; nothing more is to be done."""

    def __init__(self, version_id: UUID) -> None:
        super().__init__()
        self.version_id = version_id


def publish_draft(actor: Actor, draft_id: UUID, revision: int) -> UUID:
    """Make the draft an edition that never changes. Sent twice from one page, it is one edition.
    Returns its id. Conflict when the program has the edition already, or the draft is another
    than the page showed."""
    try:
        with unit_of_work(actor) as unit:
            insist(policy.may_write(actor))
            _stop_if_published(actor, draft_id, revision)
            draft = at_revision(actor, draft_id, revision)
            written = open_draft(actor, draft_id)
            base = base_of(actor, written)
            version_id = add_version(unit, written.document)
            _carry_over(unit, base, written.curriculum, version_id)
            draft.version_id, draft.ended_at = version_id, unit.now
            unit.record(DraftPublished(subject_id=draft_id, version_id=version_id))
            return version_id
    except AlreadyPublished as before:
        return before.version_id


def adopt(actor: Actor, name: str) -> UUID:
    """Publish a curriculum that comes with Logbook as the program's own. Returns its id.
    CurriculumError for a name that none has; Conflict when the program has its edition already."""
    with unit_of_work(actor) as unit:
        insist(policy.may_write(actor))
        document = read_document(shipped(name))
        curriculum = Curriculum.from_document(document)
        base = base_for(actor, curriculum.id)
        version_id = add_version(unit, document)
        _carry_over(unit, base, curriculum, version_id)
        return version_id


@dataclass(frozen=True, slots=True)
class Offer:
    """A curriculum that comes with Logbook."""

    name: str
    code: tuple[str, str]
    """Its id and its edition."""
    title: Text
    edition: str
    requirements: int
    procedures: int


@cache
def on_offer() -> tuple[Offer, ...]:
    """All of them. They are part of the program, so they are read once in its life."""
    return tuple(_offer(path) for path in sorted(SHIPPED.glob("*.yaml")))


def _offer(path: Path) -> Offer:
    one = Curriculum.from_document(read_document(path))
    counts = len(one.requirements), len(one.procedures)
    return Offer(path.stem, (one.id, one.edition), one.title, one.edition, *counts)


def _stop_if_published(actor: Actor, draft_id: UUID, revision: int) -> None:
    """NoResultFound for another program's. To end a draft is its last revision."""
    found = db.session.execute(
        select(CurriculumDraft.version_id, CurriculumDraft.revision)
        .where(CurriculumDraft.program_id == actor.program_id, CurriculumDraft.id == draft_id)
        .with_for_update()
    ).one()
    if found.version_id is not None and found.revision == revision + 1:
        raise AlreadyPublished(found.version_id)


def _carry_over(unit: Unit, base: Base | None, curriculum: Curriculum, version_id: UUID) -> None:
    """Confirmations of the edition before that hold for this one too: said by whom and when they
    were, with where they come from."""
    if base is None:
        return
    db.session.flush()
    kept = carried_over(base.curriculum, curriculum)
    for row in _latest(unit.actor, base.id):
        if row.requirement not in kept:
            continue
        told = {name: getattr(row, name) for name in SAID}
        figure = FigureConfirmation(
            **told,
            program_id=row.program_id,
            id=new_id(),
            version_id=version_id,
            carried_from_id=row.carried_from_id or base.id,
        )
        db.session.add(figure)
        unit.record(
            FigureCarriedOver(
                subject_id=version_id,
                requirement=row.requirement,
                value=row.value,
                before_id=base.id,
                figure_id=figure.id,
                figure_seal=figure.seal().hex(),
            )
        )


SAID = (
    "requirement",
    "value",
    "document",
    "edition",
    "dated",
    "confirmed_by_id",
    "confirmed_at",
)


def _latest(actor: Actor, version_id: UUID) -> list[FigureConfirmation]:
    """The last word on each figure."""
    rows = db.session.scalars(
        select(FigureConfirmation)
        .where(
            FigureConfirmation.program_id == actor.program_id,
            FigureConfirmation.version_id == version_id,
        )
        .order_by(FigureConfirmation.confirmed_at)
    )
    by_requirement: Mapping[str, Any] = {row.requirement: row for row in rows}
    return list(by_requirement.values())
