"""What granting brings with it: level, time, the day it lapses, and the end of what it replaces."""

from datetime import date

from logbook.database import db
from logbook.domain import sign_offs as life
from logbook.domain.sign_offs import Step
from logbook.models.sign_offs import SignOff
from logbook.services.sign_off_signing import move, rule_of
from logbook.services.unit import Unit


def grant(
    unit: Unit, sign_off: SignOff, step: Step, level: str, statement: str, today: date
) -> None:
    sign_off.level, sign_off.statement = level, statement
    sign_off.granted_at = unit.now
    sign_off.lapses_on = life.lapses_on(today, rule_of(sign_off).lapses_months)
    move(unit, sign_off, step)
    replace_former(unit, sign_off, today)


def replace_former(unit: Unit, sign_off: SignOff, today: date) -> None:
    """Once an amendment holds, what it names no longer does; both stay readable."""
    if sign_off.amends_id is None or not life.holds(sign_off.state, sign_off.committee):
        return
    former = db.session.get_one(
        SignOff, (sign_off.program_id, sign_off.amends_id), with_for_update=True
    )
    if life.allows(life.state_at(former.state, former.lapses_on, today), Step.AMEND):
        move(unit, former, Step.AMEND)
