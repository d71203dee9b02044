"""In the room: ben's phone shows a code, asha's phone reads it and sends the case with it."""

import re

from playwright.sync_api import expect

from logbook.database import db
from logbook.models.seen_together import SeenTogether
from logbook.services import audit, progress
from tests.cast import RIVERSIDE
from tests.journeys.conftest import PHONE, Service, Visit
from tests.makers.cases import a_case


def test_a_code_goes_from_phone_to_phone(visit: Visit, service: Service) -> None:
    asha, ben = service.cast["asha"], service.cast["ben"]
    with service.app.app_context():
        a_case(fellow=asha, supervisor=ben)
        db.session.remove()
    his = visit(window=PHONE).sign_in(ben)
    shown = his.go("/seen-together")
    his.check()
    shown.get_by_role("button", name="Show codes").tap()
    shown.locator(".lb-qr").wait_for()
    his.check()
    code = shown.locator("[data-code]").inner_text().replace(" ", "")
    assert re.fullmatch(r"\d{10}", code)

    hers = visit(window=PHONE).sign_in(asha)
    page = hers.go(f"/seen-together/scanned?by={ben.id}&code={code}")
    hers.check()
    page.get_by_role("button", name=re.compile("of ")).tap()
    page.get_by_text("Confirmed: you were there together.").wait_for()
    hers.check()

    # Without a connection his phone goes on: the clock of the page is moved, not waited for.
    shown.clock.install()
    his.go("/seen-together")
    before = shown.locator("[data-code]").inner_text()
    shown.context.set_offline(True)
    shown.clock.fast_forward("00:31")
    shown.get_by_text("No connection").wait_for()
    after = shown.locator("[data-code]").inner_text()
    assert after != before and re.fullmatch(r"\d{4} \d{3} \d{3}", after)
    expect(shown.locator(".lb-qr")).to_have_count(0)
    shown.context.set_offline(False)

    queue = his.go("/queue")
    queue.get_by_text("Seen together").first.wait_for()
    his.check()
    with service.app.app_context():
        assert db.session.query(SeenTogether).count() == 1
        assert audit.verify(RIVERSIDE) == [] and progress.differences(RIVERSIDE) == []
        db.session.remove()
