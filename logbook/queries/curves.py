"""Learning curves of one fellow, from approved cases that they performed themselves.

Whose curves somebody may see is `policy.curves`; it is asked here, so that no caller can forget it.
A curve is feedback. Nothing may read it to allow or refuse something.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.exc import NoResultFound

from logbook.domain.cases import State
from logbook.domain.catalogue import Procedure
from logbook.domain.competencies import Competency
from logbook.domain.decisions import Message
from logbook.domain.document import Text
from logbook.domain.learning_curves import (
    READERS,
    CurveRule,
    Method,
    Reading,
    Says,
    read_lc_cusum,
    read_watch,
)
from logbook.models.curriculum import Enrollment
from logbook.policy.actors import Actor
from logbook.policy.cases import may_view
from logbook.queries.curve_cases import (
    FULL,
    SLIM,
    AnyRow,
    Learner,
    granted_of,
    learner_where,
    may_see,
    rows_of,
)
from logbook.queries.unchanged import WhileUnchanged


@dataclass(frozen=True, slots=True)
class Watch:
    """The cases since a competency was signed: a relapse is worth a look together, no more."""

    competency: Competency
    since: date
    reading: Reading
    cases: int

    @property
    def flagged(self) -> bool:
        return self.reading.says is Says.LOOK


@dataclass(frozen=True, slots=True)
class CurveSummary:
    """One curve as a list shows it."""

    procedure: str
    """Its id in the curriculum."""
    title: Text
    n: int
    failures: int
    says: Says
    words: Message
    """The same as a sentence."""
    points: tuple[float, ...]
    """The sum of the LC-CUSUM after each case; never below nought."""
    limit: float
    watch: Watch | None

    @property
    def flagged(self) -> bool:
        """A relapse after a sign-off."""
        return self.watch is not None and self.watch.flagged


@dataclass(frozen=True, slots=True)
class CurveCase:
    """One case of a curve."""

    id: UUID
    on: date
    outcome: str
    complications: tuple[str, ...]
    failed: bool
    scale: str | None
    level: str | None
    """Of entrustment, as its supervisor rated it."""
    level_sides: int
    details: Mapping[str, Any]
    may_open: bool


@dataclass(frozen=True, slots=True)
class Curve:
    """One curve in full."""

    learner: Learner
    procedure: Procedure
    rule: CurveRule
    method: Method
    cases: Sequence[CurveCase]
    reading: Reading
    watch: Watch | None


def curves_of(actor: Actor, fellow_id: UUID, today: date) -> list[CurveSummary]:
    """Of the fellow's newest enrollment, the procedure with most cases first; nothing for one who
    is not enrolled or not the actor's to see."""
    learner = learner_where(actor, Enrollment.fellow_id == fellow_id)
    if learner is None or not may_see(actor, learner):
        return []
    return summaries(actor, learner, today)


def learner(actor: Actor, enrollment_id: UUID) -> Learner:
    """NoResultFound for an enrollment that is not there or not the actor's to see."""
    found = learner_where(actor, Enrollment.id == enrollment_id)
    if found is None or not may_see(actor, found):
        raise NoResultFound
    return found


def own_learner(actor: Actor) -> Learner | None:
    return learner_where(actor, Enrollment.fellow_id == actor.id)


@dataclass(frozen=True, slots=True)
class CurveCounts:
    """How many procedures have a curve, and how many say what."""

    curves: int
    told: int
    """With cases enough to say something."""
    flagged: int


_COUNTS: WhileUnchanged[CurveCounts] = WhileUnchanged(256)


def counts_of(actor: Actor, enrollment_id: UUID, today: date) -> CurveCounts:
    """For a line that leads to the curves. Kept while the program's records stay the same.
    NoResultFound for an enrollment that is not the actor's to see."""

    def counted() -> CurveCounts:
        rows = summaries(actor, learner(actor, enrollment_id), today)
        return CurveCounts(
            len(rows),
            sum(one.says is not Says.TOO_FEW for one in rows),
            sum(one.flagged for one in rows),
        )

    return _COUNTS.of(actor.program_id, (actor.id, enrollment_id, today), counted)


