"""The part of the scene that is about the committee: a meeting in each of its states. mia chairs,
dana sits with her."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from logbook.domain.committee import Outcome
from logbook.models.columns import new_id
from logbook.services import committee_letters, committee_packet
from tests.cast import CAST, TODAY
from tests.makers import committee as made
from tests.makers.records import all_levels


@dataclass(frozen=True)
class CommitteeScene:
    planned: UUID
    asked: UUID
    """Nobody has rated anybody; asha is the first."""
    session: UUID
    """Open; asha is decided about."""
    closed: UUID
    letter: UUID
    """To asha, with a plan that dana sees to; and one to finn, who has appealed."""
    appealed: UUID
    plan: UUID
    packet: UUID
    """Asked for by mia, not made."""


def set_committee_scene() -> CommitteeScene:
    asha, finn = CAST["asha"], CAST["finn"]
    held = _closed(Outcome.TARGETED_SUPPORT)
    made.approve(held)
    appealed = made.the_letter(finn).id
    committee_letters.appeal(finn.actor, appealed, "The list of June is not counted.")
    session = made.a_session([asha])
    made.decide(session, asha)
    planned = made.a_meeting()
    mia = CAST["mia"].actor
    return CommitteeScene(
        planned=planned,
        asked=made.an_asked_meeting(),
        session=session,
        closed=_closed(Outcome.PROGRESS),
        letter=made.the_letter(asha).id,
        appealed=appealed,
        plan=made.the_plan(asha).id,
        packet=committee_packet.ask(mia, planned, new_id(), "en"),
    )


def _closed(outcome: Outcome) -> UUID:
    """Both fellows decided about; asha with a plan, if the decision wants one."""
    meeting_id = made.a_session()
    plan = made.a_plan() if outcome is Outcome.TARGETED_SUPPORT else None
    made.decide(meeting_id, CAST["asha"], outcome, plan)
    made.decide(meeting_id, CAST["finn"])
    made.close(meeting_id)
    return meeting_id


COMMITTEE_PARTS: dict[str, Callable[[Any], object]] = {
    "meeting_id": lambda scene: scene.committee.session,
    "committee.edit:meeting_id": lambda scene: scene.committee.planned,
    "committee.step:meeting_id": lambda scene: scene.committee.planned,
    "committee.rate:meeting_id": lambda scene: scene.committee.asked,
    "committee.minutes:meeting_id": lambda scene: scene.committee.closed,
    "committee.sign:meeting_id": lambda scene: scene.committee.closed,
    "committee.minutes_statement:meeting_id": lambda scene: scene.committee.closed,
    "letter_id": lambda scene: scene.committee.letter,
    "committee.answer:letter_id": lambda scene: scene.committee.appealed,
    "plan_id": lambda scene: scene.committee.plan,
    "packet_id": lambda scene: scene.committee.packet,
}


def _levels() -> dict[str, str]:
    return {f"levels-{name}": code for name, code in all_levels().items()}


def _meeting() -> dict[str, Any]:
    return {
        "held_on": TODAY,
        "place": "Room 2.14",
        "members": [CAST["mia"].id, CAST["dana"].id],
        "chair": CAST["mia"].id,
        f"place-{CAST['finn'].id.hex}": "1",
    }


COMMITTEE_FORMS: dict[str, Callable[[Any], dict[str, Any]]] = {
    "committee.new": lambda scene: {"meeting_id": new_id(), **_meeting()},
    "committee.edit": lambda scene: {"revision": "1", **_meeting()},
    "committee.step": lambda scene: {"step": "ask"},
    "committee.attendance": lambda scene: {"member": CAST["dana"].id, "present": "no"},
    "committee.rate": lambda scene: {"rating_id": new_id(), "proposes": "progress", **_levels()},
    "committee.discussion": lambda scene: {"step": "begin"},
    "committee.consensus": lambda scene: {
        "revision": str(made.the_item(scene.committee.session, CAST["asha"]).revision),
        **_levels(),
    },
    "committee.decision": lambda scene: {
        "decision_id": new_id(),
        "outcome": "promote",
        "words": "Ready.",
        "step": "record",
    },
    "committee.dissent": lambda scene: {
        "dissent_id": new_id(),
        "member": CAST["mia"].id,
        "words": "Too early.",
    },
    "committee.sign": lambda scene: {
        "minutes_id": new_id(),
        "seen": made.seen(scene.committee.closed),
    },
    "committee.minutes_statement": lambda scene: {
        "minutes_id": new_id(),
        "seen": made.seen(scene.committee.closed),
    },
    "committee.appeal": lambda scene: {"words": "The list of June is not counted."},
    "committee.answer": lambda scene: {
        "decision_id": new_id(),
        "appeal": "stands",
        "answer": "We looked again.",
    },
    "committee.finish": lambda scene: {"words": "Done."},
    "committee.rate_self": lambda scene: {"rating_id": new_id(), **_levels()},
    "committee.ask": lambda scene: {"packet_id": new_id()},
    "committee.fetch": lambda scene: {"form": "pdf"},
}
