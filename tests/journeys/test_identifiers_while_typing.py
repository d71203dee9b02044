"""Words that may tell who a patient is are marked while they are typed; one tap takes them out."""

from playwright.sync_api import Route, expect

from tests.journeys.conftest import PHONE, Service, Visit

KIND = "/cases/new?procedure=enc_cancer"
TEXT = "Saw Mr Whitfield; the Mrs Osei needle is new."


def test_marked_in_place_taken_out_and_stated(visit: Visit, service: Service) -> None:
    phone = visit(service.cast["asha"], PHONE)
    page = phone.go(KIND)
    page.locator("input[value=performed_direct]").tap()
    page.get_by_label("Supervisor", exact=True).select_option(label="Ben")
    page.locator("input[value='40-64']").tap()
    page.locator("#reflection").fill(TEXT)
    marks = page.locator(".lb-marks mark")
    expect(marks).to_have_text(["Mr Whitfield", "Mrs Osei"])
    expect(page.get_by_role("status").filter(has_text="2 passages")).to_have_count(1)
    phone.check()
    page.get_by_role("button", name="Remove “Mr Whitfield”").tap()
    expect(page.locator("#reflection")).to_have_value("Saw ; the Mrs Osei needle is new.")
    expect(marks).to_have_text(["Mrs Osei"])
    page.locator("#case-form button[value=submit]").tap()
    expect(page.locator("[data-error-summary]")).to_contain_text("Mrs Osei")
    expect(page.locator("#reflection")).to_have_value("Saw ; the Mrs Osei needle is new.")
    page.get_by_label("Not an identifier: it is").select_option("technique")
    page.locator("#case-form button[value=submit]").tap()
    page.wait_for_url(lambda url: "/new" not in url)
    expect(page.get_by_text("Submitted").first).to_be_visible()
    expect(page.get_by_text("what looked like a name is a technique")).to_be_visible()


def test_without_a_script_the_reason_is_asked_when_the_form_is_sent(
    visit: Visit, service: Service
) -> None:
    page = visit(service.cast["asha"], PHONE, java_script_enabled=False).go(KIND)
    page.locator("input[value=performed_direct]").check()
    page.get_by_label("Supervisor", exact=True).select_option(label="Ben")
    page.locator("input[value='40-64']").check()
    page.locator("#reflection").fill(TEXT)
    page.locator("#case-form button[value=submit]").click()
    reasons = page.get_by_label("Not an identifier: it is")
    expect(reasons).to_have_count(2)
    expect(page.get_by_role("button", name="Remove")).to_have_count(0)
    for at in range(2):
        reasons.nth(at).select_option("technique")
    page.locator("#case-form button[value=submit]").click()
    expect(page.get_by_text("Submitted").first).to_be_visible()


def test_a_script_that_comes_late_takes_the_cursor_from_nobody(
    visit: Visit, service: Service
) -> None:
    phone = visit(service.cast["asha"], PHONE)
    held: list[Route] = []
    phone.page.route("**/identifiers.js", lambda route: held.append(route))
    with phone.page.expect_request("**/identifiers.js"):  # which a slow line does not bring yet
        page = phone.go(KIND)
    page.locator("#reflection").focus()
    page.keyboard.type("Saw Mr ")
    held.pop().continue_()
    expect(page.locator(".lb-marks")).not_to_have_count(0)
    page.keyboard.type("Whitfield")
    expect(page.locator("#reflection")).to_have_value("Saw Mr Whitfield")
    expect(page.locator(".lb-marks mark")).to_have_text(["Mr Whitfield"])