def summaries(actor: Actor, of: Learner, today: date) -> list[CurveSummary]:
    """Two statements."""
    found: dict[str, list[AnyRow]] = {}
    for row in rows_of(actor, of, SLIM):
        if of.curriculum.curve_rule(row.procedure) is not None:
            found.setdefault(row.procedure, []).append(row)
    granted = granted_of(actor, of, today) if found else {}
    shown = [_summary(of, name, rows, granted) for name, rows in found.items()]
    return sorted(shown, key=lambda one: (not one.flagged, -one.n, str(one.title)))


def curve(actor: Actor, of: Learner, procedure: str, method: Method, today: date) -> Curve:
    """Two statements. NoResultFound for what has no curve in this curriculum."""
    rule = of.curriculum.curve_rule(procedure)
    if rule is None:
        raise NoResultFound
    rows = rows_of(actor, of, FULL, procedure)
    cases = [_case(actor, of, rule, row) for row in rows]
    return Curve(
        of,
        of.curriculum.procedures[procedure],
        rule,
        method,
        cases,
        READERS[method](rule, [one.failed for one in cases]),
        _watch(of, procedure, rule, rows, granted_of(actor, of, today)),
    )


def relapses_of(actor: Actor, enrollment_id: UUID, competency: str, today: date) -> list[str]:
    """Procedures of a signed competency in which failures have become more frequent since. Three
    statements; nothing for whoever may not see the curves."""
    of = learner_where(actor, Enrollment.id == enrollment_id)
    if of is None or not may_see(actor, of):
        return []
    return [
        one.procedure
        for one in summaries(actor, of, today)
        if one.watch is not None and one.flagged and one.watch.competency.id == competency
    ]


def _failures(rule: CurveRule, rows: Iterable[AnyRow]) -> list[bool]:
    return [rule.failure.holds(row.outcome, row.complications) for row in rows]


def _summary(
    of: Learner, procedure: str, rows: list[AnyRow], granted: Mapping[str, date]
) -> CurveSummary:
    rule = of.curriculum.curve_rule(procedure)
    assert rule is not None
    failures = _failures(rule, rows)
    reading = read_lc_cusum(rule, failures)
    return CurveSummary(
        procedure=procedure,
        title=of.curriculum.procedures[procedure].name,
        n=len(failures),
        failures=sum(failures),
        says=reading.says,
        words=reading.words,
        points=reading.sums,
        limit=rule.lc_cusum.limit.height,
        watch=_watch(of, procedure, rule, rows, granted),
    )


def _watch(
    of: Learner,
    procedure: str,
    rule: CurveRule,
    rows: list[AnyRow],
    granted: Mapping[str, date],
) -> Watch | None:
    """Cases after the day of the sign-off; None without one."""
    category = of.curriculum.categories[of.curriculum.procedures[procedure].category]
    since = granted.get(category.competency or "")
    if since is None or category.competency is None:
        return None
    later = [row for row in rows if row.performed_on > since]
    competency = of.curriculum.competencies[category.competency]
    return Watch(competency, since, read_watch(rule, _failures(rule, later)), len(later))


@dataclass(frozen=True, slots=True)
class _Approved:
    """As much of a case as the policy asks."""

    fellow_id: UUID
    supervisor_id: UUID | None
    state: State = State.APPROVED


def _case(actor: Actor, of: Learner, rule: CurveRule, row: AnyRow) -> CurveCase:
    return CurveCase(
        id=row.id,
        on=row.performed_on,
        outcome=row.outcome,
        complications=tuple(row.complications),
        failed=rule.failure.holds(row.outcome, row.complications),
        scale=row.scale,
        level=row.level,
        level_sides=row.level_sides,
        details=row.details,
        may_open=bool(may_view(actor, _Approved(of.fellow_id, row.supervisor_id))),
    )
