"""How many taps a case takes on a phone, counted as the page feels them, and no key.

With `-s` it writes the table of docs/taps.md: taps, and the seconds that service and browser take
of it. What a person needs to look and to decide is not in them.
"""

import sys
from dataclasses import dataclass, field
from datetime import timedelta
from time import perf_counter

from playwright.sync_api import Locator, expect

from logbook.database import db
from logbook.domain.cases import State
from logbook.models.cases import Case
from logbook.services.pinned_kinds import pin
from tests.cast import TODAY
from tests.journeys.conftest import PHONE, Service, Visit, Visitor
from tests.makers.cases import a_case

KIND = "esi_lumbosacral_transforaminal"
TENTH, NEW_KIND, LIST_OF_EIGHT = 4, 12, 40
"""At most so many taps."""

FEEL = """for (const [what, event] of [["taps", "touchstart"], ["keys", "keydown"]])
  addEventListener(event, () => { sessionStorage[what] = Number(sessionStorage[what] ?? 0) + 1; },
    {capture: true, passive: true});"""


@dataclass
class Hand:
    """A thumb on a phone. Each touch is counted by the page itself, over all pages of the visit."""

    visitor: Visitor
    began: float = field(default_factory=perf_counter)
    picked: int = 0
    """Choices in the phone's own list, which opens outside the page."""
    looked: float = 0
    """Seconds in which the page was only looked at for faults."""

    def __post_init__(self) -> None:
        self.visitor.page.add_init_script(FEEL)
        self.visitor.go("/")

    def tap(self, what: str, within: Locator | None = None) -> None:
        (within or self.visitor.page).locator(what).first.tap()

    def pick(self, what: str, label: str) -> None:
        self.tap(what)
        self.visitor.page.locator(what).first.select_option(label=label)
        self.picked += 1

    def check(self) -> None:
        began = perf_counter()
        self.visitor.check()
        self.looked += perf_counter() - began

    def taps(self, told: str) -> int:
        felt = "[Number(sessionStorage.taps ?? 0), Number(sessionStorage.keys ?? 0)]"
        taps, keys = self.visitor.page.evaluate(felt)
        assert keys == 0
        seconds = perf_counter() - self.began - self.looked
        sys.stdout.write(f"\n| {told} | {taps + self.picked} | {seconds:.1f} |")
        return int(taps) + self.picked


def cases_of(service: Service) -> list[Case]:
    with service.app.app_context():
        found = db.session.query(Case).filter_by(fellow_id=service.cast["asha"].id).all()
        db.session.expunge_all()
        db.session.remove()
    return found


def nine_of_a_kind(service: Service) -> None:
    with service.app.app_context():
        for days in range(9):
            a_case(
                fellow=service.cast["asha"],
                supervisor=service.cast["ben"],
                performed_on=TODAY - timedelta(days=days + 1),
            )
        db.session.remove()


def test_the_tenth_of_a_kind(visit: Visit, service: Service) -> None:
    nine_of_a_kind(service)
    phone = visit(service.cast["asha"], PHONE)
    hand, page = Hand(phone), phone.page
    hand.check()
    hand.tap(f".lb-tile a[href$='procedure={KIND}']")
    page.wait_for_url("**/cases/new?procedure=*")
    hand.tap("input[name=details-laterality][value=right]")  # last time it was the left
    hand.tap("input[name=outcome][value=success]")  # how it ended is stated for each case anew
    hand.tap("#case-form button[value=submit]")
    page.wait_for_url(lambda url: "/new" not in url)
    expect(page.get_by_text("Submitted").first).to_be_visible()
    assert hand.taps("Tenth case of a kind, another side") <= TENTH
    found = max(cases_of(service), key=lambda case: case.performed_on)
    assert (found.performed_on, found.state) == (TODAY, State.SUBMITTED)
    assert found.details["laterality"] == "right"
    phone.go("/cases/later")
    phone.check()


