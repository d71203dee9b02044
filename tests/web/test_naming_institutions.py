"""The administrator names institutions, joins programs, and appoints officers."""

from flask.testing import FlaskClient

from logbook.services.mail import OUTBOX
from logbook.services.rollups import reckon
from tests.cast import RIVERSIDE, Member
from tests.conftest import sign_in
from tests.makers.institutions import an_institution, an_officer, office_of


def test_the_administrator_names_joins_and_appoints(client: FlaskClient, ada: Member) -> None:
    sign_in(client, ada)
    named = client.post(
        "/administration/institutions", data={"name": "Lakeview", "country": "us"}
    ).headers["Location"]
    client.post(f"{named}/programs", data={"program": str(RIVERSIDE)})
    OUTBOX.clear()
    client.post(f"{named}/officers", data={"name": "Olive", "address": "olive@example.org"})
    [letter] = OUTBOX
    assert letter.to == "olive@example.org"
    page = client.get(named).text
    assert "Riverside" in page and "olive@example.org" in page
    assert "lakeview" in page


def test_what_is_wrong_comes_back_with_what_was_typed(client: FlaskClient, ada: Member) -> None:
    sign_in(client, ada)
    where = an_institution()
    answer = client.post("/administration/institutions", data={"name": "New", "country": "USX"})
    assert answer.status_code == 422 and 'value="New"' in answer.text
    for path, data in (
        ("officers", {"name": "Olive", "address": "nonsense"}),
        ("least", {"least": "2"}),
    ):
        answer = client.post(f"/administration/institutions/{where}/{path}", data=data)
        assert answer.status_code == 422
        assert f'value="{list(data.values())[-1]}"' in answer.text
    answer = client.post(f"/administration/institutions/{where}/programs", data={"program": ""})
    assert answer.status_code == 303


def test_a_dismissed_officer_is_outside_at_once(client: FlaskClient, ada: Member) -> None:
    here = an_institution()
    olive = an_officer(here)
    assert sign_in(client, olive).get(f"/institutions/{here}").status_code == 200
    office = office_of(olive)
    sign_in(client, ada).post(f"/administration/institutions/officers/{office}/dismiss")
    assert sign_in(client, olive).get(f"/institutions/{here}").headers["Location"] == "/no-program"


def test_the_ledgers_tell_of_it(client: FlaskClient, ada: Member, dana: Member) -> None:
    where = an_institution(RIVERSIDE)
    officer, national = an_officer(where), an_officer(None, "Nell")
    sign_in(client, ada).post(f"/administration/institutions/{where}/least", data={"least": "5"})
    for office in (office_of(officer), office_of(national)):
        client.post(f"/administration/institutions/officers/{office}/dismiss")
    client.post(f"/administration/institutions/{where}/programs/{RIVERSIDE}/leave")
    page = client.get("/ledger").text
    for said in (
        "Institution named",
        "Riverside joined to the institution",
        "Riverside taken out of the institution",
        "Appointed officer of Lakeview Hospitals",
        "Appointed officer of all institutions",
        "No longer officer of Lakeview Hospitals",
        "No longer officer of all institutions",
        "A number that is shown rests on 5 people or more",
    ):
        assert said in page, said
    reckon(RIVERSIDE)
    assert "summed up for officers" in sign_in(client, dana).get("/ledger").text


def test_officers_of_all_institutions(client: FlaskClient, ada: Member) -> None:
    address = "/administration/institutions/national"
    sign_in(client, ada)
    wrong = client.post(address, data={"name": "Nell", "address": "nonsense"})
    assert wrong.status_code == 422 and 'value="nonsense"' in wrong.text
    given = {"name": "Nell", "address": "nell@example.org"}
    client.post(address, data=given)
    assert "nell@example.org" in client.get(address).text
    twice = client.post(address, data=given)
    assert twice.status_code == 422 and "officer already" in twice.text


def test_a_name_that_is_taken_is_said_beside_the_field(client: FlaskClient, ada: Member) -> None:
    an_institution()
    given = {"name": "Lakeview Hospitals", "country": "US"}
    answer = sign_in(client, ada).post("/administration/institutions", data=given)
    assert answer.status_code == 422 and "of this name already" in answer.text


def test_who_has_an_account_is_sent_no_link(client: FlaskClient, ada: Member) -> None:
    where = an_institution()
    OUTBOX.clear()
    address = f"/administration/institutions/{where}/officers"
    given = {"name": "Dana", "address": "dana@example.org"}
    answer = sign_in(client, ada).post(address, data=given, follow_redirects=True)
    assert "They sign in as before" in answer.text
    assert OUTBOX == []


def test_how_few_is_kept(client: FlaskClient, ada: Member) -> None:
    where = an_institution()
    sign_in(client, ada).post(f"/administration/institutions/{where}/least", data={"least": "6"})
    assert 'value="6"' in client.get(f"/administration/institutions/{where}").text
