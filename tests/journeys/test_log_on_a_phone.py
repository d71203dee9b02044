"""A fellow logs on a phone; the tenth case of a kind takes at most six taps."""

from playwright.sync_api import expect

from logbook.database import db
from logbook.models.cases import Case
from tests.journeys.conftest import PHONE, Service, Visit
from tests.makers.cases import a_case

MOST_TAPS = 6


def cases_of(service: Service) -> int:
    with service.app.app_context():
        count = db.session.query(Case).filter_by(fellow_id=service.cast["asha"].id).count()
        db.session.remove()
        return count


def test_the_tenth_case_of_a_kind_takes_six_taps(visit: Visit, service: Service) -> None:
    asha, ben = service.cast["asha"], service.cast["ben"]
    with service.app.app_context():
        for _ in range(9):
            a_case(fellow=asha, supervisor=ben)
        db.session.remove()
    phone = visit(asha, PHONE)
    page, taps = phone.page, 0

    def tap(what: str) -> None:
        nonlocal taps
        page.locator(what).first.tap()
        taps += 1

    phone.check()
    tap("a[href*='procedure=esi_lumbosacral_transforaminal']")
    page.wait_for_url("**/cases/new?procedure=*")
    phone.check()
    tap("input[name=details-levels][value=L4]")  # last time it was L4 and L5
    tap("input[name=details-laterality][value=right]")
    tap("input[name=outcome][value=success]")  # how it ended is stated for each case anew
    tap("#case-form button[value=submit]")
    page.wait_for_url(lambda url: "/new" not in url)
    phone.check()
    assert page.locator("[data-error-summary]").all_inner_texts() == []
    assert taps <= MOST_TAPS
    assert cases_of(service) == 10
    expect(page.get_by_text("Submitted").first).to_be_visible()


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
