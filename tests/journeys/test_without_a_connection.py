"""Cases logged without a connection: each arrives once, whatever goes wrong on the way."""

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, BrowserType, Page, Route, expect

from logbook.database import db
from logbook.domain.catalogue import CaseRole
from logbook.services import approval, cases
from tests.cast import BEGAN
from tests.conftest import sign_in
from tests.journeys.conftest import CHROMIUM, PHONE, Service, Visit, Visitor
from tests.journeys.offline import arrived, entries, id_of, log, ready, says, send
from tests.makers.cases import entered

CASES = "**/api/v1/cases/*"


@pytest.fixture
def phone(visit: Visit, service: Service) -> Visitor:
    """Asha's, with the page open and the catalogue on it."""
    asha = visit(None, PHONE, reduced_motion="reduce")  # no colour is looked at half way
    asha.signed_in(service.cast["asha"], at="/offline")
    ready(asha.page)
    return asha


@pytest.fixture
def waiting(phone: Visitor) -> Page:
    """One case of hers waits there; there is no connection."""
    page = phone.page
    page.context.set_offline(True)
    says(page, "offline")
    log(page)
    expect(entries(page, "phone")).to_have_count(1)
    expect(page.locator("[data-errors]")).to_be_hidden()  # nor about the second tap
    return page


def back(page: Page) -> None:
    page.context.set_offline(False)


def test_three_survive_a_reload_and_a_restart(
    browser_type: BrowserType, service: Service, tmp_path: Path
) -> None:
    def start() -> BrowserContext:
        return browser_type.launch_persistent_context(
            tmp_path / "phone", executable_path=CHROMIUM, args=["--no-sandbox"], viewport=PHONE
        )

    context = start()
    asha = Visitor(context.pages[0], service).sign_in(service.cast["asha"])
    page = asha.page
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    ready(asha.go("/offline"))
    asha.check()
    context.set_offline(True)
    ready(asha.go("/cases/new"))  # the worker shows the page that it has
    for age in ("1-17", "18-39", "40-64"):
        log(page, age)
    expect(entries(page, "phone")).to_have_count(3)
    page.reload()
    expect(entries(page, "phone")).to_have_count(3)
    asha.check()
    context.close()

    context = start()
    context.set_offline(True)
    asha = Visitor(context.pages[0], service)
    page = asha.go("/")
    expect(entries(page, "phone")).to_have_count(3)
    assert arrived(service) == []
    back(page)
    expect(entries(page, "sent")).to_have_count(3)
    asha.check()
    assert arrived(service) == ["1-17", "18-39", "40-64"]
    context.clear_cookies()
    asha.signed_in(service.cast["ben"])  # who logs nothing needs no worker
    page.wait_for_function("() => navigator.serviceWorker.getRegistration().then((one) => !one)")
    context.close()
    assert asha.complaints == []


def lose_the_reply(route: Route) -> None:
    route.fetch()
    route.abort()


def break_down(route: Route) -> None:
    route.fulfill(status=500, content_type="application/problem+json", body="{}")


def be_a_hotel(route: Route) -> None:
    """Its own page for signing in, in the place of every answer."""
    route.fulfill(status=200, content_type="text/html", body="<h1>Welcome to our network</h1>")


def test_what_got_no_plain_yes_is_sent_again(waiting: Page, service: Service) -> None:
    waiting.route(CASES, be_a_hotel)
    with waiting.expect_response(CASES):
        back(waiting)
    says(waiting, "no-answer")
    waiting.route(CASES, break_down)  # the last one that is named is asked first
    with waiting.expect_response(CASES):
        send(waiting)
    waiting.route(CASES, lose_the_reply)
    with waiting.expect_event("requestfailed"):
        send(waiting)
    assert arrived(service) == ["40-64"]
    expect(entries(waiting, "phone")).to_have_count(1)
    waiting.unroute(CASES)
    send(waiting)
    expect(entries(waiting, "sent")).to_have_count(1)
    assert arrived(service) == ["40-64"]


def test_what_asks_stays_until_it_is_answered(
    waiting: Page, phone: Visitor, service: Service
) -> None:
    """One that the log has with other words, and one that the service does not take."""
    asha, case_id = service.cast["asha"], id_of(entries(waiting))
    with service.app.app_context():
        assert asha.enrollment_id is not None
        other = entered(service.cast["ben"], age_band="65-79")
        cases.log(asha.actor, case_id, asha.enrollment_id, other)
        db.session.remove()
    waiting.locator("#performed_on").fill((BEGAN - timedelta(days=9)).isoformat())
    log(waiting, "1-17")
    back(waiting)
    conflict, refused = entries(waiting, "conflict"), entries(waiting, "refused")
    expect(conflict.locator("[data-there]")).to_contain_text("65–79 years")
    expect(conflict.locator("[data-here]")).to_contain_text("40–64 years")
    expect(refused).to_contain_text("This is before the training began.")
    phone.check()
    assert arrived(service) == ["65-79"]

    conflict.get_by_role("button", name="Put this one into the log instead").click()
    expect(entries(waiting, "sent")).to_have_count(1)
    refused.get_by_role("button", name="Change it").click()
    waiting.get_by_role("button", name="Leave it, and log a new one").click()
    expect(waiting.locator("[data-mending]")).to_be_hidden()
    expect(waiting.locator("input[name=age_band]:checked")).to_have_count(0)
    refused.get_by_role("button", name="Change it").click()
    phone.check()
    waiting.locator("#performed_on").fill(BEGAN.isoformat())
    waiting.get_by_role("button", name="Keep and submit").click()
    expect(entries(waiting, "sent")).to_have_count(2)
    assert arrived(service) == ["40-64", "1-17"]


