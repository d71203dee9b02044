"""A supervisor clears the queue without touching the mouse, and takes one answer back."""

from playwright.sync_api import expect

from logbook.database import db
from logbook.domain.cases import State
from logbook.models.cases import Case
from tests.journeys.conftest import Service, Visit
from tests.makers.cases import a_case


def states(service: Service) -> list[str]:
    with service.app.app_context():
        found = [case.state for case in db.session.query(Case).order_by(Case.performed_on, Case.id)]
        db.session.remove()
        return [State(one).value for one in found]


def test_approve_by_keyboard_and_undo(visit: Visit, service: Service) -> None:
    asha, ben = service.cast["asha"], service.cast["ben"]
    with service.app.app_context():
        for _ in range(2):
            a_case(fellow=asha, supervisor=ben)
        db.session.remove()
    desk = visit(ben)
    page = desk.go("/queue")
    desk.check()
    page.locator("[data-queue]").first.focus()
    page.keyboard.press("j")
    page.keyboard.press("a")
    page.keyboard.press("Space")  # the role that has the focus: the first of the row
    page.keyboard.press("Tab")
    page.keyboard.press("Space")  # the level
    page.keyboard.press("Enter")
    page.get_by_text("Approved:").first.wait_for()
    desk.check()
    assert sorted(states(service)) == ["approved", "submitted"]
    page.get_by_role("button", name="Undo").first.click()
    page.get_by_text("Taken back").first.wait_for()
    assert states(service) == ["submitted", "submitted"]


def test_the_keys_are_silent_in_a_field(visit: Visit, service: Service) -> None:
    asha, ben = service.cast["asha"], service.cast["ben"]
    with service.app.app_context():
        a_case(fellow=asha, supervisor=ben)
        db.session.remove()
    page = visit(ben).go("/queue")
    words = page.get_by_label("One line of feedback").first
    words.fill("")
    words.press_sequentially("rajax")
    expect(words).to_have_value("rajax")
    assert states(service) == ["submitted"]
