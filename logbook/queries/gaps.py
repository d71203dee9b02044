"""What one fellow lacks, what is under way with whom, and where the rest can be had.

The lists of the program are read through the fellows' own index, the last months of it only: the
cost follows the size of the program, not the length of its history.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import bindparam, extract, func, select

from logbook.database import db
from logbook.domain import assessments
from logbook.domain.cases import State
from logbook.domain.chances import LOOK_BACK_MONTHS, WEEK, Chances, Opening, SiteNow
from logbook.domain.competencies import Competency
from logbook.domain.curriculum import Curriculum
from logbook.domain.decisions import Message
from logbook.domain.evidence import AssessmentEvidence, CaseEvidence, Evidence
from logbook.domain.gaps import Missing, next_step, notes, what_is_there
from logbook.domain.readiness import Standing, months_after
from logbook.models.assessments import Assessment
from logbook.models.cases import Case
from logbook.models.identity import Account
from logbook.models.programs import Membership, Site
from logbook.policy.actors import Actor
from logbook.prepared import Prepared
from logbook.queries.amendments import COUNTS_BESIDE
from logbook.queries.curriculum import confirmed_curriculum
from logbook.queries.progress import FellowProgress, RequirementLine, progress_of
from logbook.queries.rotations import stays_of
from logbook.queries.unchanged import WhileUnchanged

WORST_FIRST = {Standing.BEHIND: 0, Standing.ON_COURSE: 1, Standing.EARLY: 2}


@dataclass(frozen=True, slots=True)
class UnderWay:
    """Evidence that would count, once somebody has answered."""

    evidence: Evidence
    whom: str
    since: datetime | None


@dataclass(frozen=True, slots=True)
class With:
    """So many pieces wait with one person."""

    whom: str
    n: int


@dataclass(frozen=True, slots=True)
class Gap:
    """One requirement that is not met."""

    competency: Competency
    line: RequirementLine
    there: Message
    """What is there; how much more, the step says."""
    under_way: tuple[With, ...]
    step: Message
    notes: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class Gaps:
    """All of one fellow's, the most pressing first."""

    progress: FellowProgress
    gaps: list[Gap]
    optional: list[RequirementLine]
    met: list[RequirementLine]
    curriculum: Curriculum
    chances: Chances
    """Where what is missing can be had."""


def gaps_of(actor: Actor, enrollment_id: UUID, today: date) -> Gaps:
    """NoResultFound for an enrollment of another program. Whether the actor may see it is for the
    caller to ask: the answer names the fellow."""
    progress = progress_of(actor, enrollment_id, today)
    curriculum = confirmed_curriculum(actor, progress.enrolled.version_id)
    stays = stays_of(actor, enrollment_id, curriculum)
    chances = Chances(today, _openings(actor, today), stays, _sites(actor))
    waiting = under_way(actor, enrollment_id)
    found = [
        _gap(group.competency, line, waiting, curriculum, chances)
        for group in progress.groups
        for line in group.lines
        if line.requirement.blocks and line.required and not line.met
    ]
    found.sort(key=lambda gap: (WORST_FIRST.get(gap.line.standing, 3), gap.line.share))
    lines = progress.lines
    return Gaps(
        progress,
        found,
        optional=[one for one in lines if not one.requirement.blocks and not one.met],
        met=[one for one in lines if one.met],
        curriculum=curriculum,
        chances=chances,
    )


def _gap(
    competency: Competency,
    line: RequirementLine,
    waiting: list[UnderWay],
    curriculum: Curriculum,
    chances: Chances,
) -> Gap:
    wanted = line.requirement
    missing = Missing(wanted, line.gap, curriculum, chances)
    counted = Counter(one.whom for one in waiting if wanted.rule.concerned_by(one.evidence))
    return Gap(
        competency,
        line,
        what_is_there(wanted, line.credit, line.why),
        tuple(With(whom, n) for whom, n in counted.most_common()),
        next_step(missing),
        tuple(notes(missing)),
    )


_OPENINGS = Prepared(
    select(
        Case.category,
        Case.site_id,
        extract("dow", Case.performed_on).label("weekday"),
        func.count().label("n"),
    )
    .select_from(Membership)
    .join(Case, (Case.program_id == Membership.program_id) & (Case.fellow_id == Membership.id))
    .where(
        Membership.program_id == bindparam("in_program"),
        Case.performed_on >= bindparam("since"),
        Case.state == State.APPROVED,
        Case.site_id.is_not(None),
    )
    .group_by(Case.program_id, Case.category, Case.site_id, extract("dow", Case.performed_on))
)


_OPEN: WhileUnchanged[tuple[Opening, ...]] = WhileUnchanged(8)


def _openings(actor: Actor, today: date) -> tuple[Opening, ...]:
    """Approved cases of the program's last months, by category, site and weekday."""
    since = months_after(today, -LOOK_BACK_MONTHS)
    return _OPEN.of(
        actor.program_id,
        since,
        lambda: tuple(
            Opening(row.category, row.site_id, WEEK[int(row.weekday)], row.n)
            for row in _OPENINGS.all(in_program=actor.program_id, since=since)
        ),
    )


def _sites(actor: Actor) -> Mapping[UUID, SiteNow]:
    rows = db.session.execute(
        select(Site.id, Site.name, Site.capabilities).where(Site.program_id == actor.program_id)
    )
    return {row.id: SiteNow(row.name, row.capabilities) for row in rows}


_CASES_THAT_WAIT = (
    select(
        Case.procedure,
        Case.category,
        Case.role,
        Case.performed_on,
        Case.supervisor_id,
        Case.submitted_at,
        Account.name,
    )
    .join(
        Membership,
        (Membership.program_id == Case.program_id) & (Membership.id == Case.supervisor_id),
    )
    .join(Account, Account.id == Membership.account_id)
    .where(
        Case.program_id == bindparam("in_program"),
        Case.enrollment_id == bindparam("of_enrollment"),
        Case.state == State.SUBMITTED,
        COUNTS_BESIDE,
    )
)
_ASKED = (
    select(Assessment.form, Assessment.competency, Assessment.asked_at, Account.name)
    .join(
        Membership,
        (Membership.program_id == Assessment.program_id)
        & (Membership.id == Assessment.assessor_id),
    )
    .join(Account, Account.id == Membership.account_id)
    .where(
        Assessment.program_id == bindparam("in_program"),
        Assessment.enrollment_id == bindparam("of_enrollment"),
        Assessment.state == assessments.State.REQUESTED,
    )
)


def under_way(actor: Actor, enrollment_id: UUID) -> list[UnderWay]:
    """What would count once it is answered: cases that wait, and assessments that are asked for."""
    asked = {"in_program": actor.program_id, "of_enrollment": enrollment_id}
    connection = db.session.connection()
    found: list[UnderWay] = []
    for row in connection.execute(_CASES_THAT_WAIT, asked):
        shown = CaseEvidence(
            row.procedure,
            row.category,
            row.role,
            on=row.performed_on,
            supervisor_id=row.supervisor_id,
        )
        found.append(UnderWay(shown, row.name, row.submitted_at))
    for one in connection.execute(_ASKED, asked):
        wanted = AssessmentEvidence(one.form, one.competency, one.asked_at.date())
        found.append(UnderWay(wanted, one.name, one.asked_at))
    return found
