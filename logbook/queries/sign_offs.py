"""Sign-offs in lists: a fellow's competencies, what waits for whom, and all of a program."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, exists, or_, select

from logbook.database import db
from logbook.domain import sign_offs as life
from logbook.domain.competencies import Competency, Level
from logbook.domain.curriculum import Curriculum
from logbook.domain.sign_offs import AWAITS_JUDGES, DECIDED, OPEN, Decided, State
from logbook.models.identity import Account
from logbook.models.programs import Membership
from logbook.models.sign_offs import SignOff, SignOffDecision
from logbook.policy.actors import Actor, Role
from logbook.queries.curriculum import curriculum_of
from logbook.queries.progress import Enrolled, progress_of
from logbook.queries.sign_off_evidence import lines_wanted
from logbook.queries.sign_off_visibility import has_judged, is_asked, sign_offs_visible_to

MOST = 300


@dataclass(frozen=True, slots=True)
class SignOffLine:
    """One sign-off as a list shows it, and as the policies ask of it."""

    id: UUID
    revision: int
    enrollment_id: UUID
    fellow_id: UUID
    fellow: str
    proposed_by_id: UUID
    proposed_at: datetime
    words: str
    state: State
    """As it is today."""
    committee: bool
    scale: str
    level: str | None
    statement: str
    granted_at: datetime | None
    lapses_on: date | None
    amends_id: UUID | None
    overridden: bool
    competency: Competency
    curriculum: Curriculum

    @property
    def holds(self) -> bool:
        return life.holds(self.state, self.committee)

    @property
    def decided_level(self) -> Level | None:
        return self.curriculum.scales[self.scale].level(self.level) if self.level else None


_OVERRIDDEN = (
    exists()
    .where(
        SignOffDecision.program_id == SignOff.program_id,
        SignOffDecision.sign_off_id == SignOff.id,
        SignOffDecision.decided == Decided.OVERRIDDEN,
    )
    .correlate(SignOff)
)
_LINES = (
    select(SignOff, Account.name.label("fellow"), _OVERRIDDEN.label("overridden"))
    .join(
        Membership,
        (Membership.program_id == SignOff.program_id) & (Membership.id == SignOff.fellow_id),
    )
    .join(Account, Account.id == Membership.account_id)
)


def line(actor: Actor, sign_off_id: UUID, today: date) -> SignOffLine:
    """NoResultFound for one that is not there or not the actor's to see."""
    asked = _LINES.where(sign_offs_visible_to(actor), SignOff.id == sign_off_id)
    return _as_line(actor, db.session.execute(asked).one(), today)


def _listed(actor: Actor, today: date, *which: Any) -> list[SignOffLine]:
    asked = _LINES.where(sign_offs_visible_to(actor), *which)
    rows = db.session.execute(asked.order_by(SignOff.proposed_at, SignOff.id).limit(MOST))
    return [_as_line(actor, row, today) for row in rows]


def _as_line(actor: Actor, row: Row[*tuple[Any, ...]], today: date) -> SignOffLine:
    one: SignOff = row.SignOff
    curriculum = curriculum_of(actor.program_id, one.version_id)
    return SignOffLine(
        id=one.id,
        revision=one.revision,
        enrollment_id=one.enrollment_id,
        fellow_id=one.fellow_id,
        fellow=row.fellow,
        proposed_by_id=one.proposed_by_id,
        proposed_at=one.proposed_at,
        words=one.words,
        state=life.state_at(one.state, one.lapses_on, today),
        committee=one.committee,
        scale=one.scale,
        level=one.level,
        statement=one.statement,
        granted_at=one.granted_at,
        lapses_on=one.lapses_on,
        amends_id=one.amends_id,
        overridden=row.overridden,
        competency=curriculum.competencies[one.competency],
        curriculum=curriculum,
    )


def waiting(actor: Actor, today: date) -> list[SignOffLine]:
    """What waits for the actor's own judgement, the longest first: one statement."""
    return _listed(
        actor,
        today,
        is_asked(actor.id),
        ~has_judged(actor.id),
        SignOff.state.in_(AWAITS_JUDGES),
    )


def to_decide(actor: Actor, today: date) -> list[SignOffLine]:
    """What waits for a director, or for the committee: one statement."""
    for_committee = and_(SignOff.state == State.GRANTED, SignOff.committee)
    wanted: list[ColumnElement[bool]] = []
    if actor.is_(Role.DIRECTOR):
        wanted.append(SignOff.state.in_((State.DIFFERING, State.REVIEW)))
    if actor.is_(Role.DIRECTOR, Role.COMMITTEE):
        wanted.append(for_committee)
    if not wanted:
        return []
    return _listed(actor, today, SignOff.fellow_id != actor.id, or_(*wanted))


def judged(actor: Actor, today: date) -> list[SignOffLine]:
    """What the actor has judged, the last first."""
    return list(reversed(_listed(actor, today, has_judged(actor.id))))


def of_all(actor: Actor, today: date, states: Collection[State] | None = None) -> list[SignOffLine]:
    """The program's, the last proposed first."""
    which = [SignOff.state.in_(states)] if states is not None else []
    return list(reversed(_listed(actor, today, *which)))


@dataclass(frozen=True, slots=True)
class FellowCompetency:
    """One competency of a fellow: what stands, what is on its way, and what is missing."""

    competency: Competency
    stands: SignOffLine | None
    on_its_way: SignOffLine | None
    last: SignOffLine | None
    """The last one, where none stands and none is on its way."""
    missing: int
    """Requirements of the rule that are not met."""
    asked: int


@dataclass(frozen=True, slots=True)
class FellowCompetencies:
    enrolled: Enrolled
    curriculum: Curriculum
    rows: list[FellowCompetency]

    @property
    def signed(self) -> int:
        return sum(bool(one.stands and one.stands.holds) for one in self.rows)


def standing_of(actor: Actor, enrollment_id: UUID, today: date) -> list[SignOffLine]:
    """Those of one fellow that hold today, as the actor sees them."""
    found = _listed(actor, today, SignOff.enrollment_id == enrollment_id)
    return [one for one in found if one.holds]


def competencies_of(actor: Actor, enrollment_id: UUID, today: date) -> FellowCompetencies:
    """All of one fellow. Whether the actor may see them is for the caller to ask."""
    progress = progress_of(actor, enrollment_id, today)
    curriculum = curriculum_of(actor.program_id, progress.enrolled.version_id)
    asked = _LINES.where(
        SignOff.program_id == actor.program_id, SignOff.enrollment_id == enrollment_id
    ).order_by(SignOff.proposed_at, SignOff.id)
    found: dict[str, list[SignOffLine]] = {}
    for row in db.session.execute(asked):
        one = _as_line(actor, row, today)
        found.setdefault(one.competency.id, []).append(one)
    rows = []
    for competency in curriculum.competencies.values():
        lines = lines_wanted(progress.lines, competency.id, competency.sign_off.evidence)
        own = found.get(competency.id, [])
        stands = [one for one in own if one.state in DECIDED]
        on_its_way = [one for one in own if one.state in OPEN]
        rows.append(
            FellowCompetency(
                competency,
                stands[-1] if stands else None,
                on_its_way[-1] if on_its_way else None,
                own[-1] if own and not stands and not on_its_way else None,
                sum(not line_.met for line_ in lines),
                len(lines),
            )
        )
    return FellowCompetencies(progress.enrolled, curriculum, rows)
