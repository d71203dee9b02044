"""All records of one member as JSON: with the salt of each, so that it can be held against the
ledger without the service."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Text, and_, cast, select

from logbook.database import Base, db
from logbook.domain.milestones import ReviewState
from logbook.domain.sign_offs import AWAITS_JUDGES
from logbook.models.assessments import Assessment
from logbook.models.cases import Case, CaseAnswer
from logbook.models.committee_decisions import (
    CommitteeDecision,
    CommitteeLetter,
    CommitteePlan,
)
from logbook.models.credentials import Credential
from logbook.models.curriculum import CurriculumVersion, Enrollment
from logbook.models.expected import ExpectedCase
from logbook.models.follow_ups import FollowUp
from logbook.models.identity import Account
from logbook.models.knowledge import Sitting
from logbook.models.milestones import MilestoneReview, SelfRating
from logbook.models.portfolio import PortfolioItem, TeachingSession
from logbook.models.programs import Membership, Site
from logbook.models.rotations import Leave, Rotation
from logbook.models.rounds import FeedbackRound
from logbook.models.sealed import Sealed
from logbook.models.sign_offs import Judgement, SignOff, SignOffDecision
from logbook.models.suggestions import Suggestion
from logbook.policy.actors import Actor

AT_ONCE = 50
NOT_TOLD = frozenset({"salt", "document", "draft"})
"""A document lies beside the records; an assessor's draft is the assessor's alone."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One file of records, and which rows are in it."""

    file: str
    table: type[Base]
    which: Callable[[Actor], ColumnElement[bool]]


def _of_enrollment(table: Any) -> Callable[[Actor], ColumnElement[bool]]:
    def which(actor: Actor) -> ColumnElement[bool]:
        enrolled = select(Enrollment.id).where(
            Enrollment.program_id == actor.program_id, Enrollment.fellow_id == actor.id
        )
        return and_(table.program_id == actor.program_id, table.enrollment_id.in_(enrolled))

    return which


def _of_fellow(table: Any, *more: ColumnElement[bool]) -> Callable[[Actor], ColumnElement[bool]]:
    return lambda actor: and_(
        table.program_id == actor.program_id, table.fellow_id == actor.id, *more
    )


def _in(table: Any, column: Any, of: Any, *more: ColumnElement[bool]) -> Any:
    """Rows that hang on the member's own rows of another table."""
    return lambda actor: and_(
        table.program_id == actor.program_id,
        column.in_(
            select(of.id).where(of.program_id == actor.program_id, of.fellow_id == actor.id, *more)
        ),
    )


def _told(table: Any, decision_id: Any) -> Any:
    """What the committee decided, once a letter has told the fellow of it."""
    return lambda actor: and_(
        table.program_id == actor.program_id,
        table.fellow_id == actor.id,
        decision_id.in_(
            select(CommitteeLetter.decision_id).where(_of_fellow(CommitteeLetter)(actor))
        ),
    )


def _sessions(actor: Actor) -> ColumnElement[bool]:
    attended = select(PortfolioItem.session_id).where(
        PortfolioItem.program_id == actor.program_id, PortfolioItem.fellow_id == actor.id
    )
    return and_(TeachingSession.program_id == actor.program_id, TeachingSession.id.in_(attended))


ALL_JUDGED = SignOff.state.not_in(AWAITS_JUDGES)
"""Before that, nobody reads what another judge said; the fellow does not either."""

KINDS = (
    Kind("enrollments", Enrollment, _of_fellow(Enrollment)),
    Kind("cases", Case, _of_fellow(Case)),
    Kind("answers", CaseAnswer, _in(CaseAnswer, CaseAnswer.case_id, Case)),
    Kind("expected", ExpectedCase, _of_fellow(ExpectedCase)),
    Kind("follow_ups", FollowUp, _of_fellow(FollowUp)),
    Kind("suggestions", Suggestion, _of_fellow(Suggestion)),
    Kind("assessments", Assessment, _of_fellow(Assessment)),
    Kind("portfolio", PortfolioItem, _of_fellow(PortfolioItem)),
    Kind("teaching_sessions", TeachingSession, _sessions),
    Kind(
        "credentials",
        Credential,
        lambda actor: and_(
            Credential.program_id == actor.program_id, Credential.member_id == actor.id
        ),
    ),
    Kind("rotations", Rotation, _of_enrollment(Rotation)),
    Kind("leave", Leave, _of_enrollment(Leave)),
    Kind("results", Sitting, _of_fellow(Sitting)),
    Kind(
        "milestones",
        MilestoneReview,
        _of_fellow(MilestoneReview, MilestoneReview.state == ReviewState.RECORDED),
    ),
    Kind("self_ratings", SelfRating, _of_fellow(SelfRating)),
    Kind("committee_decisions", CommitteeDecision, _told(CommitteeDecision, CommitteeDecision.id)),
    Kind("committee_plans", CommitteePlan, _told(CommitteePlan, CommitteePlan.decision_id)),
    Kind("letters", CommitteeLetter, _of_fellow(CommitteeLetter)),
    Kind("rounds", FeedbackRound, _of_fellow(FeedbackRound)),
    Kind("sign_offs", SignOff, _of_fellow(SignOff)),
    Kind("judgements", Judgement, _in(Judgement, Judgement.sign_off_id, SignOff, ALL_JUDGED)),
    Kind("decisions", SignOffDecision, _of_fellow(SignOffDecision)),
)


