"""A meeting of the committee from its plan to the letter that the fellow reads on a phone."""

import re

from playwright.sync_api import Page, expect

from logbook.database import db
from logbook.services import audit
from tests.cast import CAST, TODAY
from tests.journeys.conftest import DESK, PHONE, Service, Visit


def rate(page: Page, level: str, outcome: str) -> None:
    """Every subcompetency alike."""
    for group in page.locator(".lb-levels fieldset").all():
        group.locator(f"input[value='{level}']").check(force=True)
    page.get_by_label(outcome).check()
    page.get_by_role("button", name="Send my rating").click()
    expect(page.get_by_text("All your ratings are in.")).to_be_visible()


def confirm(page: Page, opener: str, button: str) -> None:
    page.locator("summary", has_text=opener).click()
    page.get_by_role("button", name=button, exact=True).click()


def test_from_the_plan_to_the_letter(service: Service, visit: Visit) -> None:
    dana = visit(CAST["dana"], DESK)
    page = dana.go("/committee/new")
    page.get_by_label("Date").fill(TODAY.isoformat())
    page.get_by_label("Room").fill("Room 2.14")
    page.get_by_label("Chair").select_option(label="Mia")
    page.get_by_label("Finn").fill("")
    page.get_by_role("button", name="Save the meeting").click()
    confirm(page, "Ask the members", "Ask")
    meeting = page.url.removeprefix(service.address)

    page.get_by_role("link", name="Rate the fellows").click()
    rate(page, "3", "Progressing as expected")
    mia = visit(CAST["mia"], DESK)
    chair = mia.go(meeting)
    chair.get_by_role("link", name="Rate the fellows").click()
    rate(chair, "3", "Promoted")
    for name in ("Dana", "Mia"):
        chair.get_by_role("button", name=re.compile(f"Present.*{name}")).click()
    confirm(chair, "Open the session", "Open it")

    chair.get_by_role("link", name="Asha").click()
    chair.get_by_role("button", name="Begin the discussion").click()
    expect(chair.locator("[data-stopwatch]")).to_be_visible()
    chair.get_by_role("link", name="Agree on the ratings").click()
    chair.get_by_label("What was said, in sum").fill("Steady in all clinics.")
    chair.get_by_role("button", name="Keep and go to the decision").click()
    chair.get_by_label("Promoted").check()
    chair.get_by_label("Reason").fill("Ready for lists of her own.")
    chair.get_by_role("button", name="Check it").click()
    chair.get_by_role("button", name="Record it").click()
    chair.locator("summary", has_text="Record a dissent").click()
    chair.get_by_label("Who", exact=True).select_option(label="Dana")
    chair.get_by_label("Reason").fill("Too few lists seen.")
    chair.get_by_role("button", name="Record it").click()
    expect(chair.get_by_text("Too few lists seen.")).to_be_visible()
    mia.check()

    mia.go(meeting)
    confirm(chair, "Close the session", "Close it")
    mia.follow(chair.get_by_role("link", name="Read and sign the minutes"))
    mia.check()
    chair.get_by_role("button", name="Sign the minutes").click()
    expect(chair.get_by_text("The minutes are signed.")).to_be_visible()

    asha = visit(CAST["asha"], PHONE)
    asha.go("/")
    asha.page.get_by_role("link", name="Read the letter").click()
    expect(asha.page.get_by_text("Ready for lists of her own.")).to_be_visible()
    expect(asha.page.get_by_text("Too few lists seen.")).to_have_count(0)
    asha.check()
    asha.page.get_by_role("button", name="I have read this").click()
    expect(asha.page.get_by_text("Noted that you have read it.")).to_be_visible()
    with service.app.app_context():
        assert audit.verify() == []
        db.session.remove()
