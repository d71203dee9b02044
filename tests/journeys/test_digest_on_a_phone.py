"""A supervisor gets the digest on the phone, taps the link, and answers what waits: no password."""

from flask import Flask

from logbook.cli import posting
from logbook.database import db
from logbook.domain.cases import State
from logbook.models.cases import Case
from logbook.models.reminders import Letter
from logbook.services import audit, reminders
from logbook.services.mail import OUTBOX
from tests.cast import RIVERSIDE, Member
from tests.journeys.conftest import PHONE, Service, Visit
from tests.makers.reminders import a_waiting_case, morning, the_next

MONDAY = the_next(0)


def the_letter_of_monday(app: Flask, asha: Member, ben: Member) -> str:
    """What the worker mails; returns the path in it."""
    OUTBOX.clear()
    with app.app_context():
        a_waiting_case(fellow=asha, supervisor=ben, days=3)
        # As the clock does on a Monday, which the browser does not wait for.
        assert reminders.write_digests(RIVERSIDE, morning(MONDAY)) == 1
        letter = db.session.query(Letter).one()
        letter.due_at = letter.due_at.replace(year=2020)
        db.session.commit()
        assert posting.post() == (1, 0)
        db.session.remove()
    [letter_sent] = OUTBOX
    return letter_sent.text.split("http://127.0.0.1:5000")[1].split()[0]


def test_from_the_digest_to_the_approved_queue(visit: Visit, service: Service) -> None:
    asha, ben = service.cast["asha"], service.cast["ben"]
    path = the_letter_of_monday(service.app, asha, ben)
    phone = visit(window=PHONE)
    page = phone.go(path)
    phone.check()
    page.get_by_role("button", name="Open the queue").tap()
    page.wait_for_url("**/queue")
    phone.check()
    page.locator("input[name$=role][value=performed_direct]").first.tap()
    page.locator("input[name$=level][value='3']").first.tap()
    page.get_by_role("button", name="Approve this case").first.tap()
    page.get_by_text("Approved:").first.wait_for()
    page.get_by_text("No case waits for you").wait_for()
    phone.check()
    with service.app.app_context():
        assert db.session.query(Case).one().state is State.APPROVED
        assert audit.verify(RIVERSIDE) == []
        db.session.remove()
    # The rest of the service asks who it is, and a second tap on the mail opens nothing new.
    phone.go("/teaching-log")
    page.get_by_text("opens your queue only").wait_for()
    other = visit(window=PHONE)
    other.go(path).get_by_text("has been used or has expired").first.wait_for()
    other.check()
