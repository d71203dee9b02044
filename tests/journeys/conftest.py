"""The whole service behind a real port, a real browser, and people who sign in with a password."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from flask_migrate import upgrade
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from sqlalchemy import update

from logbook import cli, create_app
from logbook.database import db
from logbook.models.identity import Account
from logbook.services.passwords import hash_password
from tests.cast import Cast, Member, bring_on_stage, other_stage, session_token_of
from tests.conftest import settings_for_tests
from tests.servers import serving

CHROMIUM = shutil.which(os.environ.get("CHROMIUM", "chromium"))
PASSWORD = "seven quiet herons"  # of everybody on this stage
HERE = Path(__file__).parent

DESK = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
AXE = Axe().axe_script

PATIENCE_MS = 30_000
"""How long a journey waits for what must come. A machine that does much else at once is no fault of
the service; what never comes fails all the same."""
expect.set_options(timeout=PATIENCE_MS)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.journey)
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="Chromium is absent"))


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Debian's Chromium; no browser is downloaded."""
    return {"executable_path": CHROMIUM, "args": ["--no-sandbox"]}


@pytest.fixture(scope="session")
def first_night(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Cast]]:
    """A database with the cast on stage, to be copied for each journey."""
    folder = tmp_path_factory.mktemp("journeys")
    path = folder / "first-night.sqlite"
    app = create_app(settings_for_journeys(path))
    cli.set_up(app)
    with other_stage() as cast, app.app_context():
        upgrade()
        bring_on_stage()
        db.session.execute(update(Account).values(password_hash=hash_password(PASSWORD)))
        db.session.commit()
        db.session.remove()
        db.engine.dispose()  # the last connection that closes empties the write-ahead log
        people = Cast(cast)
        vars(people).update(vars(cast))
    yield path, people


def settings_for_journeys(database: Path) -> dict[str, Any]:
    settings = settings_for_tests(f"sqlite:///{database}", database.parent)
    return {**settings, "WTF_CSRF_ENABLED": True}


WIDE = """() => document.documentElement.scrollWidth <= document.documentElement.clientWidth ? []
  : ["something", ...[...document.querySelectorAll("main *")]
      .filter(one => one.getBoundingClientRect().right > document.documentElement.clientWidth)
      .map(one => one.tagName + "." + one.className).slice(0, 4)]"""
"""What reaches beyond the right edge of a page that is wider than its window."""
UNINKED = """() => [...document.querySelectorAll("svg.lb-icon")].filter((one) => {
  const { fill, color } = getComputedStyle(one);
  return fill !== color;
}).map((one) => one.parentElement.className)"""
"""Icons that are not drawn in the colour of the words beside them."""


@dataclass
class Service:
    """The service of one journey, with a database that no other journey has touched. The makers
    of the other tests can be called within `app.app_context()`."""

    app: Flask
    address: str
    cast: Cast


@pytest.fixture
def service(first_night: tuple[Path, Cast], tmp_path: Path) -> Iterator[Service]:
    original, cast = first_night
    database = shutil.copy(original, tmp_path / "logbook.sqlite")
    app = create_app(settings_for_journeys(Path(database)))
    with other_stage() as on_stage, serving(app) as address:
        on_stage.update(cast)
        vars(on_stage).update(vars(cast))
        yield Service(app, address, cast)
    with app.app_context():
        db.engine.dispose()


@dataclass
class Visitor:
    """Somebody at a browser. What the browser complains of is a failure of the journey."""

    page: Page
    service: Service
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", self._hear)
        self.page.add_init_script(AXE)

    def _hear(self, message: Any) -> None:
        """Violations of the content policy and failed scripts; a page that is refused on purpose
        (403, 404, 409, 422) is no fault."""
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.complaints.append(message.text)

    def signed_in(self, member: Member, at: str = "/") -> "Visitor":
        """As if they had signed in a while ago: two pages and a password sooner."""
        client, app = self.service.app.test_client(), self.service.app
        with app.app_context():
            with client.session_transaction() as cookie:
                cookie.update(session_token_of(member))
            db.session.remove()
        kept = client.get_cookie(app.config["SESSION_COOKIE_NAME"])
        assert kept is not None
        address = self.service.address
        cookies: list[Any] = [{"name": kept.key, "value": kept.value, "url": address}]
        self.page.context.add_cookies(cookies)
        self.go(at)
        return self

    def sign_in(self, member: Member) -> "Visitor":
        self.go("/sign-in")
        self.page.get_by_label("E-mail address").fill(f"{member.name}@example.org")
        self.page.get_by_label("Password", exact=True).fill(PASSWORD)
        self.page.locator("main form [type=submit]").first.click()
        self.page.wait_for_url(lambda url: "/sign-in" not in url)
        return self

    def go(self, path: str) -> Page:
        self.page.goto(self.service.address + path)
        return self.page

    def follow(self, link: Locator) -> Page:
        """Click and wait for the page that it leads to: a click itself waits for none."""
        with self.page.expect_navigation():
            link.click()
        return self.page

    def stand(self, window: dict[str, int], light: str) -> None:
        """Look at the same page in another window, by another light."""
        self.page.set_viewport_size(window)  # type: ignore[arg-type]
        self.page.emulate_media(color_scheme=light)  # type: ignore[arg-type]

    def check(self) -> None:
        assert self.faults() == []

    def faults(self) -> list[str]:
        """What is wrong with the page as it stands: what axe finds, and if it is too wide."""
        where = self.page.url.removeprefix(self.service.address)
        found = [
            f"{where}: {rule['id']} at {node['target'][0]}"
            for rule in self._violations()
            for node in rule["nodes"]
        ]
        wide = self.page.evaluate(WIDE)
        uninked = self.page.evaluate(UNINKED)
        found += [f"{where}: wider than its window by {one}" for one in wide]
        return found + [f"{where}: an icon in another colour in {one}" for one in uninked]

    def _violations(self) -> list[dict[str, Any]]:
        """Of what axe found, only this: to hand over all that is right takes longer than axe."""
        if not self.page.evaluate("'axe' in window"):  # the page's scripts are switched off
            self.page.evaluate(AXE)
        # Nothing is preloaded: only a rule that is off wants the style sheets, each asked for anew.
        how = "{resultTypes: ['violations'], preload: false}"
        run = f"axe.run({how}).then((found) => found.violations)"
        violations: list[dict[str, Any]] = self.page.evaluate(run)
        return violations


Visit = Callable[..., Visitor]


@pytest.fixture
def visit(browser: Browser, service: Service) -> Iterator[Visit]:
    """Open a browser window of its own: `visit(asha, PHONE, java_script_enabled=False)`."""
    contexts: list[BrowserContext] = []
    visitors: list[Visitor] = []

    def open_window(
        member: Member | None = None, window: dict[str, int] = DESK, **how: Any
    ) -> Visitor:
        handheld = {"has_touch": True, "is_mobile": True} if window is PHONE else {}
        # A worker would stand before what a journey intercepts; who wants one asks for it.
        how = {"service_workers": "block"} | handheld | how
        context = browser.new_context(viewport=window, **how)
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        visitor = Visitor(context.new_page(), service)
        visitors.append(visitor)
        return visitor.signed_in(member) if member else visitor

    yield open_window
    for context in contexts:
        context.close()
    assert [text for visitor in visitors for text in visitor.complaints] == []
