"""From a proposal on a phone to a certificate that somebody without an account verifies."""

from pathlib import Path

from playwright.sync_api import Page, expect

from logbook.cli import certificates
from logbook.database import db
from logbook.services import audit, signing_keys
from tests.cast import CAST, Member
from tests.journeys.conftest import DESK, PHONE, Service, Visit
from tests.makers.sign_offs import SPINE, a_candidate


def a_fellow_with_cases(service: Service) -> Member:
    with service.app.app_context():
        nia = a_candidate(CAST["ben"], CAST["eve"], signed_with="session")
        signing_keys.create(service.app.config["KEYS"])
        db.session.remove()
    return nia


def judge(page: Page) -> None:
    page.locator("main a.lb-row").first.click()
    page.locator("input[name=level][value='4']").check()
    page.get_by_label("What you saw").fill("Safe with contrast and level in three lists.")
    page.get_by_role("button", name="Sign", exact=True).click()
    page.get_by_text("Signed.").first.wait_for()


def test_from_a_proposal_to_a_public_verification(
    service: Service, visit: Visit, tmp_path: Path
) -> None:
    service.app.config["BASE_URL"] = service.address
    nia = a_fellow_with_cases(service)
    fellow = visit(nia, PHONE)
    page = fellow.go(f"/competencies/of/{nia.enrollment_id}/{SPINE}")
    fellow.check()
    page.locator("[name=judge_0]").select_option(label="Ben, physician")
    page.locator("[name=judge_1]").select_option(label="Eve, physician")
    page.locator("main form[method=post] button").last.click()
    page.get_by_text("Proposed.").first.wait_for()
    here = page.url

    for name in ("ben", "eve"):
        supervisor = visit(CAST[name], PHONE)
        supervisor.go("/competencies/waiting")
        supervisor.check()
        judge(supervisor.page)
        supervisor.check()

    page.goto(here)
    page.get_by_role("button", name="Certificate").click()
    page.get_by_text("Its proof is not there yet").wait_for()
    with service.app.app_context():
        assert certificates.complete() == 1
        db.session.remove()
    page.reload()
    fellow.check()
    with page.expect_download() as paper:
        page.get_by_role("link", name="On paper (PDF)").click()
    assert Path(paper.value.path()).read_bytes().startswith(b"%PDF-")
    with page.expect_download() as file:
        page.get_by_role("link", name="File to verify").first.click()
    file.value.save_as(tmp_path / "certificate.json")
    page.get_by_role("button", name="Share with this choice").click()
    link = page.locator("main a.lb-long").get_attribute("href")
    assert link is not None
    fellow.check()

    board = visit(window=DESK)
    board.page.goto(link)
    expect(board.page.get_by_text("It holds today")).to_be_visible()
    expect(board.page.get_by_text("Act unsupervised")).to_be_visible()
    board.check()
    board.go("/verify")
    board.page.set_input_files("#file", tmp_path / "certificate.json")
    board.page.get_by_role("button", name="Verify").click()
    board.page.get_by_text("This is what was signed").wait_for()
    board.check()
    with service.app.app_context():
        assert audit.verify() == []
        db.session.remove()
