"""From how much evidence on a program says something of a person."""

from logbook.database import db
from logbook.domain.decisions import say
from logbook.domain.events_opportunity import EvidenceMinimumSet
from logbook.models.programs import Program
from logbook.policy import opportunity as policy
from logbook.policy.actors import Actor
from logbook.services.refusals import Invalid, insist
from logbook.services.unit import unit_of_work

LEAST, MOST = 5, 100
"""Below five, one judgement more or less would turn what is said."""


def set_minimum(actor: Actor, minimum: int) -> None:
    with unit_of_work(actor) as unit:
        insist(policy.may_set_minimum(actor))
        if not LEAST <= minimum <= MOST:
            raise Invalid(
                {"minimum": say("Between %(least)s and %(most)s.", least=LEAST, most=MOST)}
            )
        program = db.session.get_one(Program, actor.program_id)
        before, program.evidence_minimum = program.evidence_minimum, minimum
        unit.record(EvidenceMinimumSet(subject_id=program.id, minimum=minimum, before=before))
