"""A fellow asks for an answer; and what members want to be mailed at all."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from logbook.database import db
from logbook.domain.decisions import say
from logbook.domain.events_reminders import CaseNudged, LetterWishesChanged
from logbook.domain.letters import NUDGES_GATHER, LetterKind
from logbook.domain.reminders import NUDGE_DAYS, Digest, week_of
from logbook.models.cases import Case
from logbook.models.columns import new_id
from logbook.models.reminders import LetterWish, Nudge
from logbook.policy import reminders as policy
from logbook.policy.actors import Actor, job
from logbook.queries.reminders import Wishes, last_nudge, wishes_of
from logbook.queries.visibility import cases_visible_to
from logbook.services.links import Stop
from logbook.services.outbox import Order, write
from logbook.services.refusals import Refused, insist
from logbook.services.unit import Unit, unit_of_work


def nudge(actor: Actor, case_id: UUID) -> None:
    """Ask the supervisor of a case for an answer: once a week, and in one letter for all cases
    that are asked about within a few minutes."""
    try:
        with unit_of_work(actor) as unit:
            case = db.session.scalars(
                select(Case).where(cases_visible_to(actor), Case.id == case_id).with_for_update()
            ).one()
            last = last_nudge(actor.program_id, case_id)
            insist(policy.may_nudge(actor, case, case.submitted_at, last, unit.now))
            assert case.supervisor_id is not None
            _keep_nudge(unit, case.id, case.supervisor_id)
            _write_to(unit, case.supervisor_id)
            unit.record(CaseNudged(subject_id=case.id, supervisor_id=case.supervisor_id))
    except IntegrityError as twice:  # two tabs at the same moment
        raise Refused(
            say("You asked less than %(days)s days ago. Once a week is enough.", days=NUDGE_DAYS)
        ) from twice


def _keep_nudge(unit: Unit, case_id: UUID, supervisor_id: UUID) -> None:
    nudged = Nudge(
        program_id=unit.actor.program_id,
        id=new_id(),
        case_id=case_id,
        supervisor_id=supervisor_id,
        week=week_of(unit.now.date()),
        nudged_at=unit.now,
    )
    db.session.add(nudged)
    db.session.flush()


def _write_to(unit: Unit, supervisor_id: UUID) -> None:
    """At most one letter a day, whoever asks; the digest tells of the rest."""
    if not wishes_of(unit.actor.program_id, supervisor_id).nudges:
        return
    key = f"nudge/{supervisor_id}/{unit.now.date()}"
    write(unit, Order(supervisor_id, LetterKind.NUDGE, key, {}, unit.now + NUDGES_GATHER))


def choose(actor: Actor, wishes: Wishes) -> None:
    """What one wants to be mailed beside what is essential."""
    with unit_of_work(actor) as unit:
        insist(policy.may_choose_letters(actor))
        _choose(unit, actor.id, wishes, by_link=False)


def stop(found: Stop) -> None:
    """Stop letters of one kind, for whoever holds the link of one of them: signed, so nobody can
    make one for somebody else. Twice is once."""
    wishes = wishes_of(found.program_id, found.member_id)
    if not wishes.want(found.kind):
        return
    digest = Digest.OFF if found.kind is LetterKind.DIGEST else wishes.digest
    nudges = wishes.nudges and found.kind is not LetterKind.NUDGE
    weekly = wishes.weekly and found.kind is not LetterKind.WEEKLY
    with unit_of_work(job(found.program_id)) as unit:
        _choose(unit, found.member_id, Wishes(digest, nudges, weekly), by_link=True)


def _choose(unit: Unit, member_id: UUID, wishes: Wishes, by_link: bool) -> None:
    program_id = unit.actor.program_id
    asked = select(LetterWish).where(
        LetterWish.program_id == program_id, LetterWish.member_id == member_id
    )
    kept = db.session.scalars(asked.with_for_update()).one_or_none()
    if kept is None:
        kept = LetterWish(program_id=program_id, id=new_id(), member_id=member_id)
        db.session.add(kept)
    kept.digest, kept.nudges, kept.weekly = wishes.digest, wishes.nudges, wishes.weekly
    unit.record(
        LetterWishesChanged(
            subject_id=member_id,
            digest=wishes.digest,
            nudges=wishes.nudges,
            weekly=wishes.weekly,
            by_link=by_link,
        )
    )
