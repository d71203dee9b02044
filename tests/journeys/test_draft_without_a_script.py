"""A director drafts the next edition on a phone whose browser runs no script."""

from playwright.sync_api import Page, expect

from logbook.queries.curriculum_drafts import open_drafts
from tests.cast import CAST
from tests.journeys.conftest import PHONE, Service, Visit


def keep(page: Page) -> None:
    page.get_by_role("button", name="Keep", exact=True).click()


def test_a_draft_without_a_script(visit: Visit, service: Service) -> None:
    dana = visit(CAST["dana"], PHONE, java_script_enabled=False)
    page = dana.go("/curriculum")
    page.get_by_role("link", name="Drafts").click()
    page.get_by_role("link", name="Begin a draft").click()
    page.get_by_label("New edition").fill("2027.1")
    page.get_by_role("button", name="Begin").click()

    page.get_by_role("link", name="Scales").click()
    page.get_by_role("link", name="Entrustment and supervision").click()
    page.get_by_role("button", name="Add one").first.click()
    page.locator("[name=levels-5-new_key]").fill("6")
    page.locator("[name=levels-5-label-en]").fill("Lead the service")
    page.locator("[name=levels-5-label-en]").press("Enter")  # keeps, and presses no other button
    expect(page.get_by_text("Kept in the draft.")).to_be_visible()

    page.get_by_role("link", name="Pain Medicine Fellowship").click()
    page.get_by_role("link", name="Requirements").click()
    page.get_by_role("link", name="Add a requirement").click()
    page.get_by_role("link", name="So many cases within the last months").click()
    page.get_by_label("Competency").select_option("epa08")
    page.get_by_label("Name in English").fill("Injections of late")
    page.get_by_label("Category").select_option("spine_lumbar_sacral")
    page.get_by_label("Within so many months").fill("6")
    page.get_by_label("How many").fill("12")
    page.get_by_role("button", name="Show its sentence").click()
    expect(page.get_by_text("0 of 12 in the last 6 months.")).to_be_visible()
    keep(page)
    expect(page.get_by_text("Injections of late")).to_be_visible()

    with service.app.app_context():
        [draft] = open_drafts(CAST["dana"].actor)
        assert [one.code for one in draft.curriculum.scales["entrust5"].levels][-1] == "6"
        assert draft.curriculum.requirements["epa08.injections_of_late"].required == 12
