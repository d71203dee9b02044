"""Both records compared, a draft begun from what is missing, and differences answered."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import NoResultFound

from logbook.database import db
from logbook.domain.completeness import Counts, Share
from logbook.domain.differences import Said
from logbook.domain.hospital_states import MapKind
from logbook.models.audit import LedgerEntry
from logbook.models.reconcile import HospitalShare, ReconcileAnswer
from logbook.queries.completeness import logged_shares, overview
from logbook.queries.differences import Comparison, comparison
from logbook.queries.hospital_drafts import beginning
from logbook.queries.hospital_names import names
from logbook.services import cases
from logbook.services.hospital_maps import Decided, Meaning, map_name
from logbook.services.reconciling import Answer, answer, compare
from logbook.services.refusals import Conflict, Invalid, Refused
from tests.cast import CLINIC, TODAY, Member
from tests.makers.cases import a_case, a_content
from tests.makers.hospital import a_shared_procedure, imported, mapped
from tests.makers.hospital_files import a_bundle, a_procedure
from tests.statements import statements

SINCE = TODAY - timedelta(days=60)
YESTERDAY = (TODAY - timedelta(days=1)).isoformat()


def lists(member: Member, fellow: Member | None = None) -> Comparison:
    return comparison(member.actor, (fellow or member).id, SINCE)


def counts(member: Member, fellow: Member | None = None) -> Counts:
    found = lists(member, fellow)
    assert found.total.agreed == len(found.agreed)
    return found.total


def test_what_is_in_both_agrees(app: Flask, asha: Member, ben: Member, dana: Member) -> None:
    a_case(fellow=asha, supervisor=ben)
    a_shared_procedure()
    assert counts(asha) == counts(dana, asha) == Counts(agreed=1)
    [pair] = lists(asha).agreed
    assert (pair.place, pair.staff, pair.case_day) == ("Riverside clinic", ["Ben"], TODAY)


def test_what_is_in_one_of_both_only_stands_in_its_list(
    app: Flask, asha: Member, ben: Member
) -> None:
    a_case(
        fellow=asha,
        supervisor=ben,
        procedure="occipital_nerve_block",
        details={"laterality": "left"},
    )
    a_shared_procedure(1, performedDateTime=YESTERDAY, bodySite=None)
    other = {"coding": [{"system": "http://snomed.info/sct", "code": "231249005"}]}
    imported(a_bundle(a_procedure(2, code=other)))
    mapped()
    found = lists(asha)
    assert found.total == Counts(hospital_only=1, log_only=1)
    assert found.hospital_only[0].name.in_("en") == "Lumbar TFESI"


def test_a_case_where_the_record_does_not_speak_is_not_asked_about(
    app: Flask, asha: Member, ben: Member
) -> None:
    a_shared_procedure()
    before = TODAY - timedelta(days=20)
    a_case(fellow=asha, supervisor=ben, performed_on=before)
    assert counts(asha) == Counts(hospital_only=1)
    imported(a_bundle(a_procedure(9, performedDateTime=before.isoformat(), code={"text": "X"})))
    assert counts(asha).log_only == 1


def test_drafts_and_what_was_withdrawn_are_not_compared(
    app: Flask, asha: Member, ben: Member
) -> None:
    a_case(fellow=asha, supervisor=ben, submit=False)
    cases.withdraw(asha.actor, a_case(fellow=asha, supervisor=ben), "")
    a_shared_procedure()
    assert counts(asha) == Counts(hospital_only=1)


def test_two_fellows_at_one_procedure_each_have_their_share(
    app: Flask, asha: Member, finn: Member, ben: Member, cora: Member
) -> None:
    finns = {"actor": {"display": "Finn"}}
    people = [{"actor": {"reference": f"Practitioner/{who}"}} for who in ("ben", "asha")]
    imported(a_bundle(a_procedure(performer=[*people, finns])))
    mapped()
    _say(cora, "finn", finn.id)
    a_case(fellow=finn, supervisor=ben)
    compare(cora.actor)
    assert counts(finn) == Counts(agreed=1)
    assert counts(asha) == Counts(hospital_only=1)


def _say(cora: Member, code: str, member_id: UUID) -> None:

    [one] = [one for one in names(cora.actor, MapKind.PERSON) if one.code == code]
    map_name(cora.actor, Decided(one.id, one.revision, Meaning(str(member_id))))


def test_a_procedure_that_names_no_fellow_is_whose_case_agrees(
    app: Flask, asha: Member, ben: Member, cora: Member
) -> None:
    alone = [{"actor": {"reference": "Practitioner/ben"}}]
    a_shared_procedure(performer=alone)
    assert counts(asha) == Counts()
    assert overview(cora.actor, SINCE).unnamed == 1
    a_case(fellow=asha, supervisor=ben)
    compare(cora.actor)
    assert counts(asha) == Counts(agreed=1)
    assert overview(cora.actor, SINCE).unnamed == 0


def test_further_levels_of_one_visit_are_one_procedure(
    app: Flask, asha: Member, ben: Member
) -> None:
    visit = {"reference": "Encounter/7"}
    imported(a_bundle(a_procedure(1, encounter=visit), a_procedure(2, encounter=visit)))
    mapped()
    assert counts(asha) == Counts(hospital_only=1)


def test_what_was_not_done_is_not_compared_and_a_correction_undoes_a_pair(
    app: Flask, asha: Member, ben: Member, cora: Member
) -> None:
    a_case(fellow=asha, supervisor=ben)
    a_shared_procedure()
    imported(a_bundle(a_procedure(status="entered-in-error")))
    compare(cora.actor)
    assert counts(asha) == Counts(log_only=1)


def test_comparing_again_changes_nothing_and_tells_nothing(app: Flask, cora: Member) -> None:
    assert compare(cora.actor).changed == 0  # nothing is there
    a_shared_procedure()
    told = select(func.count()).select_from(LedgerEntry)
    before = db.session.scalar(told)
    assert compare(cora.actor).changed == 0
    assert db.session.scalar(told) == before


def test_who_may_not_compare_is_refused(app: Flask, asha: Member) -> None:
    with pytest.raises(Refused):
        compare(asha.actor)


def test_nobody_sees_anothers_lists(app: Flask, asha: Member, finn: Member, rin: Member) -> None:
    a_shared_procedure()
    for stranger in (finn, rin):
        assert comparison(stranger.actor, asha.id, SINCE).total == Counts()


def share_of(asha: Member) -> HospitalShare:
    return db.session.scalars(select(HospitalShare).where(HospitalShare.fellow_id == asha.id)).one()


def test_a_beginning_says_what_the_hospital_says(app: Flask, asha: Member, ben: Member) -> None:
    a_shared_procedure()
    begun = beginning(asha.actor, share_of(asha).id)
    assert (begun.procedure, begun.side) == ("esi_lumbosacral_transforaminal", "left")
    assert (begun.site_id, begun.supervisor_id, begun.age_band) == (CLINIC, ben.id, "40-64")


def test_nothing_is_begun_from_what_agrees_or_is_anothers(
    app: Flask, asha: Member, finn: Member, ben: Member
) -> None:
    a_shared_procedure()
    share = share_of(asha).id
    with pytest.raises(NoResultFound):
        beginning(finn.actor, share)
    a_case(fellow=asha, supervisor=ben)
    mapped()
    with pytest.raises(NoResultFound):
        beginning(asha.actor, share)


def test_a_case_that_was_begun_from_it_agrees_whatever_else_is_there(
    app: Flask, asha: Member, ben: Member, cora: Member
) -> None:
    a_shared_procedure()
    begun = beginning(asha.actor, share_of(asha).id)
    a_case(fellow=asha, supervisor=ben)
    said = replace(a_content(), performed_on=TODAY - timedelta(days=2))
    entered = cases.Entered(said, ben.id, CLINIC, submit=True)
    assert asha.enrollment_id is not None
    cases.log(asha.actor, begun.case_id, asha.enrollment_id, entered)
    compare(cora.actor)
    assert share_of(asha).case_id == begun.case_id


def test_a_fellow_says_what_a_difference_is_and_may_say_another_thing(
    app: Flask, asha: Member, ben: Member, dana: Member
) -> None:
    case_id = a_case(
        fellow=asha,
        supervisor=ben,
        procedure="occipital_nerve_block",
        details={"laterality": "left"},
    )
    a_shared_procedure()
    answer(asha.actor, Answer("elsewhere", "At the day clinic.", case_id=case_id))
    answer(asha.actor, Answer("not_recorded", case_id=case_id))
    answer(asha.actor, Answer("not_mine", share_id=share_of(asha).id))
    found = lists(dana, asha)
    assert found.log_only[0].given is not None and found.hospital_only[0].given is not None
    assert found.log_only[0].given.said is Said.NOT_RECORDED
    assert found.hospital_only[0].given.said is Said.NOT_MINE
    assert db.session.scalar(select(func.count()).select_from(ReconcileAnswer)) == 3
    assert found.total == Counts(hospital_only=1, log_only=1)  # an answer changes no count


def test_an_answer_is_about_an_open_difference_of_ones_own(
    app: Flask, asha: Member, finn: Member, ben: Member, dana: Member
) -> None:
    case_id = a_case(fellow=asha, supervisor=ben)
    with pytest.raises(Invalid):
        answer(asha.actor, Answer("elsewhere", "Mrs Verysecret, MRN 4711223", case_id=case_id))
    with pytest.raises(NoResultFound):
        answer(finn.actor, Answer("elsewhere", case_id=case_id))
    with pytest.raises(Refused):
        answer(dana.actor, Answer("elsewhere", case_id=case_id))
    a_shared_procedure()
    for given in (Answer("elsewhere", case_id=case_id), Answer("", share_id=share_of(asha).id)):
        with pytest.raises(Conflict):
            answer(asha.actor, given)


def test_pages_take_a_fixed_number_of_statements(
    app: Flask, asha: Member, ben: Member, dana: Member
) -> None:
    a_case(
        fellow=asha,
        supervisor=ben,
        procedure="occipital_nerve_block",
        details={"laterality": "left"},
    )
    a_shared_procedure()
    lists(asha)  # the curriculum is read once
    with statements() as of_a_fellow:
        lists(asha)
    with statements() as of_all:
        overview(dana.actor, SINCE)
    with statements() as of_the_cohort:
        shares = logged_shares(dana.actor, SINCE, TODAY + timedelta(days=1))
    assert shares == {asha.id: Share(0, 1)}
    assert (len(of_a_fellow), len(of_all), len(of_the_cohort)) == (7, 5, 1)
