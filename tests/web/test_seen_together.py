"""In the room, on two phones: the code on one, the case on the other."""

import re
from datetime import timedelta
from html import unescape
from uuid import UUID

import pytest
from flask.testing import FlaskClient

from logbook.database import db
from logbook.domain.catalogue import CaseRole
from logbook.domain.seen_together import code_shown, grouped
from logbook.models.seen_together import SeenTogether
from logbook.models.signatures import Signature
from logbook.services import approval, seen_codes, seen_together
from logbook.services.exchange_export import export
from logbook.services.seen_codes import secret_of
from tests.cast import TODAY, Member
from tests.conftest import sign_in
from tests.makers.cases import a_case
from tests.makers.seen_together import a_code, a_wrong
from tests.web.test_cases_entry import KIND, the_epidural


def marks() -> int:
    return db.session.query(SeenTogether).count()


def test_the_supervisor_shows_a_code_that_confirms_a_case(
    client: FlaskClient, asha: Member, ben: Member
) -> None:
    desk = sign_in(client, ben)
    assert "You have shown no codes yet" in desk.get("/seen-together").text
    assert desk.post("/seen-together").status_code == 303
    page = desk.get("/seen-together").text
    code = re.search(r"data-code>([\d ]+)<", page)
    assert code is not None and "<svg" in page
    first, row = re.search(r'data-codes="(\d+)" data-first="(\d+)"', page).group(2, 1)  # type: ignore[union-attr]
    assert code.group(1).replace(" ", "")[4:] == row[:6]
    assert int(code.group(1)[:4]) == int(first) % 10_000

    phone = sign_in(client, asha)
    case_id = a_case(fellow=asha, supervisor=ben)
    sent = phone.post(f"/seen-together/cases/{case_id}", data={"code": code.group(1)})
    assert sent.status_code == 303
    shown = phone.get(f"/cases/{case_id}").text
    assert "Seen together" in shown and "Give the code" not in shown


def test_a_scanned_code_waits_in_the_next_form(
    client: FlaskClient, asha: Member, ben: Member
) -> None:
    phone, code = sign_in(client, asha), a_code(ben)
    scanned = phone.get(f"/seen-together/scanned?by={ben.id}&code={code}")
    assert grouped(code) in scanned.text and "Log a new case" in scanned.text
    assert marks() == 0, "looking uses nothing up"
    form = phone.get(f"/cases/new?procedure={KIND}").text
    assert f'value="{code}"' in form and re.search(rf'<option selected value="{ben.id}"', form)
    action = re.search(r'action="(/cases/[0-9a-f-]+)"', form)
    assert action is not None
    assert phone.post(action.group(1), data=the_epidural(ben, code=code)).status_code == 303
    assert marks() == 1
    assert code not in phone.get(f"/cases/new?procedure={KIND}").text


def test_a_scanned_code_offers_the_cases_that_wait(
    client: FlaskClient, asha: Member, ben: Member, eve: Member
) -> None:
    mine = a_case(fellow=asha, supervisor=ben)
    others = a_case(fellow=asha, supervisor=eve)
    page = sign_in(client, asha).get(f"/seen-together/scanned?by={ben.id}&code={a_code(ben)}").text
    assert str(mine) in page and str(others) not in page


def test_nobody_is_scanned_who_is_not_a_supervisor_here(
    client: FlaskClient, asha: Member, ben: Member, rin: Member, lee: Member
) -> None:
    phone, code = sign_in(client, asha), a_code(ben)
    for by in (rin.id, lee.id, "nonsense"):
        assert phone.get(f"/seen-together/scanned?by={by}&code={code}").status_code == 404
    assert phone.get(f"/seen-together/scanned?by={ben.id}&code=12").status_code == 404


def test_a_wrong_code_stands_beside_its_field_and_nothing_typed_is_lost(
    client: FlaskClient, asha: Member, ben: Member, eve: Member
) -> None:
    phone, code = sign_in(client, asha), a_code(eve)
    form = phone.get(f"/cases/new?procedure={KIND}").text
    action = re.search(r'action="(/cases/[0-9a-f-]+)"', form).group(1)  # type: ignore[union-attr]
    again = phone.post(action, data=the_epidural(ben, code=code, indication="sciatica"))
    assert again.status_code == 422
    assert "no code of the supervisor" in again.text and 'id="code-error"' in again.text
    assert f'value="{code}"' in again.text and "sciatica" in again.text
    case_id = a_case(fellow=asha, supervisor=ben)
    beside = phone.post(f"/seen-together/cases/{case_id}", data={"code": a_wrong(a_code(ben))})
    assert beside.status_code == 422 and 'id="code-error"' in beside.text


def test_the_queue_marks_it_and_the_export_names_it(
    client: FlaskClient, asha: Member, ben: Member
) -> None:
    case_id = a_case(fellow=asha, supervisor=ben)
    seen_together.confirm(asha.actor, case_id, a_code(ben, ago=timedelta(minutes=3)))
    queue = sign_in(client, ben).get("/queue").text
    assert "Seen together" in queue and re.search(
        "code read [34] minutes after it was shown", queue
    )
    header, row, *_ = export(asha.actor, asha.id, "csv", "en").content.decode().splitlines()
    assert "seen_with,seen_code_at,seen_sent_at" in header and ",Ben," in row
    [seen] = db.session.query(SeenTogether).all()
    role = CaseRole.ASSISTED
    approval.approve(ben.actor, case_id, 1, role_stated=role, level="3", seen_id=seen.id)
    page = sign_in(client, ben).get(f"/cases/{case_id}").text
    assert re.search("Seen together.+with Ben, .+; code read [34] minutes after", page)


