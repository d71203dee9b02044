"""The evidence about a fellow as it stood when the committee decided, read again from what was
kept. A page reads it by the names by which it reads the evidence of today."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from logbook.database import db
from logbook.domain.committee import OVER
from logbook.domain.competencies import Competency
from logbook.domain.curriculum import Curriculum
from logbook.domain.decisions import Message
from logbook.domain.messages_kept import message_of
from logbook.domain.outlook import Outlook, OutlookKind
from logbook.domain.readiness import Standing
from logbook.domain.sign_offs import State
from logbook.models.committee_decisions import MeetingEvidence
from logbook.policy.actors import Actor
from logbook.queries.committee_board import Board, Item
from logbook.queries.committee_decisions import DecisionView, PlanView, decisions_of, plans_of
from logbook.queries.committee_file import FellowFile, file_of
from logbook.queries.committee_keeping import Plain
from logbook.queries.curriculum import curriculum_of
from logbook.queries.forecast_page import ForecastPage, ForecastRow
from logbook.queries.gaps import Gap
from logbook.queries.progress import CompetencyGroup, Enrolled, FellowProgress, RequirementLine
from logbook.queries.sign_off_curve import Month


@dataclass(frozen=True, slots=True)
class SignOffThen:
    id: UUID
    state: State
    level: str | None
    committee: bool


@dataclass(frozen=True, slots=True)
class CompetencyThen:
    competency: Competency
    stands: SignOffThen | None
    """The sign-off that was shown, whether it held or was on its way."""
    holds: bool
    on_its_way: None = None
    last: None = None


@dataclass(frozen=True, slots=True)
class WordsThen:
    id: UUID
    happened_on: date
    assessor: str
    competency: str
    level: str | None
    went_well: str
    next_step: str


@dataclass(frozen=True, slots=True)
class CredentialThen:
    id: UUID
    kind: str
    expires_on: date | None


@dataclass(frozen=True, slots=True)
class RoundThen:
    id: UUID
    form: str
    closed_at: datetime
    answered: int
    released: int


@dataclass(frozen=True, slots=True)
class ReviewThen:
    reviewed_on: date
    levels: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class OwnThen:
    rated_on: date
    levels: Mapping[str, str]
    words: str


@dataclass(frozen=True, slots=True)
class FileThen:
    """The file of a fellow as it was when it was kept."""

    kept_at: datetime
    progress: FellowProgress
    curriculum: Curriculum
    gaps: list[Gap]
    forecast: ForecastPage
    competencies: list[CompetencyThen]
    months: Mapping[str, list[Month]]
    feedback: list[WordsThen]
    credentials: list[CredentialThen]
    rounds: list[RoundThen]
    reviews: list[ReviewThen]
    own: list[OwnThen]
    decisions: list[DecisionView]
    plans: list[PlanView]
    """As they are today, like the decisions: what followed belongs beside what was seen."""

    @property
    def behind(self) -> int:
        return sum(group.behind for group in self.progress.groups)

    @property
    def met(self) -> int:
        return sum(line.met for group in self.progress.groups for line in group.asked)

    @property
    def asked(self) -> int:
        return sum(len(group.asked) for group in self.progress.groups)

    @property
    def signed(self) -> int:
        return sum(one.holds for one in self.competencies)


File = FellowFile | FileThen


def file_for(actor: Actor, about: Board, item: Item, today: date, now: datetime) -> File:
    """The evidence of today while a meeting is ahead or sits; afterwards that of its day, if it was
    kept. Whether the actor may see it is for the caller to ask."""
    then = file_then(actor, item, today) if about.state in OVER else None
    return then or file_of(actor, item.enrollment_id, today, now)


def file_then(actor: Actor, item: Item, today: date) -> FileThen | None:
    """What was kept last about a fellow of a meeting; None where nothing was: three statements."""
    row = db.session.execute(
        select(MeetingEvidence.said, MeetingEvidence.kept_at)
        .where(MeetingEvidence.program_id == actor.program_id, MeetingEvidence.item_id == item.id)
        .order_by(MeetingEvidence.number.desc())
        .limit(1)
    ).one_or_none()
    return _read(actor, item, row.said, row.kept_at, today) if row else None


def _read(actor: Actor, item: Item, said: Plain, kept_at: datetime, today: date) -> FileThen:
    curriculum = curriculum_of(actor.program_id, UUID(said["version"]))
    progress = FellowProgress(_enrolled(item, said), _groups(curriculum, said))
    lines = {line.requirement.id: line for line in progress.lines}
    of = curriculum.competencies
    return FileThen(
        kept_at,
        progress,
        curriculum,
        [_gap(curriculum, lines, *one) for one in said["gaps"]],
        ForecastPage(progress, [_row(curriculum, lines, *one) for one in said["forecast"]]),
        [_signed(of[one["id"]], one) for one in said["competencies"]],
        {one["id"]: [_month(*it) for it in one["months"]] for one in said["competencies"]},
        [WordsThen(UUID(one[0]), _day(one[1]), *one[2:]) for one in said["feedback"]],
        [
            CredentialThen(UUID(id_), kind, _day(until) if until else None)
            for id_, kind, until in said["credentials"]
        ],
        [
            RoundThen(UUID(id_), form, datetime.fromisoformat(closed), *more)
            for id_, form, closed, *more in said["rounds"]
        ],
        [ReviewThen(_day(on), levels) for on, levels in said["reviews"]],
        [OwnThen(_day(on), levels, words) for on, levels, words in said["own"]],
        decisions_of(actor, item.fellow_id),
        plans_of(actor, item.fellow_id, today),
    )


_day = date.fromisoformat


def _enrolled(item: Item, said: Plain) -> Enrolled:
    first, last = (_day(one) for one in said["training"])
    version = UUID(said["version"])
    return Enrolled(item.enrollment_id, item.fellow_id, item.fellow, version, first, last, 100, 0.0)


def _groups(curriculum: Curriculum, said: Plain) -> list[CompetencyGroup]:
    found: dict[str, list[RequirementLine]] = {}
    for id_, credit, required, standing in said["lines"]:
        wanted = curriculum.requirements[id_]
        line = RequirementLine(wanted, credit, required, None, Standing(standing), Message(""))
        found.setdefault(wanted.competency, []).append(line)
    return [CompetencyGroup(curriculum.competencies[one], found[one]) for one in found]


def _gap(
    curriculum: Curriculum, lines: Mapping[str, RequirementLine], id_: str, there: Any, step: Any
) -> Gap:
    line = lines[id_]
    competency = curriculum.competencies[line.requirement.competency]
    said = [message_of(one) or Message("") for one in (there, step)]
    return Gap(competency, line, said[0], (), said[1], ())


def _row(
    curriculum: Curriculum, lines: Mapping[str, RequirementLine], id_: str, kind: str, *said: Any
) -> ForecastRow:
    have, wanted, chance, least, most, expected_on, why = said
    outlook = Outlook(
        OutlookKind(kind),
        have,
        wanted,
        probability=None if chance is None else float(chance),
        least=least,
        most=most,
        expected_on=_day(expected_on) if expected_on else None,
        why=message_of(why),
    )
    line = lines[id_]
    return ForecastRow(curriculum.competencies[line.requirement.competency], line, outlook)


def _signed(competency: Competency, one: Plain) -> CompetencyThen:
    if one["sign_off"] is None:
        return CompetencyThen(competency, None, False)
    id_, state, level, committee = one["sign_off"]
    then = SignOffThen(UUID(id_), State(state), level, committee)
    return CompetencyThen(competency, then, one["holds"])


def _month(first_day: str, counts: Mapping[str, int]) -> Month:
    return Month(_day(first_day), Counter(counts))
