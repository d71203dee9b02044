"""Links in letters, letters that one wants, asking for an answer, deputies, and queues."""

from datetime import timedelta
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from logbook.cli import posting
from logbook.database import db
from logbook.domain.cases import State
from logbook.domain.letters import LetterKind
from logbook.domain.reminders import Digest
from logbook.domain.signatures import Method
from logbook.models.cases import Case, CaseAnswer
from logbook.models.reminders import Delegation, Nudge
from logbook.queries.reminders import wishes_of
from logbook.services.links import Stop, stop_token
from logbook.services.mail import OUTBOX
from logbook.services.signatures import signatures_under
from tests.cast import RIVERSIDE, TODAY, Member
from tests.conftest import sign_in
from tests.makers.assessments import a_given_assessment
from tests.makers.cases import a_case, an_approved_case
from tests.makers.reminders import a_deputy, a_link, a_waiting_case


def opened(client: FlaskClient, ben: Member) -> FlaskClient:
    """A visitor who has tapped the link and the button."""
    answer = client.post(f"/letters/queue/{a_link(ben)}")
    assert (answer.status_code, answer.location) == (303, "/queue")
    return client


def test_looking_at_the_link_uses_nothing_up(client: FlaskClient, ben: Member) -> None:
    address = f"/letters/queue/{a_link(ben)}"
    for look in (client.head, client.get, client.get):
        assert look(address).status_code == 200
    assert client.get("/queue").location.startswith("/sign-in")
    assert client.post(address).status_code == 303
    assert client.get("/queue").status_code == 200


def test_a_replayed_link_opens_nothing(client: FlaskClient, ben: Member) -> None:
    address = f"/letters/queue/{a_link(ben)}"
    assert client.post(address).status_code == 303
    other = client.application.test_client()
    for again in (other.get(address), other.post(address)):
        assert again.status_code == 410
    assert other.get("/queue").location.startswith("/sign-in")
    # The same browser is still there: the letter leads back to what it opened.
    assert client.get(address).location == "/queue"


def test_a_forwarded_link_is_not_for_who_is_signed_in(
    client: FlaskClient, ben: Member, eve: Member
) -> None:
    address = f"/letters/queue/{a_link(ben)}"
    sign_in(client, eve)
    for answer in (client.get(address), client.post(address)):
        assert answer.status_code == 403
        assert "somebody else’s" in answer.text and "Ben" not in answer.text
    assert client.application.test_client().post(address).status_code == 303


def test_who_is_signed_in_keeps_the_link_and_all_rights(client: FlaskClient, ben: Member) -> None:
    address = f"/letters/queue/{a_link(ben)}"
    sign_in(client, ben)
    assert client.get(address).location == "/queue"
    assert client.get("/account").status_code == 200


def test_the_link_reads_and_answers_and_does_no_more(
    client: FlaskClient, asha: Member, ben: Member
) -> None:
    case_id = a_case(fellow=asha, supervisor=ben)
    opened(client, ben)
    page = client.get("/queue")
    assert "it opens your queue for two hours" in page.text
    assert client.get(f"/cases/{case_id}").status_code == 200
    mark = f"return-{case_id.hex}"
    answer = client.post(
        f"/queue/{case_id}/return", data={f"{mark}-revision": 1, f"{mark}-words": "Which side?"}
    )
    assert answer.status_code == 303
    assert db.session.get_one(Case, (RIVERSIDE, case_id)).state is State.RETURNED
    other = a_case(fellow=asha, supervisor=ben)
    mark = f"approve-{other.hex}"
    said = {f"{mark}-revision": 1, f"{mark}-role": "performed_direct", f"{mark}-level": "3"}
    assert client.post(f"/queue/{other}/approve", data=said).status_code == 303
    [answer_id] = db.session.scalars(select(CaseAnswer.id).where(CaseAnswer.case_id == other))
    [signature] = signatures_under(RIVERSIDE, "case_answer", answer_id)
    assert signature.method is Method.LINK, "the signature says how weak its proof was"
    for address in ("/", "/account", "/deputies", "/teaching-log", "/assessments/requests"):
        refused = client.get(address)
        assert refused.location.startswith("/sign-in"), address
    said = client.get("/sign-in").text
    assert "The link in the mail opens your queue only." in said


def test_a_link_changes_nothing_of_the_account(client: FlaskClient, ben: Member) -> None:
    opened(client, ben)
    assert client.post("/preferences", data={"theme": "dark"}).status_code == 302
    assert client.get("/queue").text.count('data-bs-theme="dark"') == 0


def test_signing_out_ends_it(client: FlaskClient, ben: Member) -> None:
    opened(client, ben)
    client.post("/sign-out")
    assert client.get("/queue").location.startswith("/sign-in")


def test_a_mail_program_stops_letters_with_one_post(client: FlaskClient, ben: Member) -> None:
    address = f"/letters/stop/{stop_token(Stop(RIVERSIDE, ben.id, LetterKind.DIGEST))}"
    assert client.get(address).status_code == 200
    assert wishes_of(RIVERSIDE, ben.id).digest is Digest.AS_NEEDED  # looking stops nothing
    for _ in range(2):
        done = client.post(address, data={"List-Unsubscribe": "One-Click"})
        assert done.status_code == 200
    assert wishes_of(RIVERSIDE, ben.id).digest is Digest.OFF
    assert client.post("/letters/stop/forged").status_code == 410


