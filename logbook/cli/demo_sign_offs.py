"""The demo's sign-offs: granted, waiting for a second judgement, judged differently, sent back,
signed without all evidence, and one whose evidence was withdrawn afterwards."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

from logbook.cli.demo_stage import Player, Stage
from logbook.domain.sign_offs import Decided
from logbook.domain.signatures import Method, Presence
from logbook.policy.actors import Actor
from logbook.queries.sign_off_evidence import EvidenceFor, evidence_for
from logbook.queries.sign_offs import line
from logbook.services import cases, sign_off_decisions, sign_off_judging, sign_offs
from logbook.services.sign_off_decisions import Ruling
from logbook.services.sign_off_judging import Said
from logbook.services.sign_off_signing import Hand
from logbook.services.sign_offs import Proposed
from logbook.services.unit import AFTER_COMMIT

ENOUGH = "Ran whole lists alone; I stood by and had nothing to add."
ALSO = "Chooses well when not to inject, and says so to the patient."
NOT_YET = "Needs prompting when the anatomy is unusual."
WHY_WITHOUT = "The committee’s milestone review is held in spring; all that is counted is there."


def sign_competencies(stage: Stage) -> None:
    first, second, third = stage.fellows[0], stage.fellows[2], stage.fellows[1]
    for competency in ("epa11", "epa10"):
        _judged(stage, first, competency, "4", "4")
    _judged(stage, first, "epa09", "4", "4")
    _judged(stage, first, "epa02", "4", "5")
    _judged(stage, second, "epa11", "4")
    _judged(stage, second, "epa10", "3", "3")
    _proposed(stage, third, "epa11")
    _withdrawn_under(stage, second, _judged(stage, second, "epa09", "4", "4"))


def _hand() -> Hand:
    return Hand(Presence(Method.PASSWORD_AND_CODE, datetime.now(UTC)))


def _evidence(actor: Actor, fellow: Player, competency: str) -> EvidenceFor:
    assert fellow.enrollment_id is not None
    return evidence_for(actor, fellow.enrollment_id, competency, datetime.now(UTC).date())


def _proposed(stage: Stage, fellow: Player, competency: str) -> UUID:
    """By the fellow; where evidence is missing, a director lets it go on without."""
    assert fellow.enrollment_id is not None
    sign_off_id, director = uuid4(), stage.directors[0].actor
    judges = tuple(one.actor.id for one in _judges(stage))
    proposed = Proposed(judges, "Two months without a case that had to be taken over.")
    sign_offs.propose(
        fellow.actor, sign_off_id, fellow.enrollment_id, competency, proposed, _hand()
    )
    found = _evidence(director, fellow, competency)
    if found.missing:
        ruling = Ruling(Decided.OVERRIDDEN, WHY_WITHOUT, found.seen)
        revision = line(director, sign_off_id, datetime.now(UTC).date()).revision
        sign_off_decisions.decide(director, sign_off_id, uuid4(), revision, ruling, _hand())
    return sign_off_id


def _judged(stage: Stage, fellow: Player, competency: str, *levels: str) -> UUID:
    sign_off_id = _proposed(stage, fellow, competency)
    for judge, level, words in zip(_judges(stage), levels, (ENOUGH, ALSO), strict=False):
        seen = _evidence(judge.actor, fellow, competency).seen
        said = Said(level, words if level >= "4" else NOT_YET, seen)
        sign_off_judging.judge(judge.actor, sign_off_id, uuid4(), said, _hand())
    return sign_off_id


def _withdrawn_under(stage: Stage, fellow: Player, sign_off_id: UUID) -> None:
    """A director strikes out the last case that it stood on."""
    director = stage.directors[0].actor
    competency = line(director, sign_off_id, datetime.now(UTC).date()).competency.id
    last = _evidence(director, fellow, competency).cases[-1]
    told = AFTER_COMMIT.copy()
    AFTER_COMMIT.clear()  # nobody in the demo reads mail
    try:
        cases.void(director, last.id, "Logged for the wrong fellow.")
    finally:
        AFTER_COMMIT.update(told)


def _judges(stage: Stage) -> list[Player]:
    """Two of the program's physicians."""
    director = stage.directors[0].actor.id
    return [one for one in stage.supervisors if one.actor.id != director][:2]
