"""Suggesting a case that a fellow forgot; and the fellow's no to one."""

from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import select

from logbook.database import db
from logbook.domain.case_content import plain
from logbook.domain.days import day_in
from logbook.domain.decisions import Message, say
from logbook.domain.events_suggestions import SuggestionDeclined, SuggestionMade
from logbook.domain.hospital import Side
from logbook.domain.periods import Period
from logbook.domain.suggestions import Suggested, case_begun_from, complaints
from logbook.models.cases import Case
from logbook.models.curriculum import Enrollment
from logbook.models.suggestions import Suggestion
from logbook.policy import suggestions as policy
from logbook.policy.actors import Actor
from logbook.queries.curriculum import curriculum_of
from logbook.queries.entering import Ground, ground_for
from logbook.queries.suggestions import has_handed_in, suggestions_visible_to
from logbook.services.refusals import Conflict, Invalid, insist
from logbook.services.unit import Unit, unit_of_work

SIDES = frozenset(Side)


class _MadeBefore(Exception):
    """The same suggestion was sent before."""


@dataclass(frozen=True, slots=True)
class To:
    """To whom a case is suggested, and where it was."""

    enrollment_id: UUID
    site_id: UUID | None = None


def suggest(actor: Actor, suggestion_id: UUID, to: To, told: Suggested) -> None:
    """Suggest a case under the id that the client made: sent twice, it is suggested once. Raises
    Invalid by field; NoResultFound for an enrollment that is not of the program."""
    told = replace(told, words=plain(told.words), side=told.side if told.side in SIDES else None)
    try:
        with unit_of_work(actor) as unit:
            insist(policy.may_suggest(actor))
            ground = _ground(unit, suggestion_id, to)
            theirs = _is_theirs(actor, to.enrollment_id)
            insist(policy.may_suggest_to(actor, ground.fellow_id, theirs, ground.related))
            _stop_if_made(actor, suggestion_id, told)
            if wrong := _wrong(unit, ground, to, told):
                raise Invalid(wrong)
            one = _made(unit, suggestion_id, ground, to, told)
            db.session.add(one)
            made = SuggestionMade(
                subject_id=one.id,
                fellow_id=one.fellow_id,
                performed_on=one.performed_on.isoformat(),
            )
            unit.record(made, of=one)
    except _MadeBefore:
        pass


def decline(actor: Actor, suggestion_id: UUID) -> None:
    """The fellow says that it is not theirs, or did not happen. Conflict when a case was begun."""
    with unit_of_work(actor) as unit:
        one = db.session.scalars(
            select(Suggestion)
            .where(suggestions_visible_to(actor), Suggestion.id == suggestion_id)
            .with_for_update()
        ).one()
        insist(policy.may_answer(actor, one))
        if db.session.get(Case, (actor.program_id, one.begins)) is not None:
            raise Conflict(say("A case was begun from this suggestion. Withdraw the case instead."))
        one.declined_at = one.declined_at or unit.now
        unit.record(SuggestionDeclined(subject_id=one.id), of=one)


def _ground(unit: Unit, suggestion_id: UUID, to: To) -> Ground:
    return ground_for(
        unit.actor,
        to.enrollment_id,
        case_id=case_begun_from(suggestion_id),
        supervisor_id=unit.actor.id,
        site_id=to.site_id,
        today=unit.now.date(),
    )


def _is_theirs(actor: Actor, enrollment_id: UUID) -> bool:
    asked = select(Enrollment.id).where(
        Enrollment.program_id == actor.program_id,
        Enrollment.id == enrollment_id,
        has_handed_in(actor),
    )
    return db.session.scalar(asked) is not None


def _stop_if_made(actor: Actor, suggestion_id: UUID, told: Suggested) -> None:
    found = db.session.get(Suggestion, (actor.program_id, suggestion_id))
    if found is None:
        return
    said = Suggested(found.procedure, found.performed_on, found.side, found.words)
    if found.supervisor_id == actor.id and said == told:
        raise _MadeBefore
    raise Conflict(say("This was suggested already, and said something else."))


def _wrong(unit: Unit, ground: Ground, to: To, told: Suggested) -> dict[str, Message]:
    curriculum = curriculum_of(unit.actor.program_id, ground.version_id)
    today = day_in(ground.time_zone, unit.now)
    training = Period(ground.starts_on, ground.ends_on)
    wrong = complaints(told, curriculum, today, training)
    if ground.joined_on is not None:
        there = policy.was_there_then(ground.joined_on, told.performed_on)
        if there.reason is not None:
            wrong.setdefault("performed_on", there.reason)
    if to.site_id is not None and not ground.site_known:
        wrong["site"] = say("Choose a site of this program.")
    return wrong


def _made(unit: Unit, suggestion_id: UUID, ground: Ground, to: To, told: Suggested) -> Suggestion:
    return Suggestion(
        program_id=unit.actor.program_id,
        id=suggestion_id,
        enrollment_id=to.enrollment_id,
        fellow_id=ground.fellow_id,
        supervisor_id=unit.actor.id,
        site_id=to.site_id,
        procedure=told.procedure,
        performed_on=told.performed_on,
        side=Side(told.side) if told.side else None,
        words=told.words,
        suggested_at=unit.now,
        begins=case_begun_from(suggestion_id),
        declined_at=None,
    )
