"""A DOPS from the request on a case's page to the signature, on a phone, in at most twelve taps."""

import pytest
from playwright.sync_api import expect

from logbook.database import db
from logbook.domain.assessments import State
from logbook.models.assessments import Assessment
from logbook.services.progress import differences
from tests.journeys.conftest import PHONE, Service, Visit
from tests.makers.assessments import NEXT_STEP, WENT_WELL, an_assessment
from tests.makers.cases import a_case

MOST_TAPS = 12


@pytest.mark.parametrize("script", [True, False])
def test_from_request_to_signature(visit: Visit, service: Service, script: bool) -> None:
    asha, ben = service.cast["asha"], service.cast["ben"]
    with service.app.app_context():
        case_id = a_case(fellow=asha, supervisor=ben)
        db.session.remove()
    taps = 0
    phone = visit(asha, PHONE, java_script_enabled=script)
    page = phone.go(f"/cases/{case_id}")

    def tap(what: str) -> None:
        nonlocal taps
        page.locator(what).first.tap()
        taps += 1

    def look() -> None:
        if script:  # axe is a script itself
            phone.check()

    tap("a[href*='form=dops']")
    page.wait_for_url("**/assessments/new?*")
    look()
    tap("input[name=own-level][value='3']")
    tap("main form [type=submit]")
    page.wait_for_url(lambda url: "/new" not in url)
    look()

    phone = visit(ben, PHONE, java_script_enabled=script)
    page = phone.page
    look()
    tap("a[href$='/answers']")
    page.wait_for_url("**/answers")
    look()
    for item in ("preparation", "technique", "safety"):
        tap(f"input[name=items-{item}][value=meets]")
    tap("input[name=level][value='4']")
    tap("#went_well")
    page.keyboard.type(WENT_WELL)
    tap("#next_step")
    page.keyboard.type(NEXT_STEP)
    tap("button[value=sign]")
    page.wait_for_url(lambda url: not url.endswith("/answers"))
    look()
    assert taps <= MOST_TAPS
    with service.app.app_context():
        [signed] = db.session.query(Assessment).all()
        assert (signed.state, signed.level, signed.case_id) == (State.FINISHED, "4", case_id)
        assert (signed.competency, signed.own) == ("epa08", {"level": "3"})
        assert differences() == []
        db.session.remove()


def test_hints_come_while_writing_and_hold_nobody_back(visit: Visit, service: Service) -> None:
    with service.app.app_context():
        id_ = an_assessment(fellow=service.cast["asha"], assessor=service.cast["ben"])
        db.session.remove()
    page = visit(service.cast["ben"], PHONE).go(f"/assessments/{id_}/answers")
    hint = page.locator("[data-hint-for=went_well]")
    page.locator("#went_well").fill("Very good job!")
    expect(hint).to_contain_text("What did you see?")
    page.locator("#went_well").fill(WENT_WELL)
    expect(hint).to_have_text("")
    step = page.locator("[data-hint-for=next_step]")
    page.locator("#next_step").fill("Nothing")
    expect(step).to_contain_text("What should be tried next time?")
    page.locator("#next_step").fill(NEXT_STEP)
    expect(step).to_have_text("")
