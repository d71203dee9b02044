"""Cases as a program keeps them: under its own id, once, with a revision, and nobody else's."""

from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from logbook.database import db
from logbook.domain.readings import Page
from logbook.models.cases import Case
from logbook.models.columns import new_id
from logbook.models.record_reads import RecordRead
from logbook.services import cases
from tests.cast import CAST, Member
from tests.makers.api import a_body, problem, program_of
from tests.makers.cases import a_case, an_approved_case, entered


def how_many(case_id: UUID) -> int:
    return db.session.scalars(select(func.count()).where(Case.id == case_id)).one()


def test_a_case_is_kept_under_the_id_of_the_phone(client: FlaskClient, asha: Member) -> None:
    phone, case_id = program_of(client, asha), new_id()
    first = phone.put(f"/cases/{case_id}", a_body())
    assert first.status_code == 201, first.text
    assert first.headers["Location"] == f"/api/v1/cases/{case_id}"
    said = first.get_json()
    assert (said["state"], said["revision"]) == ("submitted", 1)
    assert said["supervisor"] == {"id": str(CAST["ben"].id), "name": "Ben"}
    assert said["details"]["levels"] == ["L4", "L5"]


def test_sent_twice_it_is_one_case(client: FlaskClient, asha: Member) -> None:
    phone, case_id = program_of(client, asha), new_id()
    first = phone.put(f"/cases/{case_id}", a_body())
    again = phone.put(f"/cases/{case_id}", a_body(), If_None_Match="*")
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.get_json() == again.get_json()
    assert first.headers["ETag"] == again.headers["ETag"]
    assert how_many(case_id) == 1


def test_another_case_under_the_same_id_is_shown_beside_the_first(
    client: FlaskClient, asha: Member
) -> None:
    phone, case_id = program_of(client, asha), new_id()
    phone.put(f"/cases/{case_id}", a_body())
    other = a_body(indication="neck pain")
    answer = phone.put(f"/cases/{case_id}", other)
    assert problem(answer) == (409, "conflict")
    said = answer.get_json()
    assert said["current"]["indication"] == "radicular leg pain"
    assert said["sent"] == other


def test_a_change_says_of_which_revision_it_is(client: FlaskClient, asha: Member) -> None:
    phone, case_id = program_of(client, asha), new_id()
    seen = phone.put(f"/cases/{case_id}", a_body(submit=False)).headers["ETag"]
    changed = phone.put(f"/cases/{case_id}", a_body(reflection="slow"), If_Match=seen)
    assert changed.status_code == 200
    assert (changed.get_json()["revision"], changed.get_json()["reflection"]) == (2, "slow")
    late = a_body(reflection="quick")
    answer = phone.put(f"/cases/{case_id}", late, If_Match=seen)
    assert problem(answer) == (412, "stale")
    assert answer.get_json()["current"]["reflection"] == "slow"
    assert answer.get_json()["sent"] == late
    assert phone.put(f"/cases/{case_id}", late, If_Match='"2"').status_code == 200


@pytest.mark.parametrize("header", ["", "1", '"', '"1', "é", '"1-', 'W/"1"', '"11"', '"-1"', ","])
def test_what_is_no_validator_means_no_revision(
    client: FlaskClient, asha: Member, ben: Member, header: str
) -> None:
    case_id = a_case(fellow=asha, supervisor=ben)
    answer = program_of(client, asha).put(f"/cases/{case_id}", a_body(), If_Match=header)
    assert problem(answer) == (412, "stale")


def test_a_change_of_what_is_not_there_is_none(client: FlaskClient, asha: Member) -> None:
    answer = program_of(client, asha).put(f"/cases/{new_id()}", a_body(), If_Match='"1"')
    assert problem(answer) == (412, "stale")


def test_acts_need_a_revision(client: FlaskClient, asha: Member, ben: Member) -> None:
    phone, case_id = program_of(client, asha), a_case(fellow=asha, supervisor=ben, submit=False)
    answer = phone.post(f"/cases/{case_id}/submit")
    assert problem(answer) == (428, "unconditional")
    assert answer.get_json()["current"]["revision"] == 1
    assert problem(phone.post(f"/cases/{case_id}/submit", If_Match='"7"')) == (412, "stale")
    assert problem(phone.post(f"/cases/{case_id}/submit", If_Match='W/"1"')) == (412, "stale")
    done = phone.post(f"/cases/{case_id}/submit", If_Match="*")
    assert (done.status_code, done.get_json()["state"]) == (200, "submitted")


def test_what_the_domain_says_is_told_by_pointer(client: FlaskClient, asha: Member) -> None:
    wrong = a_body(
        procedure="wart_removal", supervisor_id=str(asha.id), reflection="Mrs. Smith was afraid"
    )
    answer = program_of(client, asha).put(f"/cases/{new_id()}", wrong)
    assert problem(answer) == (422, "invalid")
    pointers = {one["pointer"] for one in answer.get_json()["errors"]}
    assert {"#/procedure", "#/reflection", "#/supervisor_id"} <= pointers