def test_the_first_of_a_new_kind(visit: Visit, service: Service) -> None:
    """The very first case of a fellow: nothing is filled in but the day."""
    phone = visit(service.cast["asha"], PHONE)
    hand, page = Hand(phone), phone.page
    hand.tap(".lb-log")
    page.wait_for_url("**/cases/new")
    shelf = page.locator("details", has=page.locator(f"a[href$='procedure={KIND}']"))
    hand.tap("summary", shelf)
    hand.tap(f"a[href$='procedure={KIND}']", shelf)
    page.wait_for_url("**/cases/new?procedure=*")
    hand.check()
    hand.tap("input[name=details-levels][value=L5]")
    hand.tap("input[name=details-laterality][value=left]")
    hand.tap("input[name=role][value=assisted]")
    hand.pick("#supervisor", "Ben")
    hand.tap("input[name=outcome][value=success]")
    hand.tap("input[name=age_band][value='40-64']")
    hand.tap("#case-form button[value=submit]")
    page.wait_for_url(lambda url: "/new" not in url)
    assert hand.taps("First case of a new kind, nothing filled in") <= NEW_KIND
    assert [case.state for case in cases_of(service)] == [State.SUBMITTED]


def test_a_morning_of_eight(visit: Visit, service: Service) -> None:
    """Eight of two kinds, every other one on another side than last time, from the first page."""
    nine_of_a_kind(service)
    with service.app.app_context():
        pin(service.cast["asha"].actor, "enc_cancer")
        db.session.remove()
    phone = visit(service.cast["asha"], PHONE)
    hand, page = Hand(phone), phone.page
    hand.tap(".lb-log-ways a[href$='/several']")
    page.wait_for_url("**/several")
    hand.check()
    for n in range(8):
        kind = "enc_cancer" if n % 4 == 3 else KIND
        hand.tap(f"button[value='kind:{kind}']")
        row = page.locator(".lb-several-row").nth(n)
        expect(row).to_be_visible()
        if kind == KIND:
            hand.tap("input[name$=-outcome][value=success]", row)
        if kind == KIND and n % 2:
            hand.tap("input[name$=details-laterality][value=right]", row)
        if kind != KIND and n == 3:
            hand.pick(".lb-several-row:nth-of-type(5) select[name$=-age_band]", "40–64 years")
    hand.check()
    hand.tap("button.btn-primary[value=submit]")
    page.wait_for_url("**/cases")
    expect(page.get_by_text("8 cases are logged.")).to_be_visible()
    assert hand.taps("Eight cases as a list") <= LIST_OF_EIGHT
    assert len([case for case in cases_of(service) if case.performed_on == TODAY]) == 8


def test_later_from_the_lock_screen_and_without_a_script(visit: Visit, service: Service) -> None:
    """Two taps keep a draft; it is finished from the tray. No script runs in this browser."""
    nine_of_a_kind(service)
    phone = visit(service.cast["asha"], PHONE, java_script_enabled=False)
    page = phone.go("/cases/later")
    page.locator(f"button[value={KIND}]").tap()
    expect(page.get_by_text("Still missing: Levels, Side, Outcome, Patient's age")).to_be_visible()
    page.locator("#tray a").first.tap()
    for name, value in (("details-levels", "L4"), ("details-laterality", "left")):
        page.locator(f"input[name={name}][value={value}]").tap()
    page.locator("input[name=outcome][value=success]").tap()
    page.locator("input[name=age_band][value='40-64']").tap()
    page.locator("input[name=performed_on][value=other]").tap()
    expect(page.get_by_label("Which day?")).to_be_visible()
    page.locator(f"input[name=performed_on][value='{TODAY}']").tap()
    expect(page.get_by_label("Which day?")).to_be_hidden()
    page.locator("#case-form button[value=submit]").tap()
    expect(page.get_by_text("Submitted").first).to_be_visible()
    phone.go("/")
    page.get_by_role("button", name="Pin Lumbar TFESI").tap()
    expect(page.get_by_role("button", name="Unpin Lumbar TFESI")).to_be_visible()
