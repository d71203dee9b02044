"""A fellow's phone: the page for logging without a connection, and what arrives of it."""

from uuid import UUID

from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select

from logbook.database import db
from logbook.models.cases import Case
from tests.journeys.conftest import Service


def log(page: Page, age: str = "40-64", supervisor: str = "Ben") -> None:
    """One encounter, with a double tap at its end. The age tells one case from another."""
    expect(page.locator("[data-offline-form][aria-busy=true]")).to_have_count(0)
    page.locator("#procedure-search").fill("cancer pain")
    page.locator("#procedure-search").press("Enter")
    page.locator("input[name=role][value=performed_direct]").check()
    page.locator(f"input[name=age_band][value='{age}']").check()
    page.get_by_label("Supervisor", exact=True).select_option(label=supervisor)
    page.get_by_role("button", name="Keep and submit").dblclick()


def entries(page: Page, state: str | None = None) -> Locator:
    """What the page shows of the cases logged on this phone."""
    return page.locator(".lb-outbox-item" + (f"[data-state={state}]" if state else ""))


def ready(page: Page) -> Page:
    """The form is drawn and it is known how the connection is."""
    expect(page.locator("[data-says]:visible")).to_have_count(1)
    expect(page.locator("[data-offline-form]")).to_be_visible()
    return page


def says(page: Page, how: str) -> None:
    expect(page.locator(f"[data-says={how}]")).to_be_visible()


def send(page: Page) -> None:
    page.get_by_role("button", name="Send now").click()


def id_of(entry: Locator) -> UUID:
    expect(entry).to_have_count(1)
    return UUID(entry.get_attribute("data-id"))


def arrived(service: Service) -> list[str]:
    """The ages in the cases that are in the log, in order of making."""
    with service.app.app_context():
        ages = db.session.scalars(select(Case.age_band).order_by(Case.id)).all()
        db.session.remove()
    return [str(age) for age in ages]
