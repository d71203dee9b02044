"""The pictures of the documents, taken anew from a demo that is made for the occasion:
`make pictures`. They show what the service shows; nothing in them is drawn."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask_migrate import upgrade
from playwright.sync_api import Browser, Page, sync_playwright

import config
from logbook import cli, create_app
from tests.servers import serving

ALBUM = Path(__file__).resolve().parent.parent / "docs" / "img"
DESK, PHONE = (1280, 800), (390, 760)
ONE_ROUND = "main a[href^='/feedback/']:not([href$=new])"


@dataclass(frozen=True)
class Picture:
    """A page as one of the demo's people sees it."""

    name: str
    who: str
    path: str
    window: tuple[int, int] = DESK
    follow: str = ""
    """A selector: the first link of this kind on the page is followed."""
    at: str = ""
    """A selector: what stands at the top of the picture."""


ALBUM_OF = (
    Picture("cohort", "Ruth Calloway", "/cohort"),
    Picture("home", "Amara Lindqvist", "/", PHONE),
    Picture("phone", "Amara Lindqvist", "/cases/new?procedure=rfa_thoracolumbar_mb", PHONE),
    Picture("year", "Amara Lindqvist", "/year"),
    Picture("opportunity", "Ruth Calloway", "/cohort/opportunity"),
    Picture("queue", "Samuel Koh", "/queue"),
    Picture("credentials", "Nora Quinn", "/credentials/all"),
    Picture("time", "Hannah Weiss", "/rotations/mine"),
    Picture("rotations", "Ruth Calloway", "/rotations"),
    Picture("assessment", "Samuel Koh", "/", PHONE, "main a[href$=answers]"),
    Picture("feedback", "Amara Lindqvist", "/assessments", PHONE),
    Picture("pharmacology", "Amara Lindqvist", "/competencies", DESK, "main a[href$=epa06]"),
    Picture("opioid-review", "Amara Lindqvist", "/cases/new?procedure=enc_opioid_review", PHONE),
    Picture("round", "Ruth Calloway", "/feedback", DESK, ONE_ROUND),
    Picture("portfolio", "Amara Lindqvist", "/portfolio", PHONE),
    Picture("teaching", "Ruth Calloway", "/teaching"),
    Picture("nurse", "Abena Osei", "/gaps"),
    Picture("gaps", "Kenji Sato", "/gaps", PHONE),
    Picture("sign-off", "Ruth Calloway", "/competencies/all", DESK, "main a.lb-row"),
    Picture("curriculum", "Ruth Calloway", "/curriculum"),
)


@contextmanager
def the_demo() -> Iterator[str]:
    """Its address, for as long as it is open."""
    with tempfile.TemporaryDirectory(prefix="logbook-pictures-") as folder:
        os.environ |= {"LOGBOOK_INSTANCE": folder, "LOGBOOK_DEMO": "1"}
        app = create_app(config.from_environment())
        cli.set_up(app)
        with app.app_context():
            upgrade()
        app.test_cli_runner().invoke(args=["seed"], catch_exceptions=False)
        with serving(app) as address:
            yield address


def signed_in(browser: Browser, address: str, picture: Picture) -> Page:
    width, height = picture.window
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme="light")
    page.goto(f"{address}/sign-in")
    one = page.locator(".lb-cast-one", has_text=picture.who).first
    one.evaluate("button => button.click()")  # it may stand in a fold
    page.wait_for_url(lambda url: "sign-in" not in url)
    return page


def take(page: Page, address: str, picture: Picture) -> None:
    page.goto(address + picture.path)
    if picture.follow:
        page.goto(address + str(page.locator(picture.follow).first.get_attribute("href")))
    if picture.at:
        page.locator(picture.at).first.scroll_into_view_if_needed()
    page.screenshot(path=ALBUM / f"{picture.name}.png")


def main() -> None:
    with the_demo() as address, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=shutil.which(os.environ.get("CHROMIUM", "chromium")),
            args=["--no-sandbox"],
        )
        for picture in ALBUM_OF:
            page = signed_in(chromium, address, picture)
            take(page, address, picture)
            page.context.close()
            print(picture.name, flush=True)
        chromium.close()


if __name__ == "__main__":
    main()
