"""Publishing a new version in mid-year changes no past credit for those who stay on the old one,
and says beforehand what it changes for those who move."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from logbook.database import db
from logbook.domain.curriculum_effect import EffectLine, Reached, Turn
from logbook.models.curriculum import Enrollment
from logbook.models.progress import Progress
from logbook.queries.curriculum import confirmed_curriculum
from logbook.queries.curriculum_drafts import open_draft
from logbook.queries.curriculum_effect import (
    Effect,
    as_published,
    base_of,
    effects,
    followers,
)
from logbook.queries.progress import progress_of
from logbook.services import audit, curriculum, moving, progress, publishing
from tests.cast import RIVERSIDE, TODAY, Member
from tests.makers.curricula import a_version
from tests.makers.editions import a_draft, dropping, requirement, suggesting
from tests.makers.evidence import of_every_kind
from tests.makers.people import a_fellow

LUMBAR, PEERS = "epa08.spine_lumbar_sacral", "epa08.supervisors"
FEW = {
    "id": "epa08.few",
    "name": {"en": "A few lumbar injections"},
    "competency": "epa08",
    "kind": "procedures",
    "category": "spine_lumbar_sacral",
    "unit": "procedure",
    "figure": {"suggested": 2, "source": "PC"},
}
TALK = {
    "id": "epa01.talks",
    "name": {"en": "Talks"},
    "competency": "epa01",
    "kind": "sessions",
    "activities": "teaching",
    "figure": {"suggested": 1, "source": "PC"},
}


def rows_of(enrollment_id: UUID | None) -> list[tuple[Any, ...]]:
    """The rows as the database keeps them, ids and all."""
    table = Progress.metadata.tables["progress"]
    return [
        tuple(row)
        for row in db.session.connection().execute(
            select(table).where(table.c.enrollment_id == enrollment_id).order_by(table.c.id)
        )
    ]


def said_before(by: Member, draft_id: UUID, fellow: Member) -> Effect:
    draft = open_draft(by.actor, draft_id)
    those = followers(by.actor, TODAY, draft.curriculum.id)
    then = as_published(draft.curriculum, base_of(by.actor, draft))
    found = effects(by.actor, those, then, TODAY)
    return next(one for one in found if one.follower.id == fellow.enrollment_id)


def what_is_there(by: Member, fellow: Member) -> dict[str, Reached]:
    """From the rows that are kept and the edition that is followed, as the fellow's page reads."""
    assert fellow.enrollment_id is not None
    lines = progress_of(by.actor, fellow.enrollment_id, TODAY).lines
    return {
        one.requirement.id: Reached(one.credit, one.required, one.requirement.blocks)
        for one in lines
    }


def turned(lines: list[EffectLine]) -> dict[str, Turn]:
    return {one.requirement: one.turn for one in lines if one.turn is not Turn.SAME}


def test_a_new_version_in_mid_year(ben: Member, dana: Member) -> None:
    whole = a_version(RIVERSIDE)
    curriculum.confirm_figure(
        dana.actor,
        whole,
        LUMBAR,
        value=30,
        document="Requirements",
        edition="2026",
        dated=TODAY,
    )
    stays, moves = a_fellow("Sri", version_id=whole), a_fellow("Mo", version_id=whole)
    for fellow in (stays, moves):
        of_every_kind(fellow)
    before = {one.name: rows_of(one.enrollment_id) for one in (stays, moves)}
    was = {one.name: what_is_there(dana, one) for one in (stays, moves)}
    assert any(row.credit for row in was["Mo"].values())

    draft_id = a_draft(
        dana,
        whole,
        suggesting("epa01.longitudinal_outpatient", 60),
        suggesting(PEERS, 3),
        dropping("epa06.course"),
        lambda document: document["requirements"].extend([FEW, TALK]),
        lambda document: requirement(document, LUMBAR).update(
            note={"en": "A wording only.", "id": "Hanya kata."}
        ),
    )
    told = said_before(dana, draft_id, moves)
    assert told.refused == [] == told.counts_no_more
    changed = turned(told.lines)
    assert changed == {
        "epa08.few": Turn.NEWLY_MET,
        "epa01.talks": Turn.NEWLY_MISSING,
        "epa01.longitudinal_outpatient": Turn.CHANGED,
        PEERS: Turn.NEWLY_MISSING,
        "epa06.course": Turn.LOST,
    }
    assert {one.requirement: one.now for one in told.lines if one.now} == was["Mo"]

    version_id = publishing.publish_draft(dana.actor, draft_id, 2)
    for fellow in (stays, moves):
        assert rows_of(fellow.enrollment_id) == before[fellow.name]
        assert what_is_there(dana, fellow) == was[fellow.name]

    moving.move_enrollments(dana.actor, version_id, [id_of(moves)], "Figures of the new year.")
    assert rows_of(stays.enrollment_id) == before["Sri"]
    assert what_is_there(dana, stays) == was["Sri"]
    assert what_is_there(dana, moves) == {
        one.requirement: one.then for one in told.lines if one.then is not None
    }
    assert db.session.get_one(Enrollment, (RIVERSIDE, id_of(moves))).version_id == version_id
    assert progress.differences() == []
    assert audit.verify() == []
    kept = confirmed_curriculum(dana.actor, version_id).requirements[LUMBAR]
    assert (kept.required, kept.unconfirmed) == (30, False)


def id_of(fellow: Member) -> UUID:
    assert fellow.enrollment_id is not None
    return fellow.enrollment_id
