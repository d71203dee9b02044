"""What is written into an assessment is kept while it is written, and nothing typed is lost."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from logbook.database import db
from logbook.domain.assessments import State
from logbook.models.assessments import Assessment
from logbook.models.audit import LedgerEntry
from logbook.services import assessing
from tests.cast import RIVERSIDE
from tests.journeys.conftest import PHONE, Service, Visit, Visitor
from tests.makers.assessments import NEXT_STEP, WENT_WELL, a_judgement, an_assessment

PAUSE, APART = 3_000, 20_000  # in milliseconds, as in draft.js


@pytest.fixture
def asked(service: Service) -> UUID:
    with service.app.app_context():
        id_ = an_assessment(fellow=service.cast["asha"], assessor=service.cast["ben"])
        db.session.remove()
    return id_


@pytest.fixture
def writing(visit: Visit, service: Service, asked: UUID) -> Iterator[Visitor]:
    """Ben at the page, whose clock goes when the test says so."""
    phone = visit(service.cast["ben"], PHONE)
    phone.page.clock.install()
    page = phone.go(f"/assessments/{asked}/answers")
    page.wait_for_load_state("networkidle")
    yield phone


def said(page: Page) -> str:
    return page.locator("[data-draft-said]").inner_text()


def write(page: Page, words: str) -> None:
    page.locator("#went_well").fill(words)


def kept(service: Service, id_: UUID) -> tuple[str, int]:
    """What stands in the draft, and how often it was kept."""
    with service.app.app_context():
        draft = db.session.get_one(Assessment, (RIVERSIDE, id_)).draft or {}
        often = db.session.scalar(
            select(func.count()).where(
                LedgerEntry.subject_id == id_, LedgerEntry.event == "assessment.draft_kept"
            )
        )
        db.session.remove()
    return draft.get("went_well", ""), often or 0


def test_it_is_there_after_a_reload_and_can_be_signed(
    writing: Visitor, service: Service, asked: UUID
) -> None:
    page = writing.page
    page.locator("input[name=level][value='4']").tap()
    write(page, WENT_WELL)
    page.clock.run_for(PAUSE)
    expect(page.locator("[data-draft-said]")).to_contain_text("Saved at")
    writing.check()
    warnings: list[str] = []
    page.on("dialog", lambda dialog: (warnings.append(dialog.type), dialog.accept()))
    page.reload()
    assert warnings == []  # all is saved
    expect(page.locator("#went_well")).to_have_value(WENT_WELL)
    expect(page.locator("input[name=level][value='4']")).to_be_checked()

    for item in ("preparation", "technique", "safety"):
        page.locator(f"input[name=items-{item}][value=meets]").tap()
    page.locator("#next_step").fill(NEXT_STEP)
    page.clock.run_for(PAUSE)
    expect(page.locator("[data-draft-said]")).to_contain_text("Saved at")
    page.locator("button[value=sign]").tap()
    page.wait_for_url(lambda url: not url.endswith("/answers"))
    with service.app.app_context():
        signed = db.session.get_one(Assessment, (RIVERSIDE, asked))
        assert (signed.state, signed.went_well) == (State.FINISHED, WENT_WELL)
        db.session.remove()


def test_not_every_word_is_an_entry_in_the_ledger(
    writing: Visitor, service: Service, asked: UUID
) -> None:
    page = writing.page
    write(page, "Kept")
    page.clock.run_for(PAUSE)
    expect(page.locator("[data-draft-said]")).to_contain_text("Saved at")
    for words in ("Kept the", "Kept the needle", "Kept the needle tip"):
        write(page, words)
        page.clock.run_for(PAUSE)
    assert kept(service, asked) == ("Kept", 1)
    with page.expect_response("**/answers"):
        page.clock.run_for(APART)
    assert kept(service, asked) == ("Kept the needle tip", 2)
    page.clock.run_for(10 * APART)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    assert kept(service, asked) == ("Kept the needle tip", 2)  # nothing has changed since


def test_it_is_kept_when_the_page_is_hidden(
    writing: Visitor, service: Service, asked: UUID
) -> None:
    page = writing.page
    write(page, WENT_WELL)
    page.evaluate("Object.defineProperty(document, 'hidden', { value: true })")
    with page.expect_response("**/answers"):
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    assert kept(service, asked) == (WENT_WELL, 1)


def test_without_a_connection_it_says_so_and_tries_again(
    writing: Visitor, service: Service, asked: UUID
) -> None:
    page = writing.page
    page.context.set_offline(True)
    write(page, WENT_WELL)
    page.clock.run_for(PAUSE)
    expect(page.locator("[data-draft-said]")).to_contain_text("No connection.")
    assert kept(service, asked) == ("", 0)
    page.context.set_offline(False)
    expect(page.locator("[data-draft-said]")).to_contain_text("Saved at")
    assert kept(service, asked) == (WENT_WELL, 1)


def test_what_was_changed_elsewhere_is_not_written_over(
    writing: Visitor, service: Service, asked: UUID
) -> None:
    page = writing.page
    with service.app.app_context():
        assessing.keep(service.cast["ben"].actor, asked, 1, a_judgement(went_well="On the desk"))
        db.session.remove()
    write(page, WENT_WELL)
    page.clock.run_for(PAUSE)
    expect(page.locator("[data-draft-said]")).to_contain_text("is no longer saved by itself")
    assert kept(service, asked) == ("On the desk", 1)
    page.locator("button[value=draft]").tap()  # shows what was typed, to be sent once more
    expect(page.locator("[data-error-summary]")).to_be_visible()
    expect(page.locator("#went_well")).to_have_value(WENT_WELL)
    page.locator("button[value=draft]").tap()
    expect(page.get_by_text("The draft is kept.")).to_be_visible()
    assert kept(service, asked) == (WENT_WELL, 2)


def test_signing_waits_for_the_draft_that_is_under_way(
    writing: Visitor, service: Service, asked: UUID
) -> None:
    """Otherwise the form would name a revision that is over."""
    page = writing.page
    for item in ("preparation", "technique", "safety"):
        page.locator(f"input[name=items-{item}][value=meets]").tap()
    page.locator("input[name=level][value='4']").tap()
    page.locator("#next_step").fill(NEXT_STEP)
    write(page, WENT_WELL)
    held = []
    page.route("**/answers", lambda route: held.append(route), times=1)
    with page.expect_request("**/answers"):
        page.clock.run_for(PAUSE)
    page.locator("button[value=sign]").tap()
    assert page.url.endswith("/answers")
    [draft] = held
    draft.continue_()
    page.wait_for_url(lambda url: not url.endswith("/answers"))
    with service.app.app_context():
        assert db.session.get_one(Assessment, (RIVERSIDE, asked)).state is State.FINISHED
        db.session.remove()
