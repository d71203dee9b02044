"""The plan, the pages on which it is made, and a fellow's own time."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from logbook.database import db
from logbook.domain.leave import LeaveKind
from logbook.domain.sites import Capability
from logbook.models.programs import Program, Site
from logbook.models.rotations import Leave, Rotation
from logbook.services import leave, rotations, sites
from tests.cast import BEGAN, CLINIC, ENDS, RIVERSIDE, TODAY, Cast, Member
from tests.conftest import sign_in
from tests.house.scene_rotations import a_plan, an_absence, this_month
from tests.makers.cases import an_approved_case
from tests.makers.curricula import a_version
from tests.makers.people import a_fellow
from tests.makers.rotations import a_leave, a_rotation, absent, planned
from tests.statements import statements


def text_of(answer: TestResponse) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text).split())


def n_of(kind: type[Rotation] | type[Leave]) -> int | None:
    return db.session.scalar(select(func.count()).select_from(kind))


def chosen(page: str, field: str) -> str | None:
    """What a select of a page stands on."""
    select_ = re.search(rf'<select[^>]*name="{field}".*?</select>', page, re.DOTALL)
    assert select_ is not None
    option = re.search(r'<option selected value="([^"]*)"', select_[0]) or re.search(
        r'<option value="([^"]*)" selected', select_[0]
    )
    return option[1] if option else None


def test_the_plan_shows_everybody_and_tells_no_kind_of_leave(
    client: FlaskClient, asha: Member, cora: Member, ola: Member
) -> None:
    a_rotation((TODAY - BEGAN).days, 28, of=asha, kind="palliative_care")
    a_leave((TODAY - BEGAN).days, 7, of=asha, kind=LeaveKind.SICK)
    for reader in (cora, ola):
        page = text_of(sign_in(client, reader).get("/rotations"))
        assert "Asha" in page and "Finn" in page and "Palliative care" in page and "Leave" in page
        assert "sick" not in page.lower()
    assert "Plan the year" not in page


def test_of_which_kind_a_leave_is_reads_the_fellow_and_who_enters_it(
    client: FlaskClient, asha: Member, cast: Cast
) -> None:
    a_leave(0, 7, of=asha, kind=LeaveKind.SICK)
    path = f"/rotations/fellows/{asha.enrollment_id}"
    for name, told in (("asha", True), ("dana", True), ("mia", False), ("ola", False)):
        page = text_of(sign_in(client, cast[name]).get(path))
        assert ("Sick leave" in page) is told
        assert ("Away" in page) is not told


@pytest.mark.parametrize("name", ["eve", "rin", "finn", "ben"])
def test_who_has_no_tie_to_a_fellow_is_told_nothing(
    client: FlaskClient, cast: Cast, asha: Member, name: str
) -> None:
    a_rotation(of=asha)
    answer = sign_in(client, cast[name]).get(f"/rotations/fellows/{asha.enrollment_id}")
    assert answer.status_code == 404


def test_a_fellow_reads_when_the_training_ends_and_why(client: FlaskClient, asha: Member) -> None:
    a_leave(0, 42, of=asha)
    page = text_of(sign_in(client, asha).get("/rotations/mine"))
    assert "42 days of leave are entered; 28 belong to the training, at 4 weeks a year" in page
    assert "The 14 days beyond that are put behind the last day" in page
    assert "Suggested, not confirmed" in page
    assert "Change the enrollment" not in page
    home = text_of(client.get("/"))
    assert "14 days of leave beyond what is allowed are taken off." in home


def test_the_page_of_an_enrollment_suggests_its_end(
    client: FlaskClient, asha: Member, dana: Member
) -> None:
    a_leave(0, 42, of=asha)
    page = text_of(sign_in(client, dana).get(f"/program/enrollments/{asha.enrollment_id}"))
    assert "The 14 days beyond that are put behind the last day" in page


def test_a_double_tap_plans_one(client: FlaskClient, cora: Member) -> None:
    sign_in(client, cora)
    rotation, absence = a_plan(), an_absence()
    for _ in range(2):
        assert client.post("/rotations/new", data=rotation).status_code == 303
        assert client.post("/rotations/leave/new", data=absence).status_code == 303
    assert (n_of(Rotation), n_of(Leave)) == (1, 1)


def test_what_was_typed_is_kept(client: FlaskClient, asha: Member, cora: Member) -> None:
    sign_in(client, cora)
    late = ENDS + timedelta(days=3)
    answer = client.post("/rotations/new", data=a_plan(kind="pmr", ends_on=late))
    assert answer.status_code == 422
    assert "change the enrollment first" in text_of(answer)
    assert chosen(answer.text, "kind") == "pmr"
    assert chosen(answer.text, "enrollment") == str(asha.enrollment_id)
    assert f'value="{late}"' in answer.text
    answer = client.post("/rotations/leave/new", data=an_absence(kind="study", ends_on=late))
    assert answer.status_code == 422
    assert chosen(answer.text, "kind") == "study" and f'value="{late}"' in answer.text
    assert (n_of(Rotation), n_of(Leave)) == (0, 0)


def test_a_rotation_is_changed_and_cancelled(
    client: FlaskClient, asha: Member, cora: Member
) -> None:
    path = f"/rotations/{a_rotation(of=asha)}"
    sign_in(client, cora)
    assert chosen(client.get(path).text, "kind") == "neurology"
    assert client.post(path, data=a_plan(kind="pmr")).status_code == 303
    stale = client.post(path, data=a_plan(kind="radiology"))
    assert stale.status_code == 409
    assert "Somebody else has changed this rotation" in text_of(stale)
    assert client.post(f"{path}/cancel", data={"revision": "1"}).status_code == 409
    assert client.post(f"{path}/cancel", data={"revision": "2"}).status_code == 303
    assert client.get(path).status_code == 404
    assert client.post(path, data=a_plan(revision="3")).status_code == 409


def test_a_leave_is_changed_and_cancelled(client: FlaskClient, asha: Member, cora: Member) -> None:
    path = f"/rotations/leave/{a_leave(of=asha)}"
    sign_in(client, cora)
    assert chosen(client.get(path).text, "kind") == "annual"
    assert client.post(path, data=an_absence(kind="study")).status_code == 303
    assert client.post(path, data=an_absence()).status_code == 409
    wrong = client.post(path, data=an_absence(revision="2", kind="sick", ends_on=BEGAN))
    assert (wrong.status_code, chosen(wrong.text, "kind")) == (422, "sick")
    assert client.post(f"{path}/cancel", data={"revision": "2"}).status_code == 303
    assert client.get(path).status_code == 404


def test_several_are_planned_at_once_with_their_sites(
    client: FlaskClient, asha: Member, finn: Member, cora: Member
) -> None:
    form = {
        "plan_id": uuid4(),
        this_month("asha"): "pmr",
        this_month("finn"): "neurology",
        "site-pmr": CLINIC,
    }
    sign_in(client, cora)
    for _ in range(2):
        assert client.post("/rotations/year", data=form).status_code == 303
    kept = {one.enrollment_id: one for one in db.session.scalars(select(Rotation))}
    assert set(kept) == {asha.enrollment_id, finn.enrollment_id}
    first = kept[asha.enrollment_id]
    assert (first.kind, first.site_id) == ("pmr", CLINIC)
    assert first.starts_on == TODAY.replace(day=1) and first.ends_on.month == TODAY.month
    assert kept[finn.enrollment_id].site_id is None
    assert "Physical medicine and rehabilitation" in client.get("/rotations/year").text


def test_a_plan_that_cannot_be_is_kept_to_be_mended(
    client: FlaskClient, asha: Member, cora: Member
) -> None:
    a_rotation((TODAY - BEGAN).days, 5, of=asha)
    form = {
        "plan_id": uuid4(),
        this_month("asha"): "pmr",
        this_month("finn"): "neurology",
        "site-pmr": CLINIC,
    }
    answer = sign_in(client, cora).post("/rotations/year", data=form)
    assert answer.status_code == 422
    assert "The fellow is on another rotation then" in text_of(answer)
    assert f'href="#{this_month("asha")}"' in answer.text
    assert str(form["plan_id"]) in answer.text
    assert chosen(answer.text, this_month("asha")) == "pmr"
    assert chosen(answer.text, this_month("finn")) == "neurology"
    assert chosen(answer.text, "site-pmr") == str(CLINIC)
    assert n_of(Rotation) == 1


def test_nothing_chosen_is_nothing_planned(client: FlaskClient, cora: Member) -> None:
    answer = sign_in(client, cora).post("/rotations/year?blocks=quarter", data={"plan_id": uuid4()})
    assert answer.status_code == 422
    assert "Nothing was chosen yet." in text_of(answer)
    assert "lb-notice is-bad" in answer.text
    assert client.post("/rotations/year", data={"plan_id": "x"}).status_code == 400


@pytest.mark.parametrize("asked", ["year=9999", "year=x", "blocks=eon", "year=2027&blocks=quarter"])
def test_an_address_that_names_no_year_shows_this_one(
    client: FlaskClient, cora: Member, asked: str
) -> None:
    sign_in(client, cora)
    assert client.get(f"/rotations?{asked}").status_code == 200
    assert client.get(f"/rotations/year?{asked}").status_code == 200


def test_the_allowance_is_a_suggestion_until_it_is_set(client: FlaskClient, dana: Member) -> None:
    sign_in(client, dana)
    assert "Suggested, not confirmed" in client.get("/rotations/leave/allowance").text
    wrong = client.post("/rotations/leave/allowance", data={"weeks": "60"})
    assert wrong.status_code == 422 and 'value="60"' in wrong.text
    assert client.post("/rotations/leave/allowance", data={"weeks": "0"}).status_code == 303
    assert db.session.get_one(Program, RIVERSIDE).leave_weeks == 0
    page = client.get("/rotations/leave/allowance").text
    assert "Suggested, not confirmed" not in page and 'value="0"' in page


def test_what_a_site_has_is_said_on_its_page(client: FlaskClient, dana: Member) -> None:
    sign_in(client, dana)
    assert "nobody has said yet what it has" in client.get("/program/people").text
    path = f"/program/sites/{CLINIC}"
    assert client.post(path, data={"capabilities": ["moon"]}).status_code == 422
    assert client.post(path, data={"capabilities": ["ct"]}).status_code == 302
    assert re.search(r'value="ct" checked', " ".join(client.get(path).text.split()))
    assert client.post(path, data={"csrf_token": "as a browser sends it"}).status_code == 302
    assert db.session.get_one(Site, (RIVERSIDE, CLINIC)).capabilities == frozenset()
    assert "none of what cases may need" in client.get("/program/people").text


def test_a_site_without_imaging_explains_what_is_missing(
    client: FlaskClient, dana: Member, ben: Member
) -> None:
    fellow = a_fellow("Nia Putri", version_id=a_version(RIVERSIDE))
    a_rotation((TODAY - BEGAN).days, 28, of=fellow, kind="pain_clinic")
    gaps = text_of(sign_in(client, fellow).get("/gaps"))
    assert "your rotation Pain clinic and procedures, until" in gaps
    assert "have none of what these cases need" not in gaps
    sites.equip(dana.actor, CLINIC, [Capability.ULTRASOUND])
    gaps = text_of(client.get("/gaps"))
    assert "The sites of your planned rotations have none of what these cases need" in gaps


def test_the_list_at_the_site_of_the_next_rotation_is_the_next_step(
    client: FlaskClient, asha: Member, finn: Member, ben: Member, dana: Member
) -> None:
    an_approved_case(fellow=finn, supervisor=ben)
    sites.equip(dana.actor, CLINIC, [Capability.CT])
    a_rotation((TODAY - BEGAN).days + 10, 28, of=asha, kind="pain_clinic")
    page = text_of(sign_in(client, asha).get("/gaps"))
    assert f"the {TODAY:%A} lists at Riverside clinic (with CT) had 1 of them" in page
    assert "You are there from" in page and "on Pain clinic and procedures" in page


def test_as_many_statements_for_many_fellows_as_for_few(
    client: FlaskClient, asha: Member, cora: Member
) -> None:
    sign_in(client, cora)
    paths = ("/rotations", "/rotations/year", f"/rotations/fellows/{asha.enrollment_id}")
    a_rotation(of=asha)
    a_leave(40, of=asha)
    few = [_asked(client, path) for path in paths * 2][3:]  # that it was read is noted at first
    for number in range(4):
        fellow = a_fellow(f"Fellow {number}")
        a_rotation(60, of=fellow)
        a_leave(100, of=fellow)
        a_rotation(40 * number + 30, 5, of=asha)
    assert [_asked(client, path) for path in paths] == few


def _asked(client: FlaskClient, path: str) -> int:
    with statements() as sent:
        assert client.get(path).status_code == 200
    return len(sent)


def test_the_ledger_tells_it_in_words(
    client: FlaskClient, asha: Member, cora: Member, ola: Member
) -> None:
    rotation_id, leave_id = a_rotation(of=asha), a_leave(of=asha)
    rotations.change(cora.actor, rotation_id, 1, planned(days=30))
    rotations.cancel(cora.actor, rotation_id, 2)
    leave.change(cora.actor, leave_id, 1, absent(days=8))
    leave.cancel(cora.actor, leave_id, 2)
    leave.allow(cora.actor, 6)
    sites.equip(cora.actor, CLINIC, [Capability.CT])
    page = text_of(sign_in(client, ola).get("/ledger"))
    for said in (
        "Rotation of Asha planned:",
        "Rotation of Asha changed:",
        "Rotation of Asha cancelled",
        "Leave of Asha entered:",
        "Leave of Asha changed:",
        "Leave of Asha cancelled",
        "Leave allowed: 6 weeks a year",
        "What the site has was stated",
    ):
        assert said in page
