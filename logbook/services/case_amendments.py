"""A case takes the place of an approved one. Until it is approved itself, the old one counts; then
that is put aside in the same transaction, with all its words, answers and signatures."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select, update

from logbook.database import db
from logbook.domain import cases as life
from logbook.domain.case_content import about_text, plain
from logbook.domain.cases import Step
from logbook.domain.decisions import say
from logbook.domain.events_amendments import CaseAmended, CaseAmendmentBegun, CasePutBack
from logbook.models.cases import Case
from logbook.policy import amending as policy
from logbook.queries.amendments import standing_amendment
from logbook.queries.visibility import cases_visible_to
from logbook.services.refusals import Invalid, insist
from logbook.services.sign_off_grounds import shake
from logbook.services.unit import Unit

WHY_LENGTH = 300


@dataclass(frozen=True, slots=True)
class Amending:
    """Which case is to be replaced, and what is wrong with it in the fellow's words."""

    case_id: UUID
    why: str


def begin(unit: Unit, case: Case, amending: Amending) -> None:
    """Let a new case name the one that it is to replace. Whoever else would do so waits for the
    lock on that one, and is refused."""
    old = db.session.scalars(
        select(Case)
        .where(cases_visible_to(unit.actor), Case.id == amending.case_id)
        .with_for_update()
    ).one()
    insist(policy.may_amend(unit.actor, old, _another_waits(old, case)))
    why = plain(amending.why)
    wrong = dict(about_text("why", why, WHY_LENGTH))
    if not why:
        wrong["why"] = say("Say what was wrong; the reason stays with both cases.")
    if wrong:
        raise Invalid(wrong)
    case.amends_id, case.amends_why = old.id, why
    unit.record(CaseAmendmentBegun(subject_id=case.id, amends_id=old.id), of=case)


def amended_by(case: Case) -> Case | None:
    """The case that this one names as what it replaces, locked; None for no amendment."""
    if case.amends_id is None:
        return None
    key = (case.program_id, case.amends_id)
    return db.session.get_one(Case, key, with_for_update=True, populate_existing=True)


def to_be_replaced_by(case: Case) -> Case | None:
    """The same before it is replaced. Refused when nothing takes its place any more."""
    old = amended_by(case)
    if old is not None:
        insist(policy.may_take_the_place_of(old))
    return old


def check_reopened(case: Case) -> None:
    """Whether a withdrawn amendment can be opened again."""
    old = to_be_replaced_by(case)
    if old is not None:
        insist(policy.is_the_only_one(_another_waits(old, case)))


def put_aside(unit: Unit, old: Case, by: Case) -> None:
    """The old case counts no longer."""
    _take(old, Step.AMEND)
    unit.record(CaseAmended(subject_id=old.id, amended_by_id=by.id), of=old)


def shake_what_stood_on(unit: Unit, old: Case | None) -> None:
    """It is looked at again, and its signers told. Once progress has followed, which holds the
    enrollment: no sign-off is decided meanwhile that this would not find."""
    if old is not None:
        shake(unit, "case", old.id)


def put_back(unit: Unit, old: Case, by: Case) -> None:
    """The approval of the other is being taken back: the old case counts again."""
    _take(old, Step.PUT_BACK)
    unit.record(CasePutBack(subject_id=old.id, amended_by_id=by.id), of=old)


def _take(old: Case, step: Step) -> None:
    """Past the count of revisions: no word of it changed, and its answer is to that revision."""
    here = Case.program_id == old.program_id, Case.id == old.id
    db.session.execute(update(Case).where(*here).values(state=life.after(old.state, step)))


def _another_waits(old: Case, case: Case) -> bool:
    return standing_amendment(old.program_id, old.id) not in (None, case.id)
