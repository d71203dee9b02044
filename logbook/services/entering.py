"""What a fellow enters for a case, and how it gets into the case: or what is wrong with it."""

from dataclasses import dataclass, replace
from uuid import UUID

from logbook.domain.case_content import CaseContent, complaints, level_sides, tidied
from logbook.domain.credentials import blocked
from logbook.domain.curriculum import Curriculum
from logbook.domain.days import day_in
from logbook.domain.decisions import YES, Decision, Message, first_no, say
from logbook.models.cases import Case
from logbook.policy import cases as policy
from logbook.policy.actors import Actor
from logbook.policy.conflicts import may_be_judged_by
from logbook.queries.credentials_evidence import held
from logbook.queries.curriculum import curriculum_of
from logbook.queries.entering import Ground, ground_for
from logbook.services.refusals import Invalid
from logbook.services.unit import Unit


@dataclass(frozen=True, slots=True)
class Entered:
    """What a fellow enters for a case: its content, whom to ask, where it was, and in what way."""

    content: CaseContent
    supervisor_id: UUID | None
    site_id: UUID | None
    submit: bool
    """Hand it in for approval, or keep it as a draft."""
    code: str = ""
    """What the supervisor's phone showed in the room; nothing when they were not asked for it."""


def says_the_same(case: Case, entered: Entered) -> bool:
    """Whether a logged case says exactly what is entered again."""
    content = entered.content
    return (
        _columns_of(content) == {name: getattr(case, name) for name in _columns_of(content)}
        and case.supervisor_id == entered.supervisor_id
        and case.site_id == entered.site_id
    )


def _columns_of(content: CaseContent) -> dict[str, object]:
    return {
        "procedure": content.procedure,
        "performed_on": content.performed_on,
        "role": content.role,
        "setting": content.setting,
        "age_band": content.age_band,
        "indication": content.indication,
        "outcome": content.outcome,
        "complications": list(content.complications),
        "complication_note": content.complication_note,
        "reflection": content.reflection,
        "details": dict(content.details),
    }


def ground_of(unit: Unit, enrollment_id: UUID, case_id: UUID, entered: Entered) -> Ground:
    """The enrollment, and whom and what the entry names; NoResultFound for a foreign one."""
    return ground_for(
        unit.actor,
        enrollment_id,
        case_id=case_id,
        supervisor_id=entered.supervisor_id,
        site_id=entered.site_id,
        today=unit.now.date(),
    )


def tidy(actor: Actor, ground: Ground, entered: Entered) -> Entered:
    """Numbers as numbers and blanks dropped, so that the same case always reads the same."""
    curriculum = curriculum_of(actor.program_id, ground.version_id)
    return replace(entered, content=tidied(entered.content, curriculum))


def enter(unit: Unit, case: Case, ground: Ground, entered: Entered) -> None:
    """Put what was entered into the case, or raise Invalid with all that is wrong with it."""
    content = entered.content
    curriculum = curriculum_of(case.program_id, ground.version_id)
    wrong: dict[str, Message] = complaints(
        content,
        curriculum,
        today=day_in(ground.time_zone, unit.now),
        starts_on=ground.starts_on,
        ends_on=ground.ends_on,
        complete=entered.submit,
    )
    wrong.update(_place_complaints(case, ground, entered))
    if entered.submit and not wrong:
        wrong.update(_lapsed_complaints(case.program_id, ground.fellow_id, content, curriculum))
    if wrong:
        raise Invalid(wrong)
    for name, value in _columns_of(content).items():
        setattr(case, name, value)
    case.category = curriculum.procedures[content.procedure].category
    case.level_sides = level_sides(content, curriculum)
    case.site_id = entered.site_id
    case.supervisor_id = entered.supervisor_id


def _lapsed_complaints(
    program_id: UUID, fellow_id: UUID, content: CaseContent, curriculum: Curriculum
) -> dict[str, Message]:
    """Why no case of this category is handed in: a credential that its curriculum asks for had
    lapsed on the day. Most categories ask for none, and cost no statement."""
    for kind in curriculum.offers.blocking(curriculum.procedures[content.procedure].category):
        reason = blocked(kind, held(program_id, fellow_id, kind.id), content.performed_on)
        if reason is not None:
            return {"procedure": reason}
    return {}


def _place_complaints(case: Case, ground: Ground, entered: Entered) -> dict[str, Message]:
    wrong: dict[str, Message] = {}
    if entered.submit and entered.supervisor_id is None:
        wrong["supervisor"] = say("Choose who supervised you.")
    if entered.supervisor_id is not None:
        came, day = ground.joined_on, entered.content.performed_on
        there = YES if came is None else policy.was_there(came, day)
        wrong.update(supervisor_complaints(case, ground.supervisor, ground.related, there))
    if entered.site_id is not None and not ground.site_known:
        wrong["site"] = say("Choose a site of this program.")
    return wrong


def supervisor_complaints(
    case: Case, supervisor: Actor | None, related: bool, there: Decision
) -> dict[str, Message]:
    """Why this person cannot be asked about this case; empty when they can. `there`: whether they
    were in the program on its day."""
    if supervisor is None:
        return {"supervisor": say("Choose a supervisor of this program.")}
    may = first_no(policy.may_be_asked(supervisor, case), may_be_judged_by(related), there)
    return {"supervisor": may.reason} if may.reason is not None else {}
