"""The same with the engine of an iPhone, and a service that is really gone: its port is shut."""

from pathlib import Path

import pytest
from selenium.webdriver.remote.webdriver import WebDriver
from selenium.webdriver.support.ui import WebDriverWait

from logbook.database import db
from tests.cast import Member, session_token_of
from tests.journeys.conftest import Service
from tests.journeys.offline import arrived
from tests.journeys.webkit import PRESENT, webkit
from tests.servers import free_port, serving

WORKER = "navigator.serviceWorker.ready.then((found) => arguments[0](found.active.scriptURL))"
LOG = """
const form = document.querySelector("[data-offline-form]");
const choose = (name, value) => {
  form.elements[name].value = value;
  form.elements[name].dispatchEvent(new Event("change", { bubbles: true }));
};
choose("procedure", "enc_cancer");
choose("supervisor_id", arguments[0]);
form.querySelector("[name=role][value=assisted]").click();
form.querySelector("[name=age_band][value='40-64']").click();
form.querySelector("button[value=submit]").click();
"""
STATES = "return [...document.querySelectorAll('.lb-outbox-item')].map((one) => one.dataset.state)"
FORM = "return document.querySelector('[data-offline-form]')?.hidden === false"


def shows(browser: WebDriver, states: list[str]) -> None:
    WebDriverWait(browser, 60, 0.05).until(lambda one: one.execute_script(STATES) == states)


def open_page(browser: WebDriver, address: str) -> None:
    browser.get(address)
    WebDriverWait(browser, 60, 0.05).until(lambda one: one.execute_script(FORM))


def sign_in(browser: WebDriver, service: Service, address: str, member: Member) -> None:
    client = service.app.test_client()
    with service.app.app_context():
        with client.session_transaction() as cookie:
            cookie.update(session_token_of(member))
        db.session.remove()
    kept = client.get_cookie(service.app.config["SESSION_COOKIE_NAME"])
    assert kept is not None
    browser.get(f"{address}/manifest.webmanifest")
    browser.add_cookie({"name": kept.key, "value": kept.value, "path": "/"})


@pytest.mark.skipif(not PRESENT, reason="WebKit is absent")
def test_a_case_logged_without_the_service_arrives_once(service: Service, tmp_path: Path) -> None:
    port, ben = free_port(), service.cast["ben"]
    with webkit(tmp_path) as browser:
        with serving(service.app, port) as address:
            sign_in(browser, service, address, service.cast["asha"])
            open_page(browser, f"{address}/offline")
            assert browser.execute_async_script(WORKER) == f"{address}/sw.js"
        open_page(browser, f"{address}/cases/new")
        browser.execute_script(LOG, str(ben.id))
        shows(browser, ["phone"])
        browser.refresh()
        shows(browser, ["phone"])
        assert arrived(service) == []
        with serving(service.app, port):
            browser.execute_script("document.querySelector('[data-send-now]').click()")
            shows(browser, ["sent"])
    assert arrived(service) == ["40-64"]
