"""The main job from end to end: two cases, one approved, one returned; progress moves by exactly
one, and the director goes from the cell of the cohort to the case behind it."""

import re

from playwright.sync_api import expect

from tests.journeys.conftest import Service, Visit, Visitor
from tests.makers.cases import a_case

LUMBAR = "Lumbar and sacral spine injections"
RFA = "Cervical medial branch or third occipital nerve radiofrequency ablation"


def count_of(visitor: Visitor, name: str) -> int:
    """The credit that a progress page shows for a requirement."""
    row = visitor.page.locator(".lb-progress", has_text=name).first
    return int(row.locator("strong").first.inner_text())


def test_from_the_first_case_to_the_directors_cell(visit: Visit, service: Service) -> None:
    asha, ben, dana = (service.cast[name] for name in ("asha", "ben", "dana"))
    fellow = visit().sign_in(asha)
    before = count_of(fellow, LUMBAR)
    with service.app.app_context():
        a_case(fellow=asha, supervisor=ben)
        details = {"levels": ["C4", "C5"], "laterality": "right", "lesion_time": 90}
        a_case(fellow=asha, supervisor=ben, procedure="rfa_cervical_mb", details=details)

    supervisor = visit().sign_in(ben)
    supervisor.go("/queue")
    supervisor.check()
    approve(supervisor, "Lumbar or sacral transforaminal")
    send_back(supervisor, RFA)

    fellow.go("/")
    assert count_of(fellow, LUMBAR) == before + 1

    director = visit().sign_in(dana)
    page = director.go("/cohort")
    director.check()
    director.follow(page.get_by_role("link", name=re.compile(r"Asha, .*epidural and spinal", re.I)))
    director.check()
    director.follow(page.get_by_role("link", name=LUMBAR).first)
    director.check()
    rows = page.locator("tbody tr")
    expect(rows).to_have_count(before + 1)
    director.follow(rows.first.get_by_role("link").first)
    director.check()
    expect(page.get_by_text("Approved").first).to_be_visible()


def item(visitor: Visitor, name: str):
    return visitor.page.locator("[data-queue-item]", has_text=name).first


def approve(visitor: Visitor, name: str) -> None:
    case = item(visitor, name)
    opener = case.locator("summary", has_text="Approve")
    if not case.get_by_role("button", name="Approve this case").is_visible():
        opener.click()
    case.locator("input[value=performed_direct]").check()
    case.locator("input[type=radio][value='3']").check()
    case.get_by_role("button", name="Approve this case").click()
    visitor.page.get_by_text("Approved:").first.wait_for()
    visitor.check()


def send_back(visitor: Visitor, name: str) -> None:
    case = item(visitor, name)
    if not case.get_by_role("button", name="Return this case").is_visible():
        case.locator("summary", has_text="Return").click()
    case.get_by_label("What is to be changed").fill("Please state the lesion temperature.")
    case.get_by_role("button", name="Return this case").click()
    visitor.page.get_by_text("Returned to").first.wait_for()
    visitor.check()
