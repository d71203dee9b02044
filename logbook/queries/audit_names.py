"""Names for the ids that a ledger holds, all in one statement."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, String, Uuid, cast, literal, null, select, union_all

from logbook.database import db
from logbook.domain.curriculum import Curriculum
from logbook.domain.document import Text
from logbook.models.assessments import Assessment
from logbook.models.cases import Case
from logbook.models.curriculum import CurriculumVersion, Enrollment
from logbook.models.exchange import ImportBatch
from logbook.models.identity import Account
from logbook.models.institutions import Institution
from logbook.models.programs import Invitation, Membership, Program, Site
from logbook.policy.actors import Actor
from logbook.queries.assessments_visibility import assessments_visible_to
from logbook.queries.curriculum import curriculum_of
from logbook.queries.visibility import cases_visible_to


class Kind(StrEnum):
    """What an id belongs to."""

    PERSON = "person"
    ENROLLMENT = "enrollment"
    CASE = "case"
    ASSESSMENT = "assessment"
    SITE = "site"
    VERSION = "version"
    INVITATION = "invitation"
    BATCH = "batch"
    PROGRAM = "program"
    INSTITUTION = "institution"
    UNKNOWN = "unknown"
    """A record that is not there, or not for this reader."""


@dataclass(frozen=True, slots=True)
class Named:
    """Whom or what an id means."""

    id: UUID
    kind: Kind
    words: Text
    curriculum: Curriculum | None = None
    """Of a case: what its codes mean."""


class Names(dict[UUID, Named]):
    """By id; an id that nothing is known of is itself all that can be said."""

    def __missing__(self, id_: UUID) -> Named:
        return Named(id_, Kind.UNKNOWN, Text({"en": str(id_)[-8:]}))


def names_of(actor: Actor, ids: Collection[UUID]) -> Names:
    """Of what the actor's own program holds, and of accounts."""
    if not ids:
        return Names()
    parts = [
        part.where(table.program_id == actor.program_id, table.id.in_(ids))
        for part, table in _in_program(actor)
    ]
    parts += [part.where(table.id.in_(ids)) for part, table in _of_all()]
    rows = db.session.execute(union_all(*parts))
    return Names({row.id: _as_named(actor, row) for row in rows})


def _in_program(actor: Actor) -> list[tuple[Select[*tuple[Any, ...]], Any]]:
    person = Membership.account_id == Account.id
    fellow = (Membership.program_id == Enrollment.program_id) & (
        Membership.id == Enrollment.fellow_id
    )
    enrolled = (Enrollment.program_id == Case.program_id) & (Enrollment.id == Case.enrollment_id)
    return [
        (_part(Kind.PERSON, Membership.id, Account.name).join(Account, person), Membership),
        (
            _part(Kind.ENROLLMENT, Enrollment.id, Account.name)
            .join(Membership, fellow)
            .join(Account, person),
            Enrollment,
        ),
        (
            _part(Kind.CASE, Case.id, Case.procedure, Enrollment.version_id)
            .join(Enrollment, enrolled)
            .where(cases_visible_to(actor)),
            Case,
        ),
        (_assessments(actor), Assessment),
        (_part(Kind.SITE, Site.id, Site.name), Site),
        (
            _part(Kind.VERSION, CurriculumVersion.id, CurriculumVersion.edition),
            CurriculumVersion,
        ),
        (_part(Kind.INVITATION, Invitation.id, Invitation.name), Invitation),
        (_part(Kind.BATCH, ImportBatch.id, ImportBatch.file_name), ImportBatch),
    ]


def _assessments(actor: Actor) -> Select[*tuple[Any, ...]]:
    told = (Assessment.id, Assessment.form, Assessment.version_id)
    return _part(Kind.ASSESSMENT, *told).where(assessments_visible_to(actor))


def _of_all() -> list[tuple[Select[*tuple[Any, ...]], Any]]:
    return [
        (_part(Kind.PERSON, Account.id, Account.name), Account),
        (_part(Kind.PROGRAM, Program.id, Program.name), Program),
        (_part(Kind.INSTITUTION, Institution.id, Institution.name), Institution),
    ]


def _part(kind: Kind, id_: Any, text: Any, version: Any = None) -> Select[*tuple[Any, ...]]:
    return select(
        literal(kind.value).label("kind"),
        id_.label("id"),
        cast(text, String).label("text"),
        (cast(null(), Uuid) if version is None else version).label("version_id"),
    )


def _as_named(actor: Actor, row: Row[*tuple[Any, ...]]) -> Named:
    if row.kind not in (Kind.CASE, Kind.ASSESSMENT):
        return Named(row.id, Kind(row.kind), Text({"en": row.text}))
    curriculum = curriculum_of(actor.program_id, row.version_id)
    if row.kind == Kind.ASSESSMENT:
        return Named(row.id, Kind.ASSESSMENT, curriculum.forms[row.text].short, curriculum)
    return Named(row.id, Kind.CASE, curriculum.procedures[row.text].short, curriculum)
