"""The demo's sign-offs: granted, waiting for a second judgement, judged differently, sent back,
signed without all evidence, and one whose evidence was withdrawn afterwards."""

from uuid import UUID, uuid4

from logbook.cli.demo_stage import Player, Stage
from logbook.domain.sign_offs import Decided
from logbook.domain.signatures import Method, Proven
from logbook.policy.actors import Actor
from logbook.queries.sign_off_evidence import EvidenceFor, evidence_for
from logbook.queries.sign_offs import competencies_of, line
from logbook.services import cases, sign_off_decisions, sign_off_judging, sign_offs
from logbook.services.sign_off_decisions import Ruling
from logbook.services.sign_off_judging import Said
from logbook.services.sign_offs import Proposed

ENOUGH = "Ran whole lists alone; I stood by and had nothing to add."
ALSO = "Chooses well when not to do it, and says so to the patient."
NOT_YET = "Needs prompting when the case is unusual."
PROVED = Proven(Method.PASSWORD_AND_CODE)
WHY_WITHOUT = "The rest was done at the former hospital; the letter of its director is in the file."


def sign_competencies(stage: Stage) -> None:
    """Each of them for whoever of the program lacks least."""
    stands = {one.actor.id: _missing(stage, one) for one in stage.fellows}
    _confirmed(stage, _judged(stage, _next(stage, stands, "epa12"), "epa12", "4", "4"))
    for competency in ("epa11", "epa10", "epa09"):
        _judged(stage, _next(stage, stands, competency), competency, "4", "4")
    _judged(stage, _next(stage, stands, "epa02"), "epa02", "4", "5")
    _judged(stage, _next(stage, stands, "epa11"), "epa11", "4")
    _judged(stage, _next(stage, stands, "epa06"), "epa06", "3", "3")
    fellow = _next(stage, stands, "epa10")
    _withdrawn_under(stage, fellow, _judged(stage, fellow, "epa10", "4", "4"))


def _missing(stage: Stage, fellow: Player) -> dict[str, int]:
    """How many requirements a fellow lacks, by competency."""
    assert fellow.enrollment_id is not None
    director, today = stage.directors[0].actor, stage.today()
    rows = competencies_of(director, fellow.enrollment_id, today).rows
    return {row.competency.id: row.missing for row in rows}


def _next(stage: Stage, stands: dict[UUID, dict[str, int]], competency: str) -> Player:
    """Who lacks least and has not been chosen for it."""
    fellow = min(
        (one for one in stage.fellows if competency in stands[one.actor.id]),
        key=lambda one: stands[one.actor.id][competency],
    )
    del stands[fellow.actor.id][competency]
    return fellow


def _evidence(stage: Stage, actor: Actor, fellow: Player, competency: str) -> EvidenceFor:
    assert fellow.enrollment_id is not None
    return evidence_for(actor, fellow.enrollment_id, competency, stage.today())


def _proposed(stage: Stage, fellow: Player, competency: str) -> UUID:
    """By the fellow; where evidence is missing, a director lets it go on without."""
    assert fellow.enrollment_id is not None
    sign_off_id, director = uuid4(), stage.directors[0].actor
    judges = tuple(one.actor.id for one in _judges(stage))
    proposed = Proposed(judges, "Two months without a case that had to be taken over.")
    sign_offs.propose(fellow.actor, sign_off_id, fellow.enrollment_id, competency, proposed, PROVED)
    found = _evidence(stage, director, fellow, competency)
    if found.missing:
        ruling = Ruling(Decided.OVERRIDDEN, WHY_WITHOUT, found.seen)
        revision = line(director, sign_off_id, stage.today()).revision
        sign_off_decisions.decide(director, sign_off_id, uuid4(), revision, ruling, PROVED)
    return sign_off_id


def _confirmed(stage: Stage, sign_off_id: UUID | None) -> None:
    """By the director, for the committee."""
    if sign_off_id is None:
        return
    director, today = stage.directors[0].actor, stage.today()
    found = line(director, sign_off_id, today)
    seen = evidence_for(director, found.enrollment_id, found.competency.id, today).seen
    ruling = Ruling(Decided.CONFIRMED, "", seen)
    sign_off_decisions.decide(director, sign_off_id, uuid4(), found.revision, ruling, PROVED)


def _judged(stage: Stage, fellow: Player, competency: str, *levels: str) -> UUID | None:
    """None where evidence is missing that the curriculum lets nobody go on without."""
    found = _evidence(stage, fellow.actor, fellow, competency)
    if found.missing and not found.curriculum.competencies[competency].sign_off.may_override:
        return None
    sign_off_id = _proposed(stage, fellow, competency)
    for judge, level, words in zip(_judges(stage), levels, (ENOUGH, ALSO), strict=False):
        seen = _evidence(stage, judge.actor, fellow, competency).seen
        said = Said(level, words if level >= "4" else NOT_YET, seen)
        sign_off_judging.judge(judge.actor, sign_off_id, uuid4(), said, PROVED)
    return sign_off_id


def _withdrawn_under(stage: Stage, fellow: Player, sign_off_id: UUID | None) -> None:
    """A director strikes out the last case that it stood on."""
    assert sign_off_id is not None
    director = stage.directors[0].actor
    competency = line(director, sign_off_id, stage.today()).competency.id
    last = _evidence(stage, director, fellow, competency).cases[-1]
    cases.void(director, last.id, "Logged for the wrong fellow.")


def _judges(stage: Stage) -> list[Player]:
    """Two of the program's physicians."""
    director = stage.directors[0].actor.id
    return [one for one in stage.supervisors if one.actor.id != director][:2]
