"""A round of feedback about asha, run by cora, on the stage of the house tests."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

from logbook.queries import rounds as queries
from tests.cast import CAST, TODAY
from tests.makers.rounds import ITEMS, a_closed_round, a_round


@dataclass(frozen=True)
class RoundScene:
    open: UUID
    closed: UUID
    invitation: UUID
    link: str


def set_round_scene() -> RoundScene:
    asha, cora = CAST["asha"], CAST["cora"]
    round_id, asked = a_round(fellow=asha, by=cora)
    invited = queries.invited(cora.actor, queries.round_(cora.actor, round_id))
    return RoundScene(
        open=round_id,
        closed=a_closed_round(fellow=asha, by=cora),
        invitation=invited[0].id,
        link=next(one.token for one in asked if one.address != invited[0].address),
    )


def an_answer() -> dict[str, object]:
    return {f"item-{name}": "meets" for name in ITEMS}


def an_opening() -> dict[str, object]:
    return {
        "round_id": str(uuid4()),
        "enrollment": str(CAST["asha"].enrollment_id),
        "form": "msf",
        "closes_on": TODAY + timedelta(days=14),
        "raters": "\n".join(f"rater{n}@example.org, nurse" for n in range(6)),
    }
