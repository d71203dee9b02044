"""The part of the scene that is about sign-offs. A session alone signs none of them, so that
whoever may sign is asked to prove who they are (422), and everybody else is told why not (403)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import current_app

from logbook.domain.sign_offs import Decided
from logbook.models.columns import new_id
from logbook.policy.actors import Role
from logbook.services import conflicts, sign_offs, signing_keys
from logbook.services.sign_offs import Proposed
from tests.cast import CAST
from tests.makers.certificates import a_certificate, a_shared
from tests.makers.people import a_member
from tests.makers.sign_offs import STRONGLY, decide, judge


@dataclass(frozen=True)
class SignOffScene:
    """Of asha, with ben and eve as judges."""

    proposed: UUID
    """Nobody has judged it."""
    judged: UUID
    """By eve, after a director let it go on without all evidence; ben is still to judge."""
    other: UUID
    """A supervisor whom nobody has asked."""
    conflict: UUID
    """Between asha and that supervisor."""
    granted: UUID
    """Both judges agree, and nobody has made a certificate."""
    certificate: UUID
    """Of asha's, shared with all that she can show."""
    link: str
    key: UUID
    """Of the installation."""


def set_sign_off_scene() -> SignOffScene:
    asha, other = CAST["asha"], a_member("Zoe", Role.SUPERVISOR).id
    proposed, judged = _proposed("epa10"), _proposed("epa08")
    decide(judged, CAST["dana"], Decided.OVERRIDDEN)
    judge(judged, CAST["eve"])
    conflict = new_id()
    conflicts.declare(asha.actor, conflict, asha.id, a_member("Ann", Role.SUPERVISOR).id)
    granted, certified = _granted("epa11"), _granted("epa04")
    certificate = a_certificate(asha.actor, certified)
    link = a_shared(asha, certificate, "signers", "curriculum")
    key = signing_keys.create(current_app.config["INSTANCE"] / "keys").id
    return SignOffScene(proposed, judged, other, conflict, granted, certificate, link, key)


def _granted(competency: str) -> UUID:
    sign_off_id = _proposed(competency)
    decide(sign_off_id, CAST["dana"], Decided.OVERRIDDEN)
    for judge_ in ("ben", "eve"):
        judge(sign_off_id, CAST[judge_])
    return sign_off_id


def _proposed(competency: str) -> UUID:
    asha, sign_off_id = CAST["asha"], new_id()
    assert asha.enrollment_id is not None
    judges = Proposed((CAST["ben"].id, CAST["eve"].id))
    sign_offs.propose(asha.actor, sign_off_id, asha.enrollment_id, competency, judges, STRONGLY)
    return sign_off_id


A_DECISION = {"revision": 2, "decided": "returned", "words": "Not yet."}
A_JUDGEMENT = {"level": "4", "words": "Safe in all lists."}

# What is sent with each act, evidence that was never shown.
SIGN_OFF_FORMS: dict[str, Callable[[Any], dict[str, Any]]] = {
    "sign_offs.ask_another": lambda scene: {"judge": scene.sign_offs.other},
    "sign_offs.competency": lambda scene: {
        "sign_off_id": new_id(),
        "judge_0": CAST["ben"].id,
        "judge_1": CAST["eve"].id,
    },
    "certificates.share": lambda scene: {"shows": ["signers"]},
    "sign_offs.conflicts": lambda scene: {"conflict_id": new_id(), "other": scene.sign_offs.other},
    "sign_offs.decide": lambda scene: {"decision_id": new_id(), **A_DECISION},
    "sign_offs.decision_statement": lambda scene: {"decision_id": new_id(), **A_DECISION},
    "sign_offs.judge": lambda scene: {"judgement_id": new_id(), **A_JUDGEMENT},
    "sign_offs.judgement_statement": lambda scene: {"judgement_id": new_id(), **A_JUDGEMENT},
}
