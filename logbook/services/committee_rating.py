"""What each member thinks of each fellow before the meeting, and what fellows think of
themselves."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from logbook.database import db
from logbook.domain.case_content import about_text
from logbook.domain.committee import WORDS_LIMIT, Outcome
from logbook.domain.decisions import Message, say
from logbook.domain.events_committee import MilestonesSelfRated, PreRated
from logbook.domain.milestones import Levels, complaints, scale_of
from logbook.models.committee import PreRating
from logbook.models.curriculum import Enrollment
from logbook.models.milestones import SelfRating
from logbook.policy import committee as policy
from logbook.policy.actors import Actor
from logbook.queries.committee_board import board
from logbook.queries.curriculum import curriculum_of
from logbook.services.committee_meetings import AlreadyDone, day_in, find, find_item
from logbook.services.refusals import Conflict, Invalid, insist
from logbook.services.unit import Unit, unit_of_work


@dataclass(frozen=True, slots=True)
class Thought:
    """What a member enters about one fellow."""

    levels: Levels
    proposes: Outcome | None
    words: str = ""


def pre_rate(
    actor: Actor, meeting_id: UUID, fellow_id: UUID, rating_id: UUID, thought: Thought
) -> None:
    """Rate one fellow before the meeting; it stays. Sent twice, it is one."""
    try:
        with unit_of_work(actor) as unit:
            meeting = find(actor, meeting_id)
            item = find_item(meeting, fellow_id)
            if _is_there(actor, rating_id, meeting_id, fellow_id):
                raise AlreadyDone
            place = board(actor, meeting_id).place_of(actor, fellow_id)
            insist(policy.may_pre_rate(actor, meeting, fellow_id, place))
            levels = _checked(unit, item.enrollment_id, thought)
            rating = PreRating(
                program_id=actor.program_id,
                id=rating_id,
                meeting_id=meeting_id,
                fellow_id=fellow_id,
                member_id=actor.id,
                levels=levels,
                proposes=thought.proposes,
                words=thought.words.strip(),
                given_at=unit.now,
            )
            db.session.add(rating)
            event = PreRated(subject_id=rating_id, meeting_id=meeting_id, fellow_id=fellow_id)
            unit.record(event, of=rating)
    except AlreadyDone:
        pass


def _is_there(actor: Actor, rating_id: UUID, meeting_id: UUID, fellow_id: UUID) -> bool:
    found = db.session.get(PreRating, (actor.program_id, rating_id))
    asked = (actor.id, meeting_id, fellow_id)
    return found is not None and (found.member_id, found.meeting_id, found.fellow_id) == asked


def _checked(unit: Unit, enrollment_id: UUID, thought: Thought) -> dict[str, str]:
    wrong = dict(about_text("words", thought.words.strip(), WORDS_LIMIT))
    if thought.proposes is None:
        wrong["proposes"] = say("Say what you would decide.")
    return _rated(unit, enrollment_id, thought.levels, wrong)


def _rated(
    unit: Unit, enrollment_id: UUID, levels: Levels, wrong: Mapping[str, Message]
) -> dict[str, str]:
    """The levels, if nothing is wrong: all of them, or none where the curriculum has no scale for
    a committee."""
    enrollment = db.session.get_one(Enrollment, (unit.actor.program_id, enrollment_id))
    curriculum, today = curriculum_of(enrollment.program_id, enrollment.version_id), day_in(unit)
    if scale_of(curriculum) is None:
        levels = {}
    else:
        wrong = {
            **complaints(levels, curriculum, reviewed_on=today, today=today, complete=True),
            **wrong,
        }
    if wrong:
        raise Invalid(wrong)
    return dict(levels)


def rate_self(actor: Actor, rating_id: UUID, levels: Levels, words: str) -> None:
    """A fellow's own rating of the milestones, once a day. Sent twice, it is one. NoResultFound
    for a fellow who is enrolled nowhere."""
    insist(policy.may_rate_self(actor))
    if db.session.get(SelfRating, (actor.program_id, rating_id)) is not None:
        return
    try:
        with unit_of_work(actor) as unit:
            enrollment = _own(actor)
            curriculum = curriculum_of(actor.program_id, enrollment.version_id)
            scale = scale_of(curriculum)
            if scale is None:
                raise Invalid({"levels": say("This curriculum has no scale for a committee.")})
            wrong = dict(about_text("words", words.strip(), WORDS_LIMIT))
            rating = SelfRating(
                program_id=actor.program_id,
                id=rating_id,
                enrollment_id=enrollment.id,
                fellow_id=actor.id,
                rated_on=day_in(unit),
                scale=scale.id,
                levels=_rated(unit, enrollment.id, levels, wrong),
                words=words.strip(),
                rated_at=unit.now,
            )
            db.session.add(rating)
            on = rating.rated_on.isoformat()
            unit.record(
                MilestonesSelfRated(subject_id=rating_id, fellow_id=actor.id, on=on), of=rating
            )
    except IntegrityError:
        raise Conflict(say("You have rated yourself today; what is sent stays.")) from None


def _own(actor: Actor) -> Enrollment:
    """The latest."""
    return db.session.scalars(
        select(Enrollment)
        .where(Enrollment.program_id == actor.program_id, Enrollment.fellow_id == actor.id)
        .order_by(Enrollment.starts_on.desc(), Enrollment.id.desc())
        .limit(1)
    ).one()
