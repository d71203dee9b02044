"""What a fellow's next entry is prefilled with, and one case in full."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import NoResultFound

from logbook.queries import cases as queries
from logbook.services import cases
from tests.cast import CLINIC, TODAY, Member
from tests.makers.cases import a_case

KIND = "esi_lumbosacral_transforaminal"


def test_the_last_of_a_kind_is_the_last_performed(asha: Member, ben: Member) -> None:
    a_case(fellow=asha, supervisor=ben, indication="the later one")
    older = TODAY - timedelta(days=3)
    a_case(fellow=asha, supervisor=ben, performed_on=older, indication="logged afterwards")
    last = queries.last_of_kind(asha.actor, KIND)
    assert last is not None
    assert (last.indication, last.site_id, last.supervisor_id) == ("the later one", CLINIC, ben.id)


def test_a_withdrawn_case_is_no_model_for_the_next(asha: Member, ben: Member) -> None:
    case_id = a_case(fellow=asha, supervisor=ben)
    cases.withdraw(asha.actor, case_id, "Logged for the wrong patient.")
    assert queries.last_of_kind(asha.actor, KIND) is None


def test_nobody_elses_case_is_a_model(asha: Member, finn: Member, ben: Member) -> None:
    a_case(fellow=finn, supervisor=ben)
    assert queries.last_of_kind(asha.actor, KIND) is None
    assert queries.recent_kinds(asha.actor) == []
    assert queries.recent_supervisors(asha.actor) == []


def test_what_is_logged_most_comes_first_and_whom_one_asked_last(
    asha: Member, ben: Member, eve: Member
) -> None:
    a_case(fellow=asha, supervisor=ben, procedure="enc_cancer", details={})
    a_case(fellow=asha, supervisor=None, submit=False, procedure="enc_cancer", details={})
    a_case(fellow=asha, supervisor=eve, performed_on=TODAY - timedelta(days=1))
    assert queries.recent_kinds(asha.actor) == ["enc_cancer", KIND]
    assert queries.recent_supervisors(asha.actor) == [ben.id, eve.id]


def test_a_case_in_full_names_all_that_it_points_to(asha: Member, ben: Member) -> None:
    case = queries.case(asha.actor, a_case(fellow=asha, supervisor=ben))
    assert (case.fellow, case.supervisor, case.site) == ("Asha", "Ben", "Riverside clinic")
    assert case.category == case.curriculum.procedures[KIND].category


def test_a_draft_and_a_strangers_case_are_not_found(
    asha: Member, ben: Member, eve: Member, dana: Member, rin: Member
) -> None:
    draft = a_case(fellow=asha, supervisor=ben, submit=False)
    waiting = a_case(fellow=asha, supervisor=ben)
    for who, case_id in ((ben, draft), (dana, draft), (eve, waiting), (rin, waiting)):
        with pytest.raises(NoResultFound):
            queries.case(who.actor, case_id)
    assert queries.case(dana.actor, waiting).id == waiting
