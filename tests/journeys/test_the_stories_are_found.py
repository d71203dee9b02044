"""The demo has five stories in it: who is behind and who is starved of cases, who is on course at
part time, who never answers and who rates too kindly. A director who knows none of them reads each
from the screen."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from flask_migrate import upgrade
from playwright.sync_api import Browser, Locator, Page, expect

from logbook import cli, create_app
from logbook.cli.demo_credentials import keep_credentials
from logbook.cli.demo_history import History
from logbook.cli.demo_rotations import plan_rotations
from logbook.cli.demo_stage import bring_on_stage
from logbook.cli.seed import SEED, WEEKS
from logbook.database import db
from tests.cast import Cast
from tests.journeys.conftest import DESK, PHONE, Service, Visitor, settings_for_journeys
from tests.servers import serving


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Service]:
    """The first program of the demo with its whole year, without what no story is about."""
    settings = settings_for_journeys(tmp_path / "demo.sqlite")
    app = create_app({**settings, "DEMO": True})
    cli.set_up(app)
    with app.app_context():
        upgrade()
        stage = bring_on_stage(datetime.now(UTC) - timedelta(weeks=WEEKS + 1))[0]
        History(stage, Random(f"{SEED} {stage.place.name}")).run(WEEKS, lambda: None)
        plan_rotations(stage)
        keep_credentials(stage, Random(f"{SEED} credentials"))
        db.session.remove()
    with serving(app) as address:
        yield Service(app, address, Cast())
    with app.app_context():
        db.engine.dispose()


def the_director(browser: Browser, demo: Service, window: dict[str, int]) -> Visitor:
    visitor = Visitor(browser.new_page(viewport=window), demo)  # type: ignore[arg-type]
    visitor.go("/sign-in")
    one = visitor.page.locator(".lb-cast-one", has_text="Ruth Calloway").first
    one.evaluate("button => button.click()")  # it may stand in a fold
    visitor.page.wait_for_url(lambda url: "sign-in" not in url)
    return visitor


def row_of(page: Page, name: str) -> Locator:
    return page.get_by_role("row").filter(has_text=name).first


def test_a_director_finds_them_all(demo: Service, browser: Browser) -> None:
    director = the_director(browser, demo, DESK)
    page = director.go("/cohort")
    director.check()
    behind = row_of(page, "Daniel Okoye")
    expect(behind).to_contain_text("Behind")
    expect(behind).to_contain_text("Rate of logging: evidence of all kinds comes at")
    expect(page.locator("#fellows tbody tr").first).to_contain_text("Daniel Okoye")

    starved = row_of(page, "Tomas Herrera")
    expect(starved).to_contain_text("At risk")
    expect(starved).to_contain_text("Case mix: ")

    part_timer = row_of(page, "Hannah Weiss")
    expect(part_timer).to_contain_text("On course")
    expect(part_timer).to_contain_text("60% time")

    starved.get_by_role("link", name=re.compile("Tomas Herrera, Behind")).click()
    at_the_site = row_of(page, "Radiofrequency and neurolysis")
    expect(at_the_site).to_contain_text("Case mix: the rotations ahead bring")
    director.check()

    page = director.go("/cohort")
    page.get_by_role("link", name="Opportunity and fairness").click()
    page.get_by_role("link", name="How supervisors answer and rate").click()
    silent = row_of(page, "Paul Mercer")
    expect(silent.get_by_role("cell").last).to_have_text(re.compile(r"9\d%"))
    lenient = page.get_by_role("row").filter(has_text="Elena Rossi").filter(has_text="higher")
    expect(lenient.first).to_be_visible()
    director.check()
    each_fellow_is_a_card(the_director(browser, demo, PHONE))


def each_fellow_is_a_card(director: Visitor) -> None:
    """On a phone; the demo takes too long to be made for this alone."""
    page = director.go("/cohort")
    director.check()
    card = page.locator(".lb-heat-card", has_text="Tomas Herrera")
    expect(card.locator(".lb-heat-worst > li")).to_have_count(3)
    expect(card.get_by_text("EPA01 ")).to_be_hidden()
    card.get_by_text("10 more").click()
    expect(card.get_by_text("EPA01 ")).to_be_visible()
    director.check()
