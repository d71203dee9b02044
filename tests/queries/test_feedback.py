"""What was said to a fellow, in the order of time: searched, paged, and never more than may be
read."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from logbook.domain.assessments import State
from logbook.domain.catalogue import CaseRole
from logbook.domain.forms import Purpose
from logbook.queries import feedback
from logbook.queries.assessments import Place, Sought
from logbook.queries.curriculum import curriculum_of
from logbook.services import approval
from tests.cast import CAST, RIVERSIDE, TODAY, Member
from tests.makers.assessments import a_given_assessment
from tests.makers.cases import a_case, an_approved_case
from tests.statements import statements

NOW = datetime.now(UTC)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def a_case_with_words(fellow: Member, supervisor: Member, words: str, days: int = 0) -> UUID:
    case_id = a_case(fellow=fellow, supervisor=supervisor, performed_on=ago(days))
    role = CaseRole.PERFORMED_DIRECT
    approval.approve(supervisor.actor, case_id, 1, role_stated=role, level="3", words=words)
    return case_id


def found(reader: Member, sought: Sought, most: int = 50) -> tuple[list[UUID], Place | None]:
    curriculum = curriculum_of(RIVERSIDE, CAST.version_id)
    page = feedback.page(reader.actor, sought, curriculum, NOW, most)
    return [one.id for one in page.rows], page.next


def test_both_kinds_come_in_the_order_of_their_days(asha: Member, ben: Member, eve: Member) -> None:
    first = a_given_assessment(fellow=asha, assessor=ben, happened_on=ago(9))
    second = a_case_with_words(asha, eve, "Slower with the needle.", 5)
    third = a_given_assessment(fellow=asha, assessor=ben, happened_on=ago(1))
    an_approved_case(fellow=asha, supervisor=ben)  # approved without a word
    assert found(asha, Sought(asha.id)) == ([third, second, first], None)


def test_pages_follow_each_other_whatever_stands_on_them(asha: Member, ben: Member) -> None:
    made = []
    for n in range(3):
        made.append(a_case_with_words(asha, ben, f"Word {n}", n))
        made.append(a_given_assessment(fellow=asha, assessor=ben, happened_on=ago(n)))
    read: list[UUID] = []
    place: Place | None = None
    for _ in range(4):
        rows, place = found(asha, Sought(asha.id, after=place), most=2)
        read += rows
        if place is None:
            break
    assert place is None
    assert len(read) == 6 and set(read) == set(made)


def test_each_thing_that_is_asked_for_narrows_it(asha: Member, ben: Member, eve: Member) -> None:
    by_eve = a_case_with_words(asha, eve, "Slower with the NEEDLE.", 5)
    by_ben = a_given_assessment(fellow=asha, assessor=ben, happened_on=ago(1))
    other = a_given_assessment(fellow=asha, assessor=ben, competency="epa09", happened_on=ago(3))
    both = {by_ben, other}
    for sought, wanted in (
        (Sought(asha.id, text="needle."), {by_eve}),
        (Sought(asha.id, text="needle"), {by_eve, *both}),
        (Sought(asha.id, competency="epa08"), {by_eve, by_ben}),
        (Sought(asha.id, competency="epa09"), {other}),
        (Sought(asha.id, competency="nonsense"), set()),
        (Sought(asha.id, forms=frozenset({"dops"})), both),
        (Sought(asha.id, forms=frozenset({feedback.AT_APPROVAL})), {by_eve}),
        (Sought(asha.id, assessor_id=eve.id), {by_eve}),
        (Sought(asha.id, since=ago(4)), both),
        (Sought(asha.id, since=ago(5), until=ago(3)), {by_eve, other}),
        (Sought(asha.id, purpose=Purpose.FORMATIVE), both),
        (Sought(asha.id, states=frozenset({State.REQUESTED})), set()),
        (Sought(asha.id, asked_before=NOW - timedelta(days=1)), set()),
    ):
        assert set(found(asha, sought)[0]) == wanted, sought


def test_what_may_not_be_read_yet_is_found_by_nothing_that_was_said(
    asha: Member, ben: Member, finn: Member
) -> None:
    unrated = a_given_assessment(fellow=asha, assessor=ben, by=ben)
    assert found(asha, Sought(asha.id, text="contrast"))[0] == []
    assert found(asha, Sought(asha.id, assessor_id=ben.id))[0] == [unrated]
    a_case_with_words(finn, ben, "Only for Finn.")
    assert found(asha, Sought(finn.id))[0] == []


def test_a_case_that_was_taken_back_says_nothing_any_more(asha: Member, ben: Member) -> None:
    case_id = a_case(fellow=asha, supervisor=ben)
    said = {"role_stated": CaseRole.PERFORMED_DIRECT, "level": "3", "words": "Well planned."}
    answer_id = approval.approve(ben.actor, case_id, 1, **said)  # type: ignore[arg-type]
    assert found(asha, Sought(asha.id))[0] == [case_id]
    approval.undo(ben.actor, answer_id)
    assert found(asha, Sought(asha.id))[0] == []


def test_it_takes_two_statements_however_much_was_said(asha: Member, ben: Member) -> None:
    for n in range(5):
        a_case_with_words(asha, ben, "Good.", n)
        with statements() as sent:
            found(asha, Sought(asha.id), most=3)
        assert len(sent) == 2