def test_a_code_of_another_day_says_how_far_apart_they_were(
    client: FlaskClient, asha: Member, ben: Member, dana: Member
) -> None:
    case_id = a_case(fellow=asha, supervisor=ben, performed_on=TODAY - timedelta(days=2))
    seen_together.confirm(asha.actor, case_id, a_code(ben, ago=timedelta(minutes=3)))
    told = "2 days apart: shown after the day of the case"
    queue = sign_in(client, ben).get("/queue").text
    assert told in queue and told in sign_in(client, asha).get(f"/cases/{case_id}").text
    [seen] = db.session.query(SeenTogether).all()
    ledger = sign_in(client, dana).get(f"/ledger?subject={seen.id}").text
    assert re.search("Seen together with Ben, code read [34] minutes after it was shown", ledger)
    assert told in ledger
    history = sign_in(client, asha).get(f"/cases/{case_id}").text
    assert "Seen together with Ben, code read" in history


NAMED = ("revision", "together", "seen")


def the_page(desk: FlaskClient, case_id: UUID) -> dict[str, str]:
    """What the queue's page sends back of what it showed."""
    page, name = desk.get("/queue").text, f"approve-{case_id.hex}-"
    found = {one: re.search(f'name="{name}{one}"[^>]* value="([^"]*)"', page) for one in NAMED}
    return {f"{name}{one}": unescape(hit.group(1)) for one, hit in found.items() if hit}


def test_a_code_that_came_after_the_page_was_made_is_looked_at_first(
    client: FlaskClient, asha: Member, ben: Member
) -> None:
    case_id, desk = a_case(fellow=asha, supervisor=ben), sign_in(client, ben)
    name, shown = f"approve-{case_id.hex}-", the_page(desk, case_id)
    assert shown[f"{name}together"] == ""
    said = {f"{name}role": "performed_direct", f"{name}level": "3", f"{name}words": "Steady hands."}
    seen_together.confirm(asha.actor, case_id, a_code(ben))
    desk = sign_in(client, ben)
    stale = desk.post(f"/queue/{case_id}/approve", data=shown | said)
    assert stale.status_code == 409 and "gave the code from the room meanwhile" in stale.text
    assert "Steady hands." in stale.text and "code read at once" in stale.text
    assert db.session.query(Signature).count() == 0
    again = desk.post(f"/queue/{case_id}/approve", data=the_page(desk, case_id) | said)
    assert again.status_code == 303
    assert "seen_together" in db.session.query(Signature).one().text


def test_several_together_are_not_signed_with_a_code_that_was_not_shown(
    client: FlaskClient, asha: Member, ben: Member
) -> None:
    case_id = a_case(fellow=asha, supervisor=ben)
    name = f"approve-{case_id.hex}-"
    sent = {"case": str(case_id), f"{name}revision": "1", f"{name}level": "3"}
    sent |= {f"{name}role": "performed_direct", f"{name}together": "", f"{name}words": "Steady."}
    seen_together.confirm(asha.actor, case_id, a_code(ben))
    again = sign_in(client, ben).post("/queue/approvals", data=sent)
    assert again.status_code == 409 and "code read at once" in again.text
    assert "Steady." in again.text and db.session.query(Signature).count() == 0


def test_one_code_for_two_cases_at_one_moment_stands_beside_its_field(
    client: FlaskClient, asha: Member, ben: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone, code = sign_in(client, asha), a_code(ben)
    confirmed = a_case(fellow=asha, supervisor=ben)
    monkeypatch.setattr(seen_codes, "_is_used", lambda *_: False)  # as neither sees the other yet
    pages = [phone.get(f"/cases/new?procedure={KIND}").text for _ in range(2)]
    actions = [re.search(r'action="(/cases/[0-9a-f-]+)"', page).group(1) for page in pages]  # type: ignore[union-attr]
    sheet = the_epidural(ben, code=code, indication="sciatica")
    first, second = (phone.post(action, data=sheet) for action in actions)
    assert first.status_code == 303 and second.status_code == 422
    assert "You gave this code for another case" in second.text and 'id="code-error"' in second.text
    assert "sciatica" in second.text and marks() == 1
    beside = phone.post(f"/seen-together/cases/{confirmed}", data={"code": code})
    assert beside.status_code == 422 and 'id="code-error"' in beside.text and marks() == 1


def test_codes_go_on_without_a_connection(client: FlaskClient, ben: Member) -> None:
    """What the page holds for later is what the service would show then."""
    seen_together.begin(ben.actor)
    page = sign_in(client, ben).get("/seen-together").text
    row, first = re.search(r'data-codes="(\d+)" data-first="(\d+)"', page).groups()  # type: ignore[union-attr]
    secret = secret_of(ben.program_id, ben.id)
    assert secret is not None
    later = int(first) + 700
    assert row[700 * 6 : 701 * 6] == code_shown(secret, later)[4:]
