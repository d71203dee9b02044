"""What of the hospital's record is in a log, and what is in only one of both."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, select

from logbook.database import db
from logbook.domain.catalogue import Procedure
from logbook.domain.completeness import Counts, by_month
from logbook.domain.differences import Said
from logbook.domain.document import Text
from logbook.domain.reconcile import draft_id
from logbook.models.cases import Case
from logbook.models.hospital import CodeMap, HospitalProcedure, HospitalStaff
from logbook.models.identity import Account
from logbook.models.programs import Membership
from logbook.models.reconcile import HospitalShare, ReconcileAnswer
from logbook.policy.actors import Actor
from logbook.queries.completeness import unfound_cases
from logbook.queries.hospital_visibility import shares_visible_to
from logbook.queries.reconciling import catalogue_of
from logbook.queries.visibility import cases_visible_to

SHOWN = 12
"""Rows of a list that are shown at first, the newest."""
AnyRow = Row[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Given:
    """The last answer to a difference."""

    said: Said
    words: str


@dataclass(frozen=True, slots=True)
class HospitalRow:
    """A fellow's share in a procedure of the hospital."""

    id: UUID
    performed_on: date
    name: Text
    """Of the procedure, in the catalogue."""
    side: str | None
    place: str
    """As the hospital calls it."""
    staff: Sequence[str]
    """Supervisors of ours whom the hospital names."""
    case_id: UUID | None
    case_day: date | None
    """The day in the log, of a pair."""
    draft: UUID | None = None
    """The case that was begun from it and not handed in."""
    given: Given | None = None


@dataclass(frozen=True, slots=True)
class LogRow:
    """A case that the hospital's record lacks."""

    id: UUID
    performed_on: date
    name: Text
    side: str | None
    site: str | None
    supervisor: str | None
    given: Given | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """The three lists of a fellow and the counts of each month."""

    agreed: Sequence[HospitalRow]
    hospital_only: Sequence[HospitalRow]
    log_only: Sequence[LogRow]
    months: Mapping[date, Counts] = field(default_factory=dict)

    @property
    def total(self) -> Counts:
        return sum(self.months.values(), Counts())


def comparison(actor: Actor, fellow_id: UUID, since: date, most: int | None = SHOWN) -> Comparison:
    """A fellow's lists since a day, of each the newest. A fixed number of statements."""
    catalogue = catalogue_of(actor.program_id)
    answers = _answers(actor.program_id, fellow_id)
    shares = db.session.execute(_shares(actor, fellow_id, since)).all()
    cases = unfound_cases(actor, since, fellow_id, catalogue)
    alone = [row for row in shares if row.case_id is None]
    staff = _staff_of(actor.program_id, [row.procedure_id for row in shares], fellow_id)
    begun = _begun(actor, fellow_id, [draft_id(row.id) for row in alone])
    rows = {
        row.id: _hospital_row(row, catalogue, staff, begun, answers.get(row.procedure_id))
        for row in shares
    }
    return Comparison(
        agreed=[rows[row.id] for row in shares if row.case_id is not None][:most],
        hospital_only=[rows[row.id] for row in alone][:most],
        log_only=[_log_row(row, catalogue, answers.get(row.id)) for row in cases][:most],
        months=by_month(
            [row.performed_on for row in shares if row.case_id is not None],
            [row.performed_on for row in alone],
            [row.performed_on for row in cases],
        ),
    )


def _shares(actor: Actor, fellow_id: UUID, since: date) -> Select[*tuple[Any, ...]]:
    share, procedure, code = HospitalShare, HospitalProcedure, CodeMap
    place = CodeMap.__table__.alias("place")
    same = share.program_id
    return (
        select(
            share.id,
            share.procedure_id,
            share.performed_on,
            share.case_id,
            procedure.side,
            code.procedure,
            place.c.text.label("place"),
            Case.performed_on.label("case_day"),
        )
        .select_from(share)
        .join(procedure, (procedure.program_id == same) & (procedure.id == share.procedure_id))
        .join(code, (code.program_id == same) & (code.id == procedure.code_id))
        .outerjoin(place, (place.c.program_id == same) & (place.c.id == procedure.place_id))
        .outerjoin(Case, (Case.program_id == same) & (Case.id == share.case_id))
        .where(shares_visible_to(actor), share.fellow_id == fellow_id, share.performed_on >= since)
        .order_by(share.performed_on.desc(), share.id)
    )


def _hospital_row(
    row: AnyRow,
    catalogue: Mapping[str, Procedure],
    staff: Mapping[UUID, list[str]],
    begun: set[UUID],
    given: Given | None,
) -> HospitalRow:
    draft = draft_id(row.id)
    return HospitalRow(
        id=row.id,
        performed_on=row.performed_on,
        name=_name(catalogue, row.procedure),
        side=row.side,
        place=row.place or "",
        staff=staff.get(row.procedure_id, []),
        case_id=row.case_id,
        case_day=row.case_day,
        draft=draft if draft in begun else None,
        given=given,
    )


def _name(catalogue: Mapping[str, Procedure], code: str | None) -> Text:
    found = catalogue.get(code or "")
    return found.short if found else Text({"en": code or ""})


def _log_row(row: AnyRow, catalogue: Mapping[str, Procedure], given: Given | None) -> LogRow:
    return LogRow(
        id=row.id,
        performed_on=row.performed_on,
        name=_name(catalogue, row.procedure),
        side=row.details.get("laterality"),
        site=row.site,
        supervisor=row.supervisor,
        given=given,
    )


def _staff_of(
    program_id: UUID, procedure_ids: Sequence[UUID], fellow_id: UUID
) -> dict[UUID, list[str]]:
    if not procedure_ids:
        return {}
    rows = db.session.execute(
        select(HospitalStaff.procedure_id, Account.name)
        .join(
            CodeMap,
            (CodeMap.program_id == HospitalStaff.program_id)
            & (CodeMap.id == HospitalStaff.person_id),
        )
        .join(
            Membership,
            (Membership.program_id == CodeMap.program_id) & (Membership.id == CodeMap.member_id),
        )
        .join(Account, Account.id == Membership.account_id)
        .where(
            HospitalStaff.program_id == program_id,
            HospitalStaff.procedure_id.in_(procedure_ids),
            CodeMap.member_id != fellow_id,
        )
        .order_by(Account.name)
    )
    found: dict[UUID, list[str]] = defaultdict(list)
    for procedure_id, name in rows:
        found[procedure_id].append(name)
    return found


def _begun(actor: Actor, fellow_id: UUID, ids: Sequence[UUID]) -> set[UUID]:
    """Which of these cases are there already; the fellow alone sees drafts."""
    if not ids:
        return set()
    asked = select(Case.id).where(
        cases_visible_to(actor), Case.fellow_id == fellow_id, Case.id.in_(ids)
    )
    return set(db.session.scalars(asked))


def _answers(program_id: UUID, fellow_id: UUID) -> dict[UUID, Given]:
    """The last answer by case or procedure."""
    one = ReconcileAnswer
    rows = db.session.execute(
        select(one.case_id, one.procedure_id, one.said, one.words)
        .where(one.program_id == program_id, one.fellow_id == fellow_id)
        .order_by(one.answered_at, one.id)
    )
    return {row.case_id or row.procedure_id: Given(row.said, row.words) for row in rows}