def test_the_post_of_a_mail_program_brings_no_token_of_ours(
    client: FlaskClient, ben: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(client.application.config, "WTF_CSRF_ENABLED", True)
    address = f"/letters/stop/{stop_token(Stop(RIVERSIDE, ben.id, LetterKind.NUDGE))}"
    assert client.post(address).status_code == 200
    assert client.post(f"/letters/queue/{a_link(ben)}").status_code == 400


def test_letters_are_chosen(client: FlaskClient, ben: Member, asha: Member) -> None:
    sign_in(client, ben)
    assert client.post("/letters", data={"digest": "hourly"}).status_code == 422
    assert client.post("/letters", data={"digest": "daily"}).status_code == 303
    assert wishes_of(RIVERSIDE, ben.id).digest is Digest.DAILY
    assert not wishes_of(RIVERSIDE, ben.id).nudges
    page = sign_in(client, asha).get("/letters")
    assert "Always sent" in page.text and 'name="digest"' not in page.text


def test_a_fellow_asks_from_the_page_of_the_case(
    client: FlaskClient, asha: Member, ben: Member
) -> None:
    case_id = a_waiting_case(fellow=asha, supervisor=ben, days=4)
    fresh = a_case(fellow=asha, supervisor=ben)
    sign_in(client, asha)
    assert "Ask for an answer" in client.get(f"/cases/{case_id}").text
    assert "Ask for an answer" not in client.get(f"/cases/{fresh}").text
    assert client.post(f"/letters/nudges/{case_id}").status_code == 303
    assert client.post(f"/letters/nudges/{case_id}").status_code == 403
    assert "Ask for an answer" not in client.get(f"/cases/{case_id}").text
    assert len(db.session.scalars(select(Nudge)).all()) == 1
    assert "Asha has asked you" in sign_in(client, ben).get("/queue").text


def naming(ben: Member, eve: Member, **but: object) -> dict[str, object]:
    usual = {
        "delegation_id": uuid4(),
        "supervisor": ben.id,
        "deputy": eve.id,
        "starts_on": TODAY,
        "ends_on": TODAY + timedelta(days=3),
    }
    return usual | but


def test_a_double_tap_names_one_deputy(client: FlaskClient, ben: Member, eve: Member) -> None:
    sign_in(client, ben)
    said = naming(ben, eve)
    for _ in range(2):
        assert client.post("/deputies", data=said).status_code == 303
    assert len(db.session.scalars(select(Delegation)).all()) == 1


def test_what_was_typed_stays(client: FlaskClient, ben: Member, eve: Member) -> None:
    sign_in(client, ben)
    last = TODAY - timedelta(days=9)
    page = client.post("/deputies", data=naming(ben, eve, ends_on=last))
    assert page.status_code == 422
    assert f'value="{last.isoformat()}"' in page.text
    assert "It must not be before the first day." in page.text


def test_both_names_on_the_pages(
    client: FlaskClient, asha: Member, ben: Member, eve: Member
) -> None:
    case_id = a_case(fellow=asha, supervisor=ben)
    a_deputy(of=ben, deputy=eve)
    sign_in(client, eve)
    assert "In place of Ben" in client.get("/queue").text
    mark, revision = f"approve-{case_id.hex}", 2
    client.post(
        f"/queue/{case_id}/approve",
        data={f"{mark}-revision": revision, f"{mark}-role": "observed", f"{mark}-level": "3"},
    )
    page = sign_in(client, asha).get(f"/cases/{case_id}").text
    assert "Answer of Eve in place of Ben" in page
    assert "Ben was asked. Eve stood in" in page


def test_a_director_sees_ages_and_shares(
    client: FlaskClient, asha: Member, ben: Member, eve: Member, dana: Member
) -> None:
    for _ in range(5):
        an_approved_case(fellow=asha, supervisor=ben)
    a_waiting_case(fellow=asha, supervisor=ben, days=9)
    an_approved_case(fellow=asha, supervisor=eve)
    page = sign_in(client, dana).get("/cohort/queues").text
    rows = {
        name: page.split(f'<th scope="row">{name}')[1].split("</tr>")[0] for name in ("Ben", "Eve")
    }
    assert "83%" in rows["Ben"] and ">9<" in rows["Ben"]
    assert "too few" in rows["Eve"]


@pytest.mark.parametrize(("days", "code"), [("10", 303), ("0", 422), ("ten", 422)])
def test_a_director_sets_the_days(client: FlaskClient, dana: Member, days: str, code: int) -> None:
    assert sign_in(client, dana).post("/cohort/queues", data={"days": days}).status_code == code


def test_a_supervisors_own_log_and_sheet(
    client: FlaskClient, asha: Member, ben: Member, eve: Member
) -> None:
    an_approved_case(fellow=asha, supervisor=ben)
    a_given_assessment(fellow=asha, assessor=ben)
    sign_in(client, ben)
    page = client.get("/teaching-log").text
    assert "Asha" in page and "Next step:" in page
    sheet = client.get("/teaching-log/certificate?hours=12").text
    assert "12, as Ben states" in sheet and "Asha" not in sheet
    assert "as Ben states" not in client.get("/teaching-log/certificate?hours=many").text
    assert client.get("/teaching-log?year=1999").status_code == 404
    assert "Asha" not in sign_in(client, eve).get("/teaching-log").text


def test_the_address_in_the_letter_is_the_page(
    client: FlaskClient, ben: Member, eve: Member
) -> None:
    """From the letter that the worker sends to the open queue."""
    OUTBOX.clear()
    a_deputy(of=ben, deputy=eve)
    assert posting.post() == (1, 0)
    path = OUTBOX[0].text.split("http://127.0.0.1:5000")[1].split()[0]
    assert client.get(path).status_code == 200
    assert client.post(path).location == "/queue"