ELSEWHERE = """(member) => new Promise((done) => {
  const asked = indexedDB.open("logbook");
  asked.onsuccess = () => {
    const store = asked.result.transaction("outbox", "readwrite").objectStore("outbox");
    store.getAll().onsuccess = (found) => {
      store.put({ ...found.target.result[0], member_id: member, program: "Hillside" });
    };
    store.transaction.oncomplete = done;
  };
})"""
"""The one entry belongs to this member of another program."""


def test_a_case_of_another_program_waits_for_it(waiting: Page, service: Service) -> None:
    """One account may fellow in two: what was logged in one must not arrive in the other."""
    waiting.evaluate(ELSEWHERE, str(service.cast["ravi"].id))
    back(waiting)
    says(waiting, "connected")
    expect(entries(waiting, "phone")).to_contain_text("sent once you work in that one: Hillside")
    assert arrived(service) == []


FULL = """() => {
  window.real = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = () => { throw new DOMException("full", "QuotaExceededError"); };
}"""


def test_a_full_phone_says_so_and_keeps_what_was_typed(phone: Visitor, service: Service) -> None:
    page = phone.page
    page.context.set_offline(True)
    page.evaluate(FULL)
    log(page)
    expect(page.get_by_text("the storage of this phone is full")).to_be_visible()
    phone.check()
    expect(entries(page)).to_have_count(0)
    expect(page.locator("input[name=age_band][value='40-64']")).to_be_checked()
    page.evaluate("() => { IDBObjectStore.prototype.put = window.real; }")
    page.get_by_role("button", name="Keep and submit").click()
    expect(entries(page, "phone")).to_have_count(1)
    back(page)
    expect(entries(page, "sent")).to_have_count(1)
    assert arrived(service) == ["40-64"]


def test_two_tabs_send_each_case_once(waiting: Page, phone: Visitor, service: Service) -> None:
    puts: list[str] = []
    context = waiting.context
    context.on("request", lambda one: puts.append(one.url) if one.method == "PUT" else None)
    waiting.route("**/api/v1/me", lambda route: route.abort())  # only the other can send
    back(waiting)
    other = context.new_page()
    other.goto(waiting.url)
    expect(entries(waiting, "sent")).to_have_count(1)
    expect(entries(other, "sent")).to_have_count(1)
    assert len(puts) == 1
    context.set_offline(True)
    log(other, "1-17")
    expect(entries(waiting, "phone")).to_have_count(1)  # told by the other tab
    waiting.unroute("**/api/v1/me")
    back(waiting)
    expect(entries(waiting, "sent")).to_have_count(2)
    expect(entries(other, "sent")).to_have_count(2)
    assert len(puts) == len(set(puts)) == 2
    assert arrived(service) == ["40-64", "1-17"]


def test_another_person_neither_sees_nor_sends_it(
    waiting: Page, phone: Visitor, service: Service
) -> None:
    puts: list[str] = []
    page, context = waiting, waiting.context
    context.on("request", lambda one: puts.append(one.url) if one.method == "PUT" else None)
    context.clear_cookies()
    back(page)
    says(page, "signed-out")
    expect(entries(page, "phone")).to_have_count(1)

    phone.sign_in(service.cast["finn"])
    says(ready(phone.go("/offline")), "connected")
    expect(page.locator("[data-who]")).to_contain_text("Finn")
    expect(entries(page)).to_have_count(0)
    phone.go("/")
    page.locator("summary", has_text="Account menu").click()
    page.get_by_role("button", name="Sign out").click()
    page.get_by_text("One case waits on this phone, unsent.").wait_for()
    phone.check()
    phone.go("/offline")
    page.get_by_text("One case waits here, hidden").wait_for()
    expect(entries(page)).to_have_count(0)
    expect(page.locator("[data-offline-form]")).to_be_hidden()
    assert puts == [] and arrived(service) == []

    page.route(CASES, break_down)
    phone.sign_in(service.cast["asha"])
    page.get_by_text("One case is on this phone only.").wait_for()
    phone.check()
    page.unroute(CASES)
    ready(phone.go("/offline"))
    expect(entries(page, "sent")).to_have_count(1)
    assert arrived(service) == ["40-64"]


def test_its_fellow_sees_how_far_a_case_has_come(waiting: Page, service: Service) -> None:
    waiting.get_by_label("There was a complication").check()
    log(waiting, "1-17")  # what happened takes words, and those are looked at by the service
    back(waiting)
    expect(entries(waiting, "draft")).to_have_count(1)
    expect(entries(waiting, "sent")).to_have_count(1)
    ben, case_id = service.cast["ben"], id_of(entries(waiting, "sent"))
    with service.app.app_context():
        sign_in(service.app.test_client(), ben).get("/queue")
        db.session.remove()
    waiting.reload()
    expect(entries(waiting, "seen")).to_have_count(1)
    with service.app.app_context():
        approval.approve(ben.actor, case_id, 1, role_stated=CaseRole.PERFORMED_DIRECT, level="3")
        db.session.remove()
    waiting.reload()
    expect(entries(waiting, "signed")).to_have_count(1)
    expect(entries(waiting, "draft")).to_have_count(1)