def test_the_form_is_told_by_pointer(client: FlaskClient, asha: Member) -> None:
    wrong = a_body(role="flew", submit="yes", details={"levels": [1]}, mrn="1", performed_on=...)
    answer = program_of(client, asha).put(f"/cases/{new_id()}", wrong)
    assert problem(answer) == (422, "invalid")
    pointers = {one["pointer"] for one in answer.get_json()["errors"]}
    assert pointers == {"#/role", "#/submit", "#/details/levels/0", "#/mrn", "#/performed_on"}


def test_withdrawn_with_a_reason(client: FlaskClient, asha: Member, ben: Member) -> None:
    phone, case_id = program_of(client, asha), an_approved_case(fellow=asha, supervisor=ben)
    address = f"/cases/{case_id}/withdraw"
    assert problem(phone.post(address, {}, If_Match='"2"')) == (422, "invalid")
    done = phone.post(address, {"reason": "Logged twice."}, If_Match='"2"')
    assert done.status_code == 200
    assert (done.get_json()["state"], done.get_json()["closing_words"]) == (
        "withdrawn",
        "Logged twice.",
    )


def test_pages_follow_one_another(client: FlaskClient, asha: Member, ben: Member) -> None:
    ids = {str(a_case(fellow=asha, supervisor=ben)) for _ in range(27)}
    phone, seen, path = program_of(client, asha), [], "/cases?state=submitted"
    while path:
        answer = phone.get(path)
        said = answer.get_json()
        seen += [one["id"] for one in said["items"]]
        path = (said["next"] or "").removeprefix("/api/v1")
        assert answer.headers.get("Link") == (
            f'<{said["next"]}>; rel="next"' if said["next"] else None
        )
    assert sorted(seen) == sorted(ids)
    assert len(seen) == len(set(seen)) == 27


def test_filters(client: FlaskClient, asha: Member, ben: Member) -> None:
    a_case(fellow=asha, supervisor=ben)
    phone = program_of(client, asha)
    assert (
        len(phone.get("/cases?procedure=esi_lumbosacral_transforaminal").get_json()["items"]) == 1
    )
    assert phone.get("/cases?until=2020-01-01").get_json()["items"] == []
    for query in ("since=soon", "state=lost", "procedure=%00", "pages=2", "after=x"):
        assert problem(phone.get(f"/cases?{query}")) == (422, "invalid"), query


def test_what_one_has_already_is_not_sent_again(
    client: FlaskClient, asha: Member, ben: Member
) -> None:
    phone, case_id = program_of(client, asha), a_case(fellow=asha, supervisor=ben)
    for path in (f"/cases/{case_id}", "/cases", "/catalogue", "/me"):
        seen = phone.get(path)
        again = phone.get(path, If_None_Match=seen.headers["ETag"])
        assert (again.status_code, again.data) == (304, b""), path
    cases.change(asha.actor, case_id, 1, entered(ben, reflection="better"))
    assert phone.get(f"/cases/{case_id}", If_None_Match='"1-0"').status_code == 200


def test_a_supervisor_does_not_see_the_role_before_stating_one(
    client: FlaskClient, asha: Member, ben: Member
) -> None:
    case_id = a_case(fellow=asha, supervisor=ben)
    his = program_of(client, ben)
    assert his.get(f"/cases/{case_id}").get_json()["role"] is None
    assert his.get("/cases").get_json()["items"][0]["role"] is None
    assert "role" not in his.get("/queue").get_json()["items"][0]
    assert program_of(client, asha).get("/cases").get_json()["items"][0]["role"] is not None


def test_who_read_anothers_record_is_noted(
    client: FlaskClient, asha: Member, ben: Member, dana: Member
) -> None:
    case_id = a_case(fellow=asha, supervisor=ben)
    program_of(client, dana).get(f"/cases/{case_id}")
    program_of(client, dana).get(f"/progress/{asha.enrollment_id}")
    program_of(client, ben).get("/queue")
    program_of(client, asha).get(f"/cases/{case_id}")
    kept = db.session.execute(select(RecordRead.reader_id, RecordRead.page)).all()
    assert sorted(map(tuple, kept), key=str) == sorted(
        [(dana.id, Page.CASE), (dana.id, Page.PROGRESS), (ben.id, Page.QUEUE)], key=str
    )


def test_strangers_are_told_nothing(
    client: FlaskClient, asha: Member, ben: Member, eve: Member, rin: Member, ravi: Member
) -> None:
    case_id, draft = (a_case(fellow=asha, supervisor=ben, submit=one) for one in (True, False))
    for stranger in (eve, rin, ravi):
        theirs = program_of(client, stranger)
        for one in (case_id, draft):
            assert problem(theirs.get(f"/cases/{one}")) == (404, "missing")
        assert theirs.get("/cases").get_json()["items"] == []
    taken = program_of(client, CAST["finn"]).put(f"/cases/{draft}", a_body())
    assert problem(taken) == (404, "missing")
    assert problem(program_of(client, ravi).put(f"/cases/{new_id()}", a_body())) == (422, "invalid")
