"""A supervisor adds a passkey and signs an assessment with it; a board verifies it alone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from logbook.database import db
from logbook.domain.signatures import Method
from logbook.services import audit
from logbook.services.passkey_reader import is_good
from logbook.services.signatures import signatures_under
from tests.cast import CAST
from tests.journeys.conftest import PHONE, Service, Visit
from tests.makers.assessments import NEXT_STEP, WENT_WELL, an_assessment


@pytest.fixture
def named(service: Service) -> Iterator[Service]:
    """The service under a name: browsers make no passkey for a number."""
    service.address = service.address.replace("127.0.0.1", "localhost")
    service.app.config["BASE_URL"] = service.address
    yield service


def with_a_device(page: Page) -> None:
    """A device that knows its owner by a finger, and answers at once."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )


def test_from_a_new_passkey_to_a_signature(named: Service, visit: Visit) -> None:
    asha, ben = CAST["asha"], CAST["ben"]
    with named.app.app_context():
        assessment_id = an_assessment(fellow=asha, assessor=ben)
        db.session.remove()
    visitor = visit(ben, PHONE)
    page = visitor.page
    with_a_device(page)

    visitor.go("/account/passkeys")
    visitor.check()
    page.get_by_label("Name of the passkey").fill("Phone")
    page.get_by_role("button", name="Make a passkey").click()
    page.get_by_text("The passkey can sign now.").wait_for()
    visitor.check()

    visitor.go(f"/assessments/{assessment_id}/answers")
    visitor.check()
    for field, value in (("preparation", "meets"), ("technique", "above"), ("safety", "meets")):
        page.locator(f"input[name=items-{field}][value={value}]").check()
    page.locator("input[name=level][value='4']").check()
    page.get_by_role("button", name="Sign with your passkey").click()
    page.locator("[data-error-summary]").wait_for()  # the words are missing: nothing is signed

    page.get_by_label("What went well").fill(WENT_WELL)
    page.get_by_label("One next step").fill(NEXT_STEP)
    page.get_by_role("button", name="Sign with your passkey").click()
    page.get_by_text("Signed. The fellow reads it now.").wait_for()
    page.get_by_text("by passkey").wait_for()
    visitor.check()

    with named.app.app_context():
        [signature] = signatures_under(ben.program_id, "assessment", assessment_id)
        assert signature.method is Method.PASSKEY and signature.proof is not None
        assert is_good(signature.proof, signature.sha256.hex(), named.address)
        assert not is_good(signature.proof, bytes(32).hex(), named.address)
        assert audit.verify() == []
        db.session.remove()


def test_without_scripts_no_button_is_there_that_does_nothing(named: Service, visit: Visit) -> None:
    visitor = visit(CAST["ben"], PHONE, java_script_enabled=False)
    visitor.go("/account/passkeys")
    expect(visitor.page.get_by_text("This browser makes no passkeys")).to_be_visible()
    expect(visitor.page.get_by_role("button", name="Make a passkey")).to_be_hidden()