def rows_of(kind: Kind, actor: Actor) -> Iterator[dict[str, object]]:
    """In the order of their ids, which is that of their making; some in memory at a time."""
    table: Any = kind.table
    last: UUID | None = None
    while True:
        asked = select(table).where(kind.which(actor)).order_by(table.id).limit(AT_ONCE)
        found = db.session.scalars(asked if last is None else asked.where(table.id > last)).all()
        yield from map(_as_json, found)
        if len(found) < AT_ONCE:
            return
        last = found[-1].id
        db.session.expunge_all()


def _as_json(row: Any) -> dict[str, object]:
    told = {
        name: _plain(getattr(row, name))
        for name in type(row).__table__.c.keys()  # noqa: SIM118  (a collection of columns)
        if name not in NOT_TOLD
    }
    if isinstance(row, Sealed):
        told["sealed"] = {
            "content": row.content(),
            "salt": row.salt.hex(),
            "commitment": row.seal().hex(),
        }
    return told


def _plain(value: object) -> object:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def write_records(actor: Actor, into: Path) -> None:
    """A file for each kind of record, one for names, and the editions that codes are found in."""
    records = into / "records"
    records.mkdir()
    for kind in KINDS:
        write_list(records / f"{kind.file}.json", rows_of(kind, actor))
    write_list(records / "people.json", _names(actor, Membership.id))
    write_list(records / "sites.json", _sites(actor))
    for version_id in _versions(actor):
        path = records / f"curriculum-{version_id}.json"
        path.write_text(_document(actor, version_id), "utf-8")


def _document(actor: Actor, version_id: UUID) -> str:
    """As text: to take it apart and put it together again would cost megabytes."""
    asked = select(cast(CurriculumVersion.document, Text)).where(
        CurriculumVersion.program_id == actor.program_id, CurriculumVersion.id == version_id
    )
    return db.session.execute(asked).scalar_one()


def write_list(path: Path, rows: Iterator[dict[str, object]]) -> None:
    """A JSON array with a row on each line."""
    with path.open("w", encoding="utf-8") as out:
        out.write("[")
        for n, row in enumerate(rows):
            out.write(",\n" if n else "\n")
            out.write(json.dumps(row, ensure_ascii=False))
        out.write("\n]\n")


def _names(actor: Actor, id_: Any) -> Iterator[dict[str, object]]:
    """Whom the ids of members mean: those that supervised, judged or answered this one."""
    involved = (
        select(CaseAnswer.supervisor_id).where(_in(CaseAnswer, CaseAnswer.case_id, Case)(actor)),
        select(Case.supervisor_id).where(_of_fellow(Case)(actor)),
        select(Suggestion.supervisor_id).where(_of_fellow(Suggestion)(actor)),
        select(Assessment.assessor_id).where(_of_fellow(Assessment)(actor)),
        select(PortfolioItem.answered_by_id).where(_of_fellow(PortfolioItem)(actor)),
        select(Judgement.judge_id).where(
            _in(Judgement, Judgement.sign_off_id, SignOff, ALL_JUDGED)(actor)
        ),
        select(SignOff.proposed_by_id).where(_of_fellow(SignOff)(actor)),
        select(SignOffDecision.decided_by_id).where(_of_fellow(SignOffDecision)(actor)),
        select(Sitting.entered_by_id).where(_of_fellow(Sitting)(actor)),
        select(MilestoneReview.written_by_id).where(_of_fellow(MilestoneReview)(actor)),
        select(CommitteeDecision.recorded_by_id).where(
            _told(CommitteeDecision, CommitteeDecision.id)(actor)
        ),
        select(CommitteePlan.owner_id).where(
            _told(CommitteePlan, CommitteePlan.decision_id)(actor)
        ),
        select(CommitteeLetter.answered_by_id).where(_of_fellow(CommitteeLetter)(actor)),
        select(id_).where(Membership.program_id == actor.program_id, id_ == actor.id),
    )
    members = set().union(*(set(db.session.scalars(one)) for one in involved)) - {None}
    rows = db.session.execute(
        select(Membership.id, Account.name, Membership.profession)
        .join(Account, Account.id == Membership.account_id)
        .where(Membership.program_id == actor.program_id, Membership.id.in_(members))
        .order_by(Account.name)
    )
    return ({"id": str(row.id), "name": row.name, "profession": row.profession} for row in rows)


def _sites(actor: Actor) -> Iterator[dict[str, object]]:
    rows = db.session.execute(select(Site.id, Site.name).where(Site.program_id == actor.program_id))
    return ({"id": str(row.id), "name": row.name} for row in rows)


def _versions(actor: Actor) -> list[UUID]:
    followed = select(Enrollment.version_id).where(_of_fellow(Enrollment)(actor))
    return list(
        db.session.scalars(
            select(CurriculumVersion.id).where(
                CurriculumVersion.program_id == actor.program_id, CurriculumVersion.id.in_(followed)
            )
        )
    )
