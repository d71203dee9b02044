"""A fellow logs on a phone, with and without a script. How many taps it takes: test_taps.py."""

from playwright.sync_api import expect

from logbook.database import db
from logbook.models.cases import Case
from tests.journeys.conftest import PHONE, Service, Visit


def cases_of(service: Service) -> int:
    with service.app.app_context():
        count = db.session.query(Case).filter_by(fellow_id=service.cast["asha"].id).count()
        db.session.remove()
        return count


def test_a_double_tap_and_the_way_back_log_one_case(visit: Visit, service: Service) -> None:
    phone = visit(service.cast["asha"], PHONE)
    page = phone.go("/cases/new?procedure=enc_cancer")
    page.locator("input[value=performed_direct]").tap()
    page.get_by_label("Supervisor", exact=True).select_option(label="Ben")
    page.locator("input[value='40-64']").tap()
    page.locator("#case-form button[value=submit]").dblclick()
    page.wait_for_url(lambda url: "/new" not in url)
    page.go_back()
    page.locator("#case-form button[value=submit]").tap()
    page.wait_for_url(lambda url: "/new" not in url)
    assert cases_of(service) == 1


def test_everything_works_without_javascript(visit: Visit, service: Service) -> None:
    phone = visit(service.cast["asha"], PHONE, java_script_enabled=False)
    page = phone.go("/cases/new?q=TFESI")
    page.get_by_role("link", name="Lumbar or sacral transforaminal").first.tap()
    page.locator("input[value=L5]").tap()
    page.locator("input[value=left]").tap()
    page.locator("input[value=assisted]").tap()
    page.locator("input[name=outcome][value=failed]").tap()
    page.locator("input[value='40-64']").tap()
    page.get_by_label("Supervisor", exact=True).select_option(label="Ben")
    page.locator("#case-form button[value=submit]").tap()
    page.wait_for_url(lambda url: "/new" not in url)
    expect(page.get_by_text("Submitted").first).to_be_visible()
    assert cases_of(service) == 1
