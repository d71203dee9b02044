"""How complete logs are beside the hospital's record, and where that record speaks at all."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, func, select

from logbook.database import db
from logbook.domain.catalogue import CaseKind, Procedure
from logbook.domain.completeness import Counts, Share, by_month
from logbook.models.cases import Case
from logbook.models.hospital import CodeMap, HospitalProcedure
from logbook.models.identity import Account
from logbook.models.programs import Membership, Site
from logbook.models.reconcile import HospitalShare
from logbook.policy.actors import Actor
from logbook.queries.hospital_visibility import shares_visible_to
from logbook.queries.reconciling import COMPARED, catalogue_of
from logbook.queries.visibility import cases_visible_to

AnyRow = Row[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Covered:
    """On which days the record speaks: as a whole, and of each place."""

    whole: tuple[date, date] | None
    places: Mapping[UUID, tuple[date, date]]

    def speaks_of(self, day: date, site_id: UUID | None) -> bool:
        """Whether a procedure done then and there would be in the record."""
        span = self.whole if site_id is None else self.places.get(site_id)
        return span is not None and span[0] <= day <= span[1]


def covered(program_id: UUID) -> Covered:
    """From the first to the last day of the rows of each place: one statement."""
    one = HospitalProcedure
    rows = db.session.execute(
        select(CodeMap.site_id, func.min(one.performed_on), func.max(one.performed_on))
        .select_from(one)
        .outerjoin(CodeMap, (CodeMap.program_id == one.program_id) & (CodeMap.id == one.place_id))
        .where(one.program_id == program_id)
        .group_by(one.program_id, CodeMap.site_id)
    ).all()
    if not rows:
        return Covered(None, {})
    whole = (min(row[1] for row in rows), max(row[2] for row in rows))
    return Covered(whole, {row[0]: (row[1], row[2]) for row in rows if row[0] is not None})


def unfound_cases(
    actor: Actor, since: date, fellow_id: UUID | None, catalogue: Mapping[str, Procedure]
) -> list[AnyRow]:
    """Cases of a fellow, or of all, that no procedure agrees with, though the record speaks of
    their day and place."""
    kinds = {one.category for one in catalogue.values() if one.kind is CaseKind.PROCEDURE}
    paired = select(HospitalShare.id).where(
        HospitalShare.program_id == Case.program_id, HospitalShare.case_id == Case.id
    )
    asked = (
        _cases_named()
        .where(
            cases_visible_to(actor),
            Case.performed_on >= since,
            Case.state.in_(COMPARED),
            Case.category.in_(sorted(kinds)),
            ~paired.exists(),
            *([Case.fellow_id == fellow_id] if fellow_id else []),
        )
        .order_by(Case.performed_on.desc(), Case.id)
    )
    speaks = covered(actor.program_id)
    return [
        row for row in db.session.execute(asked) if speaks.speaks_of(row.performed_on, row.site_id)
    ]


def _cases_named() -> Select[*tuple[Any, ...]]:
    """Cases with the names of their sites and supervisors."""
    return (
        select(
            Case.id,
            Case.fellow_id,
            Case.performed_on,
            Case.procedure,
            Case.details,
            Case.site_id,
            Site.name.label("site"),
            Account.name.label("supervisor"),
        )
        .select_from(Case)
        .outerjoin(Site, (Site.program_id == Case.program_id) & (Site.id == Case.site_id))
        .outerjoin(
            Membership,
            (Membership.program_id == Case.program_id) & (Membership.id == Case.supervisor_id),
        )
        .outerjoin(Account, Account.id == Membership.account_id)
    )


@dataclass(frozen=True, slots=True)
class FellowCounts:
    """How one fellow's log compares."""

    fellow_id: UUID
    fellow: str
    counts: Counts


@dataclass(frozen=True, slots=True)
class Overview:
    """How the logs of all fellows compare since a day."""

    fellows: Sequence[FellowCounts]
    months: Mapping[date, Counts]
    unnamed: int
    """Procedures that name no fellow of ours and agree with no case."""

    @property
    def total(self) -> Counts:
        return sum(self.months.values(), Counts())


def overview(actor: Actor, since: date) -> Overview:
    """Every fellow who has a share or an unfound case since a day, the least complete first."""
    share = HospitalShare
    shares = db.session.execute(
        select(share.fellow_id, share.performed_on, share.case_id).where(
            shares_visible_to(actor), share.performed_on >= since
        )
    ).all()
    cases = unfound_cases(actor, since, None, catalogue_of(actor.program_id))
    agreed = [row for row in shares if row.case_id is not None]
    alone = [row for row in shares if row.case_id is None and row.fellow_id is not None]
    named = _names(actor.program_id)
    counts: dict[UUID, Counts] = defaultdict(Counts)
    for rows, one in ((agreed, Counts(1)), (alone, Counts(0, 1)), (cases, Counts(0, 0, 1))):
        for row in rows:
            counts[row.fellow_id] += one
    fellows = [FellowCounts(own, named[own], found) for own, found in counts.items()]
    days = ([row.performed_on for row in rows] for rows in (agreed, alone, cases))
    return Overview(
        sorted(fellows, key=lambda one: (one.counts.logged.rate or 0.0, one.fellow)),
        by_month(*days),
        len(shares) - len(agreed) - len(alone),
    )


def _names(program_id: UUID) -> dict[UUID, str]:
    rows = db.session.execute(
        select(Membership.id, Account.name)
        .join(Account, Account.id == Membership.account_id)
        .where(Membership.program_id == program_id)
    )
    return {row.id: row.name for row in rows}


def logged_shares(actor: Actor, since: date, before: date) -> dict[UUID, Share]:
    """By fellow, how much of the hospital's record is in the log: one statement, which reads the
    index of some months however long the record is. Empty where there is no record."""
    share = HospitalShare
    rows = db.session.execute(
        select(share.fellow_id, func.count(share.case_id), func.count())
        .where(
            shares_visible_to(actor),
            share.performed_on >= since,
            share.performed_on < before,
            share.fellow_id.is_not(None),
        )
        .group_by(share.program_id, share.fellow_id)
    )
    return {row[0]: Share(row[1], row[2]) for row in rows if row[0] is not None}
