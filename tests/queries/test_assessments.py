"""What readers are told of assessments, and in how many statements."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select

from logbook.database import db
from logbook.domain.assessments import State
from logbook.domain.forms import Purpose
from logbook.models.assessments import Assessment
from logbook.policy.assessments import may_view
from logbook.queries import assessments as queries
from logbook.queries import assessors
from logbook.queries.assessments import Sought
from logbook.queries.assessments_visibility import assessments_visible_to
from logbook.services import assessing
from tests.cast import CAST, TODAY, Member
from tests.makers.assessments import (
    NEXT_STEP,
    a_given_assessment,
    a_judgement,
    an_assessment,
)
from tests.makers.cases import a_case
from tests.statements import statements


def now() -> datetime:
    return datetime.now(UTC)


def test_a_member_lists_what_they_may_open(
    asha: Member, finn: Member, ben: Member, eve: Member
) -> None:
    an_assessment(fellow=asha, assessor=ben)
    a_given_assessment(fellow=finn, assessor=eve)
    found = list(db.session.scalars(select(Assessment)))
    for name, member in CAST.items():
        actor = member.actor
        listed = set(db.session.scalars(select(Assessment.id).where(assessments_visible_to(actor))))
        theirs = name not in ("rin", "ravi", "ada")
        assert listed == {one.id for one in found if theirs and may_view(actor, one)}, name


def test_both_sides_are_told_nothing_of_the_other_before_their_own(
    asha: Member, ben: Member, dana: Member
) -> None:
    asked = an_assessment(fellow=asha, assessor=ben)
    assessing.keep(ben.actor, asked, 1, a_judgement())
    assert queries.assessment(ben.actor, asked, now()).own is None
    assert queries.assessment(ben.actor, asked, now()).draft is not None
    for other in (asha, dana):
        seen = queries.assessment(other.actor, asked, now())
        assert (seen.draft, seen.level, seen.went_well) == (None, None, "")
    assessing.finish(ben.actor, asked, 2, a_judgement())
    assert queries.assessment(ben.actor, asked, now()).own == {"level": "3"}
    assert queries.assessment(asha.actor, asked, now()).level == "4"


def test_what_a_fellow_may_not_read_yet_is_not_found_by_its_words(
    asha: Member, ben: Member, dana: Member
) -> None:
    a_given_assessment(fellow=asha, assessor=ben, by=ben)
    mine, _ = queries.page(asha.actor, Sought(asha.id, text="contrast"), now())
    theirs, _ = queries.page(dana.actor, Sought(text="CONTRAST"), now())
    assert mine == []
    assert [one.next_step for one in theirs] == [NEXT_STEP]
    [unread], _ = queries.page(asha.actor, Sought(asha.id), now())
    assert (unread.level, unread.went_well, unread.next_step, unread.items) == (None, "", "", {})


def test_formative_and_summative_ones_are_listed_apart(asha: Member, ben: Member) -> None:
    learned = an_assessment(fellow=asha, assessor=ben)
    decided = an_assessment(fellow=asha, assessor=ben, form="long_case", competency="epa01")
    for purpose, id_ in ((Purpose.FORMATIVE, learned), (Purpose.SUMMATIVE, decided)):
        rows, _ = queries.page(asha.actor, Sought(purpose=purpose), now())
        assert [one.id for one in rows] == [id_]


def test_a_list_takes_one_statement_and_goes_on_where_it_ended(
    asha: Member, ben: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = {an_assessment(fellow=asha, assessor=ben) for _ in range(3)}
    monkeypatch.setattr(queries, "PAGE", 2)
    queries.page(asha.actor, Sought(asha.id), now())
    with statements() as sent:
        rows, after = queries.page(asha.actor, Sought(asha.id), now())
    assert len(sent) == 1
    rest, end = queries.page(asha.actor, Sought(asha.id, after=after), now())
    assert ({one.id for one in [*rows, *rest]}, end) == (ids, None)


def test_age_and_lateness_are_told(asha: Member, ben: Member) -> None:
    id_ = an_assessment(fellow=asha, assessor=ben)
    with time_machine.travel(now() + timedelta(days=20), tick=False):
        waiting = queries.assessment(asha.actor, id_, now())
        assert (waiting.age_days, waiting.waiting_days, waiting.late_days) == (20, 20, 0)
        assessing.finish(ben.actor, id_, 1, a_judgement())
        assert queries.assessment(asha.actor, id_, now()).late_days == 20
    an_assessment(fellow=asha, assessor=ben)
    with time_machine.travel(now() + timedelta(days=31), tick=False):
        [lapsed] = queries.requests_of(ben.actor, now())
        assert (lapsed.state, lapsed.now_state) == (State.REQUESTED, State.EXPIRED)


def test_who_was_in_the_room(asha: Member, finn: Member, ben: Member, eve: Member) -> None:
    a_case(fellow=asha, supervisor=ben)
    of_eve = a_case(fellow=asha, supervisor=eve)
    a_case(fellow=finn, supervisor=ben)
    assert assessors.in_the_room(asha.actor, asha.id, of_eve, TODAY) == [eve.id, ben.id]
    assert assessors.in_the_room(asha.actor, asha.id, None, TODAY - timedelta(days=1)) == []


def test_coverage_names_the_disciplines_that_have_not_been_there(asha: Member, ben: Member) -> None:
    a_given_assessment(fellow=asha, assessor=ben)
    a_given_assessment(fellow=asha, assessor=ben, competency="epa09")
    an_assessment(fellow=asha, assessor=ben)
    [physicians] = assessors.coverage(asha.actor, asha.id, TODAY)
    assert (physicians.discipline, physicians.n, physicians.competencies) == ("physician", 2, 2)
