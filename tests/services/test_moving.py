"""Moving enrollments to another edition: all or none, with names and reasons where it cannot be."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.exc import NoResultFound

from logbook.database import db
from logbook.domain.curriculum_effect import Turn
from logbook.models.audit import LedgerEntry
from logbook.models.columns import new_id
from logbook.models.curriculum import Enrollment
from logbook.models.progress import Progress
from logbook.queries.curriculum import curriculum_of
from logbook.queries.curriculum_effect import effects, followers, followers_of
from logbook.queries.progress import version_followed
from logbook.services import approval, audit, cases, curriculum, exchange, moving, progress
from logbook.services.refusals import Conflict, Invalid, Refused
from logbook.services.unit import unit_of_work
from tests.cast import BEGAN, RIVERSIDE, TODAY, Cast, Member
from tests.domain.test_curriculum_changes import told
from tests.house.scene import a_matched_batch
from tests.makers.assessments import an_assessment
from tests.makers.cases import a_case, an_approved_case, entered
from tests.makers.curricula import a_version, enrolled_on
from tests.makers.editions import a_next_edition, suggesting, without
from tests.makers.people import a_fellow
from tests.statements import statements

REASON = "The program's figures of the new year."
PROCEDURE = "esi_lumbosacral_transforaminal"
LUMBAR = "epa08.spine_lumbar_sacral"


def move(by: Member, version_id: UUID, *whom: Member, reason: str = REASON) -> int:
    ids = [one.enrollment_id for one in whom if one.enrollment_id]
    return moving.move_enrollments(by.actor, version_id, ids, reason)


def followed(fellow: Member) -> UUID:
    assert fellow.enrollment_id is not None
    db.session.expire_all()
    return version_followed(fellow.actor, fellow.enrollment_id)


def why_not(by: Member, version_id: UUID, *whom: Member, **but: str) -> list[str]:
    with pytest.raises(Invalid) as wrong:
        move(by, version_id, *whom, **but)
    return [told(one) for one in wrong.value.complaints.values()]


def test_all_are_moved_and_the_ledger_tells_each(
    cast: Cast, dana: Member, asha: Member, finn: Member, ben: Member
) -> None:
    an_approved_case(fellow=asha, supervisor=ben)
    version_id = a_next_edition(dana, cast.version_id, suggesting(LUMBAR, 30))
    assert move(dana, version_id, asha, finn) == 2
    assert followed(asha) == followed(finn) == version_id
    facts = db.session.scalars(
        select(LedgerEntry.facts).where(LedgerEntry.event == "enrollment.moved")
    ).all()
    assert len(facts) == 2
    assert all(
        str(cast.version_id) in one and str(version_id) in one and REASON in one for one in facts
    )
    assert progress.differences() == []
    assert audit.verify() == []


def test_whoever_is_there_already_is_left_alone(
    cast: Cast, dana: Member, asha: Member, finn: Member
) -> None:
    version_id = a_next_edition(dana, cast.version_id)
    assert move(dana, version_id, asha) == 1
    assert move(dana, version_id, asha) == 0
    assert move(dana, version_id, asha, finn) == 1


@pytest.mark.parametrize("name", ["asha", "ben", "eve", "cora", "mia", "ola"])
def test_only_a_director_moves(cast: Cast, dana: Member, asha: Member, name: str) -> None:
    version_id = a_next_edition(dana, cast.version_id)
    with pytest.raises(Refused):
        move(cast[name], version_id, asha)


def test_nobody_is_moved_from_or_to_another_program(
    cast: Cast, dana: Member, rin: Member, asha: Member, ravi: Member
) -> None:
    version_id = a_next_edition(dana, cast.version_id)
    for by, to, whom in (
        (rin, version_id, asha),
        (rin, cast.far_version_id, asha),
        (dana, version_id, ravi),
        (dana, cast.far_version_id, asha),
    ):
        with pytest.raises(NoResultFound):
            move(by, to, whom)
    with pytest.raises(NoResultFound):
        moving.move_enrollments(dana.actor, version_id, [new_id()], REASON)


def test_it_needs_somebody_and_a_reason_without_a_patient(
    cast: Cast, dana: Member, asha: Member
) -> None:
    version_id = a_next_edition(dana, cast.version_id)
    assert why_not(dana, version_id) == ["Choose whom to move."]
    assert why_not(dana, version_id, asha, reason=" ") == [
        "Say why; the reason stays in the ledger."
    ]
    [found] = why_not(dana, version_id, asha, reason="because of Mrs. Jones, MRN 1234567")
    assert found.startswith("This may tell who the patient is")
    assert len(why_not(dana, version_id, asha, reason="x" * 301)) == 1
    assert followed(asha) == cast.version_id


def test_one_who_cannot_keeps_all_where_they_are(
    cast: Cast, dana: Member, asha: Member, finn: Member, ben: Member
) -> None:
    a_case(fellow=asha, supervisor=ben)
    version_id = a_next_edition(dana, cast.version_id, without("procedures", PROCEDURE))
    [found] = why_not(dana, version_id, asha, finn)
    assert found.startswith("Asha: cases “Lumbar or sacral transforaminal")
    assert found.endswith("(1): not in the catalogue.")
    assert followed(asha) == followed(finn) == cast.version_id
    assert move(dana, version_id, finn) == 1


@pytest.mark.parametrize("state", ["draft", "returned", "withdrawn", "voided"])
def test_a_case_holds_its_fellow_in_any_state(
    cast: Cast, dana: Member, asha: Member, ben: Member, state: str
) -> None:
    case_id = a_case(fellow=asha, supervisor=ben, submit=state != "draft")
    if state == "returned":
        approval.return_(ben.actor, case_id, 1, reason="Which side?")
    elif state == "withdrawn":
        cases.withdraw(asha.actor, case_id)
    elif state == "voided":
        cases.void(dana.actor, case_id, "Invented.")
    version_id = a_next_edition(dana, cast.version_id, without("procedures", PROCEDURE))
    assert len(why_not(dana, version_id, asha)) == 1


def test_rows_that_were_judged_by_the_old_edition_hold_their_fellow_until_they_are_in(
    cast: Cast, dana: Member, asha: Member
) -> None:
    batch_id = a_matched_batch()
    version_id = a_next_edition(dana, cast.version_id)
    assert why_not(dana, version_id, asha) == [
        "Asha: an import that has not ended; let it end, or undo it."
    ]
    exchange.undo(asha.actor, batch_id)
    assert move(dana, version_id, asha) == 1


def test_what_waits_is_answered_after_the_move_as_before(
    cast: Cast, dana: Member, asha: Member, ben: Member
) -> None:
    waiting, draft = (
        a_case(fellow=asha, supervisor=ben),
        a_case(fellow=asha, supervisor=ben, submit=False),
    )
    assessment = an_assessment(fellow=asha, assessor=ben)
    version_id = a_next_edition(dana, cast.version_id, suggesting(LUMBAR, 1))
    move(dana, version_id, asha)
    approval.approve(ben.actor, waiting, 1, role_stated=entered(ben).content.role, level="3")
    cases.change(asha.actor, draft, 1, entered(ben))
    assert assessment
    assert progress.differences() == []
    assert audit.verify() == []


def test_a_page_from_before_the_move_gets_a_clear_answer(
    cast: Cast, dana: Member, asha: Member, ben: Member
) -> None:
    """Its form named a procedure that the edition which is followed now does not have."""
    version_id = a_next_edition(dana, cast.version_id, without("procedures", PROCEDURE))
    move(dana, version_id, asha)
    with pytest.raises(Invalid) as wrong:
        a_case(fellow=asha, supervisor=ben)
    assert told(wrong.value.complaints["procedure"]) == "Choose a procedure of this curriculum."


def test_nobody_is_moved_to_what_is_no_edition_of_theirs(
    cast: Cast, dana: Member, asha: Member, finn: Member
) -> None:
    other = a_version(RIVERSIDE, id="pain_other")
    assert why_not(dana, other, asha) == ["Asha: follows another curriculum."]
    version_id = a_next_edition(dana, cast.version_id)
    enrolled_on(finn, version_id)
    assert why_not(dana, version_id, finn) == ["Finn: enrolled on that edition already."]
    those = [
        one for one in followers_of(dana.actor, TODAY, cast.version_id) if one.fellow == "Finn"
    ]
    then = curriculum_of(RIVERSIDE, version_id)
    [found] = effects(dana.actor, those, then, TODAY, version_id)
    assert [told(one) for one in found.refused] == ["enrolled on that edition already"]


def test_whose_training_is_over_stays(cast: Cast, dana: Member) -> None:
    version_id = a_next_edition(dana, cast.version_id)
    nia = a_fellow("Nia Putri")
    assert nia.enrollment_id is not None
    curriculum.change_enrollment(
        dana.actor,
        nia.enrollment_id,
        starts_on=BEGAN,
        ends_on=TODAY - timedelta(days=1),
        full_time_percent=100,
    )
    assert why_not(dana, version_id, nia) == ["Nia Putri: the training is over."]
    listed = followers(dana.actor, TODAY, curriculum_of(RIVERSIDE, version_id).id)
    assert {one.fellow for one in listed} == {"Asha", "Finn"}


def test_the_effect_costs_as_much_for_a_long_log_as_for_a_short_one(
    cast: Cast, dana: Member, asha: Member, ben: Member
) -> None:
    version_id = a_next_edition(dana, cast.version_id, suggesting(LUMBAR, 1))
    then, those = (
        curriculum_of(RIVERSIDE, version_id),
        followers_of(dana.actor, TODAY, cast.version_id),
    )
    with statements() as few:
        effects(dana.actor, those, then, TODAY)
    for _ in range(4):
        an_approved_case(fellow=asha, supervisor=ben)
    with statements() as many:
        found = effects(dana.actor, those, then, TODAY)
    assert len(few) == len(many) == 1 + 16 * len(those)
    told_of = next(one for one in found if one.follower.fellow == "Asha")
    assert [(one.requirement, one.turn) for one in told_of.changed] == [(LUMBAR, Turn.NEWLY_MET)]
    assert told_of.count(Turn.NEWLY_MET) == 1


def test_an_enrollment_changed_behind_the_service_is_named(
    cast: Cast, dana: Member, asha: Member
) -> None:
    version_id = a_next_edition(dana, cast.version_id)
    move(dana, version_id, asha)
    found = db.session.get_one(Enrollment, (RIVERSIDE, asha.enrollment_id))
    found.version_id = cast.version_id
    db.session.commit()
    assert len(audit.verify()) == 1


def test_nothing_of_the_old_need_be_in_the_new(
    cast: Cast, dana: Member, asha: Member, ben: Member
) -> None:
    an_approved_case(fellow=asha, supervisor=ben)

    def renamed(document: dict[str, Any]) -> None:
        for one in document["requirements"]:
            one["id"] = f"new.{one['id']}"

    version_id = a_next_edition(dana, cast.version_id, renamed)
    move(dana, version_id, asha)
    rows = db.session.execute(
        select(Progress.requirement, Progress.credit).where(
            Progress.enrollment_id == asha.enrollment_id
        )
    ).all()
    assert {name.split(".")[0] for name, _ in rows} == {"new"}
    assert dict(map(tuple, rows))[f"new.{LUMBAR}"] == 1
    assert progress.differences() == []


def test_evidence_that_comes_while_its_fellow_is_moved_is_not_reckoned_by_the_old(
    cast: Cast, dana: Member, asha: Member
) -> None:
    """Whoever read the old edition before the move, and writes after it."""
    version_id = a_next_edition(dana, cast.version_id)
    move(dana, version_id, asha)
    assert asha.enrollment_id is not None
    with pytest.raises(Conflict), unit_of_work(dana.actor) as unit:
        progress.move(unit, asha.enrollment_id, cast.version_id)
