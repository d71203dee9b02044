"""A fellow of the technicians' track hands in the last thing that is missing, on a phone."""

from playwright.sync_api import expect
from sqlalchemy import update

from logbook.database import db
from logbook.domain.rules import Hours
from logbook.models.identity import Account
from logbook.services.curriculum import shipped
from logbook.services.passwords import hash_password
from logbook.services.progress import differences
from tests.journeys.conftest import PASSWORD, PHONE, Service, Visit
from tests.makers.finishing import a_follower, finish
from tests.makers.training import Stage


def all_but_hours_of_one_kind(service: Service) -> tuple[Stage, str, int]:
    """A technician who lacks one thing: hours of which activity, and how many."""
    with service.app.app_context():
        stage = a_follower(service.cast, shipped("pain_technician"), name="nia")
        wanted = next(
            one for one in stage.curriculum.requirements.values() if isinstance(one.rule, Hours)
        )
        finish(stage, leave=frozenset({wanted.id}))
        db.session.execute(update(Account).values(password_hash=hash_password(PASSWORD)))
        db.session.commit()
        db.session.remove()
    assert isinstance(wanted.rule, Hours) and wanted.required is not None
    [activity] = wanted.rule.activities
    return stage, activity, wanted.required


def test_the_page_says_that_nothing_is_missing(visit: Visit, service: Service) -> None:
    stage, activity, hours = all_but_hours_of_one_kind(service)
    phone = visit(stage.fellow, PHONE)
    page = phone.go("/gaps")
    expect(page.locator(".lb-gap")).to_have_count(1)
    expect(page.locator(".lb-gap")).to_contain_text(f"Add {hours} more hours")

    phone.go("/portfolio/new")
    page.locator("select[name=kind]").select_option(activity)
    page.locator("[data-date-chips] button").first.tap()
    page.locator("[name=title]").fill("Course at the hospital")
    page.locator("[name=hours]").fill(str(hours))
    page.locator("select[name=accepter]").select_option(label="Ben")
    phone.check()
    page.locator("button[value=send]").tap()
    page.wait_for_url(lambda url: "/new" not in url)
    phone.go("/gaps")
    expect(page.locator(".lb-gap")).to_have_count(1)  # what nobody has accepted counts nothing

    other = visit(service.cast["ben"], PHONE)
    other.go("/portfolio/queue").locator("main .lb-row").tap()
    other.page.get_by_role("button", name="Accept").tap()
    expect(other.page.get_by_text("Accepted").first).to_be_visible()

    phone.go("/gaps")
    expect(page.get_by_text("Nothing is missing")).to_be_visible()
    expect(page.locator(".lb-gap")).to_have_count(0)
    phone.check()
    with service.app.app_context():
        assert differences() == []
        db.session.remove()
